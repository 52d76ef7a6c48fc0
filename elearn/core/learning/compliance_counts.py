"""Timelines of people, folded into what changes on which day in a unit and all above it.

A person counts once in each unit that they are in or below, however many ways lead there. The sum
of the changes up to a day is how many stand how on that day.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from elearn.core.learning.compliance import Span, Status
from elearn.core.learning.duty import Belonging, Days, Tree, both, merged, span


@dataclass(frozen=True, slots=True, order=True)
class Under:
    """Somebody was in or below a unit, from a day on, up to and without another."""

    unit_id: int
    from_day: date
    to_day: date | None


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """Where a number changes: a unit, a day, a pack, a status."""

    unit_id: int
    day: date
    pack_id: str
    status: Status


def places(
    belongings: Iterable[Belonging], tree: Tree, left: date | None = None
) -> tuple[Under, ...]:
    """The units that one person was in or below, and when, until they left for good."""
    found: dict[int, list[Days]] = defaultdict(list)
    alive = span(date.min, left)
    for belonging in belongings:
        days = both(span(belonging.from_day, belonging.to_day), alive)
        if days is None:
            continue
        for unit_id, standing in tree.above(belonging.unit_id).items():
            here = (both(one, days) for one in standing)
            found[unit_id] += [one for one in here if one is not None]
    return tuple(
        Under(unit_id, first, None if last == date.max else last)
        for unit_id, standing in sorted(found.items())
        for first, last in merged(standing)
    )


def changes(spans: Mapping[str, Iterable[Span]], under: Iterable[Under]) -> Counter[Cell]:
    """What one person changes in each unit, by pack: +1 where a status begins, -1 where it ends.

    Zeros may be among them.
    """
    found: Counter[Cell] = Counter()
    for place in under:
        here = span(place.from_day, place.to_day)
        for pack_id, timeline in spans.items():
            for one in timeline:
                days = both(span(one.from_day, one.to_day), here)
                if days is None:
                    continue
                found[Cell(place.unit_id, days[0], pack_id, one.status)] += 1
                if days[1] != date.max:
                    found[Cell(place.unit_id, days[1], pack_id, one.status)] -= 1
    return found


def quarter(day: date) -> date:
    """The first day of the quarter of a day."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
