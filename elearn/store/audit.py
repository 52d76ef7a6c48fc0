"""Keep what was done, and who looked at whom."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from elearn.store.db import db
from elearn.store.tables.audit import AuditEntry, Look, LookPerson


def keep_act(
    actor_id: int | None, action: str, subject: str, details: dict[str, Any], *, at: datetime
) -> None:
    """Keep an act in the audit trail."""
    db.session.add(
        AuditEntry(at=at, actor_id=actor_id, action=action, subject=subject, details=details)
    )


def keep_acts(
    actor_id: int | None,
    action: str,
    acts: Iterable[tuple[str, dict[str, Any]]],
    *,
    at: datetime,
) -> None:
    """Keep many acts of one kind: each with its subject and details."""
    rows = [
        {"at": at, "actor_id": actor_id, "action": action, "subject": s, "details": d}
        for s, d in acts
    ]
    if rows:
        db.session.execute(insert(AuditEntry), rows)


def keep_look(
    actor_id: int, page: str, filter_: dict[str, Any], people: Iterable[int], *, at: datetime
) -> None:
    """Keep that somebody looked at people: one look, with its filter and whom it showed."""
    look = Look(at=at, actor_id=actor_id, page=page, filter=filter_)
    db.session.add(look)
    db.session.flush()  # for its number
    shown = [{"look_id": look.id, "person_id": p} for p in set(people)]
    if shown:
        db.session.execute(insert(LookPerson), shown)
