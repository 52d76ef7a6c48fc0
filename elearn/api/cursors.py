"""Cursors: where the next part of a list begins, signed, and good for that list only."""

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from elearn.core.errors import BadInput


def _signer(list_: str) -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt=f"cursor:{list_}")


def cursor_for(list_: str, after: int | None) -> str | None:
    """What a program gives back to get the next part; None at the end. `list_` names the list."""
    return None if after is None else str(_signer(list_).dumps(after))


def after_of(list_: str, cursor: str) -> int:
    """Where a list goes on; 0 at its beginning.

    Raises:
        BadInput: If the cursor belongs to another list, or is none.
    """
    if not cursor:
        return 0
    try:
        return int(_signer(list_).loads(cursor))
    except (BadData, TypeError, ValueError):
        raise BadInput(
            "This cursor is not one of this list. Begin without one.", code="bad-cursor"
        ) from None
