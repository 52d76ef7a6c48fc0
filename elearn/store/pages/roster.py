"""The roster for an administrator: people by name, a page at a time."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select, true, update

from elearn.store.db import begin_write, db
from elearn.store.pages.overview import name_like
from elearn.store.tables.people import Person
from elearn.store.tables.people import Role as RoleRow


@dataclass(frozen=True, slots=True)
class RosterRow:
    """Somebody in the list."""

    id: int
    key: str
    name: str
    email: str | None
    service_number: str | None
    has_password: bool
    left: bool
    roles: tuple[str, ...]


def _fits(text: str, *, with_left: bool) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = true()
    if not with_left:
        condition = Person.left_at.is_(None)
    if text:
        name = text.lower()
        condition &= or_(name_like(text), Person.email == name, Person.service_number == name)
    return condition


def count(text: str, *, with_left: bool) -> int:
    """How many people fit."""
    query = select(func.count()).select_from(Person).where(_fits(text, with_left=with_left))
    return int(db.session.scalar(query) or 0)


def page(text: str, day: date, *, with_left: bool, limit: int, offset: int) -> list[RosterRow]:
    """People who fit, by name, with the roles that they hold on that day. Two queries."""
    people = list(
        db.session.execute(
            select(
                Person.id,
                Person.key,
                Person.name,
                Person.email,
                Person.service_number,
                Person.password_hash.is_not(None),
                Person.left_at.is_not(None),
            )
            .where(_fits(text, with_left=with_left))
            .order_by(Person.name_fold, Person.id)
            .limit(limit)
            .offset(offset)
        )
    )
    roles: dict[int, list[str]] = {}
    for person_id, role in db.session.execute(
        select(RoleRow.person_id, RoleRow.role)
        .where(
            RoleRow.person_id.in_([row[0] for row in people]),
            RoleRow.from_day <= day,
            or_(RoleRow.to_day.is_(None), RoleRow.to_day > day),
        )
        .distinct()
        .order_by(RoleRow.role)
    ):
        roles.setdefault(person_id, []).append(role)
    return [RosterRow(*row, tuple(roles.get(row[0], ()))) for row in people]


def set_sign_in_names(person_id: int, email: str | None, number: str | None) -> bool:
    """Keep other sign-in names; False if one of them is somebody else's."""
    begin_write()
    taken = select(Person.id).where(
        Person.id != person_id,
        or_(
            Person.email.in_([n for n in (email,) if n]),
            Person.service_number.in_([n for n in (number,) if n]),
        ),
    )
    if db.session.execute(taken.limit(1)).first() is not None:
        return False
    db.session.execute(
        update(Person).where(Person.id == person_id).values(email=email, service_number=number)
    )
    return True
