"""The list of who has completed what: one row a person and a course."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Select,
    and_,
    case,
    func,
    literal,
    select,
    true,
)

from elearn.core.access import Scope
from elearn.core.learning.progress import Done
from elearn.core.learning.standing_in_list import SOON, ListState
from elearn.core.script import fold
from elearn.store.db import db
from elearn.store.records import holds_until, is_revoked, is_superseded
from elearn.store.scopes import holds_on, people_in, units_below
from elearn.store.tables.enrolments import Enrolment, ItemState
from elearn.store.tables.packs import PackRow, PackVersion, ReleaseLine
from elearn.store.tables.people import Person
from elearn.store.tables.records import RecordRow
from elearn.store.tables.units import Membership, Unit

FOR_EVER = date(9999, 12, 31)
"""Until when a record holds that has no end."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for.

    Attributes:
        scope: Whom it may show.
        day: As of which day.
        packs: The courses, in the order of their titles.
        name: A part of a name; empty for all.
        states: The states to keep; None for all.
        sort: `state`, `name`, `unit`, `course`, `until` or `last`.
    """

    scope: Scope
    day: date
    packs: tuple[str, ...]
    name: str = ""
    states: frozenset[ListState] | None = None
    sort: str = "state"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A person and a course."""

    person_id: int
    person_key: str
    name: str
    unit: str
    pack_id: str
    state: ListState
    issued_at: datetime | None
    valid_until: date | None
    enrolment_id: int | None
    digest: str | None
    last_at: datetime | None
    under_way: bool
    renewed: bool


def name_like(part: str) -> ColumnElement[bool]:
    """Whether a person's name has that part, whatever the script and the diacritics."""
    folded = fold(part).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return Person.name_fold.like(f"%{folded}%", escape="\\")


def people_in_reach(wanted: Wanted) -> CTE:
    """Those in reach, with the name of their unit there."""
    day, scope = wanted.day, wanted.scope
    units = (
        select(func.aggregate_strings(Unit.name, ", "))
        .join(Membership, Membership.unit_id == Unit.id)
        .where(Membership.person_id == Person.id, holds_on(Membership, day))
    )
    if not scope.everybody:
        units = units.where(Unit.id.in_(units_below(scope.units, day)))
    found = select(
        Person.id,
        Person.key,
        Person.name,
        Person.name_fold,
        func.coalesce(units.correlate(Person).scalar_subquery(), "").label("unit"),
    ).where(people_in(scope, day), Person.left_at.is_(None))
    if wanted.name:
        found = found.where(name_like(wanted.name))
    return found.cte("people_in_reach")


def _records(people: CTE, packs: tuple[str, ...]) -> Any:
    """Per person and course: until when the best record holds; whether any was revoked, renewed."""
    stands = ~is_revoked() & ~is_superseded()
    until = func.coalesce(holds_until(), literal(FOR_EVER, Date))
    return (
        select(
            RecordRow.person_id,
            PackVersion.pack_id,
            func.max(case((stands, until))).label("until"),
            func.max(case((stands, RecordRow.issued_at))).label("issued_at"),
            func.max(case((is_revoked(), 1), else_=0)).label("revoked"),
            func.max(case((stands & RecordRow.renews_id.is_not(None), 1), else_=0)).label(
                "renewed"
            ),
        )
        .join(PackVersion, PackVersion.id == RecordRow.version_id)
        .where(RecordRow.person_id.in_(select(people.c.id)), PackVersion.pack_id.in_(packs))
        .group_by(RecordRow.person_id, PackVersion.pack_id)
        .subquery("best_records")
    )


def newest_enrolments(people: CTE, packs: tuple[str, ...]) -> Any:
    """Per person and course: the newest enrolment that was not left."""
    return (
        select(
            Enrolment.person_id, ReleaseLine.pack_id, func.max(Enrolment.id).label("enrolment_id")
        )
        .join(ReleaseLine, ReleaseLine.id == Enrolment.line_id)
        .where(
            Enrolment.ended_at.is_(None),
            Enrolment.person_id.in_(select(people.c.id)),
            ReleaseLine.pack_id.in_(packs),
        )
        .group_by(Enrolment.person_id, ReleaseLine.pack_id)
        .subquery("newest_enrolments")
    )


def _rows(wanted: Wanted) -> Select[Any]:
    people = people_in_reach(wanted)
    best, taking = _records(people, wanted.packs), newest_enrolments(people, wanted.packs)
    began = and_(Enrolment.completed_at.is_(None), Enrolment.last_item.is_not(None))
    under_way = and_(Enrolment.id.is_not(None), began)
    state = case(
        (best.c.until < wanted.day, ListState.EXPIRED.value),
        (best.c.until <= wanted.day + SOON, ListState.EXPIRING.value),
        (best.c.until.is_not(None), ListState.VALID.value),
        (under_way, ListState.IN_PROGRESS.value),
        (best.c.revoked == 1, ListState.REVOKED.value),
        else_=ListState.NEVER_BEGAN.value,
    ).label("state")
    query = (
        select(
            people.c.id,
            people.c.key,
            people.c.name,
            people.c.unit,
            PackRow.id.label("pack_id"),
            state,
            best.c.issued_at,
            best.c.until,
            Enrolment.id.label("enrolment_id"),
            PackVersion.digest,
            case((Enrolment.last_item.is_not(None), Enrolment.last_at)).label("last_at"),
            case((under_way, 1), else_=0).label("under_way"),
            func.coalesce(best.c.renewed, 0).label("renewed"),
            people.c.name_fold,
        )
        .select_from(people)
        .join(PackRow, true())
        .outerjoin(best, and_(best.c.person_id == people.c.id, best.c.pack_id == PackRow.id))
        .outerjoin(taking, and_(taking.c.person_id == people.c.id, taking.c.pack_id == PackRow.id))
        .outerjoin(Enrolment, Enrolment.id == taking.c.enrolment_id)
        .outerjoin(ReleaseLine, ReleaseLine.id == Enrolment.line_id)
        .outerjoin(
            PackVersion,
            PackVersion.id == func.coalesce(Enrolment.pinned_version_id, ReleaseLine.version_id),
        )
        .where(PackRow.id.in_(wanted.packs))
    )
    if wanted.states is not None:
        query = query.where(state.in_([s.value for s in wanted.states]))
    return query


def rank(column: Any, values: tuple[str, ...]) -> Any:
    """The place of a value among these; after them, if it is none."""
    if not values:
        return literal(0)
    return case({value: n for n, value in enumerate(values)}, value=column, else_=len(values))


def _ordered(wanted: Wanted) -> Select[Any]:
    query = _rows(wanted)
    rows = query.subquery("listed")
    by_course = rank(rows.c.pack_id, wanted.packs)
    keys: dict[str, tuple[Any, ...]] = {
        "state": (rank(rows.c.state, tuple(s.value for s in ListState)), rows.c.until),
        "name": (rows.c.name_fold,),
        "unit": (rows.c.unit,),
        "course": (by_course,),
        "until": (rows.c.until,),
        "last": (rows.c.last_at,),
    }
    order: list[Any] = []
    for column in keys[wanted.sort]:
        order += [column.is_(None), column.desc() if wanted.descending else column.asc()]
    return select(rows).order_by(*order, rows.c.name_fold, rows.c.id, by_course)


def _rows_from(found: Iterable[Any]) -> list[Row]:
    return [
        Row(
            person_id=row.id,
            person_key=row.key,
            name=row.name,
            unit=row.unit,
            pack_id=row.pack_id,
            state=ListState(row.state),
            issued_at=row.issued_at,
            valid_until=None if row.until == FOR_EVER else row.until,
            enrolment_id=row.enrolment_id,
            digest=row.digest,
            last_at=row.last_at,
            under_way=bool(row.under_way),
            renewed=bool(row.renewed),
        )
        for row in found
    ]


def count_by_state(wanted: Wanted) -> dict[ListState, int]:
    """How many rows there are in each state."""
    rows = _rows(wanted).subquery()
    found = db.session.execute(select(rows.c.state, func.count()).group_by(rows.c.state))
    return {ListState(state): n for state, n in found}


def rows(wanted: Wanted, *, limit: int, offset: int = 0) -> list[Row]:
    """One page of rows. One query."""
    return _rows_from(db.session.execute(_ordered(wanted).limit(limit).offset(offset)))


def all_rows(wanted: Wanted, *, at_once: int = 500) -> Iterator[list[Row]]:
    """All rows in the order of the list, so many at a time, none kept in memory afterwards."""
    found = db.session.execute(_ordered(wanted), execution_options={"yield_per": at_once})
    for part in found.partitions():
        yield _rows_from(part)


def done_in(enrolments: list[int]) -> dict[int, Done]:
    """What is done in each of these enrolments, by number. One query."""
    found: dict[int, tuple[set[str], ...]] = {}
    states = ("read", "passed", "finished", "checked")
    for enrolment_id, item_id, state in db.session.execute(
        select(ItemState.enrolment_id, ItemState.item_id, ItemState.state).where(
            ItemState.enrolment_id.in_(enrolments), ItemState.state.in_(states)
        )
    ):
        sets = found.setdefault(enrolment_id, (set(), set(), set(), set()))
        sets[states.index(state)].add(item_id)
    return {
        number: Done(
            frozenset(read), frozenset(passed), frozenset(finished), checked=frozenset(checked)
        )
        for number, (read, passed, finished, checked) in found.items()
    }
