"""How compliance went over the last months: of a unit, or of all that the reader leads."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime

from elearn.core.access import Actor
from elearn.core.errors import NotFound
from elearn.core.learning import trend
from elearn.core.learning.compliance import Status
from elearn.core.learning.trend import Mark
from elearn.services import compliance_board as board
from elearn.services.compliance_board import Filter, Numbers
from elearn.services.shelf import Text
from elearn.services.units import COUNTRIES
from elearn.store import compliance_counts as counts


@dataclass(frozen=True, slots=True)
class Point:
    """A day, how many stood how on it, and where its point is in the picture."""

    day: date
    numbers: Numbers
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class TrendPage:
    """The trend up to a day. `path` leads down to the unit; `unit` is empty at the top."""

    as_of: datetime
    day: date
    filter: Filter
    unit: str
    path: tuple[tuple[str, str], ...]
    course: Text | None
    points: tuple[Point, ...]
    known: tuple[tuple[str, str], ...]
    countries: tuple[str, ...] = COUNTRIES

    @property
    def any(self) -> bool:
        """Whether anything was asked on any of the days."""
        return any(point.numbers.counts for point in self.points)


def trend_page(actor: Actor, asked: Filter, language: str, *, now: datetime) -> TrendPage:
    """The trend, in a fixed number of queries. It names nobody, so no look is kept.

    What each unit counted on a day is what belonged to it then.

    Raises:
        NotAllowed: If the actor leads nobody.
        NotFound: If the unit or the course is not there for the actor.
    """
    wanted = board.wanted_of(actor, asked, now)
    unit, path, unit_ids = board.place(actor, asked, wanted)
    days = trend.month_days(wanted.day)
    found = counts.through(unit_ids, days)
    names = board.titles({*found, *filter(None, [asked.course])}, language, wanted.day)
    if asked.course and asked.course not in names:
        raise NotFound("There is no such course.")
    packs = [asked.course] if asked.course else list(found)
    numbers = [
        board.numbers_of(_together([found[p][n] for p in packs if p in found]))
        for n in range(len(days))
    ]
    marks = trend.marks([one.percent for one in numbers])
    return TrendPage(
        as_of=now,
        day=wanted.day,
        filter=replace(asked, unit=unit.key if unit else "", country=wanted.country, page=1),
        unit=unit.name if unit else "",
        path=tuple((one.key, one.name) for one in path),
        course=names.get(asked.course),
        points=tuple(map(Point, days, numbers, marks)),
        known=tuple(sorted(((p, text.plain) for p, text in names.items()), key=lambda one: one[1])),
    )


def _together(parts: list[Counter[Status]]) -> Counter[Status]:
    total: Counter[Status] = Counter()
    for part in parts:
        total.update(part)
    return total
