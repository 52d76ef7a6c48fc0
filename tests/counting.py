"""Counting what is asked of the database."""

from contextlib import contextmanager

from sqlalchemy import event

from elearn.store.db import db


@contextmanager
def counted():
    """The statements that are sent to the database meanwhile."""
    sent = []

    def note(_connection, _cursor, statement, *_more):
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
