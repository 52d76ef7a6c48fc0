"""The compliance board: units and packs, how many stand how in each; the people of a cell."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import NotFound
from elearn.core.learning.compliance import Status
from elearn.core.unit_tree import Node
from elearn.services import course_titles, looks
from elearn.services.shelf import Text
from elearn.services.units import COUNTRIES
from elearn.store import compliance_counts as counts
from elearn.store import scopes
from elearn.store.pages import compliance as store
from elearn.store.pages.compliance import Wanted

UNITS_A_PAGE = 50
PEOPLE_A_PAGE = 50
FEW = 5
"""Of fewer people than this somebody who may not see their names is not told how they stand."""

IN_ORDER = (Status.CURRENT, Status.DUE_SOON, Status.OPEN)
"""Under these nothing is late; the share of them is how far a unit is in order."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What the address of the board says. Without a unit: where the actor's reach begins.

    `day` None: today.
    """

    unit: str = ""
    course: str = ""
    state: Status | None = None
    country: str = ""
    day: date | None = None
    page: int = 1

    def to_raw(self) -> dict[str, object]:
        """What narrows it, as the address and the log of looks keep it."""
        raw = {
            "unit": self.unit,
            "course": self.course,
            "state": self.state.value if self.state else "",
            "country": self.country,
            "day": self.day.isoformat() if self.day else "",
        }
        return {key: value for key, value in raw.items() if value}


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many stand how. `shown` are those of the chosen status, or all that are not none.

    `few`: there are so few people that nothing is told of them, lest one be recognised.
    """

    counts: Mapping[Status, int]
    shown: tuple[tuple[Status, int], ...] = ()
    few: bool = False

    @property
    def asked(self) -> int:
        """Of how many it is asked, without those who are exempt."""
        return sum(n for status, n in self.counts.items() if status is not Status.EXEMPT)

    @property
    def percent(self) -> int | None:
        """The share of those who are in order, in per cent, rounded down; None if nobody is asked.

        Down, so that 100 means all.
        """
        fine = sum(self.counts.get(status, 0) for status in IN_ORDER)
        return 100 * fine // self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Line:
    """A unit: its numbers with all packs together, and with each. `whole`: all of those below.

    `named`: the actor may also see who they are.
    """

    key: str
    name: str
    country: str
    all: Numbers
    cells: tuple[Numbers, ...]
    whole: bool = False
    named: bool = True


@dataclass(frozen=True, slots=True)
class Board:
    """The board as of a day. `path` leads down to the unit; `unit` is empty at the top.

    `total` is of all units at the top, also those of other pages; whoever belongs to several of
    them is counted in each.
    """

    as_of: datetime
    day: date
    filter: Filter
    unit: str
    path: tuple[tuple[str, str], ...]
    courses: tuple[tuple[str, Text], ...]
    lines: tuple[Line, ...]
    total: Line | None
    more: bool
    known: tuple[tuple[str, str], ...]
    countries: tuple[str, ...] = COUNTRIES

    @property
    def past(self) -> bool:
        """Whether it shows a day before today."""
        return self.day < self.as_of.date()


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person and a course. `until`: the last day of this status; None: as far as is known."""

    person_id: int
    key: str
    name: str
    unit: str
    course: Text
    status: Status
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The people of a cell. `hidden`: how many more were counted whom the actor may not see today.

    They have left, or belong elsewhere now.
    """

    as_of: datetime
    day: date
    filter: Filter
    unit: str
    path: tuple[tuple[str, str], ...]
    course: Text | None
    lines: tuple[PersonLine, ...]
    total: int
    pages: int
    hidden: int


def wanted_of(
    actor: Actor, asked: Filter, now: datetime, action: Action = Action.SEE_COMPLETIONS
) -> Wanted:
    """What the actor may see of what is asked for.

    Raises:
        NotAllowed: If the actor may do that to nobody.
    """
    access.require(actor, action)
    reach = access.scope(actor, action)
    today = now.date()
    country = asked.country if asked.country in COUNTRIES else ""
    return Wanted(reach, today, asked.day or today, country)


def find(
    actor: Actor, key: str, wanted: Wanted, action: Action = Action.SEE_COMPLETIONS
) -> tuple[Node, tuple[Node, ...]]:
    """A unit in reach, and the units above it that are in reach too, the highest first.

    Raises:
        NotFound: If there is no such unit for the actor.
    """
    node = store.by_key(key)
    if node is None:
        raise NotFound("There is no such unit.")
    subject = scopes.unit_subject(node.id, wanted.today)
    if not access.may(actor, action, subject):
        raise NotFound("There is no such unit.")
    above = store.path(node.id, wanted.day)
    if not wanted.reach.everybody:
        led = [n for n, one in enumerate(above) if one.id in wanted.reach.units]
        above = above[led[0] :] if led else []
    return node, tuple(above)


def board(actor: Actor, asked: Filter, language: str, *, now: datetime) -> Board:
    """The board, in a fixed number of queries. It names nobody, so no look is kept.

    Raises:
        NotAllowed: If the actor leads nobody and coordinates no programme.
        NotFound: If the unit or the course is not there for the actor.
    """
    wanted = wanted_of(actor, asked, now, Action.SEE_COUNTS)
    skip = (max(1, asked.page) - 1) * UNITS_A_PAGE
    unit, path = find(actor, asked.unit, wanted, Action.SEE_COUNTS) if asked.unit else (None, ())
    rows = [] if unit else store.tops(wanted, limit=UNITS_A_PAGE + 1, offset=skip)
    if len(rows) == 1 and not wanted.country:
        unit = rows[0]
    if unit is not None:
        rows = store.below(unit.id, wanted, limit=UNITS_A_PAGE + 1, offset=skip)
    shown = rows[:UNITS_A_PAGE]
    units = [unit, *shown] if unit is not None else shown
    found = counts.on_day([one.id for one in units], wanted.day)
    named = _named(actor, units, wanted)
    several = unit is None and (len(rows) > 1 or skip > 0)
    total = counts.together(store.roots(wanted), wanted.day) if several else {}
    summed = ((pack_id, numbers) for (_unit, pack_id), numbers in found.items())
    packs = {pack_id for pack_id, numbers in (*summed, *total.items()) if numbers}
    names = titles(packs, language, wanted.day)
    if asked.course and asked.course not in names:
        names |= titles([asked.course], language, wanted.day)
        if asked.course not in names:
            raise NotFound("There is no such course.")
    columns = [asked.course] if asked.course else sorted(packs, key=lambda p: (names[p].plain, p))
    return Board(
        as_of=now,
        day=wanted.day,
        filter=replace(asked, unit=unit.key if unit else "", country=wanted.country),
        unit=unit.name if unit else "",
        path=tuple((one.key, one.name) for one in path),
        courses=tuple((pack_id, names[pack_id]) for pack_id in columns),
        lines=tuple(
            _line(
                one,
                found,
                columns,
                asked.state,
                whole=one is unit,
                named=named is None or one.id in named,
            )
            for one in units
        ),
        total=_total(total, columns, asked.state, named=named is None) if several else None,
        more=len(rows) > UNITS_A_PAGE,
        known=tuple((pack_id, text.plain) for pack_id, text in names.items()),
    )


def place(
    actor: Actor, asked: Filter, wanted: Wanted
) -> tuple[Node | None, tuple[Node, ...], list[int]]:
    """The unit that is asked for, the units above it, and the numbers of what is counted.

    Without a unit: where the actor's reach begins; None if that is in several units.

    Raises:
        NotFound: If there is no such unit for the actor.
    """
    if asked.unit:
        unit, path = find(actor, asked.unit, wanted)
        return unit, path, [unit.id]
    first = store.tops(wanted, limit=2)
    if len(first) == 1 and not wanted.country:
        return first[0], (), [first[0].id]
    return None, (), store.roots(wanted)


def _named(actor: Actor, units: Collection[Node], wanted: Wanted) -> frozenset[int] | None:
    """Of which of these units the actor may also see the people; None: of all."""
    reach = access.scope(actor, Action.SEE_COMPLETIONS)
    if reach.everybody or reach == wanted.reach:
        return None
    return store.within([one.id for one in units], reach, wanted.today)


def titles(pack_ids: Collection[str], language: str, day: date) -> dict[str, Text]:
    """The titles of these packs in a reader's language."""
    known = store.titles(pack_ids)
    return {
        pack_id: course_titles.title(digest, title, language, day)
        for pack_id, (digest, title) in known.items()
    }


def _line(
    unit: Node,
    found: Mapping[tuple[int, str], Counter[Status]],
    packs: list[str],
    state: Status | None,
    *,
    whole: bool,
    named: bool,
) -> Line:
    cells = [found.get((unit.id, pack_id), Counter()) for pack_id in packs]
    least = 0 if named else FEW
    total: Counter[Status] = Counter()
    for cell in cells:
        total.update(cell)
    return Line(
        key=unit.key,
        name=unit.name,
        country=unit.country,
        all=numbers_of(total, state, least),
        cells=tuple(numbers_of(cell, state, least) for cell in cells),
        whole=whole,
        named=named,
    )


def _total(
    found: Mapping[str, Counter[Status]], packs: list[str], state: Status | None, *, named: bool
) -> Line:
    """All units at the top together."""
    least = 0 if named else FEW
    cells = [found.get(pack_id, Counter()) for pack_id in packs]
    total: Counter[Status] = Counter()
    for cell in cells:
        total.update(cell)
    shown = tuple(numbers_of(cell, state, least) for cell in cells)
    return Line("", "", "", numbers_of(total, state, least), shown, whole=True, named=named)


def numbers_of(found: Mapping[Status, int], state: Status | None = None, least: int = 0) -> Numbers:
    """Numbers, with those that are to be shown, who needs attention first.

    Of fewer people than `least` nothing is told but that there are few.
    """
    if 0 < sum(found.values()) < least:
        return Numbers({}, few=True)
    shown = [(s, found.get(s, 0)) for s in Status if found.get(s, 0) and state in (None, s)]
    return Numbers(dict(found), tuple(shown))


def people(actor: Actor, asked: Filter, language: str, *, now: datetime) -> PeoplePage:
    """The people behind the numbers of a unit. Keep the look with `keep_look`.

    Raises:
        NotAllowed: If the actor leads nobody.
        NotFound: If the unit or the course is not there for the actor.
    """
    wanted = wanted_of(actor, asked, now)
    unit, path = find(actor, asked.unit, wanted)
    names = titles([asked.course], language, wanted.day) if asked.course else {}
    if asked.course and asked.course not in names:
        raise NotFound("There is no such course.")
    cell = store.Cell(
        unit.id,
        (asked.course,) if asked.course else (),
        (asked.state,) if asked.state else (),
    )
    total = store.count(cell, wanted)
    pages = max(1, -(-total // PEOPLE_A_PAGE))
    page = min(max(1, asked.page), pages)
    rows = store.rows(cell, wanted, limit=PEOPLE_A_PAGE, offset=(page - 1) * PEOPLE_A_PAGE)
    names |= titles({row.pack_id for row in rows} - names.keys(), language, wanted.day)
    counted = counts.on_day([unit.id], wanted.day, cell.packs or None)
    every = sum(
        n for found in counted.values() for s, n in found.items() if asked.state in (None, s)
    )
    return PeoplePage(
        as_of=now,
        day=wanted.day,
        filter=replace(asked, page=page),
        unit=unit.name,
        path=tuple((one.key, one.name) for one in path),
        course=names.get(asked.course),
        lines=tuple(_person(row, names) for row in rows),
        total=total,
        pages=pages,
        hidden=max(0, every - total),
    )


def _person(row: store.Row, names: Mapping[str, Text]) -> PersonLine:
    return PersonLine(
        person_id=row.person_id,
        key=row.key,
        name=row.name,
        unit=row.unit,
        course=names[row.pack_id],
        status=row.status,
        since=row.since,
        until=row.until,
    )


def keep_look(actor: Actor, page: PeoplePage, *, now: datetime) -> None:
    """Keep that the actor saw these people."""
    shown = {line.person_id for line in page.lines}
    looks.keep(actor, "compliance", page.filter.to_raw(), shown, now=now)
