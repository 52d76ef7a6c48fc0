"""Answers from forms: what a learner sent, as a value; and a value as the form that says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from elearn.core.quiz.draw import PaperQuestion, Slot
from elearn.core.quiz.given import (
    Answer,
    BlankAnswer,
    Given,
    MatchingAnswer,
    MultipleAnswer,
    NumericAnswer,
    OrderingAnswer,
    SingleAnswer,
    TextAnswer,
    TrueFalseAnswer,
    from_raw,
    tidy,
    to_raw,
    truth,
)
from elearn.core.quiz.numbers import MAX_NUMBER, parse_number
from elearn.core.quiz.questions import (
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Question,
    ShortText,
    Single,
    TrueFalse,
)

__all__ = [
    "MAX_TEXT",
    "Answer",
    "BlankAnswer",
    "Form",
    "Given",
    "MatchingAnswer",
    "MultipleAnswer",
    "NumericAnswer",
    "OrderingAnswer",
    "SingleAnswer",
    "TextAnswer",
    "TrueFalseAnswer",
    "Unreadable",
    "from_raw",
    "read",
    "to_form",
    "to_raw",
    "truth",
]

MAX_TEXT = 200
"""Characters of a short text."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A form that is no answer to its question.

    Attributes:
        code: Stable name; translations go by it.
        text: A sentence for the learner, in English.
        field: Name of the form field that it is about.
    """

    code: str
    text: str
    field: str


Form = Mapping[str, Sequence[str]]


def read(  # noqa: C901, PLR0911 - one branch for each kind
    question: Question, asked: PaperQuestion, form: Form
) -> Answer | Unreadable:
    """What a form says in answer to one question.

    Single, multiple, true/false, numeric and text are in the field named by the question's token
    (values are option tokens, or what was typed); matching has a field per left side, holding the
    token of a right side; ordering a field per item, holding its position from 1. Fields with other
    names are left alone, empty values count as not given.

    Args:
        question: The question.
        asked: The same question as it stands on the attempt's paper.
        form: All fields, each with its values.

    Returns:
        The answer, or why the form cannot be read. Never raises for anything in the form.
    """
    match question:
        case Single():
            return _read_single(asked, form)
        case Multiple():
            return _read_multiple(asked, form)
        case TrueFalse():
            chosen = _read_single(asked, form)
            if isinstance(chosen, SingleAnswer):
                return TrueFalseAnswer(chosen.option == "true")
            return chosen
        case Matching():
            return _read_matching(asked, form)
        case Ordering():
            return _read_ordering(asked, form)
        case Numeric():
            return _read_numeric(question, asked, form)
        case ShortText():
            return _read_text(asked, form)
        case _:
            assert_never(question)


def to_form(  # noqa: PLR0911 - one branch for each kind
    asked: PaperQuestion, answer: Answer
) -> dict[str, list[str]]:
    """The fields that would be read as this answer: what a page ticks, selects and fills in.

    Ids that the paper does not hold are left out.
    """
    match answer:
        case BlankAnswer():
            return {}
        case SingleAnswer():
            return _ticked(asked, {answer.option})
        case MultipleAnswer():
            return _ticked(asked, answer.options)
        case TrueFalseAnswer():
            return _ticked(asked, {"true" if answer.value else "false"})
        case MatchingAnswer():
            rights = {slot.id: slot.token for slot in asked.rights}
            chosen = dict(answer.pairs)
            return {
                left.token: [rights[chosen[left.id]]]
                for left in asked.lefts
                if chosen.get(left.id) in rights
            }
        case OrderingAnswer():
            tokens = {slot.id: slot.token for slot in asked.items}
            return {
                tokens[item]: [str(place)]
                for place, item in enumerate(answer.items, 1)
                if item in tokens
            }
        case NumericAnswer() | TextAnswer():
            return {asked.token: [answer.text]}
        case _:
            assert_never(answer)


def _ticked(asked: PaperQuestion, ids: frozenset[str] | set[str]) -> dict[str, list[str]]:
    tokens = [slot.token for slot in asked.options if slot.id in ids]
    return {asked.token: tokens} if tokens else {}


def _one(form: Form, field: str) -> str | Unreadable:
    """The one value of a field, stripped; empty if there is none."""
    values = [value for value in form.get(field, ()) if value.strip()]
    if len(values) > 1:
        return Unreadable("given-twice", "Give one answer here, not several.", field)
    return values[0].strip() if values else ""


def _unknown(field: str) -> Unreadable:
    return Unreadable(
        "unknown-option",
        "This answer does not belong to this question. Load the page again and choose once more.",
        field,
    )


def _by_token(slots: tuple[Slot, ...]) -> dict[str, str]:
    return {slot.token: slot.id for slot in slots}


def _read_single(asked: PaperQuestion, form: Form) -> SingleAnswer | BlankAnswer | Unreadable:
    value = _one(form, asked.token)
    if isinstance(value, Unreadable):
        return value
    if not value:
        return BlankAnswer()
    option = _by_token(asked.options).get(value)
    return SingleAnswer(option) if option is not None else _unknown(asked.token)


def _read_multiple(asked: PaperQuestion, form: Form) -> MultipleAnswer | BlankAnswer | Unreadable:
    ids = _by_token(asked.options)
    ticked = {value.strip() for value in form.get(asked.token, ())} - {""}
    if not ticked:
        return BlankAnswer()
    if not ticked <= ids.keys():
        return _unknown(asked.token)
    return MultipleAnswer(frozenset(ids[value] for value in ticked))


def _read_matching(asked: PaperQuestion, form: Form) -> MatchingAnswer | BlankAnswer | Unreadable:
    rights = _by_token(asked.rights)
    pairs: list[tuple[str, str]] = []
    for left in asked.lefts:
        value = _one(form, left.token)
        if isinstance(value, Unreadable):
            return value
        if value and value not in rights:
            return _unknown(left.token)
        if value:
            pairs.append((left.id, rights[value]))
    return MatchingAnswer(tuple(sorted(pairs))) if pairs else BlankAnswer()


def _read_ordering(asked: PaperQuestion, form: Form) -> OrderingAnswer | BlankAnswer | Unreadable:
    places = {str(n): n for n in range(1, len(asked.items) + 1)}
    at: dict[int, str] = {}
    missing = ""
    for item in asked.items:
        value = _one(form, item.token)
        if isinstance(value, Unreadable):
            return value
        if not value:
            missing = missing or item.token
            continue
        place = places.get(value)
        if place is None:
            text = f"Choose a position from 1 to {len(places)}."
            return Unreadable("unknown-position", text, item.token)
        if place in at:
            text = f"Two items share position {place}. Give each item its own."
            return Unreadable("position-twice", text, item.token)
        at[place] = item.id
    if not at:
        return BlankAnswer()
    if missing:
        return Unreadable("position-missing", "Give every item a position.", missing)
    return OrderingAnswer(tuple(at[place] for place in sorted(at)))


def _read_numeric(
    question: Numeric, asked: PaperQuestion, form: Form
) -> NumericAnswer | BlankAnswer | Unreadable:
    value = _one(form, asked.token)
    if isinstance(value, Unreadable):
        return value
    if not value:
        return BlankAnswer()
    if len(value) > MAX_NUMBER:
        text = f"That is too long for a number; use at most {MAX_NUMBER} characters."
        return Unreadable("too-long", text, asked.token)
    typed = tidy(value)
    number = parse_number(typed, question.unit)
    if number is None:
        text = "Write a number in digits, for example 12 or 3,5, without other signs or words."
        return Unreadable("not-a-number", text, asked.token)
    return NumericAnswer(number, typed)


def _read_text(asked: PaperQuestion, form: Form) -> TextAnswer | BlankAnswer | Unreadable:
    value = _one(form, asked.token)
    if isinstance(value, Unreadable):
        return value
    if len(value) > MAX_TEXT:
        text = f"Use at most {MAX_TEXT} characters; a few words are enough."
        return Unreadable("too-long", text, asked.token)
    text = tidy(value)
    return TextAnswer(text) if text else BlankAnswer()
