"""The units below one as a map: how many are asked in each, and how far each is in order."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime

from elearn.core.access import Actor
from elearn.core.errors import NotFound
from elearn.core.learning import tree_map
from elearn.core.learning.compliance import Status
from elearn.core.learning.tree_map import Band, Box
from elearn.services import compliance_board as board
from elearn.services.compliance_board import Filter, Numbers
from elearn.services.shelf import Text
from elearn.services.units import COUNTRIES
from elearn.store import compliance_counts as counts
from elearn.store.pages import compliance as store

MOST = 200
"""The most units that a map shows."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A unit; `number` stands in the picture and in the table. No box where nothing is asked."""

    number: int
    key: str
    name: str
    numbers: Numbers
    band: Band
    box: Box | None


@dataclass(frozen=True, slots=True)
class MapPage:
    """The units below one, who is farthest from being in order first.

    `path` leads down to the unit; `unit` is empty at the top. `more`: not all are shown.
    """

    as_of: datetime
    day: date
    filter: Filter
    unit: str
    path: tuple[tuple[str, str], ...]
    course: Text | None
    tiles: tuple[Tile, ...]
    more: bool
    known: tuple[tuple[str, str], ...]
    countries: tuple[str, ...] = COUNTRIES
    most: int = MOST

    @property
    def any(self) -> bool:
        """Whether anything is asked in any of them."""
        return any(tile.box for tile in self.tiles)


def map_page(actor: Actor, asked: Filter, language: str, *, now: datetime) -> MapPage:
    """The map, in a fixed number of queries. It names nobody, so no look is kept.

    Raises:
        NotAllowed: If the actor leads nobody.
        NotFound: If the unit or the course is not there for the actor.
    """
    wanted = board.wanted_of(actor, asked, now)
    unit, path, _unit_ids = board.place(actor, asked, wanted)
    if unit is None:
        rows = store.tops(wanted, limit=MOST + 1)
    else:
        rows = store.below(unit.id, wanted, limit=MOST + 1)
    shown = rows[:MOST]
    found = counts.on_day([one.id for one in shown], wanted.day)
    packs = {pack_id for (_unit, pack_id), numbers in found.items() if numbers}
    names = board.titles({*packs, *filter(None, [asked.course])}, language, wanted.day)
    if asked.course and asked.course not in names:
        raise NotFound("There is no such course.")
    totals: dict[int, Counter[Status]] = {one.id: Counter() for one in shown}
    for (unit_id, pack_id), numbers in found.items():
        if asked.course in ("", pack_id):
            totals[unit_id].update(numbers)
    known = [(one, board.numbers_of(totals[one.id])) for one in shown]
    known.sort(key=lambda one: (one[1].percent is None, one[1].percent or 0, -one[1].asked))
    boxes = tree_map.tiles([numbers.asked for _unit, numbers in known])
    return MapPage(
        as_of=now,
        day=wanted.day,
        filter=replace(asked, unit=unit.key if unit else "", country=wanted.country, page=1),
        unit=unit.name if unit else "",
        path=tuple((one.key, one.name) for one in path),
        course=names.get(asked.course),
        tiles=tuple(
            Tile(n, one.key, one.name, numbers, tree_map.band(numbers.percent), box)
            for n, ((one, numbers), box) in enumerate(zip(known, boxes, strict=True), 1)
        ),
        more=len(rows) > MOST,
        known=tuple(sorted(((p, text.plain) for p, text in names.items()), key=lambda one: one[1])),
    )
