"""Find and keep the systems of institutions that ask by themselves."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import aliased

from elearn.core.script import fold
from elearn.store.db import begin_write, db
from elearn.store.tables.people import Person
from elearn.store.tables.tokens import ApiClient
from elearn.store.tables.units import Unit

MOST = 200
"""The most clients that a page shows."""


@dataclass(frozen=True, slots=True)
class KeptClient:
    """A client, without its secret. `unit` is empty where its reach is the whole site."""

    id: int
    key: str
    person_id: int
    name: str
    made_by: str
    unit: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None
    used_on: date | None
    secret_hash: str


def _read(*conditions: ColumnElement[bool]) -> list[KeptClient]:
    maker = aliased(Person)
    rows: Any = db.session.execute(
        select(
            ApiClient.id,
            ApiClient.key,
            ApiClient.person_id,
            Person.name,
            maker.name,
            Unit.name,
            ApiClient.scopes,
            ApiClient.created_at,
            ApiClient.expires_at,
            ApiClient.withdrawn_at,
            ApiClient.used_on,
            ApiClient.secret_hash,
        )
        .join(Person, Person.id == ApiClient.person_id)
        .join(maker, maker.id == ApiClient.made_by)
        .outerjoin(Unit, Unit.id == ApiClient.unit_id)
        .where(*conditions)
        .order_by(ApiClient.withdrawn_at.is_not(None), ApiClient.id.desc())
        .limit(MOST)
    )
    return [_client(row) for row in rows]


def _client(row: Any) -> KeptClient:
    values = list(row)
    values[5], values[6] = values[5] or "", tuple(values[6])
    return KeptClient(*values)


def listing() -> list[KeptClient]:
    """All clients, those in use first, then newest first."""
    return _read()


def by_key(key: str) -> KeptClient | None:
    """The client with that key."""
    found = _read(ApiClient.key == key)
    return found[0] if found else None


def maker_of(client_id: int) -> int:
    """The number of whoever made a client."""
    return db.session.execute(
        select(ApiClient.made_by).where(ApiClient.id == client_id)
    ).scalar_one()


def add(  # noqa: PLR0913  # a row and the name beside it
    key: str,
    name: str,
    *,
    made_by: int,
    unit_id: int | None,
    scopes: list[str],
    secret_hash: str,
    at: datetime,
    expires_at: datetime,
) -> None:
    """Keep a new client, and the row of people that gives it a name: one that has left already."""
    begin_write()
    person = Person(key=key, name=name, name_fold=fold(name), created_at=at, left_at=at)
    db.session.add(person)
    db.session.flush()  # for its number
    db.session.add(
        ApiClient(
            key=key,
            person_id=person.id,
            made_by=made_by,
            unit_id=unit_id,
            scopes=scopes,
            secret_hash=secret_hash,
            created_at=at,
            expires_at=expires_at,
        )
    )
    db.session.flush()


def set_secret(client_id: int, secret_hash: str) -> None:
    """From now on the client has another secret."""
    begin_write()
    db.session.execute(
        update(ApiClient).where(ApiClient.id == client_id).values(secret_hash=secret_hash)
    )


def withdraw(client_id: int, now: datetime) -> bool:
    """The client can ask no more, and its tokens hold no more; False if so already."""
    begin_write()
    done = db.session.execute(
        update(ApiClient)
        .where(ApiClient.id == client_id, ApiClient.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an update's result counts rows
