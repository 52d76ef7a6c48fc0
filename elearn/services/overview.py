"""Who has completed what, is taking it, never began: the list of a manager or coordinator."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from elearn.core import access
from elearn.core.access import Action, Actor, Scope
from elearn.core.errors import NotFound
from elearn.core.learning.progress import Done
from elearn.core.learning.standing_in_list import KEEPS, ListFilter, ListState
from elearn.core.unit_tree import Placed, in_order
from elearn.services import course_titles, looks
from elearn.services.shelf import Text
from elearn.store import name_changes, packs, revocations, units
from elearn.store.pages import overview as store
from elearn.store.pages.overview import Row, Wanted

A_PAGE = 50
SORTS = ("state", "name", "unit", "course", "until", "last")
_MOST_ASKED = 200


@dataclass(frozen=True, slots=True)
class Filter:
    """What the address of the list says; unknown values count as none."""

    unit: str = ""
    course: str = ""
    state: ListFilter | None = None
    name: str = ""
    sort: str = "state"
    descending: bool = False
    page: int = 1

    def to_raw(self) -> dict[str, object]:
        """What narrows the list, as the log of looks keeps it."""
        state = self.state.value if self.state else ""
        raw = {"unit": self.unit, "course": self.course, "state": state, "name": self.name}
        return {key: value for key, value in raw.items() if value}


@dataclass(frozen=True, slots=True)
class Line:
    """A person and a course. `percent` is None unless they are taking it now.

    `renewed`: the record that stands renewed an older one, by a bridge.
    """

    person_id: int
    key: str
    name: str
    unit: str
    course: Text
    state: ListState
    completed: date | None
    valid_until: date | None
    percent: int | None
    under_way: bool
    last_day: date | None
    renewed: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to narrow the list to; `depth` indents units."""

    key: str
    words: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The list. `counts` are of the whole list, whatever state it is narrowed to.

    `revocations` is how many revocations of records wait for the actor as the second person.
    """

    as_of: datetime
    filter: Filter
    counts: dict[ListFilter, int]
    lines: tuple[Line, ...]
    total: int
    pages: int
    units: tuple[Choice, ...]
    courses: tuple[Choice, ...]
    names_to_confirm: tuple[tuple[str, str], ...]
    revocations: int = 0


@dataclass(frozen=True, slots=True)
class _Asked:
    """A filter, understood: what to ask the store, and what the page needs besides."""

    wanted: Wanted
    titles: dict[str, Text]
    units: tuple[Placed, ...]


def _ask(actor: Actor, asked: Filter, language: str, now: datetime) -> _Asked:
    access.require(actor, Action.SEE_COMPLETIONS)
    day = now.date()
    reach = access.scope(actor, Action.SEE_COMPLETIONS)
    placed = in_order(units.reached(reach, day))
    titles = course_titles.titles(packs.published_courses(), language, day)
    if asked.course and asked.course not in titles:
        raise NotFound("There is no such course.")
    wanted = Wanted(
        scope=narrowed(reach, placed, asked.unit),
        day=day,
        packs=(asked.course,) if asked.course else tuple(titles),
        name=" ".join(asked.name.split())[:100],
        states=KEEPS[asked.state] if asked.state else None,
        sort=asked.sort if asked.sort in SORTS else "state",
        descending=asked.descending,
    )
    return _Asked(wanted, titles, placed)


def narrowed(reach: Scope, placed: tuple[Placed, ...], unit_key: str) -> Scope:
    """A reach, narrowed to a unit in it and below.

    Raises:
        NotFound: If the unit is not there.
    """
    if not unit_key:
        return reach
    chosen = [p.node.id for p in placed if p.node.key == unit_key]
    if not chosen:
        raise NotFound("There is no such unit.")
    return Scope(units=frozenset(chosen))


def people(actor: Actor, asked: Filter, language: str, *, now: datetime) -> PeoplePage:
    """One page of the list, in a fixed number of queries. Keep the look with `keep_look`.

    Raises:
        NotAllowed: If the actor leads nobody.
        NotFound: If the unit or the course is not there for the actor.
    """
    ask = _ask(actor, asked, language, now)
    by_state = store.count_by_state(_any_state(ask.wanted))
    counts = {f: sum(by_state.get(s, 0) for s in KEEPS[f]) for f in ListFilter}
    total = counts[asked.state] if asked.state else sum(by_state.values())
    pages = max(1, -(-total // A_PAGE))
    page = min(max(1, asked.page), pages)
    rows = store.rows(ask.wanted, limit=A_PAGE, offset=(page - 1) * A_PAGE)
    names = access.scope(actor, Action.CONFIRM_NAMES)
    return PeoplePage(
        as_of=now,
        filter=_with_page(asked, ask.wanted, page),
        counts=counts,
        lines=_lines(rows, ask.titles),
        total=total,
        pages=pages,
        units=tuple(Choice(p.node.key, p.node.name, p.depth) for p in ask.units),
        courses=tuple(Choice(pack_id, text.plain) for pack_id, text in ask.titles.items()),
        names_to_confirm=tuple(
            (c.person_key, c.old_name)
            for c in name_changes.open_ones(names, now.date(), limit=_MOST_ASKED)
        ),
        revocations=_revocations(actor, now),
    )


def _revocations(actor: Actor, now: datetime) -> int:
    """How many revocations wait for the actor as the second person."""
    reach = access.scope(actor, Action.DECIDE_REVOCATIONS)
    return revocations.count_open(reach, now.date(), besides=actor.person_id)


def _any_state(wanted: Wanted) -> Wanted:
    return Wanted(wanted.scope, wanted.day, wanted.packs, wanted.name)


def _with_page(asked: Filter, wanted: Wanted, page: int) -> Filter:
    return Filter(
        asked.unit,
        asked.course,
        asked.state,
        wanted.name,
        wanted.sort,
        wanted.descending,
        page,
    )


def _lines(rows: list[Row], titles: dict[str, Text]) -> tuple[Line, ...]:
    taking = [r.enrolment_id for r in rows if r.under_way and r.enrolment_id is not None]
    done = store.done_in(taking)
    return tuple(_line(row, titles[row.pack_id], done.get(row.enrolment_id or 0)) for row in rows)


def _line(row: Row, course: Text, done: Done | None) -> Line:
    percent = None
    if row.under_way and row.digest:
        percent = course_titles.percent(row.digest, done or Done())
    return Line(
        person_id=row.person_id,
        key=row.person_key,
        name=row.name,
        unit=row.unit,
        course=course,
        state=row.state,
        completed=row.issued_at.date() if row.issued_at else None,
        valid_until=row.valid_until,
        percent=percent,
        under_way=row.under_way,
        last_day=row.last_at.date() if row.last_at else None,
        renewed=row.renewed,
    )


def keep_look(actor: Actor, page: PeoplePage, *, now: datetime) -> None:
    """Keep that the actor saw this page of the list."""
    shown = {line.person_id for line in page.lines}
    looks.keep(actor, "people", page.filter.to_raw(), shown, now=now)


def export(
    actor: Actor, asked: Filter, language: str, *, now: datetime
) -> Iterator[tuple[Line, ...]]:
    """The whole list with the same filter, some lines at a time.

    The look is kept after the last line, so all of it must be taken before anything leaves.

    Raises:
        NotAllowed: If the actor leads nobody.
        NotFound: If the unit or the course is not there for the actor.
    """
    ask = _ask(actor, asked, language, now)
    shown: set[int] = set()
    for rows in store.all_rows(ask.wanted):
        shown.update(row.person_id for row in rows)
        yield _lines(rows, ask.titles)
    looks.keep(actor, "people-export", asked.to_raw(), shown, now=now)
