"""The database: one session a request, writing transactions that never deadlock, UTC everywhere."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Select,
    Table,
    event,
)
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session, SessionTransaction
from sqlalchemy.types import TypeDecorator

from elearn.store.group_sync import GroupSync

_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every table has: names of constraints that both databases agree on."""

    metadata = MetaData(naming_convention=_CONVENTION)


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


def table_of(model: type[Base]) -> Table:
    """The table behind a class, for statements that want rows rather than objects."""
    return cast("Table", model.__table__)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. A moment without a zone is refused; what is read always has one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # the signature is SQLAlchemy's
        """From the database."""
        return value if value is None else value.replace(tzinfo=value.tzinfo or UTC)


_writers: WeakKeyDictionary[Engine, Lock] = WeakKeyDictionary()
"""Who writes to an SQLite database. Writers of one process queue here: SQLite itself lets them
sleep and look again, ever longer, so that the last of eight may wait a second for nothing."""

_logs: WeakKeyDictionary[Engine, GroupSync] = WeakKeyDictionary()
"""Where every commit is to reach the disk before it is acknowledged."""

_PATIENCE = 30.0
"""Seconds to wait for the writers before; SQLite is given as many."""


def engine_options(database_url: str) -> dict[str, Any]:
    """Options of the engine for that address. Errors never show values: they may be personal."""
    if database_url.startswith("sqlite"):
        connect = {"timeout": _PATIENCE, "isolation_level": None}
        # As many connections as threads want at once, the last one used first: it knows its pages.
        pool = {"pool_size": 0, "pool_use_lifo": True}
        return {"connect_args": connect, "hide_parameters": True, **pool}
    return {"pool_pre_ping": True, "hide_parameters": True}


def prepare_engine(engine: Engine, *, synchronous: str) -> None:
    """Make SQLite durable, concurrent and strict about foreign keys. Does nothing elsewhere."""
    if engine.dialect.name != "sqlite":
        return

    _writers[engine] = Lock()
    database = engine.url.database
    if synchronous == "FULL" and database not in (None, "", ":memory:"):
        # Commits of this program wait for the disk together (store.group_sync), not one by one.
        _logs[engine] = GroupSync(str(database))
        synchronous = "NORMAL"

    @event.listens_for(engine, "connect")
    def _pragmas(raw: Any, _record: Any) -> None:
        cursor = raw.cursor()
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={synchronous}",
            "foreign_keys=ON",
            "cache_size=-20000",
            "mmap_size=268435456",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # Who only reads needs no transaction: each statement sees what stands when it begins, as
        # on PostgreSQL, and no page holds up the tidying of the log.
        if connection.get_execution_options().get("writing", False):
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def rows(statement: Select[Any], values: Mapping[str, Any]) -> CursorResult[*tuple[Any, ...]]:
    """The rows that a reading statement on tables finds; what was added before is among them."""
    session = db.session()
    if session.info.get("writing"):
        session.flush()
    return session.connection().execute(statement, values)


def end_transaction() -> None:
    """The entry point's one commit. A transaction that only read is left to end by itself."""
    session = db.session()
    if session.info.get("writing"):
        session.commit()


def begin_write() -> None:
    """Begin a writing transaction; what was read before must be read again.

    On SQLite the write lock is taken at once, so that two writers queue instead of failing half
    way. Call it after slow work (hashing, parsing, rendering). Within a writing transaction it
    does nothing.
    """
    session = db.session()
    if session.info.get("writing"):
        return
    session.rollback()
    session.info["writing"] = True
    writers = _writers.get(db.engine)
    if writers is not None and writers.acquire(timeout=_PATIENCE):
        session.info["writers"] = writers
    session.connection(execution_options={"writing": True})


@event.listens_for(Session, "before_flush")
def _flush_only_when_writing(session: Session, _context: Any, _instances: Any) -> None:
    if not session.info.get("writing"):
        raise RuntimeError("a service writes without begin_write()")


@event.listens_for(Session, "do_orm_execute")
def _change_only_when_writing(state: ORMExecuteState) -> None:
    changes = state.is_insert or state.is_update or state.is_delete
    if changes and not state.session.info.get("writing"):
        raise RuntimeError("a service writes without begin_write()")


@event.listens_for(Session, "after_commit")
def _committed(session: Session) -> None:
    if session.info.get("writing"):
        session.info["committed"] = True


@event.listens_for(Session, "after_transaction_end")
def _write_no_more(session: Session, transaction: SessionTransaction) -> None:
    """However a transaction ends, by commit, by rollback or by being closed: the next may write."""
    if transaction.parent is not None:
        return
    session.info.pop("writing", None)
    writers = session.info.pop("writers", None)
    if writers is not None:
        writers.release()
    if session.info.pop("committed", False):
        log = _logs.get(db.engine)
        if log is not None:
            log.sync()


@contextmanager
def transaction() -> Iterator[None]:
    """The entry point's one commit: commits at the end, rolls back when something is raised."""
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        db.session.remove()
