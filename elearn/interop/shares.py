"""The per cent that Moodle gives for one of several right or wrong options."""

from dataclasses import fields
from fractions import Fraction

from elearn.core.quiz.question import QuestionBase


def right_share(rights: int) -> str:
    """What one of so many right options earns, to the five places that Moodle knows."""
    return _percent(Fraction(1, max(1, rights)))


def wrong_share(rights: int, wrongs: int) -> str:
    """What each of so many wrong options takes away, likewise."""
    return f"-{_percent(taken(rights, wrongs))}"


def taken(rights: int, wrongs: int) -> Fraction:
    """What a wrong option takes: the share of a right one, or more, so that all take everything."""
    return Fraction(1, min(rights, wrongs) or max(1, rights))


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.5f}".rstrip("0").rstrip(".")


def own_credit(question: QuestionBase) -> bool:
    """Whether the question earns in part by another rule than its kind does by default."""
    default = next(f.default for f in fields(question) if f.name == "credit")
    return question.credit is not default
