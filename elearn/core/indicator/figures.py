"""Indicators computed from completion records: exact, for those who run the programme.

What is counted is collected record by record, so that only distinct people are kept in memory.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from elearn.core.indicator.logframe import Indicator, Logframe, Measure

UNKNOWN = "unknown"
WOMAN, MAN = "female", "male"
SEXES = (WOMAN, MAN, UNKNOWN)


class By(StrEnum):
    """What figures are broken down by."""

    COUNTRY = "country"
    INSTITUTION = "institution"
    SEX = "sex"
    FUNCTION = "function"
    QUARTER = "quarter"


SHAPES: tuple[tuple[By, ...], ...] = (
    (By.COUNTRY, By.SEX),
    (By.COUNTRY, By.QUARTER),
    (By.INSTITUTION, By.SEX),
    (By.FUNCTION, By.SEX),
    (By.QUARTER, By.SEX),
)
"""The tables there are, and no others: with any two breakdowns at will, tables could be subtracted
from one another until one person is left."""


class Who(NamedTuple):
    """What is known of somebody on the last day of the period."""

    country: str = UNKNOWN
    institution: str = UNKNOWN
    sex: str = UNKNOWN
    function: str = UNKNOWN


class Fact(NamedTuple):
    """A completion record. `current`: it holds on the last day, and the law it taught still is."""

    record_id: int
    person_id: int
    pack_id: str
    day: date
    current: bool


class Gained(NamedTuple):
    """Somebody sat a post-test: results before and after in per cent."""

    person_id: int
    pack_id: str
    before: float
    after: float


NOBODY_KNOWN = Who()


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


class RecordSet:
    """The digest of an ordered set of record numbers, fed in ascending order."""

    def __init__(self) -> None:
        self._hash = sha256()
        self.count = 0
        self._last = 0

    def add(self, number: int) -> None:
        """The next number.

        Raises:
            ValueError: If it is not larger than the one before.
        """
        if number <= self._last:
            raise ValueError("record numbers must ascend")
        self._last = number
        self.count += 1
        self._hash.update(b"%d\n" % number)

    @property
    def digest(self) -> str:
        """SHA-256 over the decimal numbers, each with a line feed."""
        return self._hash.hexdigest()


@dataclass(slots=True)
class _Sums:
    """What one measure over some packs collects."""

    people: set[int] = field(default_factory=set)
    current: set[int] = field(default_factory=set)
    completions: int = 0
    institutions: set[str] = field(default_factory=set)
    cells: dict[tuple[int, str, str], set[int]] = field(default_factory=lambda: defaultdict(set))


@dataclass(frozen=True, slots=True)
class Value:
    """What an indicator has reached. `number` is None where nothing is known.

    `of` is how many people a share or a mean is of; `collected` is False where nothing collects
    what it measures.
    """

    number: float | None
    of: int | None = None
    collected: bool = True


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that a logframe asks for, exact.

    `values` by the indicator's id. `tables` count people trained: for each shape the counts by both
    keys, by the first, by the second.
    """

    values: Mapping[str, Value]
    tables: Mapping[str, Mapping[str, int]]
    people: int
    records: int
    digest: str


@dataclass(slots=True)
class Collector:
    """Takes facts one by one; then says the figures of a logframe."""

    frame: Logframe
    who: Mapping[int, Who]
    seen: RecordSet = field(default_factory=RecordSet)
    _sums: dict[tuple[str, ...], _Sums] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for indicator in self.frame.indicators:
            self._sums[indicator.packs] = _Sums()
        self._sums[()] = _Sums()

    def take(self, facts: Iterable[Fact]) -> None:
        """Count facts, in ascending order of their numbers."""
        groups = [(frozenset(packs), sums) for packs, sums in self._sums.items()]
        whole = self._sums[()]
        for fact in facts:
            self.seen.add(fact.record_id)
            who = self.who.get(fact.person_id, NOBODY_KNOWN)
            for packs, sums in groups:
                if packs and fact.pack_id not in packs:
                    continue
                sums.completions += 1
                sums.people.add(fact.person_id)
                sums.institutions.add(who.institution)
                if fact.current:
                    sums.current.add(fact.person_id)
            keys = (*who, quarter(fact.day))
            for number, (one, other) in enumerate(_PLACES):
                whole.cells[number, keys[one], keys[other]].add(fact.person_id)

    def figures(self, gained: Iterable[Gained], moved: Iterable[int]) -> Figures:
        """The figures, once everything was taken.

        Args:
            gained: One result of each post-test of each person in the period.
            moved: Those who moved to another unit of their institution in the period, once a move.
        """
        kept, moves = list(gained), list(moved)
        values = {i.id: self._value(i, kept, moves) for i in self.frame.indicators}
        return Figures(
            values,
            self._tables(),
            len(self._sums[()].people),
            self.seen.count,
            self.seen.digest,
        )

    def _value(  # noqa: PLR0911, C901  # one line a measure
        self, indicator: Indicator, gained: list[Gained], moves: list[int]
    ) -> Value:
        sums = self._sums[indicator.packs]
        match indicator.measure:
            case Measure.PEOPLE_TRAINED:
                return Value(len(sums.people))
            case Measure.COMPLETIONS:
                return Value(sums.completions)
            case Measure.INSTITUTIONS_REACHED:
                return Value(len(sums.institutions - {UNKNOWN}))
            case Measure.WOMENS_SHARE:
                return self._women(sums.people)
            case Measure.KNOWLEDGE_GAIN:
                return _gain(indicator, gained)
            case Measure.CERTIFIED_CURRENT_LAW:
                return Value(len(sums.current))
            case Measure.TRANSFERS:
                return Value(sum(person in sums.people for person in moves))
            case Measure.WORKSHOP_EVALUATIONS:
                return Value(None, collected=False)

    def _women(self, people: set[int]) -> Value:
        """The share of women among those whose sex is known, in per cent."""
        known = [sex for p in people if (sex := self._sex(p)) != UNKNOWN]
        if not known:
            return Value(None, 0)
        return Value(100 * known.count(WOMAN) / len(known), len(known))

    def _sex(self, person_id: int) -> str:
        return self.who.get(person_id, NOBODY_KNOWN).sex

    def _tables(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        cells = self._sums[()].cells
        for number, shape in enumerate(SHAPES):
            ends: dict[str, set[int]] = defaultdict(set)
            for (of, row, column), people in cells.items():
                if of == number:
                    ends[f"{row}|{column}"] |= people
                    ends[f"{row}|"] |= people
                    ends[f"|{column}"] |= people
            found["|".join(shape)] = {key: len(people) for key, people in sorted(ends.items())}
        return found


_ORDER = (By.COUNTRY, By.INSTITUTION, By.SEX, By.FUNCTION, By.QUARTER)
_PLACES = tuple((_ORDER.index(shape[0]), _ORDER.index(shape[1])) for shape in SHAPES)


def _gain(indicator: Indicator, gained: list[Gained]) -> Value:
    """How many points of per cent people gained from pretest to post-test, on average."""
    kept = [g for g in gained if not indicator.packs or g.pack_id in indicator.packs]
    if not kept:
        return Value(None, 0)
    return Value(
        sum(g.after - g.before for g in kept) / len(kept), len({g.person_id for g in kept})
    )
