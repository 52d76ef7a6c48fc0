"""Insert a row unless it is there, in the words of the database at hand."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql, sqlite

from elearn.store.db import Base, db


def insert_or_skip(table: type[Base], values: Mapping[str, Any]) -> bool:
    """Insert a row; where one with the same unique value stands, do nothing. Whether it was new."""
    statement = _statement(table, values).returning(*inspect(table).primary_key)
    return db.session.execute(statement).first() is not None


def insert_or_change(
    table: type[Base], rows: Sequence[Mapping[str, Any]], columns: Sequence[str]
) -> None:
    """Insert rows; where one with the same primary key stands, set these columns of it."""
    if not rows:
        return
    made = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    statement = made(table).values([dict(row) for row in rows])
    keys = [column.name for column in inspect(table).primary_key]
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=keys, set_={name: statement.excluded[name] for name in columns}
        )
    )


def _statement(table: type[Base], values: Mapping[str, Any]) -> sqlite.Insert | postgresql.Insert:
    if db.engine.dialect.name == "sqlite":
        return sqlite.insert(table).values(**values).on_conflict_do_nothing()
    return postgresql.insert(table).values(**values).on_conflict_do_nothing()
