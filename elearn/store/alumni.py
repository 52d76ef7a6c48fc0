"""Find and keep the profiles of alumni."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from elearn.core.script import fold
from elearn.store.db import db
from elearn.store.tables.alumni import AlumniProfile
from elearn.store.tables.people import Person

FOLDED = "folded"
"""Beside the fields: their words without case and diacritics, for the directory's search."""


@dataclass(frozen=True, slots=True)
class KeptProfile:
    """A profile with its owner's country in the roster."""

    person_id: int
    key: str
    country: str | None
    joined_at: datetime
    left_at: datetime | None
    fields: dict[str, Any]
    visibility: dict[str, str]
    listed: bool


def profiles() -> Select[Any]:
    """Profiles of people who are still in the roster, in the order of `KeptProfile`."""
    return (
        select(
            AlumniProfile.person_id,
            AlumniProfile.key,
            Person.country,
            AlumniProfile.joined_at,
            AlumniProfile.left_at,
            AlumniProfile.fields,
            AlumniProfile.visibility,
            AlumniProfile.listed,
        )
        .join(Person, Person.id == AlumniProfile.person_id)
        .where(Person.left_at.is_(None))
    )


def read(rows: Iterable[Any]) -> list[KeptProfile]:
    """Profiles from the rows of `profiles()`."""
    return [KeptProfile(*row) for row in rows]


def of_person(person_id: int) -> KeptProfile | None:
    """Somebody's profile, whether or not they left the alumni."""
    rows = db.session.execute(profiles().where(AlumniProfile.person_id == person_id))
    return next(iter(read(rows)), None)


def by_key(key: str) -> KeptProfile | None:
    """The profile with that key, if its owner is among the alumni and in the directory."""
    rows = db.session.execute(
        profiles().where(
            AlumniProfile.key == key,
            AlumniProfile.left_at.is_(None),
            AlumniProfile.listed,
        )
    )
    return next(iter(read(rows)), None)


def join(person_id: int, *, at: datetime) -> None:
    """Somebody joins, or comes back, with an empty profile that nobody sees."""
    row = db.session.get(AlumniProfile, person_id)
    if row is None:
        db.session.add(
            AlumniProfile(person_id=person_id, joined_at=at, fields={}, visibility={}, listed=False)
        )
        return
    row.joined_at, row.left_at, row.listed = at, None, False
    row.fields, row.visibility = {}, {}


def keep(
    person_id: int, fields: dict[str, Any], visibility: dict[str, str], *, listed: bool
) -> None:
    """Keep what somebody says of themselves, and to whom."""
    row = db.session.get_one(AlumniProfile, person_id)
    row.fields = {**fields, FOLDED: {name: _folded(value) for name, value in fields.items()}}
    row.visibility, row.listed = visibility, listed


def _folded(value: Any) -> str:
    return fold(value if isinstance(value, str) else " ".join(value))


def leave(person_id: int, *, at: datetime) -> None:
    """Somebody leaves: nothing of what they wrote is kept."""
    row = db.session.get_one(AlumniProfile, person_id)
    row.left_at, row.listed, row.fields, row.visibility = at, False, {}, {}
