"""What a learner wants to know of attempts that ended: whose marks wait, have come, or changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Select, String, func, literal, null, or_, select, union_all
from sqlalchemy import cast as as_type

from elearn.store.db import db
from elearn.store.tables.attempts import Attempt
from elearn.store.tables.corrections import CorrectionResult
from elearn.store.tables.enrolments import Enrolment
from elearn.store.tables.marking import WrittenAnswer

MOST = 20
"""The most news that one question returns."""


@dataclass(frozen=True, slots=True)
class News:
    """An attempt that waits for trainers, was released, or was corrected.

    Attributes:
        corrected: Whether it was corrected; the rest says how, and is None otherwise.
        at: When that was, or when the marks of people were released; None while they wait.
    """

    attempt_id: int
    attempt_key: str
    digest: str
    item_id: str
    corrected: bool
    at: datetime | None
    points_before: str | None
    max_before: str | None
    passed_before: bool | None
    points_after: str | None
    max_after: str | None
    passed_after: bool | None
    kept: bool | None


def of_person(person_id: int, *, since: datetime) -> list[News]:
    """What waits, and what happened since then, the newest attempts first. One query."""
    found = union_all(_marked(person_id, since), _corrected(person_id, since)).subquery()
    newest = select(found).order_by(found.c.attempt_id.desc(), found.c.at.desc()).limit(MOST)
    return [News(*row) for row in db.session.execute(newest)]


def _own(person_id: int) -> Select[Any]:
    """The person's attempts: asked for first, for in one flat join SQLite reads everybody's."""
    return (
        select(Attempt.id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.person_id == person_id)
    )


def _marked(person_id: int, since: datetime) -> Select[*tuple[Any, ...]]:
    last = func.max(WrittenAnswer.released_at)
    words, truth = as_type(null(), String), as_type(null(), Boolean)
    return (
        select(
            Attempt.id.label("attempt_id"),
            Attempt.key,
            Attempt.digest,
            Attempt.item_id,
            literal(value=False).label("corrected"),
            last.label("at"),
            *(
                words.label("points_before"),
                words.label("max_before"),
                truth.label("passed_before"),
            ),
            *(words.label("points_after"), words.label("max_after"), truth.label("passed_after")),
            truth.label("kept"),
        )
        .join(WrittenAnswer, WrittenAnswer.attempt_id == Attempt.id)
        .where(
            Attempt.id.in_(_own(person_id)),
            or_(WrittenAnswer.released_at.is_(None), WrittenAnswer.released_at >= since),
        )
        .group_by(Attempt.id, Attempt.key, Attempt.digest, Attempt.item_id)
    )


def _corrected(person_id: int, since: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Attempt.id,
            Attempt.key,
            Attempt.digest,
            Attempt.item_id,
            literal(value=True),
            CorrectionResult.at,
            CorrectionResult.points_before,
            CorrectionResult.max_before,
            CorrectionResult.passed_before,
            CorrectionResult.points_after,
            CorrectionResult.max_after,
            CorrectionResult.passed_after,
            CorrectionResult.kept,
        )
        .join(CorrectionResult, CorrectionResult.attempt_id == Attempt.id)
        .where(Attempt.id.in_(_own(person_id)), CorrectionResult.at >= since)
    )
