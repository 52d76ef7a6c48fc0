"""Refusals of answers, in the reader's words."""

from collections.abc import Callable

from flask_babel import gettext as _

from elearn.core.errors import ElearnError
from elearn.web.shared.refusals import refusal

_OF_CODE: dict[str, Callable[[], str]] = {
    "given-twice": lambda: _("Give one answer here, not several."),
    "not-a-day": lambda: _("Write a day as day, month and year, for example 23.11.2026."),
    "not-a-number": lambda: _(
        "Write a number in digits, for example 12 or 3,5, without other signs or words."
    ),
    "position-missing": lambda: _("Give every item a position."),
    "position-twice": lambda: _("Two items share a position. Give each item its own."),
    "too-long": lambda: _("Your answer is too long. Shorten it."),
    "unknown-option": lambda: _(
        "This answer does not belong to this question. Load the page again and choose once more."
    ),
    "unknown-position": lambda: _("Choose the positions from the lists."),
}


def answer_refusal(error: ElearnError) -> str:
    """Why an answer could not be read."""
    return refusal(error, _OF_CODE)
