"""Open attempts that end by themselves."""

from datetime import datetime

from sqlalchemy import bindparam, select, update

from elearn.store.attempts import IN_A_CROWD, MOST, KeptAttempt, all_columns
from elearn.store.db import db, table_of
from elearn.store.tables.attempts import Attempt
from elearn.store.tables.enrolments import Enrolment

_ATTEMPT = table_of(Attempt)


def due(now: datetime, *, limit: int) -> list[str]:
    """Keys of the open attempts whose deadline has come, the earliest first."""
    query = (
        select(Attempt.key)
        .where(Attempt.finished_at.is_(None), Attempt.deadline_at <= now)
        .order_by(Attempt.deadline_at)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def open_at_quiz(line_id: int, item_id: str) -> list[KeptAttempt]:
    """The open attempts of everybody at a quiz of a release line."""
    query = all_columns().where(
        Enrolment.line_id == line_id, Attempt.item_id == item_id, Attempt.finished_at.is_(None)
    )
    return [KeptAttempt(*row) for row in db.session.execute(query)]


def open_of_enrolment(enrolment_id: int) -> list[KeptAttempt]:
    """The open attempts of a learner in a course, at quizzes that end by themselves."""
    query = all_columns().where(
        Attempt.enrolment_id == enrolment_id,
        Attempt.kind == "quiz",
        Attempt.finished_at.is_(None),
        Attempt.deadline_at.is_not(None),
    )
    return [KeptAttempt(*row) for row in db.session.execute(query)]


def open_of_person(person_id: int) -> list[tuple[int, KeptAttempt]]:
    """The open attempts of somebody at quizzes, each with its release line."""
    query = (
        all_columns()
        .add_columns(Enrolment.line_id)
        .where(
            Enrolment.person_id == person_id,
            Attempt.kind == "quiz",
            Attempt.finished_at.is_(None),
        )
        .limit(MOST)
    )
    return [(line_id, KeptAttempt(*row)) for *row, line_id in db.session.execute(query)]


_END_NOW = (
    update(_ATTEMPT)
    .where(_ATTEMPT.c.id == bindparam("attempt_id"), _ATTEMPT.c.finished_at.is_(None))
    .values(deadline_at=bindparam("at"), ending=IN_A_CROWD)
)


def end_now(attempt_id: int, at: datetime) -> None:
    """Let an open attempt that is handed in end at this moment, to be put away later."""
    db.session.execute(_END_NOW, {"attempt_id": attempt_id, "at": at})


def change(attempt_id: int, deadline_at: datetime | None) -> None:
    """Let an open attempt end then."""
    db.session.execute(
        update(Attempt)
        .where(Attempt.id == attempt_id, Attempt.finished_at.is_(None))
        .values(deadline_at=deadline_at)
    )
