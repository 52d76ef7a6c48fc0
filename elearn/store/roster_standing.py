"""What a roster is compared with: who belongs where, in the reach of whoever imports it."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select, text

from elearn.core.access import Scope
from elearn.core.unit_tree import Node
from elearn.store import bulk
from elearn.store.db import db
from elearn.store.scopes import holds_on, units_below, units_in
from elearn.store.tables.people import Person, Role
from elearn.store.tables.units import Membership, Unit, UnitParent

_AT_ONCE = 500

PERSON = (
    Person.id,
    Person.key,
    Person.name,
    Person.email,
    Person.service_number,
    Person.language,
    Person.country,
    Person.function,
    Person.sex,
    Person.serves_since,
)
"""What is compared of somebody, in this order."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in reach, as plain rows.

    Attributes:
        units: The units in reach.
        people: Those who belong to one of them today or will, as `PERSON` has it, by number.
        members: (number, person, unit, first day) of their memberships there.
        roles: (person, role) of those of them who hold one or will.
        outside: (person as `PERSON`, whether they left or belong elsewhere) of those out of reach
            who sign in with something that the file says.
    """

    units: Sequence[Node]
    people: Sequence[Any]
    members: Sequence[Any]
    roles: Sequence[Any]
    outside: Sequence[tuple[Any, bool]] = ()

    def digest(self) -> str:
        """A mark that changes when anything of it does that a plan rests on."""
        free = [tuple(row) for row, closed in self.outside if not closed]
        parts = (
            sorted((n.id, n.key, n.name, n.parent_id) for n in self.units),
            self.people,
            self.members,
            self.roles,
            free,
        )
        return hashlib.blake2b(repr(parts).encode(), digest_size=20).hexdigest()


def _lasts(table: type[Membership] | type[Role], day: date):  # type: ignore[no-untyped-def]  # noqa: ANN202  # SQLAlchemy's own type is unwieldy
    """Whether a dated row holds on that day or later."""
    return or_(table.to_day.is_(None), table.to_day > day)


def _some(values: Iterable[Any]) -> Iterator[list[Any]]:
    """The values in order, as many at once as a statement takes well."""
    listed = sorted(values)
    for start in range(0, len(listed), _AT_ONCE):
        yield listed[start : start + _AT_ONCE]


def read(scope: Scope, day: date) -> Standing:
    """What stands in reach on that day. A few queries, however much there is."""
    nodes = db.session.execute(
        select(Unit.id, Unit.key, Unit.name, Unit.kind, Unit.country, UnitParent.parent_id)
        .join(UnitParent, UnitParent.unit_id == Unit.id)
        .where(holds_on(UnitParent, day), units_in(scope, day))
    )
    there = _lasts(Membership, day)
    if not scope.everybody:
        there &= Membership.unit_id.in_(units_below(scope.units, day))
    members = db.session.execute(
        select(Membership.id, Membership.person_id, Membership.unit_id, Membership.from_day)
        .where(there)
        .order_by(Membership.id)
    )
    people = db.session.execute(
        select(*PERSON)
        .where(Person.left_at.is_(None), Person.id.in_(select(Membership.person_id).where(there)))
        .order_by(Person.id)
    )
    roles = db.session.execute(
        select(Role.person_id, Role.role)
        .where(_lasts(Role, day), Role.person_id.in_(select(Membership.person_id).where(there)))
        .order_by(Role.id)
    )
    return Standing(
        [Node(*row) for row in nodes],
        [tuple(row) for row in people],
        [tuple(row) for row in members],
        [tuple(row) for row in roles],
    )


def outside(
    standing: Standing, emails: Iterable[str], numbers: Iterable[str], day: date
) -> list[tuple[Any, bool]]:
    """Those out of reach who sign in with one of these; whether they left or belong elsewhere."""
    inside = {row[0] for row in standing.people}
    found: dict[int, tuple[Any, bool]] = {}
    for column, names in ((Person.email, emails), (Person.service_number, numbers)):
        for some in _some(names):
            for *row, left in db.session.execute(
                select(*PERSON, Person.left_at.is_not(None)).where(column.in_(some))
            ):
                if row[0] not in inside:
                    found[row[0]] = (tuple(row), left)
    return _closed(found, day)


def again(numbers: Iterable[int], day: date) -> list[tuple[Any, bool]]:
    """The same of people by their numbers: how they stand now."""
    found: dict[int, tuple[Any, bool]] = {}
    for some in _some(numbers):
        for *row, left in db.session.execute(
            select(*PERSON, Person.left_at.is_not(None)).where(Person.id.in_(some))
        ):
            found[row[0]] = (tuple(row), left)
    return _closed(found, day)


def _closed(found: dict[int, tuple[Any, bool]], day: date) -> list[tuple[Any, bool]]:
    elsewhere: set[int] = set()
    for some in _some(found):
        elsewhere.update(
            db.session.scalars(
                select(Membership.person_id).where(
                    Membership.person_id.in_(some), _lasts(Membership, day)
                )
            )
        )
    return [(row, left or number in elsewhere) for number, (row, left) in sorted(found.items())]


def undo() -> None:
    """Take back what this transaction has done."""
    db.session.rollback()


def hold() -> None:
    """Nobody changes people, units, memberships or roles until the commit. Reading goes on."""
    if db.engine.dialect.name != "sqlite":
        db.session.execute(
            text(
                "LOCK TABLE units, unit_parents, people, roles, memberships "
                "IN SHARE ROW EXCLUSIVE MODE"
            )
        )


PEOPLE = (
    "key",
    "name",
    "name_fold",
    "email",
    "service_number",
    "language",
    "country",
    "function",
    "sex",
    "serves_since",
    "must_change_password",
    "session_epoch",
    "created_at",
)
"""What is kept of somebody new, in this order."""


def ready_people(rows: bulk.Rows) -> bulk.Rows:
    """People as `PEOPLE` has it, in the form in which `add_people` takes them."""
    return bulk.prepared(Person, PEOPLE, rows)


def ready_changes(columns: Sequence[str], rows: bulk.Rows) -> bulk.Rows:
    """Values of these columns and a number each, as `change_people` takes them."""
    return bulk.prepared(Person, (*columns, "id"), rows)


def add_people(rows: bulk.Rows) -> list[int]:
    """Keep people that were made ready; their numbers.

    Raises:
        Taken: If somebody signs in with one of their names.
    """
    numbers = bulk.numbers(Person, len(rows))
    told = [(number, *row) for number, row in zip(numbers, rows, strict=True)]
    bulk.insert(Person, ("id", *PEOPLE), told)
    return numbers


def add_members(rows: bulk.Rows) -> None:
    """Keep memberships: person, unit, first day."""
    columns = ("person_id", "unit_id", "from_day")
    bulk.insert(Membership, columns, bulk.prepared(Membership, columns, rows))


def end_members(rows: bulk.Rows) -> None:
    """End memberships: day, number of the membership."""
    bulk.change(Membership, ("to_day",), bulk.prepared(Membership, ("to_day", "id"), rows))


def change_people(columns: Sequence[str], rows: bulk.Rows) -> None:
    """Set these columns of people; each prepared row ends with the person's number."""
    bulk.change(Person, columns, rows)
