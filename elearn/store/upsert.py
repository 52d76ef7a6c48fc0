"""Insert a row unless it is there, in the words of the database at hand."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from elearn.store.db import Base, db


def insert_or_skip(table: type[Base], values: Mapping[str, Any]) -> bool:
    """Insert a row; where one with the same unique value stands, do nothing. Whether it was new."""
    if db.engine.dialect.name == "sqlite":
        done = db.session.execute(sqlite.insert(table).values(**values).on_conflict_do_nothing())
    else:
        done = db.session.execute(
            postgresql.insert(table).values(**values).on_conflict_do_nothing()
        )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an insert's result counts rows
