"""Everything from which the marks of a quiz were made, attempt by attempt, as a stream."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select

from elearn.store.attempts import MOST
from elearn.store.db import db
from elearn.store.tables.attempts import AnswerRow, Attempt, MarkRow
from elearn.store.tables.corrections import CorrectionResult

_BATCH = 100
"""So many rows are read in one go; longer goes would keep others in the process waiting."""


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A mark with the answer that it was given for, and the attempt.

    Attributes:
        attempt: Its number; it names nobody.
        raw: None where no answer was given.
        held: A correction would have lowered the result, and it was kept.
    """

    attempt: int
    digest: str
    seed: str
    points: str | None
    points_max: str | None
    passed: bool | None
    lapsed: str | None
    held: bool
    question_id: str
    share: str
    mark_points: str
    verdict: str
    grader_version: int
    raw: dict[str, Any] | None


def of_quiz(version_id: int, item_id: str) -> Iterator[KeptRow]:
    """All marks of the finished attempts, attempt by attempt; later marks of a question follow."""
    return _rows((Attempt.version_id == version_id) & (Attempt.item_id == item_id))


def of_attempts(attempt_ids: Collection[int]) -> Iterator[KeptRow]:
    """All marks of these finished attempts, likewise."""
    return _rows(Attempt.id.in_(attempt_ids))


def _rows(which: ColumnElement[bool]) -> Iterator[KeptRow]:
    held = exists().where(CorrectionResult.attempt_id == Attempt.id, CorrectionResult.kept)
    query: Select[*tuple[Any, ...]] = (
        select(
            Attempt.id,
            Attempt.digest,
            Attempt.seed,
            Attempt.points,
            Attempt.points_max,
            Attempt.passed,
            Attempt.lapsed,
            held,
            MarkRow.question_id,
            MarkRow.share,
            MarkRow.points,
            MarkRow.verdict,
            MarkRow.grader_version,
            AnswerRow.raw,
        )
        .join(MarkRow, MarkRow.attempt_id == Attempt.id)
        .outerjoin(AnswerRow, AnswerRow.id == MarkRow.answer_id)
        .where(which, Attempt.finished_at.is_not(None))
        .order_by(Attempt.id, MarkRow.id)
    )
    for row in db.session.execute(query.execution_options(yield_per=_BATCH)):
        yield KeptRow(*row)


def answers_marked(enrolment_id: int, item_id: str) -> list[tuple[dict[str, Any], str]]:
    """What was answered in all finished attempts at an item, and the newest verdict on it."""
    found = db.session.execute(
        select(MarkRow.attempt_id, MarkRow.question_id, AnswerRow.raw, MarkRow.verdict)
        .join(Attempt, Attempt.id == MarkRow.attempt_id)
        .join(AnswerRow, AnswerRow.id == MarkRow.answer_id)
        .where(Attempt.enrolment_id == enrolment_id, Attempt.item_id == item_id)
        .order_by(MarkRow.id.desc())
        .limit(MOST)
    )
    newest: dict[tuple[int, str], tuple[dict[str, Any], str]] = {}
    for row in found:
        newest.setdefault((row.attempt_id, row.question_id), (row.raw, row.verdict))
    return list(newest.values())
