"""Refusals in the reader's words, where a page says them beside what was entered."""

from collections.abc import Callable, Mapping

from flask_babel import gettext as _

from elearn.core.errors import ElearnError

_OF_CODE: dict[str, Callable[[], str]] = {
    "bad-name": lambda: _("Enter a name of at most 200 letters."),
    "no-sign-in-name": lambda: _("Enter an e-mail address or a service number, or both."),
    "bad-address": lambda: _("This is not an e-mail address."),
    "bad-service-number": lambda: _(
        "A service number has 2 to 40 letters, digits, dashes, dots or slashes."
    ),
    "name-taken": lambda: _("Somebody else signs in with this name."),
}


def said(error: ElearnError) -> str:
    """A refusal in the reader's language."""
    return _(error.template, **error.values)


def refusal(error: ElearnError, own: Mapping[str, Callable[[], str]]) -> str:
    """What did not work, in words: an audience's own for some codes, else those for everybody."""
    words = own.get(error.code) or _OF_CODE.get(error.code)
    return words() if words else said(error)
