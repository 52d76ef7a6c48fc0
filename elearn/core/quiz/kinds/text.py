"""A word or a few words."""

from dataclasses import dataclass
from functools import lru_cache

from elearn.core.quiz.chance import Asked, Dice, Laid
from elearn.core.quiz.form import BlankAnswer, Filled, Form, Raw, Unreadable, one, tidy
from elearn.core.quiz.mark import Mark, marked
from elearn.core.quiz.question import QuestionBase
from elearn.core.script import fold

MAX_TEXT = 200
"""Characters of a short text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortText(QuestionBase):
    """A few words; any of `answers` (plain text) is right."""

    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """A few words: NFC, one space between words, no control characters."""

    text: str


def truth(question: ShortText) -> TextAnswer:
    """Of several right texts the first."""
    return TextAnswer(tidy(question.answers[0]))


def to_raw(answer: TextAnswer) -> Raw:
    """Its form in storage."""
    return {"kind": "text", "text": answer.text}


def from_raw(raw: Raw) -> TextAnswer | None:
    """From there; None if it is something else."""
    match raw:
        case {"text": str(text)}:
            return TextAnswer(text)
        case _:
            return None


def lay(_question: ShortText, _dice: Dice) -> Laid:
    """Nothing is shown but the field."""
    return Laid()


def read(asked: Asked, form: Form) -> TextAnswer | BlankAnswer | Unreadable:
    """The question's field holds what was typed."""
    found = read_words(form, asked.token)
    if isinstance(found, Unreadable):
        return found
    return TextAnswer(found) if found else BlankAnswer()


def read_words(form: Form, field: str) -> str | Unreadable:
    """The few words that a field holds, tidied; empty if there are none."""
    value = one(form, field)
    if isinstance(value, Unreadable):
        return value
    if len(value) > MAX_TEXT:
        text = f"Use at most {MAX_TEXT} characters; a few words are enough."
        return Unreadable("too-long", text, field)
    return tidy(value)


def to_form(asked: Asked, answer: TextAnswer) -> Filled:
    """The field that says so."""
    return {asked.token: [answer.text]}


def grade(question: ShortText, answer: TextAnswer) -> Mark:
    """All or nothing, whatever the case, the accents and the script; there are no parts."""
    return marked(question, int(is_one_of(answer.text, question.answers)), 1)


def is_one_of(text: str, accepted: tuple[str, ...]) -> bool:
    """Whether a text is one of those, whatever the case, the accents and the script."""
    if text in accepted and _folded(text):
        return True
    given = fold(text)
    return bool(given) and any(given == _folded(each) for each in accepted)


@lru_cache(maxsize=16384)
def _folded(accepted: str) -> str:
    """An author's text, folded once; what learners type is not kept here."""
    return fold(accepted)
