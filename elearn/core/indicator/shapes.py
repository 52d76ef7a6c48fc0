"""The tables that there are of indicators: breakdowns, their keys, and shapes that never change."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from elearn.core.indicator.logframe import Function, Measure
from elearn.core.script import fold

UNKNOWN = "unknown"
OTHER = "other"
WOMAN, MAN = "female", "male"
SEXES = (WOMAN, MAN, UNKNOWN)


class By(StrEnum):
    """What figures are broken down by."""

    COUNTRY = "country"
    INSTITUTION = "institution"
    SEX = "sex"
    FUNCTION = "function"
    QUARTER = "quarter"


Shape = tuple[By, ...]

_COUNTS: tuple[Shape, ...] = (
    (By.COUNTRY, By.SEX),
    (By.COUNTRY, By.QUARTER),
    (By.INSTITUTION, By.SEX),
    (By.FUNCTION, By.SEX),
    (By.QUARTER, By.SEX),
)
_OF_MANY: tuple[Shape, ...] = ((By.COUNTRY,), (By.INSTITUTION,), (By.FUNCTION,), (By.QUARTER,))

SHAPES: Mapping[Measure, tuple[Shape, ...]] = {
    Measure.PEOPLE_TRAINED: _COUNTS,
    Measure.COMPLETIONS: _COUNTS,
    Measure.CERTIFIED_CURRENT_LAW: _COUNTS,
    Measure.TRANSFERS: _COUNTS,
    Measure.INSTITUTIONS_REACHED: ((By.COUNTRY,), (By.QUARTER,)),
    Measure.WOMENS_SHARE: _OF_MANY,
    Measure.KNOWLEDGE_GAIN: (*_OF_MANY, (By.SEX,)),
    Measure.WORKSHOP_EVALUATIONS: (),
}
"""The tables there are of each measure, and no others: with any two breakdowns at will, tables
could be subtracted from one another until one person is left."""


def name_of(shape: Shape) -> str:
    """How an address and a file name a shape: `country-sex`."""
    return "-".join(by.value for by in shape)


def quarter(day: date) -> str:
    """The quarter of a day: `2026-Q4`."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def quarters(first: date, last: date) -> tuple[str, ...]:
    """All quarters that a period touches."""
    found = []
    year, number = first.year, (first.month + 2) // 3
    while (year, number) <= (last.year, (last.month + 2) // 3):
        found.append(f"{year}-Q{number}")
        year, number = (year, number + 1) if number < 4 else (year + 1, 1)  # quarters
    return tuple(found)


def sex_key(kept: str | None) -> str:
    """The key under which a sex counts. What is neither f nor m counts as not known."""
    return {"f": WOMAN, "m": MAN}.get(kept or "", UNKNOWN)


class Functions:
    """Which function of a logframe a roster's words mean, in either script, whatever the case."""

    def __init__(self, functions: Iterable[Function]) -> None:
        listed = list(functions)
        self.keys = (*(one.id for one in listed), OTHER, UNKNOWN)
        self._known: dict[str, str] = {}
        for one in listed:
            for word in (one.title, *one.words):
                self._known.setdefault(fold(word), one.id)
        self._said: dict[str, str] = {}

    def key(self, kept: str | None) -> str:
        """The key under which somebody counts: a function of the logframe, another one, or none."""
        if not kept:
            return UNKNOWN
        if kept not in self._said:
            self._said[kept] = self._known.get(fold(kept), OTHER)
        return self._said[kept]
