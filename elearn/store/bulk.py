"""Very many rows at once, in the quickest words of the database at hand.

What can be made ready before the write lock is taken is made ready: `prepared` turns values into
what the driver takes, and `insert` and `change` only hand it over.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, func, select, text

from elearn.store.db import Base, db, table_of

Rows = Sequence[Sequence[Any]]


class Taken(Exception):
    """A value that may be there once is there already; the transaction is of no use any more."""


def _sqlite() -> bool:
    return bool(db.engine.dialect.name == "sqlite")


def prepared(model: type[Base], columns: Sequence[str], rows: Rows) -> Rows:
    """The same rows, their values in the form that the driver takes."""
    dialect = db.engine.dialect
    table = table_of(model)
    kinds = [table.c[name].type.dialect_impl(dialect) for name in columns]
    turns = [kind.bind_processor(dialect) for kind in kinds]
    if not any(turns):
        return rows
    return [
        [turn(value) if turn else value for turn, value in zip(turns, row, strict=True)]
        for row in rows
    ]


def numbers(model: type[Base], count: int) -> list[int]:
    """Numbers for so many new rows. Call it in the writing transaction."""
    table = table_of(model)
    if _sqlite():
        first = (db.session.scalar(select(func.max(table.c.id))) or 0) + 1
        return list(range(first, first + count))
    found = db.session.scalars(
        text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)"),
        {"name": table.name, "count": count},
    )
    return list(found)


def insert(model: type[Base], columns: Sequence[str], rows: Rows) -> None:
    """Insert prepared rows.

    Raises:
        Taken: If a value is there already that may be there once.
    """
    if not rows:
        return
    name, listed = table_of(model).name, ", ".join(columns)
    try:
        if _sqlite():
            places = ", ".join("?" * len(columns))
            _cursor().executemany(f"INSERT INTO {name} ({listed}) VALUES ({places})", rows)  # noqa: S608  # names of our own tables
            return
        with _cursor().copy(f"COPY {name} ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    except _error() as error:
        raise Taken from error


def _error() -> type[Exception]:
    """What the driver raises where a value is there already."""
    found: type[Exception] = db.engine.dialect.loaded_dbapi.IntegrityError
    return found


def change(model: type[Base], columns: Sequence[str], rows: Rows) -> None:
    """Set these columns of rows; each of the prepared rows ends with the number of its row.

    Raises:
        Taken: If a value is there already that may be there once.
    """
    if not rows:
        return
    table = table_of(model)
    try:
        if _sqlite():
            sets = ", ".join(f"{name} = ?" for name in columns)
            _cursor().executemany(f"UPDATE {table.name} SET {sets} WHERE id = ?", rows)  # noqa: S608  # as above
            return
        named = [*columns, "id"]
        lists = ", ".join(f"%s::{_kind(table.c[name])}[]" for name in named)
        sets = ", ".join(f"{name} = v.{name}" for name in columns)
        _cursor().execute(
            f"UPDATE {table.name} t SET {sets} FROM unnest({lists}) AS v({', '.join(named)}) "  # noqa: S608  # as above
            "WHERE t.id = v.id",
            [list(values) for values in zip(*rows, strict=True)],
        )
    except _error() as error:
        raise Taken from error


def _kind(column: Column[Any]) -> str:
    """The type of a column without its length, for arrays."""
    return str(column.type.compile(db.engine.dialect)).partition("(")[0]


def _cursor() -> Any:
    db.session.flush()
    return db.session.connection().connection.cursor()
