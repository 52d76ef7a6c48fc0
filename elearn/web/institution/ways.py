"""Where the pages for leaders hang: under “My people” for who leads somebody."""

from flask import g, url_for
from flask_babel import gettext as _

from elearn.web.shared.guard import Audience, fits


def place() -> str:
    """The entry of the navigation under which pages stand that name nobody."""
    return "institution.people" if fits(g.actor, Audience.LEADER) else "institution.compliance"


def home() -> list[tuple[str, str]]:
    """The way up to “My people”; nothing for who coordinates a programme and leads nobody."""
    if not fits(g.actor, Audience.LEADER):
        return []
    return [(_("My people"), url_for("institution.people"))]
