"""What is asked of people: read for any number of them in one query."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Date,
    DateTime,
    Integer,
    Select,
    String,
    cast,
    exists,
    literal,
    null,
    or_,
    select,
    union_all,
)

from elearn.core.learning import duty, electives, programme
from elearn.core.learning.duty import (
    Asked,
    Assignment,
    Belonging,
    Exemption,
    Facts,
    Holding,
    Place,
    PriorLearning,
)
from elearn.core.learning.programme import Step
from elearn.store import compliance
from elearn.store.db import db
from elearn.store.tables.duties import AssignmentRow, ExemptionRow, PriorLearningRow
from elearn.store.tables.people import Person, Role
from elearn.store.tables.programmes import ProgrammeVersion
from elearn.store.tables.units import Membership, UnitParent

_AT_ONCE = 5000
"""So many people are asked for in one query."""

_COLUMNS: dict[str, Any] = {
    "kind": String(),
    "id": Integer(),
    "person_id": Integer(),
    "unit_id": Integer(),
    "parent_id": Integer(),
    "role": String(),
    "pack_id": String(),
    "from_day": Date(),
    "to_day": Date(),
    "first_day": Date(),
    "due_on": Date(),
    "due_days": Integer(),
    "renew_months": Integer(),
    "on_law_change": Boolean(),
    "compulsory": Boolean(),
    "steps": String(),
    "left_at": DateTime(timezone=True),
}
"""The columns that rows of every kind share; those that a kind has not are empty."""


def of(person_ids: Collection[int]) -> Asked:
    """All that was ever asked of these people, and what excuses or replaces it.

    One query for up to 5,000 people, however much is asked of them; a few more where they may
    choose, since what is owed then follows from what they hold.
    """
    ids = sorted(set(person_ids))
    found = [_chosen(_of_some(ids[n : n + _AT_ONCE])) for n in range(0, len(ids), _AT_ONCE)]
    return Asked(
        tuple(d for asked in found for d in asked.duties),
        tuple(e for asked in found for e in asked.exemptions),
        tuple(p for asked in found for p in asked.prior),
    )


def _chosen(asked: Asked) -> Asked:
    """The same, with electives only where they are owed."""
    choosing = {one.person_id for one in asked.duties if one.choice is not None}
    if not choosing:
        return asked
    held = compliance.held_by(choosing)
    return replace(asked, duties=tuple(electives.owed(asked.duties, held, asked.prior)))


@lru_cache(maxsize=256)
def _steps(text: str) -> tuple[Step, ...]:
    return programme.read(text)


def _of_some(person_ids: Sequence[int]) -> Asked:
    rows: dict[str, list[Any]] = {}
    for row in db.session.execute(_everything(person_ids)):
        rows.setdefault(row.kind, []).append(row)
    facts = Facts(
        left={r.person_id: _day(r.left_at) for r in rows.get("person", ())},
        belongings=[
            Belonging(r.person_id, r.unit_id, r.from_day, r.to_day) for r in rows.get("member", ())
        ],
        places=[Place(r.unit_id, r.parent_id, r.from_day, r.to_day) for r in rows.get("place", ())],
        holdings=[
            Holding(r.person_id, r.role, r.unit_id, r.from_day, r.to_day)
            for r in rows.get("role", ())
        ],
        assignments=[_assignment(r) for r in rows.get("assignment", ())],
    )
    return Asked(
        tuple(duty.duties(facts)),
        tuple(
            Exemption(r.person_id, r.pack_id, r.from_day, r.to_day)
            for r in rows.get("exemption", ())
        ),
        tuple(
            PriorLearning(r.person_id, r.pack_id, r.from_day, r.to_day)
            for r in rows.get("prior", ())
        ),
    )


def _day(at: Any) -> date | None:
    return at.date() if at is not None else None


def _assignment(row: Any) -> Assignment:
    return Assignment(
        id=row.id,
        unit_id=row.unit_id,
        role=row.role,
        person_id=row.person_id,
        pack_id=row.pack_id or "",
        from_day=row.from_day,
        to_day=row.to_day,
        first_day=row.first_day,
        due_on=row.due_on,
        due_days=row.due_days,
        renew_months=row.renew_months,
        on_law_change=row.on_law_change,
        compulsory=row.compulsory,
        steps=_steps(row.steps) if row.steps else (),
    )


def _row(kind: str, **columns: Any) -> Select[*tuple[Any, ...]]:
    """A row of one kind, with all columns that the kinds share."""
    given = {"kind": literal(kind), **columns}
    return select(
        *(
            (given[name] if name in given else cast(null(), type_)).label(name)
            for name, type_ in _COLUMNS.items()
        )
    )


def _everything(person_ids: Sequence[int]) -> Any:
    """All rows that decide what was ever asked of these people, of whatever day."""
    who = select(Person.id, Person.left_at).where(Person.id.in_(person_ids)).cte("who")
    ids = select(who.c.id)
    held = Role.person_id.in_(ids)
    begins = (
        select(Membership.unit_id)
        .where(Membership.person_id.in_(ids))
        .union(select(Role.unit_id).where(held, Role.unit_id.is_not(None)))
        .subquery()
    )
    above = select(begins.c.unit_id).cte("above", recursive=True)
    above = above.union(
        select(UnitParent.parent_id).where(
            UnitParent.unit_id == above.c.unit_id, UnitParent.parent_id.is_not(None)
        )
    )
    return union_all(
        _row("person", person_id=who.c.id, left_at=who.c.left_at),
        _dated("member", Membership, Membership.person_id, unit_id=Membership.unit_id).where(
            Membership.person_id.in_(ids)
        ),
        _dated("role", Role, Role.person_id, role=Role.role, unit_id=Role.unit_id).where(held),
        _dated(
            "place", UnitParent, unit_id=UnitParent.unit_id, parent_id=UnitParent.parent_id
        ).where(UnitParent.unit_id.in_(select(above.c.unit_id))),
        *_assignments(ids, held, select(above.c.unit_id)),
        _dated(
            "exemption", ExemptionRow, ExemptionRow.person_id, pack_id=ExemptionRow.pack_id
        ).where(ExemptionRow.person_id.in_(ids)),
        _row(
            "prior",
            person_id=PriorLearningRow.person_id,
            pack_id=PriorLearningRow.pack_id,
            from_day=PriorLearningRow.awarded_on,
            to_day=PriorLearningRow.valid_until,
        ).where(PriorLearningRow.person_id.in_(ids), PriorLearningRow.withdrawn_at.is_(None)),
    )


def _assignments(ids: Any, held: Any, units: Any) -> Iterable[Select[*tuple[Any, ...]]]:
    """The assignments to these people, to units that were ever theirs, and to roles of theirs."""
    row = AssignmentRow
    columns = {
        name: getattr(row, name)
        for name in (
            "id",
            "unit_id",
            "role",
            "pack_id",
            "first_day",
            "due_on",
            "due_days",
            "renew_months",
            "on_law_change",
            "compulsory",
        )
    }
    columns["steps"] = ProgrammeVersion.steps
    every = _dated("assignment", row, row.person_id, **columns).outerjoin_from(
        row, ProgrammeVersion, ProgrammeVersion.id == row.version_id
    )
    role_held = exists(select(Role.id).where(held, Role.role == row.role))
    yield every.where(row.person_id.in_(ids))
    yield every.where(row.unit_id.in_(units), or_(row.role.is_(None), role_held))
    yield every.where(row.unit_id.is_(None), row.person_id.is_(None), role_held)


def _dated(kind: str, table: Any, person: Any = None, **columns: Any) -> Any:
    if person is not None:
        columns["person_id"] = person
    return _row(kind, from_day=table.from_day, to_day=table.to_day, **columns)
