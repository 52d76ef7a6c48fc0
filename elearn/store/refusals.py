"""What the database refuses, in the house's words: a fault of what was sent is none of ours."""

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DataError

from elearn.core.errors import ElearnError


class Unkeepable(ElearnError):
    """A value that no column holds: a number beyond 64 bits, NUL in a text, a text too long."""

    code = "bad-input"
    status = 422


class Overtaken(ElearnError):
    """Another request was quicker: it made the row, or holds what this one waits for."""

    code = "conflict"
    status = 409


_OVERTAKEN = {
    "SQLITE_CONSTRAINT_UNIQUE",
    "SQLITE_CONSTRAINT_PRIMARYKEY",
    "23505",  # unique violation
    "40001",  # serialization failure
    "40P01",  # deadlock
}


def speak_plainly(engine: Engine) -> None:
    """Let such errors of the database leave the store as refusals, with the error as their cause.

    They are classes of their own, so that nobody who mends a `BadInput` or a `Conflict` goes on in
    a transaction that the database has given up.
    """

    @event.listens_for(engine, "handle_error")
    def _refuse(context: ExceptionContext) -> Exception | None:
        error = context.original_exception
        if isinstance(context.sqlalchemy_exception, DataError) or isinstance(error, OverflowError):
            return Unkeepable("Go back, check what you entered and try once more.")
        name = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
        if name in _OVERTAKEN:
            return Overtaken(
                "Something changed meanwhile. Go back, reload the page and try once more."
            )
        return None
