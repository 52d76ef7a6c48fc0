"""Find and keep attempts, answers, marks and steps."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, select, update

from elearn.store.db import db, rows, table_of
from elearn.store.hold import hold as hold_row
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


# Statements of hot pages are built once, on the tables: no objects are wanted, only rows.
_ATTEMPT = table_of(Attempt)
_ENROLMENT = table_of(Enrolment)
_ANSWER = table_of(AnswerRow)

_ATTEMPTS: Select[Any] = (
    select(
        _ATTEMPT.c.id,
        _ATTEMPT.c.key,
        _ATTEMPT.c.enrolment_id,
        _ENROLMENT.c.person_id,
        _ATTEMPT.c.item_id,
        _ATTEMPT.c.kind,
        _ATTEMPT.c.number,
        _ATTEMPT.c.version_id,
        _ATTEMPT.c.digest,
        _ATTEMPT.c.language,
        _ATTEMPT.c.seed,
        _ATTEMPT.c.started_at,
        _ATTEMPT.c.finished_at,
        _ATTEMPT.c.points,
        _ATTEMPT.c.points_max,
        _ATTEMPT.c.passed,
        _ATTEMPT.c.ending,
    )
    .select_from(_ATTEMPT)
    .join(_ENROLMENT, _ENROLMENT.c.id == _ATTEMPT.c.enrolment_id)
)
_BY_KEY = _ATTEMPTS.where(_ATTEMPT.c.key == bindparam("key"))
_OF_ITEM = (
    _ATTEMPTS.where(
        _ATTEMPT.c.enrolment_id == bindparam("enrolment_id"),
        _ATTEMPT.c.item_id == bindparam("item_id"),
    )
    .order_by(_ATTEMPT.c.number)
    .limit(MOST)
)


def by_key(key: str) -> KeptAttempt | None:
    """The attempt with that key."""
    row = rows(_BY_KEY, {"key": key}).first()
    return KeptAttempt(*row) if row else None


def of_item(enrolment_id: int, item_id: str) -> list[KeptAttempt]:
    """All attempts at an item, oldest first."""
    found = rows(_OF_ITEM, {"enrolment_id": enrolment_id, "item_id": item_id})
    return [KeptAttempt(*row) for row in found]


def hold(key: str) -> None:
    """Let other writers at this attempt wait until the commit."""
    hold_row(Attempt, key=key)


def begin(**values: Any) -> None:
    """Keep a new attempt.

    Raises:
        IntegrityError: If the item has an open one, or the number is taken.
    """
    db.session.add(Attempt(**values))
    db.session.flush()  # to meet the constraints here


_LATEST = (
    select(func.max(_ANSWER.c.id))
    .where(_ANSWER.c.attempt_id == bindparam("attempt_id"), _ANSWER.c.late.is_(False))
    .group_by(_ANSWER.c.question_id)
)
_ANSWERS = select(
    _ANSWER.c.id, _ANSWER.c.question_id, _ANSWER.c.number, _ANSWER.c.raw, _ANSWER.c.at
).where(_ANSWER.c.id.in_(_LATEST))


def answers(attempt_id: int) -> dict[str, KeptAnswer]:
    """The latest answer to each question, by question id."""
    found = rows(_ANSWERS, {"attempt_id": attempt_id})
    return {row.question_id: KeptAnswer(*row) for row in found}


_NEXT_NUMBER = (
    select(func.coalesce(func.max(_ANSWER.c.number), 0) + 1)
    .where(
        _ANSWER.c.attempt_id == _ATTEMPT.c.id,
        _ANSWER.c.question_id == bindparam("question_id"),
    )
    .correlate(_ATTEMPT)
    .scalar_subquery()
)
_ADD_ANSWER = (
    insert(_ANSWER)
    .from_select(
        ["attempt_id", "question_id", "number", "raw", "late", "at"],
        select(
            _ATTEMPT.c.id,
            bindparam("question_id", type_=_ANSWER.c.question_id.type),
            _NEXT_NUMBER,
            bindparam("raw", type_=_ANSWER.c.raw.type),
            _ATTEMPT.c.finished_at.is_not(None),
            bindparam("at", type_=_ANSWER.c.at.type),
        ).where(_ATTEMPT.c.key == bindparam("key")),
    )
    .returning(_ANSWER.c.late)
)


def add_answer(key: str, question_id: str, raw: dict[str, Any], *, at: datetime) -> bool:
    """Keep an answer to the attempt with that key above those before it; whether it was late."""
    values = {"key": key, "question_id": question_id, "raw": raw, "at": at}
    return bool(db.session.execute(_ADD_ANSWER, values).scalar_one())


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
