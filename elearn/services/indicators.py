"""Programme indicators of a logframe: computed, frozen, and derived again to be compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from elearn.core.indicator import disclosure
from elearn.core.indicator.disclosure import SharedTable
from elearn.core.indicator.figures import Collector, Fact, Figures, Gained, Moved, Value, Who
from elearn.core.indicator.logframe import Indicator, Logframe, Measure
from elearn.core.indicator.shapes import (
    SEXES,
    SHAPES,
    UNKNOWN,
    By,
    Functions,
    Shape,
    name_of,
    quarters,
    sex_key,
)
from elearn.services import readiness
from elearn.services.units import COUNTRIES
from elearn.store.pages import indicator_facts as store
from elearn.store.pages.indicator_facts import Bounds, Kept

Axes = Mapping[By, tuple[str, ...]]
"""The keys of every breakdown, whether anybody has them or not."""


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator and what it has reached; exact, or as it may be shared.

    `value` is None where nothing is known, or where it is of too few people to be shared.
    """

    indicator: Indicator
    value: float | None


@dataclass(frozen=True, slots=True)
class Basis:
    """What figures rest on besides records: it may be corrected later, so snapshots keep it.

    `versions` says of each version of a pack whether the law it taught is in force on the last day,
    and until when its records hold, if that is known.
    """

    who: Mapping[int, Who]
    moved: tuple[Moved, ...]
    versions: Mapping[int, tuple[bool, date | None]]


def basis_of(frame: Logframe, last: date) -> Basis:
    """What is known now."""
    known, ends = store.versions(), store.version_ends()
    right = readiness.found_right(known)
    return Basis(
        known_of(frame, last),
        tuple(Moved(*move) for move in store.moved(frame.first, last)),
        {
            number: (
                not readiness.touched_by(digest, last, right.get(number, frozenset())),
                ends.get(number),
            )
            for number, (_pack_id, digest) in known.items()
        },
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """Figures, and what they were drawn from. `counted` are the people in them."""

    figures: Figures
    bound: Bounds
    basis: Basis
    counted: frozenset[int]


def draw(
    frame: Logframe, last: date, bound: Bounds | None = None, basis: Basis | None = None
) -> Drawn:
    """The exact figures of a logframe, from its first day to `last`, both included, in UTC.

    People count where they belonged on the last day; revoked records count for nothing.

    Args:
        frame: The logframe.
        last: The last day.
        bound: Up to which numbers rows are looked at; all that there are by default.
        basis: What else they rest on; what is known now by default.
    """
    bound, basis = bound or store.bounds(), basis or basis_of(frame, last)
    since = datetime.combine(frame.first, time(), UTC)
    before = datetime.combine(last + timedelta(days=1), time(), UTC)
    known = store.versions()
    collector = Collector(frame, basis.who)
    for part in _facts(bound, since, before, last, known, basis):
        collector.take(part)
    gained = [
        Gained(
            person_id, known[version_id][0], at.date(), float(Fraction(one)), float(Fraction(other))
        )
        for person_id, version_id, at, one, other in store.gained(bound, since, before)
    ]
    found = collector.figures(gained, basis.moved)
    counted = frozenset(collector.people) | {one.person_id for one in gained}
    return Drawn(found, bound, basis, counted)


def figures(frame: Logframe, last: date, bound: Bounds | None = None) -> tuple[Figures, Bounds]:
    """The same, and up to which numbers rows were looked at."""
    drawn = draw(frame, last, bound)
    return drawn.figures, drawn.bound


def known_of(frame: Logframe, last: date) -> dict[int, Who]:
    """Where people belong on a day, their sex and their function, as far as they are known."""
    functions = Functions(frame.functions)
    places, traits = store.places(last), store.traits()
    return {
        person_id: Who(
            *(places.get(person_id) or (UNKNOWN, UNKNOWN)),
            sex_key(traits.get(person_id, (None, None))[0]),
            functions.key(traits.get(person_id, (None, None))[1]),
        )
        for person_id in places.keys() | traits.keys()
    }


def _facts(  # all that facts are made of
    bound: Bounds,
    since: datetime,
    before: datetime,
    last: date,
    known: Mapping[int, tuple[str, str]],
    basis: Basis,
) -> Iterator[list[Fact]]:
    revoked, ended = store.revoked(bound, before), store.ended(bound, before)
    untouched = (True, None)
    for part in store.records(bound, since, before):
        yield [
            Fact(
                kept.id,
                kept.person_id,
                known[kept.version_id][0],
                kept.issued_at.date(),
                kept.id not in ended
                and _holds(kept, basis.versions.get(kept.version_id, untouched), last),
            )
            for kept in part
            if kept.id not in revoked
        ]


def _holds(kept: Kept, version: tuple[bool, date | None], last: date) -> bool:
    current, ends = version
    until = kept.until or ends
    return current and (until is None or until >= last)


def lines(frame: Logframe, found: Figures, *, shared: bool) -> tuple[Line, ...]:
    """Every indicator with its value: exact, or as it may be shared."""
    return tuple(_line(indicator, found, shared) for indicator in frame.indicators)


def _line(indicator: Indicator, found: Figures, shared: bool) -> Line:  # noqa: FBT001  # of `lines`
    value = found.values[indicator.id]
    number = shown(indicator.measure, value) if shared else value.number
    return Line(indicator, number)


def shown(measure: Measure, value: Value) -> float | None:
    """What of a value may be shared; None where nothing is known, or of too few people."""
    number, of = value.number, value.of or 0
    if number is None:
        return None
    match measure:
        case Measure.INSTITUTIONS_REACHED:
            return of
        case Measure.WOMENS_SHARE:
            return disclosure.share(round(number * of / 100), of)
        case Measure.KNOWLEDGE_GAIN | Measure.WORKSHOP_EVALUATIONS:
            return disclosure.mean(number, of)
        case _count:
            return disclosure.rounded(int(number))


def axes_of(frame: Logframe, last: date) -> Axes:
    """The keys of every breakdown on a day."""
    names = dict.fromkeys(place.institution for place in store.institutions(last))
    return {
        By.COUNTRY: (*COUNTRIES, UNKNOWN),
        By.INSTITUTION: (*names, UNKNOWN),
        By.SEX: SEXES,
        By.FUNCTION: Functions(frame.functions).keys,
        By.QUARTER: quarters(frame.first, last),
    }


def shared_table(indicator: Indicator, shape: Shape, axes: Axes, found: Figures) -> SharedTable:
    """An indicator by one or two breakdowns, as it may be shared; the shape is fixed."""
    measure = indicator.measure
    kept = found.tables[indicator.id][name_of(shape)]
    nothing = Value(None, 0) if measure in _OF_PEOPLE else Value(0, 0)

    def cell(row: str, column: str) -> float | None:
        return shown(measure, kept.get(f"{row}|{column}", nothing))

    columns = axes[shape[1]] if len(shape) > 1 else ()
    return disclosure.table(axes[shape[0]], columns, cell)


def by_quarter(indicator: Indicator, axes: Axes, found: Figures) -> tuple[float | None, ...]:
    """What an indicator has reached in each quarter, as it may be shared."""
    for shape in SHAPES[indicator.measure]:
        if By.QUARTER in shape:
            table = shared_table(indicator, shape, axes, found)
            return table.ends if shape[0] is By.QUARTER else table.totals
    return tuple(None for _quarter in axes[By.QUARTER])


_OF_PEOPLE = {Measure.WOMENS_SHARE, Measure.KNOWLEDGE_GAIN, Measure.WORKSHOP_EVALUATIONS}
"""Shares and means: of nobody there is none."""


def snapshot(frame: Logframe, last: date, *, now: datetime) -> dict[str, Any]:
    """Figures as they are now, to be kept: with the set of records that they were drawn from."""
    found, bound = figures(frame, last)
    return {
        "logframe": frame.id,
        "first": frame.first.isoformat(),
        "last": last.isoformat(),
        "taken_at": now.isoformat(),
        "bounds": {
            "records": bound.records,
            "statuses": bound.statuses,
            "gains": bound.gains,
        },
        "figures": found.to_raw(),
    }


def verify(frame: Logframe, kept: Mapping[str, Any]) -> tuple[str, ...]:
    """Derive a snapshot again from the same set of records; what differs, nothing if all is equal.

    Beyond the records the figures rest on where people belonged and on the register; who belongs
    where is kept with days, so a later move changes nothing, a correction of the past does.
    """
    bound = Bounds(**kept["bounds"])
    found, _bound = figures(frame, date.fromisoformat(kept["last"]), bound)
    return differing(kept["figures"], found)


def differing(kept: Mapping[str, Any], found: Figures) -> tuple[str, ...]:
    """What of kept figures is not as it was found again."""
    return tuple(name for name, value in found.to_raw().items() if kept.get(name) != value)
