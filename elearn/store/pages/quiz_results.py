"""The finished attempts at a version of a quiz: what questions earned, and what was chosen."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from elearn.store.db import db
from elearn.store.tables.attempts import AnswerRow, Attempt, MarkRow

_BATCH = 5000


@dataclass(frozen=True, slots=True)
class Marked:
    """A question of an attempt. `share` is a fraction as text; `raw` None for no answer."""

    attempt_id: int
    question_id: str
    share: str
    raw: dict[str, Any] | None


def marked(version_id: int, item_id: str) -> Iterator[Marked]:
    """Every mark of the finished attempts, attempt by attempt; later marks of a question follow."""
    rows = db.session.execute(
        select(Attempt.id, MarkRow.question_id, MarkRow.share, AnswerRow.raw)
        .join(MarkRow, MarkRow.attempt_id == Attempt.id)
        .outerjoin(AnswerRow, AnswerRow.id == MarkRow.answer_id)
        .where(
            Attempt.version_id == version_id,
            Attempt.item_id == item_id,
            Attempt.finished_at.is_not(None),
        )
        .order_by(Attempt.id, MarkRow.id)
        .execution_options(yield_per=_BATCH)
    )
    return (Marked(*row) for row in rows)
