"""The start page, and what everybody may read about this site."""

from dataclasses import dataclass

from flask import g, redirect, url_for
from werkzeug.wrappers import Response

from elearn import __version__
from elearn.core.data_groups import DataGroup
from elearn.core.personal_data import DATA_GROUPS
from elearn.web.public import blueprint
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import page_response


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A page of words: the program's version, for whoever reports a fault."""

    version: str


@dataclass(frozen=True, slots=True)
class PrivacyPage:
    """What is kept about people; its texts are in English and translated by the template."""

    groups: tuple[DataGroup, ...]


@blueprint.get("/")
@reachable_by(Audience.PUBLIC)
def home() -> Response:
    """The start page; somebody who is signed in goes to their learning."""
    if g.actor.known:
        return redirect(url_for("learner.my_learning"))
    return page_response("public/home.html", PlainPage(__version__))


@blueprint.get("/about")
@reachable_by(Audience.PUBLIC)
def about() -> Response:
    """What this is."""
    return page_response("public/about.html", PlainPage(__version__))


@blueprint.get("/accessibility")
@reachable_by(Audience.PUBLIC)
def accessibility() -> Response:
    """How it can be used, and what to do where it cannot."""
    return page_response("public/accessibility.html", PlainPage(__version__))


@blueprint.get("/data-protection")
@reachable_by(Audience.PUBLIC)
def privacy() -> Response:
    """What is kept about people, what for, who sees it, how long."""
    return page_response("public/privacy.html", PrivacyPage(DATA_GROUPS))
