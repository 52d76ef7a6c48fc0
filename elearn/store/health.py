"""Whether the database answers and has the shape that this program wants."""

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from elearn.store.db import db


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
