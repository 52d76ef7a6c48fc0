"""What programs were answered: asking again with the same key changes nothing more."""

from datetime import datetime
from typing import Any

from elearn.core.access import Actor
from elearn.core.errors import Conflict, NotFound
from elearn.store import tokens as store


def _number(actor: Actor) -> int:
    if not actor.person_id:
        raise NotFound("This account has just been closed.")
    return actor.person_id


def earlier(
    actor: Actor, key: str, asked: str, *, now: datetime
) -> tuple[int, dict[str, Any]] | None:
    """What was answered to the same question under that key; None if it is new, and now held.

    The answer is kept in the transaction that does the work, so either both stand or neither.

    Raises:
        Conflict: If something else was asked under that key.
    """
    found = store.hold_answer(_number(actor), key, asked, at=now)
    if found is None:
        return None
    if found.asked != asked:
        raise Conflict(
            "This idempotency key was used for something else.", code="idempotency-key-reused"
        )
    return found.status, found.answer


def keep(actor: Actor, key: str, status: int, answer: dict[str, Any]) -> None:
    """Keep what is answered under a key that `earlier` held."""
    store.keep_answer(_number(actor), key, status, answer)
