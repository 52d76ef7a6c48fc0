"""Keep a row for oneself until the commit, so that what is decided on it still holds then."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from elearn.store.db import db


def hold(model: Any, **row: Any) -> None:
    """Let other writers who hold the same row, named by a value, wait until this transaction ends.

    On SQLite a writing transaction is alone anyway, so nothing is asked. Elsewhere what is read
    after this call is what stands; what was read before may be stale. To keep clear of deadlocks an
    attempt is held before its enrolment, never after.
    """
    if db.engine.dialect.name != "sqlite":
        found = select(model.id).filter_by(**row)
        db.session.execute(found.with_for_update(key_share=True))


def hold_all(model: Any, numbers: Iterable[int]) -> None:
    """The same for many rows of a table, always in the order of their numbers."""
    if db.engine.dialect.name != "sqlite":
        found = select(model.id).where(model.id.in_(sorted(numbers))).order_by(model.id)
        db.session.execute(found.with_for_update(key_share=True))
