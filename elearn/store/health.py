"""Whether the database answers and has the shape that this program wants."""

from dataclasses import dataclass
from datetime import datetime

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from elearn.store.db import db
from elearn.store.tables.audit import AuditEntry
from elearn.store.tables.jobs import Job


def revisions() -> tuple[str | None, str | None]:
    """The database's revision and the newest one that this program knows."""
    folder = current_app.extensions["migrate"].directory
    head = ScriptDirectory(folder).get_current_head()
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision(), head


def ready() -> tuple[bool, str]:
    """Whether the database answers and is migrated; and if not, a sentence that says why."""
    try:
        db.session.execute(text("SELECT 1"))
        current, head = revisions()
    except SQLAlchemyError as error:
        return False, f"The database does not answer: {type(error).__name__}."
    if current != head:
        return False, f"The database is at revision {current}, not {head}: run `elearn init`."
    return True, "ready"


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """Which database it is, and for SQLite how it keeps its journal."""

    kind: str
    journal: str = ""


def facts() -> DatabaseFacts:
    """What the doctor wants to know about the database."""
    kind = db.engine.dialect.name
    if kind != "sqlite":
        return DatabaseFacts(kind)
    return DatabaseFacts(kind, str(db.session.execute(text("PRAGMA journal_mode")).scalar()))


def latest_moment() -> datetime | None:
    """The newest moment that was written down, to compare the clock with."""
    found = [
        db.session.scalar(select(func.max(column))) for column in (AuditEntry.at, Job.created_at)
    ]
    return max((moment for moment in found if moment is not None), default=None)
