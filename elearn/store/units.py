"""Find and keep units, their place in the tree, and who belongs to them. Rows end, none is lost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select, update

from elearn.core.access import Role, Scope
from elearn.core.unit_tree import Node
from elearn.store.db import begin_write, db
from elearn.store.scopes import holds_on, units_below, units_in
from elearn.store.tables.people import Person
from elearn.store.tables.people import Role as RoleRow
from elearn.store.tables.units import Membership, Unit, UnitParent

MOST = 2000
"""The most units that one page shows."""

MOST_MEMBERS = 500
"""The most members of one unit that its page shows."""


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody who belongs to a unit now."""

    person_id: int
    key: str
    name: str
    since: date
    manager: bool


def _nodes(day: date):  # type: ignore[no-untyped-def]  # noqa: ANN202  # SQLAlchemy's own type is unwieldy
    return (
        select(Unit.id, Unit.key, Unit.name, Unit.kind, Unit.country, UnitParent.parent_id)
        .join(UnitParent, UnitParent.unit_id == Unit.id)
        .where(holds_on(UnitParent, day))
    )


def reached(scope: Scope, day: date) -> list[Node]:
    """The units that stand on that day and that the scope reaches."""
    rows = db.session.execute(_nodes(day).where(units_in(scope, day)).limit(MOST))
    return [Node(*row) for row in rows]


def by_key(key: str, day: date) -> Node | None:
    """The unit with that key, if it stands on that day."""
    row = db.session.execute(_nodes(day).where(Unit.key == key)).first()
    return Node(*row) if row else None


def by_numbers(numbers: Iterable[int], day: date) -> list[Node]:
    """Those of the units with these numbers that stand on that day."""
    rows = db.session.execute(_nodes(day).where(Unit.id.in_(set(numbers))).limit(MOST))
    return [Node(*row) for row in rows]


def names(keys: set[str]) -> dict[str, str]:
    """What the units with these keys are called today, closed ones too."""
    rows = db.session.execute(select(Unit.key, Unit.name).where(Unit.key.in_(keys)))
    return {row.key: row.name for row in rows}


def names_by_number(numbers: Iterable[int]) -> dict[int, str]:
    """What the units with these numbers are called today, closed ones too."""
    rows = db.session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(set(numbers))))
    return {row.id: row.name for row in rows}


def below(unit_id: int, day: date) -> frozenset[int]:
    """The numbers of a unit and of all that hang below it."""
    return frozenset(db.session.scalars(units_below(frozenset({unit_id}), day)))


def add(key: str, name: str, kind: str, country: str, *, at: datetime) -> int:
    """Keep a new unit; its number. It stands nowhere until it is placed."""
    begin_write()
    row = Unit(key=key, name=name, kind=kind, country=country, created_at=at)
    db.session.add(row)
    db.session.flush()  # for its number
    return row.id


def place(unit_id: int, parent_id: int | None, day: date) -> None:
    """From that day on the unit hangs below that one (None: at the top); its old place ends."""
    lift(unit_id, day)
    db.session.add(UnitParent(unit_id=unit_id, parent_id=parent_id, from_day=day))
    db.session.flush()


def lift(unit_id: int, day: date) -> None:
    """The unit's place in the tree ends on that day."""
    begin_write()
    db.session.execute(
        update(UnitParent)
        .where(UnitParent.unit_id == unit_id, holds_on(UnitParent, day))
        .values(to_day=day)
        .execution_options(synchronize_session=False)
    )


def rename(unit_id: int, name: str) -> None:
    """Give the unit another name."""
    begin_write()
    db.session.execute(update(Unit).where(Unit.id == unit_id).values(name=name))


def end_roles(unit_id: int, day: date) -> None:
    """Every role about that unit ends on that day."""
    begin_write()
    db.session.execute(
        update(RoleRow)
        .where(RoleRow.unit_id == unit_id, or_(RoleRow.to_day.is_(None), RoleRow.to_day > day))
        .values(to_day=day)
    )


def count_members(day: date, scope: Scope) -> dict[int, int]:
    """How many people belong to each unit in reach, by the unit's number."""
    query = (
        select(Membership.unit_id, func.count(Membership.person_id.distinct()))
        .where(holds_on(Membership, day))
        .group_by(Membership.unit_id)
    )
    if not scope.everybody:
        query = query.where(Membership.unit_id.in_(units_below(scope.units, day)))
    return {unit_id: n for unit_id, n in db.session.execute(query)}  # noqa: C416  # rows, not pairs


def _manages(unit_id: int, day: date):  # type: ignore[no-untyped-def]  # noqa: ANN202  # SQLAlchemy's own type is unwieldy
    return select(RoleRow.person_id).where(
        RoleRow.unit_id == unit_id,
        RoleRow.role == Role.MANAGER.value,
        RoleRow.from_day <= day,
        or_(RoleRow.to_day.is_(None), RoleRow.to_day > day),
    )


def members(unit_id: int, day: date) -> list[MemberRow]:
    """Who belongs to the unit on that day, by name."""
    manages = Person.id.in_(_manages(unit_id, day))
    rows = db.session.execute(
        select(Person.id, Person.key, Person.name, Membership.from_day, manages)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.unit_id == unit_id, holds_on(Membership, day), Person.left_at.is_(None))
        .order_by(Person.name_fold, Person.id)
        .limit(MOST_MEMBERS)
    )
    return [MemberRow(*row) for row in rows]


def managers(unit_id: int, day: date) -> list[tuple[int, str, str]]:
    """Number, key and name of those who manage the unit on that day."""
    rows = db.session.execute(
        select(Person.id, Person.key, Person.name)
        .where(Person.id.in_(_manages(unit_id, day)))
        .order_by(Person.name_fold)
        .limit(MOST_MEMBERS)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def units_of(person_id: int, day: date) -> frozenset[int]:
    """The numbers of the units that somebody belongs to on that day."""
    return frozenset(
        db.session.scalars(
            select(Membership.unit_id).where(
                Membership.person_id == person_id, holds_on(Membership, day)
            )
        )
    )


def join(person_id: int, unit_id: int, day: date) -> bool:
    """Somebody belongs to the unit from that day on; False if they do already."""
    begin_write()
    if unit_id in units_of(person_id, day):
        return False
    db.session.add(Membership(person_id=person_id, unit_id=unit_id, from_day=day))
    db.session.flush()
    return True


def part(person_id: int, unit_id: int, day: date) -> bool:
    """Somebody belongs to the unit no more from that day on; False if they did not."""
    begin_write()
    done = db.session.execute(
        update(Membership)
        .where(
            Membership.person_id == person_id,
            Membership.unit_id == unit_id,
            holds_on(Membership, day),
        )
        .values(to_day=day)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an update's result counts rows
