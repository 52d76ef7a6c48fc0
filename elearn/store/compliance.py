"""Find what compliance follows from; keep timelines of people, and the sums of them by unit."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, text

from elearn.core.law.outcome import CONCERNED
from elearn.core.law.status import first_day
from elearn.core.learning.compliance import Held, Span, Status
from elearn.core.learning.compliance_counts import Under
from elearn.core.learning.duty import Belonging, Place, Tree
from elearn.store.db import begin_write, db, table_of
from elearn.store.tables.compliance import CompliancePlace, ComplianceSpan
from elearn.store.tables.law import LawHit, LawImpact, LawTouch
from elearn.store.tables.packs import PackVersion
from elearn.store.tables.people import Person
from elearn.store.tables.records import RecordRow, RecordStatus
from elearn.store.tables.units import Membership, UnitParent

_LOCK = 20_261_201
"""The number by which PostgreSQL knows that somebody makes the sums."""

_ENDS = ("revoked", "superseded")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where some people are and were. `left`: the day on which they left for good."""

    left: Mapping[int, date | None]
    belongings: Mapping[int, Sequence[Belonging]]
    tree: Tree


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of one person: timelines by pack, and places."""

    spans: Mapping[str, tuple[Span, ...]]
    places: tuple[Under, ...]


NOTHING = Kept({}, ())


def begin_alone() -> None:
    """Begin a writing transaction in which nobody else changes the sums."""
    begin_write()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def standing_of(person_ids: Collection[int]) -> Standing:
    """Where these people are and were, with all that was ever above them. Three queries."""
    left = {
        row.id: row.left_at.date() if row.left_at else None
        for row in db.session.execute(
            select(Person.id, Person.left_at).where(Person.id.in_(person_ids))
        )
    }
    belongings: dict[int, list[Belonging]] = defaultdict(list)
    for row in db.session.execute(
        select(
            Membership.person_id, Membership.unit_id, Membership.from_day, Membership.to_day
        ).where(Membership.person_id.in_(person_ids))
    ):
        belongings[row.person_id].append(Belonging(*row))
    above = (
        select(Membership.unit_id.label("unit_id"))
        .where(Membership.person_id.in_(person_ids))
        .cte("above", recursive=True)
    )
    above = above.union(
        select(UnitParent.parent_id).where(
            UnitParent.unit_id == above.c.unit_id, UnitParent.parent_id.is_not(None)
        )
    )
    places: dict[int, list[Place]] = defaultdict(list)
    for hung in db.session.execute(
        select(
            UnitParent.unit_id, UnitParent.parent_id, UnitParent.from_day, UnitParent.to_day
        ).where(UnitParent.unit_id.in_(select(above.c.unit_id)))
    ):
        places[hung.unit_id].append(Place(*hung))
    return Standing(left, belongings, Tree(places))


def held_by(person_ids: Collection[int]) -> dict[tuple[int, str], list[Held]]:
    """What these people hold or held, by person and pack, in the days in which it stood."""
    records = db.session.execute(
        select(
            RecordRow.id,
            RecordRow.person_id,
            PackVersion.pack_id,
            RecordRow.version_id,
            RecordRow.issued_at,
            RecordRow.valid_until,
            PackVersion.records_until,
        )
        .join(PackVersion, PackVersion.id == RecordRow.version_id)
        .where(RecordRow.person_id.in_(person_ids))
    ).all()
    changed = law_days({row.version_id for row in records})
    happened = _happened(person_ids)
    found: dict[tuple[int, str], list[Held]] = defaultdict(list)
    for row in records:
        by_law = row.valid_until is None and row.records_until is not None
        law_day = changed.get(row.version_id)
        if by_law:
            law_day = row.records_until + timedelta(days=1)
        for first, last in _stood(row.issued_at.date(), happened.get(row.id, ())):
            found[row.person_id, row.pack_id].append(
                Held(first, last, row.valid_until, law_day, ends_by_law=by_law)
            )
    return found


def _happened(person_ids: Collection[int]) -> dict[int, list[tuple[str, date]]]:
    """What became of the records of these people, by record, in the order in which it was kept."""
    found: dict[int, list[tuple[str, date]]] = defaultdict(list)
    for row in db.session.execute(
        select(RecordStatus.record_id, RecordStatus.status, RecordStatus.at)
        .join(RecordRow, RecordRow.id == RecordStatus.record_id)
        .where(RecordRow.person_id.in_(person_ids))
        .order_by(RecordStatus.id)
    ):
        found[row.record_id].append((row.status, row.at.date()))
    return found


def _stood(
    issued: date, happened: Iterable[tuple[str, date]]
) -> Iterable[tuple[date, date | None]]:
    """The days in which a record stood, given what became of it. What is revoked stays revoked."""
    since: date | None = issued
    for status, day in happened:
        if status in _ENDS:
            if since is not None and since < day:
                yield since, day
            since = None
            if status == "revoked":
                return
        else:
            since = since or day
    if since is not None:
        yield since, None


def law_days(version_ids: Collection[int]) -> dict[int, date]:
    """Since when law that these versions rest on is otherwise, by version.

    Only where a change is worked off that was not found to leave all of it right: the same versions
    as in the list of those who were trained under law that changed. Where nobody said a day, it is
    that on which the change was put down.
    """
    states = [outcome.value for outcome in CONCERNED]
    rows = db.session.execute(
        select(LawHit.version_id, LawTouch.day, LawImpact.opened_at)
        .join(LawImpact, LawImpact.id == LawHit.impact_id)
        .join(
            LawTouch,
            (LawTouch.impact_id == LawHit.impact_id)
            & (LawTouch.provision_id == LawHit.provision_id),
        )
        .where(LawHit.version_id.in_(version_ids), LawHit.state.in_(states))
        .distinct()
    )
    found: dict[int, date] = {}
    for row in rows:
        day = first_day(row.day) if row.day else row.opened_at.date()
        found[row.version_id] = min(day, found.get(row.version_id, date.max))
    return found


def kept_of(person_ids: Collection[int]) -> dict[int, Kept]:
    """What is kept of these people. Two queries."""
    spans: dict[int, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for row in db.session.execute(
        select(
            ComplianceSpan.person_id,
            ComplianceSpan.pack_id,
            ComplianceSpan.status,
            ComplianceSpan.from_day,
            ComplianceSpan.to_day,
        )
        .where(ComplianceSpan.person_id.in_(person_ids))
        .order_by(ComplianceSpan.person_id, ComplianceSpan.pack_id, ComplianceSpan.from_day)
    ):
        span = Span(Status(row.status), row.from_day, row.to_day)
        spans[row.person_id][row.pack_id].append(span)
    places: dict[int, list[Under]] = defaultdict(list)
    for at in db.session.execute(
        select(
            CompliancePlace.person_id,
            CompliancePlace.unit_id,
            CompliancePlace.from_day,
            CompliancePlace.to_day,
        )
        .where(CompliancePlace.person_id.in_(person_ids))
        .order_by(CompliancePlace.person_id, CompliancePlace.unit_id, CompliancePlace.from_day)
    ):
        places[at.person_id].append(Under(at.unit_id, at.from_day, at.to_day))
    return {
        person_id: Kept(
            {pack_id: tuple(found) for pack_id, found in spans[person_id].items()},
            tuple(places[person_id]),
        )
        for person_id in {*spans, *places}
    }


def keep(people: Mapping[int, Kept]) -> None:
    """Keep timelines and places of these people in the place of those before."""
    for table in (ComplianceSpan, CompliancePlace):
        db.session.execute(
            delete(table)
            .where(table.person_id.in_(people))
            .execution_options(synchronize_session=False)
        )
    _insert(
        ComplianceSpan,
        [
            {
                "person_id": person_id,
                "pack_id": pack_id,
                "from_day": span.from_day,
                "to_day": span.to_day,
                "status": span.status.value,
            }
            for person_id, kept in people.items()
            for pack_id, spans in kept.spans.items()
            for span in spans
        ],
    )
    _insert(
        CompliancePlace,
        [
            {
                "person_id": person_id,
                "unit_id": place.unit_id,
                "from_day": place.from_day,
                "to_day": place.to_day,
            }
            for person_id, kept in people.items()
            for place in kept.places
        ],
    )


def _insert(table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(table_of(table)), rows)


def people_of_units(unit_ids: Collection[int], after: int, *, limit: int) -> list[int]:
    """People who are, were or are counted in or below these units, from after one, in order."""
    below = (
        select(UnitParent.unit_id.label("unit_id"))
        .where(UnitParent.unit_id.in_(unit_ids))
        .cte("below", recursive=True)
    )
    below = below.union(select(UnitParent.unit_id).where(UnitParent.parent_id == below.c.unit_id))
    members = select(Membership.person_id.label("id")).where(
        Membership.unit_id.in_(select(below.c.unit_id)), Membership.person_id > after
    )
    counted = select(CompliancePlace.person_id.label("id")).where(
        CompliancePlace.unit_id.in_(unit_ids), CompliancePlace.person_id > after
    )
    both = members.union(counted).subquery()
    return list(db.session.scalars(select(both.c.id).order_by(both.c.id).limit(limit)))


def people_with_versions(version_ids: Collection[int], after: int, *, limit: int) -> list[int]:
    """People who hold or held records of these versions, from after one, in order."""
    return list(
        db.session.scalars(
            select(RecordRow.person_id)
            .where(RecordRow.version_id.in_(version_ids), RecordRow.person_id > after)
            .distinct()
            .order_by(RecordRow.person_id)
            .limit(limit)
        )
    )


def everybody(after: int, *, limit: int) -> list[int]:
    """The numbers of all people, from after one, in order."""
    return list(
        db.session.scalars(
            select(Person.id).where(Person.id > after).order_by(Person.id).limit(limit)
        )
    )
