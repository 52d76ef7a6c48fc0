"""A question as a form to fill in, and as a page to look back at. No key is in a form."""

from dataclasses import dataclass, replace
from typing import assert_never

from elearn.core.quiz import answers as given
from elearn.core.quiz.answers import (
    Answer,
    BlankAnswer,
    MatchingAnswer,
    MultipleAnswer,
    OrderingAnswer,
    SingleAnswer,
    TrueFalseAnswer,
)
from elearn.core.quiz.draw import PaperQuestion
from elearn.core.quiz.grade import Mark, grade
from elearn.core.quiz.numbers import number_text
from elearn.core.quiz.questions import (
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Question,
    ShortText,
    Single,
    TrueFalse,
    kind_of,
)
from elearn.services.shelf import Reading, Text


@dataclass(frozen=True, slots=True)
class FormRow:
    """An option, a left side or an item of a form; `chosen` is what the learner said of it."""

    value: str
    label: Text | None
    chosen: str | bool


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """A question to answer.

    Attributes:
        rows: Options to tick, left sides to match, or items to order.
        choices: Right sides, as (value, text).
        typed: What was typed so far.
    """

    id: str
    kind: str
    name: str
    prompt: Text
    points: int
    rows: tuple[FormRow, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    typed: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One part of an answer looked back at. `mark`: right, wrong or empty."""

    label: Text | None
    chosen: bool
    mark: str
    answer: str = ""
    right: str = ""
    feedback: Text | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class QuestionReview:
    """A question with what was answered, what is right, and why."""

    id: str
    kind: str
    prompt: Text
    verdict: str
    points: str
    out_of: int
    rows: tuple[ReviewRow, ...]
    answer: str
    right: str
    reason: Text | None


def form_of(reading: Reading, asked: PaperQuestion, answer: Answer) -> QuestionForm:
    """The question as a form, with what was answered so far."""
    filled = given.to_form(asked, answer)
    question = asked.question
    key = question.id

    def chosen(name: str) -> str:
        return (filled.get(name) or [""])[0]

    rows: tuple[FormRow, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    match question:
        case Single() | Multiple():
            ticked = set(filled.get(asked.token, ()))
            rows = tuple(
                FormRow(s.token, reading.text(f"{key}/{s.id}#text"), s.token in ticked)
                for s in asked.options
            )
        case TrueFalse():
            ticked = set(filled.get(asked.token, ()))
            rows = tuple(FormRow(s.token, None, s.token in ticked) for s in asked.options)
        case Matching():
            rows = tuple(
                FormRow(s.token, reading.text(f"{key}/{s.id}#left"), chosen(s.token))
                for s in asked.lefts
            )
            choices = tuple((s.token, _right_side(reading, question, s.id)) for s in asked.rights)
        case Ordering():
            rows = tuple(
                FormRow(s.token, reading.text(f"{key}/{s.id}#text"), chosen(s.token))
                for s in asked.items
            )
        case Numeric() | ShortText():
            pass
        case _:
            assert_never(question)
    return QuestionForm(
        id=key,
        kind=kind_of(question),
        name=asked.token,
        prompt=reading.text(f"{key}#prompt"),
        points=question.points,
        rows=rows,
        choices=choices,
        typed=chosen(asked.token) if isinstance(question, Numeric | ShortText) else "",
        unit=reading.plain(f"{key}#unit") if isinstance(question, Numeric) else "",
    )


def _right_side(reading: Reading, question: Matching, part: str) -> str:
    is_pair = any(pair.id == part for pair in question.pairs)
    return reading.plain(f"{question.id}/{part}#{'right' if is_pair else 'text'}")


def review_of(
    reading: Reading, asked: PaperQuestion, answer: Answer, mark: Mark | None = None
) -> QuestionReview:
    """The question looked back at: the answer, the right one, and the reason."""
    question = asked.question
    if mark is None:
        mark = grade(question, answer)
    return QuestionReview(
        id=question.id,
        kind=kind_of(question),
        prompt=reading.text(f"{question.id}#prompt"),
        verdict=mark.verdict.value,
        points=number_text(mark.points),
        out_of=mark.out_of,
        rows=_rows(reading, asked, answer, mark),
        answer=_typed(asked, answer),
        right=_right(reading, question),
        reason=reading.text(f"{question.id}#reason") if question.reason else None,
    )


def _typed(asked: PaperQuestion, answer: Answer) -> str:
    if isinstance(asked.question, Numeric | ShortText):
        return (given.to_form(asked, answer).get(asked.token) or [""])[0]
    return ""


def _right(reading: Reading, question: Question) -> str:
    match question:
        case Numeric():
            return number_text(question.answer)
        case ShortText():
            return reading.plain(f"{question.id}#answer-1") or question.answers[0]
        case _:
            return ""


def _rows(
    reading: Reading, asked: PaperQuestion, answer: Answer, mark: Mark
) -> tuple[ReviewRow, ...]:
    question = asked.question
    match question:
        case Single() | Multiple():
            return _option_rows(reading, asked, question, answer)
        case TrueFalse():
            said = answer.value if isinstance(answer, TrueFalseAnswer) else None
            return tuple(
                ReviewRow(
                    None,
                    chosen=said is value,
                    mark=_mark(right=question.answer is value, chosen=said is value),
                    code=str(value).lower(),
                )
                for value in (True, False)
            )
        case Matching():
            return _match_rows(reading, asked, question, answer, mark)
        case Ordering():
            return _order_rows(reading, question, answer)
        case Numeric() | ShortText():
            return ()
        case _:
            assert_never(question)


def _mark(*, right: bool, chosen: bool) -> str:
    if right:
        return "right"
    return "wrong" if chosen else ""


def _option_rows(
    reading: Reading, asked: PaperQuestion, question: Single | Multiple, answer: Answer
) -> tuple[ReviewRow, ...]:
    ticked: frozenset[str] = frozenset()
    if isinstance(answer, SingleAnswer):
        ticked = frozenset({answer.option})
    elif isinstance(answer, MultipleAnswer):
        ticked = answer.options
    options = {option.id: option for option in question.options}
    return tuple(
        ReviewRow(
            reading.text(f"{question.id}/{slot.id}#text"),
            chosen=slot.id in ticked,
            mark=_mark(right=options[slot.id].right, chosen=slot.id in ticked),
            feedback=reading.text(f"{question.id}/{slot.id}#feedback")
            if slot.id in ticked and options[slot.id].feedback
            else None,
        )
        for slot in asked.options
    )


def _match_rows(
    reading: Reading,
    asked: PaperQuestion,
    question: Matching,
    answer: Answer,
    mark: Mark,
) -> tuple[ReviewRow, ...]:
    pairs = dict(answer.pairs) if isinstance(answer, MatchingAnswer) else {}
    return tuple(
        ReviewRow(
            reading.text(f"{question.id}/{slot.id}#left"),
            chosen=slot.id in pairs,
            mark="right" if mark.parts.get(slot.id) else "wrong",
            answer=_right_side(reading, question, pairs[slot.id]) if slot.id in pairs else "",
            right=_right_side(reading, question, slot.id),
        )
        for slot in asked.lefts
    )


def _order_rows(reading: Reading, question: Ordering, answer: Answer) -> tuple[ReviewRow, ...]:
    order = list(answer.items) if isinstance(answer, OrderingAnswer) else []
    return tuple(
        ReviewRow(
            reading.text(f"{question.id}/{item.id}#text"),
            chosen=item.id in order,
            mark="right" if order[place : place + 1] == [item.id] else "wrong",
            answer=str(order.index(item.id) + 1) if item.id in order else "",
        )
        for place, item in enumerate(question.items)
    )


BLANK = BlankAnswer()


def refilled(form: QuestionForm, fields: given.Form) -> QuestionForm:
    """A form as it was sent, for a learner who must mend something in it: nothing is lost."""

    def first(name: str) -> str:
        return (list(fields.get(name, ())) or [""])[0]

    ticked = set(fields.get(form.name, ()))
    by_field = form.kind in ("matching", "ordering")
    rows = tuple(
        replace(row, chosen=first(row.value) if by_field else row.value in ticked)
        for row in form.rows
    )
    return replace(form, rows=rows, typed=first(form.name)[:400])
