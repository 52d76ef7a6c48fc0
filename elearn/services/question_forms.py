"""A question as a form to fill in, and as a page to look back at. No key is in a form."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import assert_never

from elearn.core.pack.schema.questions import has_parts
from elearn.core.quiz import answers as given
from elearn.core.quiz.answers import Answer, BlankAnswer
from elearn.core.quiz.draw import PaperQuestion
from elearn.core.quiz.form import Filled
from elearn.core.quiz.grade import Mark, grade
from elearn.core.quiz.options import CertaintyRule
from elearn.core.quiz.questions import (
    Calculation,
    Categorise,
    Cloze,
    Extended,
    Hotspot,
    Matching,
    Matrix,
    Mrz,
    Multiple,
    Numeric,
    Ordering,
    ShortText,
    Single,
    TrueFalse,
    kind_of,
)
from elearn.core.quiz.response import Response, final
from elearn.services.kinds import (
    base,
    calculation,
    categorise,
    cloze,
    extended,
    hotspot,
    matching,
    matrix,
    mrz,
    multiple,
    numeric,
    ordering,
    single,
    text,
    truefalse,
)
from elearn.services.kinds.base import BackParts, FormParts, FormRow, ReviewRow
from elearn.services.kinds.drawn import text_of
from elearn.services.question_help import NOTHING_AFTER, Afterwards, afterwards
from elearn.services.shelf import Reading, Text

__all__ = [
    "BLANK",
    "FormRow",
    "QuestionForm",
    "QuestionReview",
    "ReviewRow",
    "form_of",
    "refilled",
    "review_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionForm(FormParts):
    """A question to answer."""

    id: str
    kind: str
    name: str
    prompt: Text
    points: int
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionReview(BackParts):
    """A question with what was answered, what is right, and why."""

    id: str
    kind: str
    prompt: Text
    verdict: str
    points: Fraction
    out_of: int
    reason: Text | None
    after: Afterwards = NOTHING_AFTER


def form_of(reading: Reading, asked: PaperQuestion, answer: Answer) -> QuestionForm:
    """The question as a form, with what was answered so far."""
    question = asked.question
    parts = _form_parts(reading, asked, given.to_form(asked, answer))
    return QuestionForm(
        id=question.id,
        kind=kind_of(question),
        name=asked.token,
        prompt=text_of(reading, question, f"{question.id}#prompt"),
        points=question.points,
        credit=question.credit.value if has_parts(question) else "",
        **base.values_of(parts),
    )


def _form_parts(  # noqa: C901, PLR0911, PLR0912 - one branch for each kind
    reading: Reading, asked: PaperQuestion, filled: Filled
) -> FormParts:
    question = asked.question
    match question:
        case Single():
            return single.form(reading, question, asked, filled)
        case Multiple():
            return multiple.form(reading, question, asked, filled)
        case TrueFalse():
            return truefalse.form(reading, question, asked, filled)
        case Matching():
            return matching.form(reading, question, asked, filled)
        case Ordering():
            return ordering.form(reading, question, asked, filled)
        case Numeric():
            return numeric.form(reading, question, asked, filled)
        case ShortText():
            return text.form(reading, question, asked, filled)
        case Extended():
            return extended.form(reading, question, asked, filled)
        case Matrix():
            return matrix.form(reading, question, asked, filled)
        case Categorise():
            return categorise.form(reading, question, asked, filled)
        case Cloze():
            return cloze.form(reading, question, asked, filled)
        case Calculation():
            return calculation.form(reading, question, asked, filled)
        case Hotspot():
            return hotspot.form(reading, question, asked, filled)
        case Mrz():
            return mrz.form(reading, question, asked, filled)
        case _:
            assert_never(question)


def review_of(
    reading: Reading,
    asked: PaperQuestion,
    said: Response,
    certainty: CertaintyRule = CertaintyRule.OFF,
    *,
    mark: Mark | None = None,
) -> QuestionReview:
    """The question looked back at: the answer, the right one, and the reason.

    `certainty` is what the quiz does about it (`Quiz.certainty`); `mark` is one that a person gave.
    """
    question, answer = asked.question, said.answer
    if mark is None:
        mark = grade(question, answer)
    parts = _back_parts(reading, asked, answer, mark)
    return QuestionReview(
        id=question.id,
        kind=kind_of(question),
        prompt=text_of(reading, question, f"{question.id}#prompt"),
        verdict=mark.verdict.value,
        points=final(question, mark, said, certainty).points,
        out_of=mark.out_of,
        reason=text_of(reading, question, f"{question.id}#reason") if question.reason else None,
        after=afterwards(reading, question, mark, said, certainty),
        **base.values_of(parts),
    )


def _back_parts(  # noqa: C901, PLR0911, PLR0912 - one branch for each kind
    reading: Reading, asked: PaperQuestion, answer: Answer, mark: Mark
) -> BackParts:
    question = asked.question
    match question:
        case Single():
            return single.back(reading, question, asked, answer, mark)
        case Multiple():
            return multiple.back(reading, question, asked, answer, mark)
        case TrueFalse():
            return truefalse.back(reading, question, asked, answer, mark)
        case Matching():
            return matching.back(reading, question, asked, answer, mark)
        case Ordering():
            return ordering.back(reading, question, asked, answer, mark)
        case Numeric():
            return numeric.back(reading, question, asked, answer, mark)
        case ShortText():
            return text.back(reading, question, asked, answer, mark)
        case Extended():
            return extended.back(reading, question, asked, answer, mark)
        case Matrix():
            return matrix.back(reading, question, asked, answer, mark)
        case Categorise():
            return categorise.back(reading, question, asked, answer, mark)
        case Cloze():
            return cloze.back(reading, question, asked, answer, mark)
        case Calculation():
            return calculation.back(reading, question, asked, answer, mark)
        case Hotspot():
            return hotspot.back(reading, question, asked, answer, mark)
        case Mrz():
            return mrz.back(reading, question, asked, answer, mark)
        case _:
            assert_never(question)


BLANK = BlankAnswer()

_TYPED = 20_000
"""Characters of what was typed that a form comes back with."""


def refilled(form: QuestionForm, fields: given.Form) -> QuestionForm:
    """A form as it was sent, for a learner who must mend something in it: nothing is lost."""

    def first(name: str) -> str:
        return (list(fields.get(name, ())) or [""])[0]

    ticked = set(fields.get(form.name, ()))

    def chosen(row: FormRow) -> str | bool | frozenset[str]:
        if not form.by_row:
            return row.value in ticked
        if isinstance(row.chosen, frozenset):
            return frozenset(fields.get(row.value, ()))
        return first(row.value)[:_TYPED]

    rows = tuple(replace(row, chosen=chosen(row)) for row in form.rows)
    return replace(form, rows=rows, typed=first(form.name)[:_TYPED])
