"""The import of questions: a file and a pack, what became of each item, and the new archive."""

from mimetypes import guess_type

from flask import Response, current_app, g, redirect, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from elearn.core.errors import BadInput, Conflict
from elearn.core.settings import Settings
from elearn.services import import_drafts
from elearn.services import import_template as import_template_service
from elearn.services.imports import Source
from elearn.web.author import blueprint
from elearn.web.shared import refusals, session
from elearn.web.shared.formats import in_language, told
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.languages import LANGUAGES
from elearn.web.shared.render import notice, page_response, render

_MORE = 64 * 1024
"""Bytes of a form around its files."""
_POLICY = "default-src 'none'; sandbox"
_PACK, _XLSX = (
    "application/zip",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)


@blueprint.record_once
def _check_token_in_view(state: BlueprintSetupState) -> None:
    """The token stands in the body, which may be read only once it is known who sends it."""
    state.app.extensions["csrf"].exempt(f"{__name__}.read_import")


def _most_pack() -> int:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.max_upload_mb * 1024 * 1024


def _start(status: int = 200, error: str = "", field: str = "file") -> BaseResponse:
    g.nav = "author.packs"
    page = import_drafts.start_page(g.actor, now=session.now())
    return page_response(
        "author/import_start.html",
        page,
        status=status,
        error=error,
        field=field,
        chosen=request.values.get("into", "")[:200],
        title=request.form.get("title", "")[:80],
    )


@blueprint.get("/imports")
@reachable_by(Audience.TRAINER)
def imports_start() -> BaseResponse:
    """The form that takes a file with questions, and what was uploaded before."""
    return _start()


@blueprint.post("/imports")
@reachable_by(Audience.TRAINER)
def read_import() -> BaseResponse:
    """Read a file and show what would become of it."""
    request.max_content_length = import_drafts.MAX_BYTES + _most_pack() + _MORE
    try:
        # The files are spooled to disk while they arrive.
        current_app.extensions["csrf"].protect()
        file, pack = request.files.get("file"), request.files.get("archive")
    except RequestEntityTooLarge:
        return _start(413, _("These files are too large."))
    if not _there(file):
        return _start(422, _("Choose a file with questions first."))
    assert file is not None
    data = file.stream.read(import_drafts.MAX_BYTES + 1)
    if len(data) > import_drafts.MAX_BYTES:
        most = import_drafts.MAX_BYTES // 1_000_000
        return _start(413, _("This file is larger than %(most)s MB.", most=most))
    title = request.form.get("title", "")[:200]
    source = Source(file.filename or "", data, title=title, headings=_headings())
    into = _into(pack)
    if into is None:
        return _start(422, _("Choose the course that the questions go into."), "into")
    try:
        key = import_drafts.read_upload(g.actor, source, into, now=session.now())
    except (BadInput, Conflict) as error:
        return _start(error.status, refusals.said(error), "into")
    return redirect(url_for("author.import_draft", key=key), 303)


def _headings() -> dict[str, str]:
    """Headings of the template in every language of the interface."""
    return import_template_service.headings(map(in_language, LANGUAGES))


def _there(file: FileStorage | None) -> bool:
    return file is not None and bool(file.filename)


def _into(pack: FileStorage | None) -> tuple[str, str] | bytes | None:
    """The archive that was sent along, or else the installed version that was chosen."""
    if pack is not None and pack.filename:
        return pack.stream.read(_most_pack() + 1)
    pack_id, _space, version = request.form.get("into", "").partition(" ")
    return (pack_id, version) if pack_id and version else None


@blueprint.get("/imports/template.xlsx")
@reachable_by(Audience.TRAINER)
def import_template() -> Response:
    """The spreadsheet to fill in."""
    return _download("questions.xlsx", import_template_service.template_file(told), _XLSX)


@blueprint.get("/imports/<key>")
@reachable_by(Audience.TRAINER)
def import_draft(key: str) -> str:
    """What became of each item of a file."""
    g.nav = "author.packs"
    page = import_drafts.draft_page(
        g.actor,
        key[:32],
        request.args.get("show", "")[:20],
        request.args.get("page", 1, type=int),
        current_language(),
        now=session.now(),
    )
    return render("author/import_draft.html", page)


@blueprint.get("/imports/<key>/archive")
@reachable_by(Audience.TRAINER)
def import_archive(key: str) -> Response:
    """The new archive, to take away."""
    name, data = import_drafts.archive(g.actor, key[:32], now=session.now())
    return _download(name, data, _PACK)


def _download(name: str, data: bytes, kind: str) -> Response:
    response = Response(data, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.get("/imports/<key>/media/<path:name>")
@reachable_by(Audience.TRAINER)
def import_media(key: str, name: str) -> Response:
    """A picture of a draft. Its own policy forbids it to run or load anything."""
    data = import_drafts.media_file(g.actor, key[:32], name, now=session.now())
    kind = "image/webp" if name.endswith(".webp") else guess_type(name)[0]
    response = Response(data, mimetype=kind or "application/octet-stream")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = _POLICY
    return response


@blueprint.post("/imports/<key>/install")
@reachable_by(Audience.TRAINER)
def install_import(key: str) -> BaseResponse:
    """Install the new archive, as if it had been uploaded."""
    installed = import_drafts.install(g.actor, key[:32], now=session.now())
    if not installed.done:
        notice("bad", _("Nothing was installed: the pack has errors."))
        return redirect(url_for("author.import_draft", key=key), 303)
    words = {"pack": installed.pack_id, "version": installed.version}
    notice(
        "ok", _("%(pack)s %(version)s is installed. Learners see it once you publish it.", **words)
    )
    target = url_for("author.version", pack_id=installed.pack_id, version=installed.version)
    return redirect(target, 303)


@blueprint.post("/imports/<key>/discard")
@reachable_by(Audience.TRAINER)
def discard_import(key: str) -> BaseResponse:
    """Forget a file at once."""
    import_drafts.discard(g.actor, key[:32], now=session.now())
    notice("ok", _("The file and what was read from it are deleted."))
    return redirect(url_for("author.imports_start"), 303)
