"""Find and keep attempts, answers, marks and steps."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, update

from elearn.store.db import db
from elearn.store.tables.attempts import AnswerRow, Attempt, CaseStep, MarkRow
from elearn.store.tables.enrolments import Enrolment

MOST = 500
"""The most rows of one attempt, or attempts of one item."""


@dataclass(frozen=True, slots=True)
class KeptAttempt:
    """An attempt, and whose it is."""

    id: int
    key: str
    enrolment_id: int
    person_id: int
    item_id: str
    kind: str
    number: int
    version_id: int
    digest: str
    language: str
    seed: str
    started_at: datetime
    finished_at: datetime | None
    points: str | None
    points_max: str | None
    passed: bool | None
    ending: str | None


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """The latest answer to a question."""

    id: int
    question_id: str
    number: int
    raw: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class KeptMark:
    """The mark of a question."""

    question_id: str
    share: str
    points: str
    verdict: str


def _attempts() -> Select[*tuple[Any, ...]]:
    return select(
        Attempt.id,
        Attempt.key,
        Attempt.enrolment_id,
        Enrolment.person_id,
        Attempt.item_id,
        Attempt.kind,
        Attempt.number,
        Attempt.version_id,
        Attempt.digest,
        Attempt.language,
        Attempt.seed,
        Attempt.started_at,
        Attempt.finished_at,
        Attempt.points,
        Attempt.points_max,
        Attempt.passed,
        Attempt.ending,
    ).join(Enrolment, Enrolment.id == Attempt.enrolment_id)


_BY_KEY = _attempts().where(Attempt.key == db.bindparam("key"))


def by_key(key: str) -> KeptAttempt | None:
    """The attempt with that key."""
    row = db.session.execute(_BY_KEY, {"key": key}).first()
    return KeptAttempt(*row) if row else None


def of_item(enrolment_id: int, item_id: str) -> list[KeptAttempt]:
    """All attempts at an item, oldest first."""
    rows = db.session.execute(
        _attempts()
        .where(Attempt.enrolment_id == enrolment_id, Attempt.item_id == item_id)
        .order_by(Attempt.number)
        .limit(MOST)
    )
    return [KeptAttempt(*row) for row in rows]


def begin(**values: Any) -> None:
    """Keep a new attempt.

    Raises:
        IntegrityError: If the item has an open one, or the number is taken.
    """
    db.session.add(Attempt(**values))
    db.session.flush()  # to meet the constraints here


_LATEST = (
    select(func.max(AnswerRow.id))
    .where(AnswerRow.attempt_id == db.bindparam("attempt_id"), AnswerRow.late.is_(False))
    .group_by(AnswerRow.question_id)
)
_ANSWERS = select(
    AnswerRow.id, AnswerRow.question_id, AnswerRow.number, AnswerRow.raw, AnswerRow.at
).where(AnswerRow.id.in_(_LATEST))


def answers(attempt_id: int) -> dict[str, KeptAnswer]:
    """The latest answer to each question, by question id."""
    rows = db.session.execute(_ANSWERS, {"attempt_id": attempt_id})
    return {row.question_id: KeptAnswer(*row) for row in rows}


def add_answer(
    attempt_id: int, question_id: str, raw: dict[str, Any], *, late: bool, at: datetime
) -> None:
    """Keep an answer above those before it."""
    number = db.session.scalar(
        select(func.coalesce(func.max(AnswerRow.number), 0)).where(
            AnswerRow.attempt_id == attempt_id, AnswerRow.question_id == question_id
        )
    )
    db.session.add(
        AnswerRow(
            attempt_id=attempt_id,
            question_id=question_id,
            number=(number or 0) + 1,
            raw=raw,
            late=late,
            at=at,
        )
    )


def add_marks(attempt_id: int, marks: list[dict[str, Any]]) -> None:
    """Keep the marks of an attempt."""
    db.session.add_all(MarkRow(attempt_id=attempt_id, **mark) for mark in marks)


def marks(attempt_id: int) -> dict[str, KeptMark]:
    """The newest mark of each question, by question id."""
    rows = db.session.execute(
        select(MarkRow.question_id, MarkRow.share, MarkRow.points, MarkRow.verdict)
        .where(MarkRow.attempt_id == attempt_id)
        .order_by(MarkRow.id)
        .limit(MOST)
    )
    return {row.question_id: KeptMark(*row) for row in rows}


def finish(attempt_id: int, **values: Any) -> bool:
    """Close an attempt; False if it was closed already."""
    result = db.session.execute(
        update(Attempt)
        .where(Attempt.id == attempt_id, Attempt.finished_at.is_(None))
        .values(**values)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]  # an update has a row count


def choices(attempt_id: int) -> list[str]:
    """The choices made in a case so far, in order."""
    return list(
        db.session.scalars(
            select(CaseStep.choice_id)
            .where(CaseStep.attempt_id == attempt_id)
            .order_by(CaseStep.number)
            .limit(MOST)
        )
    )


def add_choice(**values: Any) -> None:
    """Keep a choice.

    Raises:
        IntegrityError: If that step was made already.
    """
    db.session.add(CaseStep(**values))
    db.session.flush()  # to meet the constraint here
