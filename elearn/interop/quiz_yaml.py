"""A quiz as the text of a pack file, written as a trainer would write it."""

from fractions import Fraction
from typing import Any

import yaml

from elearn.core.pack.yaml_tree import plain
from elearn.core.quiz import questions as q
from elearn.core.quiz.model import Quiz
from elearn.core.quiz.numbers import number_text


class _Dumper(yaml.SafeDumper):
    """Texts keep their lines; nothing is written as an alias."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None
    if "\n" in text:
        style = "|"
    elif plain(text) != text:
        # Texts that our reader would take for a number, true or nothing.
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def quiz_text(quiz: Quiz) -> str:
    """The YAML of a quiz file."""
    return _dump(
        {
            "id": quiz.id,
            "title": quiz.title,
            "minutes": quiz.minutes,
            **({"intro": quiz.intro} if quiz.intro else {}),
            "pass": quiz.pass_percent,
            **({"attempts": quiz.attempts} if quiz.attempts else {}),
            "shuffle": quiz.shuffle,
            **({"draw": [_draw(d.bank, d.count) for d in quiz.draw]} if quiz.draw else {}),
            "questions": [_question(question) for question in quiz.questions],
        }
    )


def credits_text(files: list[str], author: str, licence: str) -> str:
    """Entries of media.yaml for new files."""
    return _dump([{"file": file, "author": author, "licence": licence} for file in files])


def _dump(data: Any) -> str:
    text: str = yaml.dump(
        data,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=110,
    )
    return text


def _draw(bank: str, count: int) -> dict[str, object]:
    return {"bank": bank, "count": count}


def _question(question: q.Question) -> dict[str, object]:
    made: dict[str, object] = {"id": question.id, "kind": q.kind_of(question)}
    made["prompt"] = question.prompt
    if question.points != 1:
        made["points"] = question.points
    if question.outcomes:
        made["outcomes"] = list(question.outcomes)
    made |= _parts(question)
    if question.reason:
        made["reason"] = question.reason
    return made


def _parts(question: q.Question) -> dict[str, object]:
    match question:
        case q.Single() | q.Multiple():
            return {"options": [_option(option) for option in question.options]}
        case q.TrueFalse():
            return {"answer": question.answer}
        case q.Matching():
            pairs = [{"id": p.id, "left": p.left, "right": p.right} for p in question.pairs]
            extra = {"extra": _entries(question.extra)} if question.extra else {}
            return {"pairs": pairs, **extra}
        case q.Ordering():
            return {"items": _entries(question.items)}
        case q.Numeric():
            made: dict[str, object] = {"answer": _number(question.answer)}
            if question.tolerance:
                made["tolerance"] = _number(question.tolerance)
            return made | ({"unit": question.unit} if question.unit else {})
        case q.ShortText():
            return {"answers": list(question.answers)}


def _option(option: q.Option) -> dict[str, object]:
    made: dict[str, object] = {"id": option.id, "text": option.text}
    if option.right:
        made["right"] = True
    return made | ({"feedback": option.feedback} if option.feedback else {})


def _entries(entries: tuple[q.Entry, ...]) -> list[dict[str, str]]:
    return [{"id": entry.id, "text": entry.text} for entry in entries]


def _number(value: Fraction) -> int | str:
    # A text keeps every decimal place; a float might not.
    return int(value) if value.denominator == 1 else number_text(value)
