"""Keep what a learner did with a question beside answering it."""

from collections.abc import Iterable
from datetime import datetime

from elearn.store.tables.attempts import QuestionState
from elearn.store.upsert import insert_or_change


def set_flag(attempt_id: int, question_id: str, *, flagged: bool) -> None:
    """Flag a question, or take the flag away."""
    values = {"attempt_id": attempt_id, "question_id": question_id, "flagged": flagged}
    insert_or_change(QuestionState, [values], ("flagged",))


def close_questions(attempt_id: int, question_ids: Iterable[str], *, at: datetime) -> None:
    """Let questions take no further answer."""
    rows = [
        {"attempt_id": attempt_id, "question_id": q, "flagged": False, "closed_at": at}
        for q in question_ids
    ]
    insert_or_change(QuestionState, rows, ("closed_at",))


def pass_questions(attempt_id: int, question_ids: Iterable[str], *, at: datetime) -> None:
    """Let questions take no further answer, and not be opened again."""
    rows = [
        {
            "attempt_id": attempt_id,
            "question_id": q,
            "flagged": False,
            "closed_at": at,
            "passed_at": at,
        }
        for q in question_ids
    ]
    insert_or_change(QuestionState, rows, ("closed_at", "passed_at"))
