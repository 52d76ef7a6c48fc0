"""Uploading an archive, and what came of it."""

from dataclasses import dataclass

from flask import current_app, g, redirect, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from elearn.core.errors import Conflict
from elearn.core.problems import Problem
from elearn.core.settings import Settings
from elearn.services import packs
from elearn.web.author import blueprint
from elearn.web.shared import session
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, page_response

_MORE = 64 * 1024
"""Bytes of a form around its file."""


@dataclass(frozen=True, slots=True)
class UploadPage:
    """The form; after a failed try also what is wrong.

    Attributes:
        most: Megabytes that an archive may have.
        error: Why nothing was installed, in a sentence; empty before the first try.
        name: What was read, as far as it could be.
        problems: Everything that was found.
        errors: How many of them stop the installation.
    """

    most: int
    error: str = ""
    name: str = ""
    problems: tuple[Problem, ...] = ()
    errors: int = 0


def _most() -> int:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.max_upload_mb


@blueprint.record_once
def _check_token_in_view(state: BlueprintSetupState) -> None:
    """The token stands in the body, which may be read only once it is known who sends it."""
    state.app.extensions["csrf"].exempt(f"{__name__}.upload_now")


@blueprint.get("/packs/upload")
@reachable_by(Audience.TRAINER)
def upload() -> Response:
    """The form that takes an archive."""
    g.nav = "author.packs"
    return page_response("author/upload.html", UploadPage(_most()))


def _refused(status: int, error: str, installed: packs.Installed | None = None) -> Response:
    g.nav = "author.packs"
    problems = installed.problems if installed else ()
    page = UploadPage(
        _most(),
        error,
        f"{installed.pack_id} {installed.version}".strip() if installed else "",
        problems,
        sum(p.severity == "error" for p in problems),
    )
    return page_response("author/upload.html", page, status=status)


@blueprint.post("/packs/upload")
@reachable_by(Audience.TRAINER)
def upload_now() -> Response:
    """Install an archive, or say all that is wrong with it."""
    request.max_content_length = _most() * 1024 * 1024 + _MORE
    try:
        current_app.extensions["csrf"].protect()
        file = request.files.get("archive")
    except RequestEntityTooLarge:
        return _refused(413, _("This file is larger than %(most)s MB.", most=_most()))
    if file is None or not file.filename:
        return _refused(422, _("Choose the archive of a pack first."))
    try:
        installed = packs.install_upload(g.actor, file.read(), now=session.now())
    except Conflict:
        return _refused(
            409,
            _(
                "This version is installed already, with other content. A version never changes: "
                "give the changed pack a new version number."
            ),
        )
    if not installed.done:
        return _refused(422, _("Nothing was installed: the pack has errors."), installed)
    words = {"pack": installed.pack_id, "version": installed.version}
    if installed.new:
        notice(
            "ok",
            _("%(pack)s %(version)s is installed. Learners see it once you publish it.", **words),
        )
    else:
        notice(
            "info", _("%(pack)s %(version)s was installed already, with the same content.", **words)
        )
    return redirect(
        url_for("author.version", pack_id=installed.pack_id, version=installed.version), 303
    )
