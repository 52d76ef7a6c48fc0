"""Makers of test data: plain functions, one row or a few each, committed at once.

They need an app context (the `app` fixture gives one).
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import count

from elearn.core.access import Actor, Role
from elearn.core.script import fold
from elearn.services import passwords
from elearn.store import packs, people, records
from elearn.store.db import begin_write, db
from elearn.store.tables.alumni import AlumniProfile
from elearn.store.tables.enrolments import Enrolment, ItemState
from elearn.store.tables.people import Person
from elearn.store.tables.people import Role as RoleRow
from elearn.store.tables.units import Membership, Unit, UnitParent

LONG_AGO = date(2020, 1, 1)
CREATED = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
PASSWORD = "green lamp over booth four"

_numbers = count(1)
_hashes: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Made:
    """Somebody or something that was made: its number and key."""

    id: int
    key: str
    name: str = ""
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is who: Ann learns, Ben is of her unit, Cy is an outsider abroad, Dee trains.

    Mia manages Ann's and Ben's unit, Max another one in Cy's country, Co coordinates, Ana
    administers.
    """

    ann: Made
    ben: Made
    cy: Made
    dee: Made
    mia: Made
    max: Made
    co: Made
    ana: Made
    station: Made
    ministry: Made
    abroad: Made
    everybody: tuple[Made, ...] = field(default=())


def hash_of(password: str) -> str:
    """The hash of a test's password, made once."""
    if password not in _hashes:
        _hashes[password] = passwords.make_hash(password)
    return _hashes[password]


def person(
    name: str = "Somebody",
    *,
    email: str | None = "",
    service_number: str | None = None,
    password: str | None = PASSWORD,
    language: str | None = "en",
    country: str | None = "BA",
    unit: Made | None = None,
    roles: tuple[Role, ...] = (),
    role_unit: Made | None = None,
    must_change_password: bool = False,
    alumnus: bool = False,
    left_at: datetime | None = None,
) -> Made:
    """Somebody; `email=""` makes one up, None means none. `password=None` means no password yet."""
    number = next(_numbers)
    if email == "":
        email = f"{fold(name).replace(' ', '.')}.{number}@example.org"
    begin_write()
    row = Person(
        key=f"person{number}",
        name=name,
        name_fold=fold(name),
        email=email,
        service_number=service_number,
        password_hash=hash_of(password) if password else None,
        must_change_password=must_change_password,
        language=language,
        country=country,
        created_at=CREATED,
        left_at=left_at,
    )
    db.session.add(row)
    db.session.flush()
    if unit is not None:
        db.session.add(Membership(person_id=row.id, unit_id=unit.id, from_day=LONG_AGO))
    for role in roles:
        db.session.add(
            RoleRow(
                person_id=row.id,
                role=role.value,
                unit_id=role_unit.id if role_unit else None,
                from_day=LONG_AGO,
            )
        )
    if alumnus:
        db.session.add(AlumniProfile(person_id=row.id, joined_at=CREATED, fields={}, visibility={}))
    made = Made(row.id, row.key, name, email)
    db.session.commit()
    return made


def unit(
    name: str = "Station",
    *,
    parent: Made | None = None,
    kind: str = "station",
    country: str = "BA",
) -> Made:
    """A unit, below another one or at the top."""
    begin_write()
    row = Unit(
        key=f"unit{next(_numbers)}", name=name, kind=kind, country=country, created_at=CREATED
    )
    db.session.add(row)
    db.session.flush()
    db.session.add(
        UnitParent(unit_id=row.id, parent_id=parent.id if parent else None, from_day=LONG_AGO)
    )
    made = Made(row.id, row.key, name)
    db.session.commit()
    return made


def role(
    somebody: Made,
    role_: Role,
    *,
    unit: Made | None = None,
    from_day: date = LONG_AGO,
    to_day: date | None = None,
) -> None:
    """Give a role, from a day to a day."""
    begin_write()
    db.session.add(
        RoleRow(
            person_id=somebody.id,
            role=role_.value,
            unit_id=unit.id if unit else None,
            from_day=from_day,
            to_day=to_day,
        )
    )
    db.session.commit()


def membership(
    somebody: Made, unit: Made, *, from_day: date = LONG_AGO, to_day: date | None = None
) -> None:
    """Somebody belongs to a unit, from a day to a day."""
    begin_write()
    db.session.add(
        Membership(person_id=somebody.id, unit_id=unit.id, from_day=from_day, to_day=to_day)
    )
    db.session.commit()


def course(pack_id: str = "checks", title: str = "Border checks", *, published: bool = True) -> int:
    """A course that the database knows, without its files; the number of its version."""
    begin_write()
    number = packs.keep_version(
        pack_id=pack_id,
        kind="course",
        version="1.0.0",
        digest=sha256(pack_id.encode()).hexdigest(),
        title=title,
        language="en",
        facts={"languages": ["en"], "items": 4, "lessons": 3, "minutes": 60},
        warnings=[],
        installed_at=CREATED,
        installed_by=None,
    )
    if published:
        packs.publish(number, by=None, at=CREATED)
    db.session.commit()
    return number


def enrolment(
    somebody: Made,
    version_id: int,
    *,
    done: tuple[str, ...] = (),
    last_item: str | None = "",
    completed_at: datetime | None = None,
    ended_at: datetime | None = None,
    began_at: datetime = CREATED,
) -> int:
    """Somebody takes a course; `last_item=None` means that they never opened it."""
    begin_write()
    row = Enrolment(
        key=f"enrolment{next(_numbers)}",
        person_id=somebody.id,
        line_id=packs.line_of(version_id),
        began_at=began_at,
        ended_at=ended_at,
        completed_at=completed_at,
        last_item=(done or ("lesson",))[-1] if last_item == "" else last_item,
        last_at=began_at,
    )
    db.session.add(row)
    db.session.flush()
    for item in done:
        state = ItemState(
            enrolment_id=row.id, item_id=item, state="read", version_id=version_id, at=began_at
        )
        db.session.add(state)
    number = row.id
    db.session.commit()
    return number


def record(
    somebody: Made,
    version_id: int,
    *,
    valid_until: date | None = None,
    issued_at: datetime = CREATED,
    status: str = "",
) -> int:
    """Somebody completed a course; `status` revokes or supersedes the record."""
    enrolment_id = enrolment(
        somebody, version_id, completed_at=issued_at, ended_at=issued_at, began_at=issued_at
    )
    n = next(_numbers)
    begin_write()
    number = records.keep(
        {
            "key": f"record{n}",
            "code_hash": f"code{n}",
            "person_id": somebody.id,
            "enrolment_id": enrolment_id,
            "version_id": version_id,
            "kind": "completion",
            "language": "en",
            "law_checked": None,
            "issued_at": issued_at,
            "valid_until": valid_until,
            "commitments": {},
            "digest": f"{n:064x}",
        },
        {"code": f"CODE{n}", "facts": {"title": "Border checks"}, "salts": {}},
    )
    if status:
        records.add_status(number, status, "a reason", by=None, at=issued_at)
    db.session.commit()
    return number


def cast(now: datetime) -> Cast:
    """Everybody, with their units."""
    ministry = unit("Ministry", kind="ministry")
    station = unit("Station North", parent=ministry)
    abroad = unit("Station Abroad", country="RS")
    ann = person("Ann Learner", unit=station)
    ben = person("Ben Colleague", unit=station)
    cy = person("Cy Outsider", unit=abroad, country="RS")
    dee = person("Dee Trainer", roles=(Role.TRAINER,))
    mia = person("Mia Manager", unit=station, roles=(Role.MANAGER,), role_unit=station)
    max_ = person("Max Manager", unit=abroad, roles=(Role.MANAGER,), role_unit=abroad, country="RS")
    co = person("Co Coordinator", roles=(Role.COORDINATOR,))
    ana = person("Ana Admin", roles=(Role.ADMIN,))
    everybody = (ann, ben, cy, dee, mia, max_, co, ana)
    return Cast(ann, ben, cy, dee, mia, max_, co, ana, station, ministry, abroad, everybody)


def actor(somebody: Made, day: date = date(2026, 11, 23)) -> Actor:
    """Somebody as they stand before a service."""
    known = people.actor_by_id(somebody.id, day)
    assert known is not None, "this person has left"
    return known.actor


def epoch_of(somebody: Made) -> int:
    """The epoch that a session of theirs must carry."""
    known = people.actor_by_id(somebody.id, date(2026, 11, 23))
    return known.epoch if known else 0
