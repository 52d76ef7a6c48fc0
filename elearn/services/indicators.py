"""Programme indicators of a logframe: computed, frozen, and derived again to be compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from elearn.core.indicator import disclosure
from elearn.core.indicator.disclosure import SharedTable
from elearn.core.indicator.figures import (
    SEXES,
    SHAPES,
    UNKNOWN,
    By,
    Collector,
    Fact,
    Figures,
    Gained,
    Who,
    quarters,
)
from elearn.core.indicator.logframe import Indicator, Logframe, Measure
from elearn.services import readiness
from elearn.services.units import COUNTRIES
from elearn.store.pages import indicator_facts as store
from elearn.store.pages.indicator_facts import Bounds

_OF_PEOPLE = {
    Measure.PEOPLE_TRAINED,
    Measure.CERTIFIED_CURRENT_LAW,
    Measure.TRANSFERS,
    Measure.COMPLETIONS,
}
"""Counts that are rounded before they are shared."""


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator and what it has reached; exact, or as it may be shared.

    `value` is None where nothing is known, or where it is of too few people to be shared.
    """

    indicator: Indicator
    value: float | None
    collected: bool


def figures(frame: Logframe, last: date, bound: Bounds | None = None) -> tuple[Figures, Bounds]:
    """The exact figures of a logframe, from its first day to `last`, both included, in UTC.

    People count where they belonged on the last day; revoked records count for nothing.

    Args:
        frame: The logframe.
        last: The last day.
        bound: Up to which numbers rows are looked at; all that there are by default.
    """
    bound = bound or store.bounds()
    since = datetime.combine(frame.first, time(), UTC)
    before = datetime.combine(last + timedelta(days=1), time(), UTC)
    who = {
        person_id: Who(place.country, place.institution)
        for person_id, place in store.places(last).items()
    }
    known = store.versions()
    collector = Collector(frame, who)
    for part in _facts(bound, since, before, last, known):
        collector.take(part)
    gained = [
        Gained(person_id, known[version_id][0], float(Fraction(one)), float(Fraction(other)))
        for person_id, version_id, one, other in store.gained(bound, since, before)
    ]
    return collector.figures(gained, store.moved(frame.first, last)), bound


def _facts(
    bound: Bounds,
    since: datetime,
    before: datetime,
    last: date,
    known: Mapping[int, tuple[str, str]],
) -> Iterator[list[Fact]]:
    revoked, ended = store.revoked(bound, before), store.ended(bound, before)
    right = readiness.found_right(known)
    current = {
        number: not readiness.touched_by(digest, last, right.get(number, frozenset()))
        for number, (_pack_id, digest) in known.items()
    }
    for part in store.records(bound, since, before):
        yield [
            Fact(
                kept.id,
                kept.person_id,
                known[kept.version_id][0],
                kept.issued_at.date(),
                kept.id not in ended
                and (kept.until is None or kept.until >= last)
                and current[kept.version_id],
            )
            for kept in part
            if kept.id not in revoked
        ]


def lines(frame: Logframe, found: Figures, *, shared: bool) -> tuple[Line, ...]:
    """Every indicator with its value: exact, or as it may be shared."""
    return tuple(_line(indicator, found, shared) for indicator in frame.indicators)


def _line(indicator: Indicator, found: Figures, shared: bool) -> Line:  # noqa: FBT001  # of `lines`
    value = found.values[indicator.id]
    number = value.number
    if shared and number is not None:
        if indicator.measure in _OF_PEOPLE:
            number = disclosure.rounded(int(number))
        elif indicator.measure is Measure.WOMENS_SHARE:
            of = value.of or 0
            number = disclosure.share(round(number * of / 100), of)
        elif indicator.measure is Measure.KNOWLEDGE_GAIN:
            few = (value.of or 0) < disclosure.LEAST
            number = None if few else round(number)
    return Line(indicator, number, value.collected)


def shared_tables(frame: Logframe, found: Figures, last: date) -> tuple[SharedTable, ...]:
    """People trained by two breakdowns, as they may be shared; their shapes are fixed."""
    axes = _axes(frame, last)
    return tuple(_table(shape, axes, found) for shape in SHAPES)


def _axes(frame: Logframe, last: date) -> dict[By, tuple[str, ...]]:
    """The keys of every breakdown, whether anybody has them or not."""
    names = dict.fromkeys(place.institution for place in store.institutions(last))
    return {
        By.COUNTRY: (*COUNTRIES, UNKNOWN),
        By.INSTITUTION: (*names, UNKNOWN),
        By.SEX: SEXES,
        By.FUNCTION: (UNKNOWN,),
        By.QUARTER: quarters(frame.first, last),
    }


def _table(
    shape: tuple[By, ...], axes: Mapping[By, tuple[str, ...]], found: Figures
) -> SharedTable:
    rows, columns = axes[shape[0]], axes[shape[1]]
    counts = found.tables["|".join(shape)]
    return disclosure.table(
        rows,
        columns,
        {(r, c): counts.get(f"{r}|{c}", 0) for r in rows for c in columns},
        {r: counts.get(f"{r}|", 0) for r in rows},
        {c: counts.get(f"|{c}", 0) for c in columns},
        found.people,
    )


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
        "records": found.records,
        "digest": found.digest,
        **_told(found),
    }


def _told(found: Figures) -> dict[str, Any]:
    return {
        "people": found.people,
        "values": {name: value.number for name, value in found.values.items()},
        "tables": {name: dict(counts) for name, counts in found.tables.items()},
    }


def verify(frame: Logframe, kept: Mapping[str, Any]) -> tuple[str, ...]:
    """Derive a snapshot again from the same set of records; what differs, nothing if all is equal.

    Beyond the records the figures rest on where people belonged and on the register; who belongs
    where is kept with days, so a later move changes nothing, a correction of the past does.
    """
    bound = Bounds(**kept["bounds"])
    found, _bound = figures(frame, date.fromisoformat(kept["last"]), bound)
    again = {"records": found.records, "digest": found.digest, **_told(found)}
    return tuple(name for name, value in again.items() if kept.get(name) != value)
