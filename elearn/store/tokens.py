"""Find and keep the tokens of programs, and what programs were answered."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update

from elearn.store.db import begin_write, db
from elearn.store.tables.tokens import ApiClient, ApiToken, KeptAnswer
from elearn.store.upsert import insert_or_skip

MOST = 100
"""The most tokens of one person that are shown."""


@dataclass(frozen=True, slots=True)
class OwnToken:
    """A token of somebody, without what it is used with."""

    key: str
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None
    used_on: date | None


@dataclass(frozen=True, slots=True)
class Holder:
    """Who stands behind a token that holds now. `client_id` and `unit_id` of a client's."""

    token_id: int
    token_key: str
    person_id: int
    scopes: tuple[str, ...]
    used_on: date | None
    client_id: int | None
    client_key: str | None
    unit_id: int | None
    client_scopes: tuple[str, ...]
    client_used_on: date | None


def holder(token_hash: str, now: datetime) -> Holder | None:
    """Who stands behind that token; None if there is none, or it is over. One query."""
    row: Any = db.session.execute(
        select(
            ApiToken.id,
            ApiToken.key,
            ApiToken.person_id,
            ApiToken.scopes,
            ApiToken.used_on,
            ApiClient.id,
            ApiClient.key,
            ApiClient.unit_id,
            ApiClient.scopes,
            ApiClient.used_on,
        )
        .outerjoin(ApiClient, ApiClient.id == ApiToken.client_id)
        .where(
            ApiToken.token_hash == token_hash,
            ApiToken.withdrawn_at.is_(None),
            ApiToken.expires_at > now,
            or_(
                ApiToken.client_id.is_(None),
                ApiClient.withdrawn_at.is_(None) & (ApiClient.expires_at > now),
            ),
        )
    ).first()
    if row is None:
        return None
    return Holder(
        token_id=row[0],
        token_key=row[1],
        person_id=row[2],
        scopes=tuple(row[3]),
        used_on=row[4],
        client_id=row[5],
        client_key=row[6],
        unit_id=row[7],
        client_scopes=tuple(row[8] or ()),
        client_used_on=row[9],
    )


def holder_of_client(client_id: int) -> Holder | None:
    """Who stands behind a client that asks without a token. Whether it may is for the caller."""
    row: Any = db.session.execute(select(ApiClient).where(ApiClient.id == client_id)).scalar()
    if row is None:
        return None
    return Holder(
        token_id=0,
        token_key=f"client:{row.key}",
        person_id=row.person_id,
        scopes=tuple(row.scopes),
        used_on=row.used_on,
        client_id=row.id,
        client_key=row.key,
        unit_id=row.unit_id,
        client_scopes=tuple(row.scopes),
        client_used_on=row.used_on,
    )


def keep(**values: Any) -> None:
    """Keep a new token."""
    begin_write()
    db.session.add(ApiToken(**values))
    db.session.flush()


def of_person(person_id: int) -> list[OwnToken]:
    """Somebody's own tokens that are not withdrawn, newest first."""
    rows = db.session.execute(
        select(
            ApiToken.key,
            ApiToken.name,
            ApiToken.scopes,
            ApiToken.created_at,
            ApiToken.expires_at,
            ApiToken.withdrawn_at,
            ApiToken.used_on,
        )
        .where(
            ApiToken.person_id == person_id,
            ApiToken.client_id.is_(None),
            ApiToken.withdrawn_at.is_(None),
        )
        .order_by(ApiToken.id.desc())
        .limit(MOST)
    )
    return [OwnToken(r[0], r[1], tuple(r[2]), r[3], r[4], r[5], r[6]) for r in rows]


def count_valid(person_id: int, now: datetime) -> int:
    """How many tokens of their own somebody can use now."""
    query = select(func.count()).where(
        ApiToken.person_id == person_id,
        ApiToken.client_id.is_(None),
        ApiToken.withdrawn_at.is_(None),
        ApiToken.expires_at > now,
    )
    return int(db.session.scalar(query) or 0)


def withdraw(person_id: int, key: str, now: datetime) -> bool:
    """Withdraw somebody's own token; False if there is none to withdraw."""
    begin_write()
    done = db.session.execute(
        update(ApiToken)
        .where(
            ApiToken.person_id == person_id,
            ApiToken.key == key,
            ApiToken.client_id.is_(None),
            ApiToken.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an update's result counts rows


def touch(token_id: int, client_id: int | None, day: date) -> None:
    """A token, and its client, were used on that day."""
    begin_write()
    db.session.execute(update(ApiToken).where(ApiToken.id == token_id).values(used_on=day))
    if client_id is not None:
        db.session.execute(update(ApiClient).where(ApiClient.id == client_id).values(used_on=day))


def forget_ended_before(moment: datetime) -> int:
    """Delete tokens that ended or were withdrawn before; how many."""
    begin_write()
    done = db.session.execute(
        delete(ApiToken).where(
            or_(ApiToken.expires_at < moment, ApiToken.withdrawn_at < moment),
        )
    )
    return int(done.rowcount)  # type: ignore[attr-defined]  # a delete's result counts rows


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: to what, with which status, and the answer."""

    asked: str
    status: int
    answer: dict[str, Any]


def hold_answer(person_id: int, key: str, asked: str, *, at: datetime) -> Answer | None:
    """Take a key for the answer that follows; what was answered already, if it is taken.

    Who asks with the same key at the same time waits here for the other's commit.
    """
    begin_write()
    values = {"person_id": person_id, "key": key, "asked": asked, "answer": {}, "at": at}
    if insert_or_skip(KeptAnswer, {**values, "status": 0}):
        return None
    row = db.session.execute(
        select(KeptAnswer.asked, KeptAnswer.status, KeptAnswer.answer).where(
            KeptAnswer.person_id == person_id, KeptAnswer.key == key
        )
    ).one()
    return Answer(*row)


def keep_answer(person_id: int, key: str, status: int, answer: dict[str, Any]) -> None:
    """Keep what was answered under a key that is held."""
    begin_write()
    db.session.execute(
        update(KeptAnswer)
        .where(KeptAnswer.person_id == person_id, KeptAnswer.key == key)
        .values(status=status, answer=answer)
    )


def forget_answers_before(moment: datetime) -> int:
    """Delete answers that were kept before; how many."""
    begin_write()
    done = db.session.execute(delete(KeptAnswer).where(KeptAnswer.at < moment))
    return int(done.rowcount)  # type: ignore[attr-defined]  # a delete's result counts rows
