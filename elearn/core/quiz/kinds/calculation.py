"""A calculation in steps, with values that are drawn anew for every attempt."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from elearn.core.quiz.chance import Asked, Dice, Laid
from elearn.core.quiz.days import parse_day
from elearn.core.quiz.form import BlankAnswer, Filled, Form, Raw, Unreadable, all_texts, one, tidy
from elearn.core.quiz.formula import BadFormula, Value, compute, parse, value_text
from elearn.core.quiz.kinds.numeric import is_near, read_number
from elearn.core.quiz.kinds.text import is_one_of, read_words
from elearn.core.quiz.mark import Mark, earned, marked
from elearn.core.quiz.numbers import number_typed
from elearn.core.quiz.question import QuestionBase

_TRIES = 100
"""Draws until one can be computed; `pack check` has seen that they can."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that is drawn: one of `choices`, or from `first` to `last` in steps of `step`."""

    name: str
    first: Value | None = None
    last: Value | None = None
    step: Fraction = Fraction(1)
    choices: tuple[Value, ...] = ()

    @property
    def count(self) -> int:
        """How many values there are; 0 where the bounds make no sense."""
        if self.choices:
            return len(self.choices)
        match self.first, self.last:
            case Fraction() as first, Fraction() as last if self.step > 0:
                return max(0, (last - first) // self.step + 1)
            case date() as start, date() as end if self.step > 0 and self.step.denominator == 1:
                return max(0, (end - start).days // self.step.numerator + 1)
            case _:
                return 0

    def value(self, at: int) -> Value:
        """The value with that number, from 0 to `count` - 1."""
        if self.choices:
            return self.choices[at]
        if isinstance(self.first, date):
            return self.first + timedelta(days=at * self.step.numerator)
        assert isinstance(self.first, Fraction)
        return self.first + at * self.step


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to work out: `answer` is a formula. `unit` is plain."""

    id: str
    text: str
    answer: str
    tolerance: Fraction = Fraction(0)
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The values of one attempt, by name, and the result of each step."""

    values: tuple[tuple[str, Value], ...]
    results: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation(QuestionBase):
    """A calculation. `{name}` in its texts stands for a value; `drawn` are those of an attempt."""

    parameters: tuple[Parameter, ...]
    steps: tuple[Step, ...]
    drawn: Drawn | None = None


@dataclass(frozen=True, slots=True)
class CalculationAnswer:
    """Step ids with what was typed, sorted; at least one."""

    steps: tuple[tuple[str, str], ...]


def worked(question: Calculation, pick: Callable[[Parameter], int]) -> Drawn:
    """The values that `pick` chooses by their number, and what follows from them.

    Raises:
        BadFormula: If something cannot be computed.
    """
    values = {p.name: p.value(pick(p)) for p in question.parameters}
    known, results = dict(values), []
    for step in question.steps:
        result = compute(parse(step.answer), known)
        known[step.id] = result
        results.append(result)
    return Drawn(tuple(values.items()), tuple(results))


def bind(question: Calculation, dice: Dice) -> Calculation:
    """The question with values drawn for one attempt.

    Raises:
        BadFormula: If no draw can be computed; such a question does not pass `pack check`.
    """
    for number in range(_TRIES):
        again = f"/{number}" if number else ""

        def pick(parameter: Parameter, again: str = again) -> int:
            return dice.below(f"parameter{again}/{parameter.name}", parameter.count)

        try:
            return replace(question, drawn=worked(question, pick))
        except BadFormula:
            continue
    raise BadFormula("no draw can be computed")


def drawn_of(question: Calculation) -> Drawn:
    """The values of an attempt; outside of attempts the first of each."""
    return question.drawn or _first(question)


@lru_cache(maxsize=256)
def _first(question: Calculation) -> Drawn:
    return worked(question, lambda _parameter: 0)


def truth(question: Calculation) -> CalculationAnswer:
    """The result of every step."""
    results = drawn_of(question).results
    pairs = zip(question.steps, results, strict=True)
    return CalculationAnswer(tuple(sorted((step.id, value_text(value)) for step, value in pairs)))


def to_raw(answer: CalculationAnswer) -> Raw:
    """Its form in storage."""
    return {"kind": "calculation", "steps": dict(answer.steps)}


def from_raw(raw: Raw) -> CalculationAnswer | None:
    """From there; None if it is something else."""
    match raw:
        case {"steps": dict(steps)} if steps and all_texts([*steps.values()]):
            return CalculationAnswer(tuple(sorted((str(k), str(v)) for k, v in steps.items())))
        case _:
            return None


def lay(question: Calculation, dice: Dice) -> Laid:
    """The steps, in their order."""
    return Laid(lefts=dice.slots("step", [step.id for step in question.steps]))


def read(
    question: Calculation, asked: Asked, form: Form
) -> CalculationAnswer | BlankAnswer | Unreadable:
    """There is a field for each step; it holds what was typed."""
    fields = {slot.id: slot.token for slot in asked.lefts}
    found: list[tuple[str, str]] = []
    for step, result in zip(question.steps, drawn_of(question).results, strict=True):
        value = _read_step(step, result, fields[step.id], form)
        if isinstance(value, Unreadable):
            return value
        if value:
            found.append((step.id, value))
    return CalculationAnswer(tuple(sorted(found))) if found else BlankAnswer()


def _read_step(step: Step, result: Value, field: str, form: Form) -> str | Unreadable:
    if isinstance(result, Fraction):
        number = read_number(form, field, step.unit)
        if isinstance(number, BlankAnswer):
            return ""
        return number if isinstance(number, Unreadable) else number[1]
    return read_day(form, field) if isinstance(result, date) else read_words(form, field)


def read_day(form: Form, field: str) -> str | Unreadable:
    """What a field holds if it is a day; empty if it holds nothing."""
    value = one(form, field)
    if isinstance(value, Unreadable) or not value:
        return value
    typed = tidy(value)
    if parse_day(typed) is None:
        text = "Write a day as day, month and year, for example 23.11.2026."
        return Unreadable("not-a-day", text, field)
    return typed


def to_form(asked: Asked, answer: CalculationAnswer) -> Filled:
    """The fields that say so."""
    given = dict(answer.steps)
    return {step.token: [given[step.id]] for step in asked.lefts if given.get(step.id)}


def grade(question: Calculation, answer: CalculationAnswer) -> Mark:
    """A share for each step, by the question's rule. The parts are the steps."""
    given = dict(answer.steps)
    parts = {
        step.id: step.id in given and _is_right(step, result, given[step.id])
        for step, result in zip(question.steps, drawn_of(question).results, strict=True)
    }
    right, of = sum(parts.values()), len(parts)
    return marked(question, earned(question.credit, right, of, 0), of, parts)


def _is_right(step: Step, result: Value, typed: str) -> bool:
    if isinstance(result, Fraction):
        number = number_typed(typed, step.unit)
        return number is not None and is_near(number, result, step.tolerance)
    if isinstance(result, date):
        day = parse_day(typed)
        return day is not None and day.means(result)
    return is_one_of(typed, (result,))
