"""A text with gaps; a gap takes a choice, a few words or a number."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from elearn.core.quiz.chance import Asked, Dice, Laid
from elearn.core.quiz.form import (
    BlankAnswer,
    Filled,
    Form,
    Raw,
    Unreadable,
    all_texts,
    by_token,
    one,
    tidy,
    unknown,
)
from elearn.core.quiz.kinds.numeric import is_near, read_number
from elearn.core.quiz.kinds.text import is_one_of, read_words
from elearn.core.quiz.mark import Mark, earned, marked
from elearn.core.quiz.numbers import number_text, number_typed
from elearn.core.quiz.question import Option, QuestionBase


class GapKind(StrEnum):
    """What a gap takes."""

    CHOICE = "choice"
    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap, which stands in the text as its id in braces.

    It has options to choose from, or accepted `answers` (plain text), or a number for an `answer`,
    right within `tolerance` and counted in `unit` (plain).
    """

    id: str
    options: tuple[Option, ...] = ()
    answers: tuple[str, ...] = ()
    answer: Fraction | None = None
    tolerance: Fraction = Fraction(0)
    unit: str = ""

    @property
    def kind(self) -> GapKind:
        """What it takes."""
        if self.options:
            return GapKind.CHOICE
        return GapKind.TEXT if self.answer is None else GapKind.NUMBER


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloze(QuestionBase):
    """A text with gaps. `gaps` are in the order in which the text has them."""

    text: str
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class ClozeAnswer:
    """Gap ids with what was given, sorted; at least one: an option's id, or what was typed."""

    gaps: tuple[tuple[str, str], ...]


def truth(question: Cloze) -> ClozeAnswer:
    """What is right in every gap; of several right texts the first."""
    return ClozeAnswer(tuple(sorted((gap.id, _true(gap)) for gap in question.gaps)))


def _true(gap: Gap) -> str:
    if gap.kind is GapKind.CHOICE:
        return next(option.id for option in gap.options if option.right)
    return tidy(gap.answers[0]) if gap.answer is None else number_text(gap.answer)


def to_raw(answer: ClozeAnswer) -> Raw:
    """Its form in storage."""
    return {"kind": "cloze", "gaps": dict(answer.gaps)}


def from_raw(raw: Raw) -> ClozeAnswer | None:
    """From there; None if it is something else."""
    match raw:
        case {"gaps": dict(gaps)} if gaps and all_texts([*gaps.values()]):
            return ClozeAnswer(tuple(sorted((str(k), str(v)) for k, v in gaps.items())))
        case _:
            return None


def lay(question: Cloze, dice: Dice) -> Laid:
    """The gaps in their order; the options of each are mixed, and named `gap/option`."""
    options: list[str] = []
    for gap in question.gaps:
        names = [f"{gap.id}/{option.id}" for option in gap.options]
        options += dice.mixed(f"gap/{gap.id}", names)
    gaps = [gap.id for gap in question.gaps]
    return Laid(lefts=dice.slots("gap", gaps), rights=dice.slots("option", options))


def read(question: Cloze, asked: Asked, form: Form) -> ClozeAnswer | BlankAnswer | Unreadable:
    """There is a field for each gap; it holds the token of an option, or what was typed."""
    fields = {slot.id: slot.token for slot in asked.lefts}
    options = by_token(asked.rights)
    found: list[tuple[str, str]] = []
    for gap in question.gaps:
        value = _read_gap(gap, fields[gap.id], options, form)
        if isinstance(value, Unreadable):
            return value
        if value:
            found.append((gap.id, value))
    return ClozeAnswer(tuple(sorted(found))) if found else BlankAnswer()


def _read_gap(gap: Gap, field: str, options: dict[str, str], form: Form) -> str | Unreadable:
    """What was given in one gap; empty if nothing was."""
    if gap.kind is GapKind.TEXT:
        return read_words(form, field)
    if gap.kind is GapKind.NUMBER:
        number = read_number(form, field, gap.unit)
        if isinstance(number, BlankAnswer):
            return ""
        return number if isinstance(number, Unreadable) else number[1]
    value = one(form, field)
    if isinstance(value, Unreadable) or not value:
        return value
    of, _, option = options.get(value, "").partition("/")
    return option if of == gap.id else unknown(field)


def to_form(asked: Asked, answer: ClozeAnswer) -> Filled:
    """The fields that say so."""
    options = {slot.id: slot.token for slot in asked.rights}
    choices = {slot.id.partition("/")[0] for slot in asked.rights}
    given = dict(answer.gaps)
    filled: Filled = {}
    for gap in asked.lefts:
        value = given.get(gap.id, "")
        shown = options.get(f"{gap.id}/{value}", "") if gap.id in choices else value
        if shown:
            filled[gap.token] = [shown]
    return filled


def grade(question: Cloze, answer: ClozeAnswer) -> Mark:
    """A share for each gap, by the question's rule. The parts are the gaps."""
    given = dict(answer.gaps)
    parts = {gap.id: gap.id in given and is_right(gap, given[gap.id]) for gap in question.gaps}
    right, of = sum(parts.values()), len(parts)
    wrong = sum(gap in given for gap in parts) - right
    return marked(question, earned(question.credit, right, of, wrong), of, parts)


def is_right(gap: Gap, given: str) -> bool:
    """Whether that is right in this gap."""
    if gap.options:
        return any(option.id == given and option.right for option in gap.options)
    if gap.answer is None:
        return is_one_of(given, gap.answers)
    number = number_typed(given, gap.unit)
    return number is not None and is_near(number, gap.answer, gap.tolerance)
