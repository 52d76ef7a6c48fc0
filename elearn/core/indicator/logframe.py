"""A logframe as data: outcomes, their outputs, and the indicators by which these are measured."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from elearn.core.pack.codes import problem
from elearn.core.pack.schema import fields
from elearn.core.pack.schema.base import Shape, line_of, load
from elearn.core.pack.texts_in import read_text
from elearn.core.pack.yaml_tree import Keys, read
from elearn.core.problems import Problem

FORMAT = 1
"""The version of the format that is read here."""

MOST_INDICATORS = 100
"""The most that one logframe may have."""


MOST_FUNCTIONS = 30
"""The most functions by which people are counted."""


class Measure(StrEnum):
    """What an indicator counts."""

    PEOPLE_TRAINED = "people-trained"
    COMPLETIONS = "completions"
    INSTITUTIONS_REACHED = "institutions-reached"
    WOMENS_SHARE = "womens-share"
    KNOWLEDGE_GAIN = "knowledge-gain"
    CERTIFIED_CURRENT_LAW = "certified-current-law"
    TRANSFERS = "transfers"
    WORKSHOP_EVALUATIONS = "workshop-evaluations"


@dataclass(frozen=True, slots=True)
class Function:
    """A function by which people are counted; `words` are other spellings that rosters use."""

    id: str
    title: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """What is to be reached by a day."""

    by: date
    value: Fraction


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured, from where, to where. `packs` narrows it to some courses."""

    id: str
    title: str
    measure: Measure
    target: Fraction
    baseline: Fraction = Fraction(0)
    packs: tuple[str, ...] = ()
    milestones: tuple[Milestone, ...] = ()

    @property
    def collected(self) -> bool:
        """Whether anything collects what it measures."""
        return self.measure is not Measure.WORKSHOP_EVALUATIONS

    def next_milestone(self, day: date) -> Milestone | None:
        """The first milestone that comes after a day."""
        coming = [one for one in self.milestones if one.by > day]
        return min(coming, key=lambda one: one.by, default=None)


@dataclass(frozen=True, slots=True)
class Output:
    """What the project makes or does."""

    id: str
    title: str
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What changes because of it."""

    id: str
    title: str
    outputs: tuple[Output, ...] = ()


@dataclass(frozen=True, slots=True)
class Logframe:
    """What one project promised. `first` and `last` are its days.

    `functions` are those by which people are counted; all others count together.
    """

    id: str
    title: str
    first: date
    last: date
    outcomes: tuple[Outcome, ...]
    functions: tuple[Function, ...] = ()
    format: int = FORMAT

    @property
    def indicators(self) -> Iterator[Indicator]:
        """All indicators, in their order."""
        for outcome in self.outcomes:
            for output in outcome.outputs:
                yield from output.indicators


class _FunctionShape(Shape):
    makes = Function
    id = fields.Id(required=True)
    title = fields.Plain(required=True)
    words = fields.Many(fields.Plain())


class _MilestoneShape(Shape):
    makes = Milestone
    by = fields.Day(required=True)
    value = fields.Number(required=True)


class _IndicatorShape(Shape):
    makes = Indicator
    id = fields.Id(required=True)
    title = fields.Plain(required=True)
    measure = fields.OneOf(tuple(Measure), Measure, required=True)
    baseline = fields.Number()
    target = fields.Number(required=True)
    packs = fields.Many(fields.Id())
    milestones = fields.Many(fields.Group(_MilestoneShape))


class _OutputShape(Shape):
    makes = Output
    id = fields.Id(required=True)
    title = fields.Plain(required=True)
    indicators = fields.Many(fields.Group(_IndicatorShape))


class _OutcomeShape(Shape):
    makes = Outcome
    id = fields.Id(required=True)
    title = fields.Plain(required=True)
    outputs = fields.Many(fields.Group(_OutputShape))


class _LogframeShape(Shape):
    makes = Logframe
    format = fields.Whole(1, 1_000, required=True)
    id = fields.Id(required=True)
    title = fields.Plain(required=True)
    first = fields.Day(required=True, data_key="from")
    last = fields.Day(required=True, data_key="until")
    functions = fields.Many(fields.Group(_FunctionShape))
    outcomes = fields.Many(fields.Group(_OutcomeShape), required=True)


def parse(data: bytes, path: str = "logframe.yaml") -> tuple[Logframe | None, list[Problem]]:
    """A logframe and every fault in it; None where there are faults."""
    text, problems = read_text(path, data)
    if text is None:
        return None, list(problems)
    tree = read(text, path)
    loaded = load(_LogframeShape(), tree.data, path, tree.lines)
    found = [*problems, *tree.problems, *loaded.problems]
    if loaded.value is not None:
        found += _faults(loaded.value, tree.data, path, tree.lines)
    return (loaded.value if not found else None), sorted(found)


def _faults(frame: Logframe, data: Any, path: str, lines: dict[Keys, int]) -> Iterator[Problem]:
    """What no shape can say: days in their order, ids used once, not too many."""

    def say(keys: Keys, code: str, text: str) -> Problem:
        return problem(path, line_of(lines, keys), code, text)

    if frame.format != FORMAT:
        yield say(("format",), "pack-format", f'"format" must be {FORMAT}.')
    if frame.last < frame.first:
        yield say(("until",), "value-range", '"until" must not be before "from".')
    if sum(1 for _ in frame.indicators) > MOST_INDICATORS:
        text = f"More than {MOST_INDICATORS} indicators; split the logframe."
        yield say(("outcomes",), "value-range", text)
    if len(frame.functions) > MOST_FUNCTIONS:
        text = f"More than {MOST_FUNCTIONS} functions; join some."
        yield say(("functions",), "value-range", text)
    seen = {"other", "unknown"} if frame.functions else set()
    for keys, name in _ids(data):
        if name in seen:
            text = f'The id "{name}" is used twice; give each its own.'
            yield say(keys, "id-duplicate", text)
        seen.add(name)


def _ids(data: Any, keys: Keys = ()) -> Iterator[tuple[Keys, str]]:
    """Every id below the top, with where it stands."""
    if isinstance(data, dict):
        if keys and isinstance(data.get("id"), str):
            yield (*keys, "id"), data["id"]
        for key, value in data.items():
            yield from _ids(value, (*keys, key))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from _ids(value, (*keys, place))
