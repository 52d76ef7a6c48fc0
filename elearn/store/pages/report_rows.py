"""The rows of reports, people by people in the order of their names; memory does not grow."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, select

from elearn.core.access import Scope
from elearn.core.learning.progress import Done
from elearn.core.learning.report import RecordState, ReportKind, State
from elearn.store import duties
from elearn.store.db import db
from elearn.store.pages.overview import done_in, name_like
from elearn.store.records import holds_until, is_revoked, is_superseded
from elearn.store.scopes import holds_on, people_in, units_below
from elearn.store.tables.compliance import ComplianceSpan
from elearn.store.tables.enrolments import Enrolment
from elearn.store.tables.packs import PackVersion, ReleaseLine
from elearn.store.tables.people import Person
from elearn.store.tables.records import RecordRow
from elearn.store.tables.units import Membership, Unit

_AT_ONCE = 500
"""People whose rows are read at once."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What rows are asked for.

    Attributes:
        scope: Whom they may show.
        day: As of which day.
        today: Today, and `reach`: whom the reader may see today, whatever the day.
        course: A pack; empty for all.
        state: How a record stands, or somebody with what is asked; None for all.
        name: A part of a name; empty for all.
        since, before: From which moment on, and before which.
    """

    scope: Scope
    day: date
    today: date
    reach: Scope
    course: str = ""
    state: State | None = None
    name: str = ""
    since: datetime | None = None
    before: datetime | None = None


class Completion(NamedTuple):
    """A record of somebody. Made by the million, so it is a tuple."""

    person_id: int
    name: str
    unit: str
    pack_id: str
    version: str
    issued_at: datetime
    until: date | None
    law_checked: date | None
    state: str
    renews: bool


class Standing(NamedTuple):
    """How somebody stands with a course that is asked of them. `until`: the last such day."""

    person_id: int
    name: str
    unit: str
    pack_id: str
    status: str
    due: date | None
    since: date
    until: date | None


class UnderWay(NamedTuple):
    """A course that somebody is taking; `digest` is the version's, `done` what is done in it."""

    person_id: int
    name: str
    unit: str
    pack_id: str
    version: str
    began_at: datetime
    last_at: datetime | None
    digest: str
    done: Done


def bounds(first: date | None, last: date | None) -> tuple[datetime | None, datetime | None]:
    """The moments between which days lie, both included, in UTC."""
    since = datetime.combine(first, time(), UTC) if first else None
    before = datetime.combine(last + timedelta(days=1), time(), UTC) if last else None
    return since, before


def _within(query: Select[Any], column: Any, wanted: Wanted) -> Select[Any]:
    if wanted.since is not None:
        query = query.where(column >= wanted.since)
    if wanted.before is not None:
        query = query.where(column < wanted.before)
    return query


def _completions(wanted: Wanted) -> Select[Any]:
    until = holds_until()
    state = case(
        (is_revoked(), RecordState.REVOKED.value),
        (is_superseded(), RecordState.SUPERSEDED.value),
        (until < wanted.day, RecordState.EXPIRED.value),
        else_=RecordState.VALID.value,
    ).label("state")
    query = select(
        RecordRow.person_id,
        PackVersion.pack_id,
        PackVersion.version,
        RecordRow.issued_at,
        until.label("until"),
        RecordRow.law_checked,
        state,
        RecordRow.renews_id,
        RecordRow.id,
    ).join(PackVersion, PackVersion.id == RecordRow.version_id)
    if wanted.course:
        query = query.where(PackVersion.pack_id == wanted.course)
    if wanted.state is not None:
        query = query.where(state == wanted.state.value)
    return _within(query, RecordRow.issued_at, wanted)


def _under_way(wanted: Wanted) -> Select[Any]:
    version = func.coalesce(Enrolment.pinned_version_id, ReleaseLine.version_id)
    query = (
        select(
            Enrolment.person_id,
            ReleaseLine.pack_id,
            PackVersion.version,
            Enrolment.began_at,
            Enrolment.last_at,
            PackVersion.digest,
            Enrolment.id,
        )
        .join(ReleaseLine, ReleaseLine.id == Enrolment.line_id)
        .join(PackVersion, PackVersion.id == version)
        .where(
            Enrolment.ended_at.is_(None),
            Enrolment.completed_at.is_(None),
            Enrolment.last_item.is_not(None),
        )
    )
    if wanted.course:
        query = query.where(ReleaseLine.pack_id == wanted.course)
    return _within(query, Enrolment.began_at, wanted)  # type: ignore[arg-type]  # rows of any shape


def _compliance(wanted: Wanted) -> Select[Any]:
    span = ComplianceSpan
    query: Any = select(
        span.person_id, span.pack_id, span.status, span.from_day, span.to_day
    ).where(span.from_day <= wanted.day, span.to_day.is_(None) | (span.to_day > wanted.day))
    if wanted.course:
        query = query.where(span.pack_id == wanted.course)
    found: Select[Any] = query.where(span.status == wanted.state.value) if wanted.state else query
    return found


def _reached(wanted: Wanted) -> Select[Any]:
    query = select(Person.id).where(people_in(wanted.scope, wanted.day), Person.left_at.is_(None))
    if wanted.day != wanted.today:
        query = query.where(people_in(wanted.reach, wanted.today))
    return query.where(name_like(wanted.name)) if wanted.name else query


def count(wanted: Wanted, kind: ReportKind, *, most: int) -> int:
    """How many rows there are; `most` stands for so many or more."""
    person: Any
    match kind:
        case ReportKind.COMPLETIONS:
            rows, person = _completions(wanted), RecordRow.person_id
        case ReportKind.UNDER_WAY:
            rows, person = _under_way(wanted), Enrolment.person_id
        case ReportKind.COMPLIANCE:
            rows, person = _compliance(wanted), ComplianceSpan.person_id
    if not wanted.scope.everybody or wanted.name:
        rows = rows.where(person.in_(_reached(wanted)))
    else:
        rows = rows.join(Person, Person.id == person).where(Person.left_at.is_(None))
    found = rows.order_by(None).limit(most).subquery()
    return int(db.session.scalar(select(func.count()).select_from(found)) or 0)


def _people(wanted: Wanted) -> Sequence[int]:
    """The numbers of all in reach, by name: eight bytes for each."""
    query = _reached(wanted).order_by(Person.name_fold, Person.id)
    return array("q", db.session.scalars(query.execution_options(yield_per=5_000)))


def _parts(wanted: Wanted) -> Iterator[tuple[list[int], Mapping[int, str], Mapping[int, str]]]:
    """People by people: their numbers, their names, their units within reach."""
    people = _people(wanted)
    for start in range(0, len(people), _AT_ONCE):
        numbers = list(people[start : start + _AT_ONCE])
        found = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(numbers)))
        yield numbers, {row.id: row.name for row in found}, _units(wanted, numbers)


def _units(wanted: Wanted, people: list[int]) -> Mapping[int, str]:
    query = (
        select(Membership.person_id, Unit.name)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Membership.person_id.in_(people), holds_on(Membership, wanted.day))
        .order_by(Membership.person_id, Unit.name)
    )
    if not wanted.scope.everybody:
        query = query.where(Unit.id.in_(units_below(wanted.scope.units, wanted.day)))
    if wanted.day != wanted.today and not wanted.reach.everybody:
        query = query.where(Unit.id.in_(units_below(wanted.reach.units, wanted.today)))
    found: dict[int, str] = {}
    for person_id, name in db.session.execute(query):
        found[person_id] = f"{found[person_id]}, {name}" if person_id in found else name
    return found


def completions(wanted: Wanted) -> Iterator[list[Completion]]:
    """Who has completed what, person by person by name, the oldest record first."""
    query = _completions(wanted)
    for numbers, names, units in _parts(wanted):
        rows = db.session.execute(query.where(RecordRow.person_id.in_(numbers)))
        by_person: dict[int, list[Any]] = defaultdict(list)
        for row in rows:
            by_person[row[0]].append(row)
        yield [
            Completion._make(
                (number, names[number], units.get(number, ""), *row[1:7], bool(row[7]))
            )
            for number in numbers
            if number in names
            for row in sorted(by_person.get(number, ()), key=_by_number)
        ]


def _by_number(row: Any) -> int:
    return int(row[-1])


def under_way(wanted: Wanted) -> Iterator[list[UnderWay]]:
    """Who is taking what, person by person by name."""
    query = _under_way(wanted)
    for numbers, names, units in _parts(wanted):
        by_person: dict[int, list[Any]] = defaultdict(list)
        rows = db.session.execute(query.where(Enrolment.person_id.in_(numbers))).all()
        for row in rows:
            by_person[row[0]].append(row)
        done = done_in([row[-1] for row in rows])
        yield [
            UnderWay._make(
                (
                    number,
                    names[number],
                    units.get(number, ""),
                    *row[1:6],
                    done.get(row[-1], Done()),
                )
            )
            for number in numbers
            if number in names
            for row in sorted(by_person.get(number, ()), key=_by_number)
        ]


def compliance(wanted: Wanted) -> Iterator[list[Standing]]:
    """How everybody stands with what is asked of them, person by person by name."""
    query = _compliance(wanted).order_by(ComplianceSpan.person_id, ComplianceSpan.pack_id)
    for numbers, names, units in _parts(wanted):
        by_person: dict[int, list[Any]] = defaultdict(list)
        for row in db.session.execute(query.where(ComplianceSpan.person_id.in_(numbers))):
            by_person[row[0]].append(row)
        due = _due(by_person, wanted)
        yield [
            Standing(
                number,
                names[number],
                units.get(number, ""),
                pack_id,
                status,
                due.get((number, pack_id)),
                since,
                before - timedelta(days=1) if before else None,
            )
            for number in numbers
            if number in names
            for _person, pack_id, status, since, before in by_person.get(number, ())
        ]


def _due(people: Collection[int], wanted: Wanted) -> dict[tuple[int, str], date]:
    """By which day it is due on that day: the first one of what is compulsory, else of all."""
    found: dict[tuple[int, str], tuple[bool, date]] = {}
    for one in duties.of(people).duties if people else ():
        if one.from_day <= wanted.day and (one.to_day is None or wanted.day < one.to_day):
            key, this = (one.person_id, one.pack_id), (not one.compulsory, one.due)
            found[key] = min(this, found.get(key, this))
    return {key: due for key, (_free, due) in found.items()}


def units_reached(scope: Scope, day: date) -> list[int] | None:
    """The numbers of the units that a scope reaches on a day; None for the whole site."""
    if scope.everybody:
        return None
    return sorted(db.session.scalars(units_below(scope.units, day)))
