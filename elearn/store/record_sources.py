"""What the facts of a completion record are taken from, beside the pack itself."""

from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, literal, or_, select

from elearn.store import attempts
from elearn.store.attempts import KeptAttempt
from elearn.store.db import rows, table_of
from elearn.store.tables.attempts import Attempt
from elearn.store.tables.enrolments import Enrolment
from elearn.store.tables.packs import PackVersion
from elearn.store.tables.publications import PublicationRow
from elearn.store.tables.units import Membership

_LONGEST_CHAIN = 50
"""So many moves of one enrolment are followed back."""

MOST = 5000
"""The most attempts that are looked at for one record."""


def _finished() -> Select[Any]:
    enrolment, attempt = table_of(Enrolment), table_of(Attempt)
    chain = (
        select(enrolment.c.id, enrolment.c.moved_from_id, literal(0).label("back"))
        .where(enrolment.c.id == bindparam("enrolment_id"))
        .cte("chain", recursive=True)
    )
    chain = chain.union_all(
        select(enrolment.c.id, enrolment.c.moved_from_id, chain.c.back + 1)
        .join(chain, enrolment.c.id == chain.c.moved_from_id)
        .where(chain.c.back < _LONGEST_CHAIN)
    )
    return (
        attempts.all_columns()
        .join(chain, chain.c.id == attempt.c.enrolment_id)
        .where(attempt.c.kind == "quiz", attempt.c.finished_at.is_not(None))
        .order_by(chain.c.back, attempt.c.number)
        .limit(MOST)
    )


_FINISHED = _finished()


def finished_attempts(enrolment_id: int) -> list[KeptAttempt]:
    """The finished attempts at quizzes in an enrolment and in those that it goes on from.

    Those in the newest enrolment first, in each the oldest first.
    """
    return [KeptAttempt(*row) for row in rows(_FINISHED, {"enrolment_id": enrolment_id})]


_MEMBER, _PUBLISHED, _VERSION = (
    table_of(Membership),
    table_of(PublicationRow),
    table_of(PackVersion),
)
_IN_ROSTER = (
    select(_MEMBER.c.id)
    .where(
        _MEMBER.c.person_id == bindparam("person_id"),
        _MEMBER.c.from_day <= bindparam("day"),
        or_(_MEMBER.c.to_day.is_(None), _MEMBER.c.to_day > bindparam("day")),
    )
    .limit(1)
)
_CONFIRMED_BY_TWO = (
    select(_PUBLISHED.c.id)
    .join(_VERSION, _VERSION.c.id == _PUBLISHED.c.version_id)
    .where(
        _VERSION.c.digest == bindparam("digest"),
        _PUBLISHED.c.act == "publish",
        _PUBLISHED.c.state == "confirmed",
        _PUBLISHED.c.proposed_by.is_not(None),
        _PUBLISHED.c.decided_by.is_not(None),
        _PUBLISHED.c.proposed_by != _PUBLISHED.c.decided_by,
    )
    .limit(1)
)


def in_roster(person_id: int, day: date) -> bool:
    """Whether an institution has somebody in one of its units on that day."""
    return rows(_IN_ROSTER, {"person_id": person_id, "day": day}).first() is not None


def confirmed_by_two(digest: str) -> bool:
    """Whether one person proposed to publish the version with that digest and another confirmed."""
    return rows(_CONFIRMED_BY_TWO, {"digest": digest}).first() is not None
