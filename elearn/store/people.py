"""Find and keep people."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, exists, func, or_, select, update

from elearn.core.access import Actor, Grant, Role
from elearn.core.script import fold
from elearn.store.db import begin_write, db, rows, table_of
from elearn.store.tables.alumni import AlumniProfile
from elearn.store.tables.people import Person
from elearn.store.tables.people import Role as RoleRow
from elearn.store.tables.units import Membership, Unit


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """An actor, with the epoch that their sessions must carry."""

    actor: Actor
    epoch: int


_PERSON = table_of(Person)
_ROLE = table_of(RoleRow)
_ALUMNUS = table_of(AlumniProfile)


def _actor_query() -> Select[Any]:
    day = db.bindparam("day", type_=db.Date)
    return (
        select(
            _PERSON.c.id,
            _PERSON.c.key,
            _PERSON.c.name,
            _PERSON.c.country,
            _PERSON.c.language,
            _PERSON.c.session_epoch,
            _PERSON.c.must_change_password,
            exists()
            .where(_ALUMNUS.c.person_id == _PERSON.c.id, _ALUMNUS.c.left_at.is_(None))
            .label("alumnus"),
            _ROLE.c.role,
            _ROLE.c.unit_id,
        )
        .select_from(_PERSON)
        .outerjoin(
            _ROLE,
            (_ROLE.c.person_id == _PERSON.c.id)
            & (_ROLE.c.from_day <= day)
            & or_(_ROLE.c.to_day.is_(None), _ROLE.c.to_day > day),
        )
        .where(_PERSON.c.left_at.is_(None))
    )


_BY_KEY = _actor_query().where(_PERSON.c.key == db.bindparam("key"))
_BY_ID = _actor_query().where(_PERSON.c.id == db.bindparam("id"))


def _known(rows: list) -> KnownPerson | None:  # type: ignore[type-arg]
    if not rows:
        return None
    first = rows[0]
    actor = Actor(
        person_id=first.id,
        key=first.key,
        name=first.name,
        country=first.country,
        language=first.language,
        grants=tuple(Grant(Role(r.role), r.unit_id) for r in rows if r.role is not None),
        alumnus=first.alumnus,
        must_change_password=first.must_change_password,
    )
    return KnownPerson(actor, first.session_epoch)


def actor_by_key(key: str, day: date) -> KnownPerson | None:
    """The person with that key and the roles they hold on that day; None if gone. One query."""
    return _known(list(rows(_BY_KEY, {"key": key, "day": day})))


def actor_by_id(person_id: int, day: date) -> KnownPerson | None:
    """The same, by number."""
    return _known(list(rows(_BY_ID, {"id": person_id, "day": day})))


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to add. Sign-in names are normalised already; at least one is given."""

    key: str
    name: str
    email: str | None
    service_number: str | None
    language: str | None
    country: str | None


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person as the roster has them."""

    id: int
    key: str
    name: str
    email: str | None
    service_number: str | None
    language: str | None
    country: str | None
    has_password: bool
    created_at: datetime
    left_at: datetime | None
    function: str | None = None
    sex: str | None = None


def _record(person: Person) -> PersonRecord:
    return PersonRecord(
        person.id,
        person.key,
        person.name,
        person.email,
        person.service_number,
        person.language,
        person.country,
        person.password_hash is not None,
        person.created_at,
        person.left_at,
        person.function,
        person.sex,
    )


def add(new: NewPerson, now: datetime) -> int | None:
    """Add somebody; their number, or None if a sign-in name is taken."""
    begin_write()
    taken = select(Person.id).where(
        or_(
            Person.email.in_([n for n in (new.email,) if n]),
            Person.service_number.in_([n for n in (new.service_number,) if n]),
        )
    )
    if db.session.execute(taken).first() is not None:
        return None
    person = Person(
        key=new.key,
        name=new.name,
        name_fold=fold(new.name),
        email=new.email,
        service_number=new.service_number,
        language=new.language,
        country=new.country,
        created_at=now,
    )
    db.session.add(person)
    db.session.flush()  # for the number
    return person.id


def by_key(key: str) -> PersonRecord | None:
    """The person with that key, whether or not they left."""
    person = db.session.scalars(select(Person).where(Person.key == key)).first()
    return _record(person) if person else None


def by_name(name: str) -> PersonRecord | None:
    """The person with that sign-in name, whether or not they left."""
    person = db.session.scalars(
        select(Person).where(or_(Person.email == name, Person.service_number == name))
    ).first()
    return _record(person) if person else None


def by_id(person_id: int) -> PersonRecord | None:
    """The person with that number."""
    person = db.session.get(Person, person_id)
    return _record(person) if person else None


def listing(text: str, *, limit: int, after: str = "") -> list[PersonRecord]:
    """People by name, a page at a time; `text` is part of a name or a whole sign-in name."""
    people = select(Person).order_by(Person.name_fold, Person.id).limit(limit)
    if text:
        part = fold(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        people = people.where(
            or_(
                Person.name_fold.like(f"%{part}%", escape="\\"),
                Person.email == text,
                Person.service_number == text,
            )
        )
    if after:
        people = people.where(Person.name_fold > after)
    return [_record(person) for person in db.session.scalars(people)]


def set_language(person_id: int, language: str) -> None:
    """Keep the language that somebody chose."""
    begin_write()
    db.session.execute(update(Person).where(Person.id == person_id).values(language=language))


def set_service(person_id: int, function: str | None, sex: str | None) -> None:
    """Keep what somebody does in the service, and their sex."""
    begin_write()
    db.session.execute(
        update(Person).where(Person.id == person_id).values(function=function, sex=sex)
    )


def set_name(person_id: int, name: str) -> None:
    """Keep a confirmed name."""
    begin_write()
    db.session.execute(
        update(Person).where(Person.id == person_id).values(name=name, name_fold=fold(name))
    )


def set_left(person_id: int, now: datetime) -> None:
    """Somebody left: sessions end, roles and memberships end today."""
    begin_write()
    db.session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(left_at=now, session_epoch=Person.session_epoch + 1)
    )
    for table in (RoleRow, Membership):
        db.session.execute(
            update(table)
            .where(
                table.person_id == person_id,
                or_(table.to_day.is_(None), table.to_day > now.date()),
            )
            .values(to_day=now.date())
        )


def unit_names(person_id: int, day: date) -> list[str]:
    """The units that somebody belongs to on that day."""
    return list(
        db.session.scalars(
            select(Unit.name)
            .join(Membership, Membership.unit_id == Unit.id)
            .where(
                Membership.person_id == person_id,
                Membership.from_day <= day,
                or_(Membership.to_day.is_(None), Membership.to_day > day),
            )
            .order_by(Unit.name)
        )
    )


def unit_by_key(key: str) -> int | None:
    """The number of the unit with that key."""
    return db.session.scalar(select(Unit.id).where(Unit.key == key))


def grant(
    person_id: int, role: Role, unit_id: int | None, *, granted_by: int | None, day: date
) -> bool:
    """Give a role from that day on; False if it is held already."""
    begin_write()
    if _held(person_id, role, unit_id, day) is not None:
        return False
    db.session.add(
        RoleRow(
            person_id=person_id,
            role=role.value,
            unit_id=unit_id,
            from_day=day,
            granted_by=granted_by,
        )
    )
    db.session.flush()
    return True


def end_role(person_id: int, role: Role, unit_id: int | None, *, day: date) -> bool:
    """End a role on that day; False if it is not held."""
    begin_write()
    row = _held(person_id, role, unit_id, day)
    if row is None:
        return False
    row.to_day = day
    db.session.flush()
    return True


def _held(person_id: int, role: Role, unit_id: int | None, day: date) -> RoleRow | None:
    return db.session.scalars(
        select(RoleRow).where(
            RoleRow.person_id == person_id,
            RoleRow.role == role.value,
            RoleRow.unit_id.is_(None) if unit_id is None else RoleRow.unit_id == unit_id,
            RoleRow.from_day <= day,
            or_(RoleRow.to_day.is_(None), RoleRow.to_day > day),
        )
    ).first()


def administrators(day: date) -> int:
    """How many people hold the role of administrator on that day."""
    return int(
        db.session.scalar(
            select(func.count(RoleRow.person_id.distinct()))
            .join(Person, Person.id == RoleRow.person_id)
            .where(
                RoleRow.role == Role.ADMIN.value,
                Person.left_at.is_(None),
                RoleRow.from_day <= day,
                or_(RoleRow.to_day.is_(None), RoleRow.to_day > day),
            )
        )
        or 0
    )
