"""The moment of a request, read once."""

from datetime import UTC, datetime

from flask import g


def now() -> datetime:
    """The moment of this request."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    moment: datetime = g.now
    return moment
