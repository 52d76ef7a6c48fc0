"""The import of a roster: a file, its columns, what would become of each row, and all of it."""

from flask import Response, current_app, g, jsonify, redirect, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from elearn.core.errors import BadInput, Conflict
from elearn.core.roster.columns import HEADINGS, Field
from elearn.core.roster.plan import Twins
from elearn.core.said import from_raw
from elearn.services import roster_template, rosters
from elearn.services.roster_work import ENCODINGS, SEPARATORS, WORKBOOK, Reading, Setup
from elearn.web.institution import blueprint, words
from elearn.web.shared.files import XLSX, attached
from elearn.web.shared.formats import told
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.roster_headings import roster_headings
from elearn.web.shared.session import now

_MORE = 64 * 1024
"""Bytes of a form around its file."""


@blueprint.record_once
def _check_token_in_view(state: BlueprintSetupState) -> None:
    """The token stands in the body, which may be read only once it is known who sends it."""
    state.app.extensions["csrf"].exempt(f"{__name__}.upload_roster")


def _start(key: str, *, status: int = 200, error: str = "") -> BaseResponse:
    g.nav = "institution.units"
    page = rosters.start_page(g.actor, key, now=now())
    return page_response(
        "institution/roster_start.html", page, status=status, error=error, states=words.rosters()
    )


@blueprint.get("/institutions/<key>/roster")
@reachable_by(Audience.COORDINATOR)
def roster_start(key: str) -> BaseResponse:
    """The form that takes a roster of a unit."""
    return _start(key)


@blueprint.post("/institutions/<key>/roster")
@reachable_by(Audience.COORDINATOR)
def upload_roster(key: str) -> BaseResponse:
    """Keep a file and guess its columns."""
    request.max_content_length = rosters.MAX_BYTES + _MORE
    try:
        current_app.extensions["csrf"].protect()  # the file is spooled to disk while it arrives
        file = request.files.get("file")
    except RequestEntityTooLarge:
        return _start(key, status=413, error=_("This file is too large."))
    if file is None or not file.filename:
        return _start(key, status=422, error=_("Choose a file with a roster first."))
    data = file.stream.read(rosters.MAX_BYTES + 1)
    try:
        made = rosters.upload(g.actor, key, file.filename, data, roster_headings(), now=now())
    except BadInput as error:
        return _start(key, status=error.status, error=words.refusal(error))
    return redirect(url_for("institution.roster_columns", key=made), 303)


@blueprint.get("/institutions/roster-template.xlsx")
@reachable_by(Audience.COORDINATOR)
def roster_template_file() -> BaseResponse:
    """The spreadsheet to fill in, in the reader's language."""
    return attached(roster_template.template_file(told), XLSX, "roster.xlsx")


def _columns(key: str, *, status: int = 200, error: str = "") -> BaseResponse:
    g.nav = "institution.units"
    page = rosters.columns_page(g.actor, key, now=now())
    return page_response(
        "institution/roster_columns.html",
        page,
        status=status,
        error=error,
        fields=[(field.value, told(heading)) for field, heading in HEADINGS.items()],
        encodings=[] if page.setup.reading.encoding == WORKBOOK else ENCODINGS,
        separators=[(sign, words.separators()[sign]) for sign in SEPARATORS],
    )


@blueprint.get("/rosters/<key>/columns")
@reachable_by(Audience.COORDINATOR)
def roster_columns(key: str) -> BaseResponse:
    """Which column holds what."""
    return _columns(key[:32])


def _setup(before: Setup) -> Setup:
    """How the form says that the file is to be understood."""
    form = request.form
    reading = before.reading
    encoding, separator = form.get("encoding", ""), form.get("separator", "")
    if reading.encoding == WORKBOOK:
        sheet = form.get("sheet", "0")
        reading = Reading(WORKBOOK, "", int(sheet) if sheet.isdecimal() and len(sheet) < 4 else 0)
    elif encoding in ENCODINGS and separator in SEPARATORS:
        reading = Reading(encoding, separator)
    known = {field.value: field for field in Field}
    mapping: list[Field | None] = []
    for name in form.getlist("column")[:60]:
        field = known.get(name)
        mapping.append(field if field not in mapping else None)
    twins = form.get("twins", "")
    return Setup(
        reading,
        tuple(mapping),
        headed=form.get("headed") == "1",
        whole=form.get("whole") == "1",
        twins=Twins(twins) if twins in set(Twins) else Twins.SKIP,
    )


@blueprint.post("/rosters/<key>/columns")
@reachable_by(Audience.COORDINATOR)
def choose_columns(key: str) -> BaseResponse:
    """Read the file anew, or ask what would become of its rows."""
    key = key[:32]
    before = rosters.columns_page(g.actor, key, now=now()).setup
    setup = _setup(before)
    try:
        if request.form.get("go") != "check" or setup.reading != before.reading:
            rosters.read_anew(g.actor, key, setup, roster_headings(), now=now())
            return redirect(url_for("institution.roster_columns", key=key), 303)
        rosters.ask_check(g.actor, key, setup, now=now())
    except (BadInput, Conflict) as error:
        return _columns(key, status=error.status, error=words.refusal(error))
    return redirect(url_for("institution.roster", key=key), 303)


@blueprint.get("/rosters/<key>")
@reachable_by(Audience.COORDINATOR)
def roster(key: str) -> BaseResponse:
    """How far an import is, and what would become of its rows."""
    g.nav = "institution.units"
    page = rosters.import_page(
        g.actor,
        key[:32],
        request.args.get("show", "")[:20],
        request.args.get("page", 1, type=int),
        now=now(),
    )
    response = page_response(
        "institution/roster.html",
        page,
        fates=words.fates(),
        changed=words.columns(),
        said=from_raw(page.kept.counts.get("said", "")),
        page_href=lambda n: url_for("institution.roster", key=key, show=page.shown, page=n),
    )
    rosters.keep_look(g.actor, page, now=now())
    return response


@blueprint.get("/rosters/<key>/progress")
@reachable_by(Audience.COORDINATOR)
def roster_progress(key: str) -> Response:
    """How far the work is, for the script of the page."""
    kept = rosters.far(g.actor, key[:32], now=now())
    answer: Response = jsonify(state=kept.state, done=kept.done, total=kept.total)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _to(key: str) -> BaseResponse:
    return redirect(url_for("institution.roster", key=key), 303)


@blueprint.post("/rosters/<key>/check")
@reachable_by(Audience.COORDINATOR)
def check_roster(key: str) -> BaseResponse:
    """The dry run once more."""
    try:
        rosters.check_again(g.actor, key[:32], now=now())
    except Conflict as error:
        notice("info", words.refusal(error))
    return _to(key)


@blueprint.post("/rosters/<key>/apply")
@reachable_by(Audience.COORDINATOR)
def apply_roster(key: str) -> BaseResponse:
    """Write all of it."""
    try:
        rosters.ask_apply(g.actor, key[:32], now=now())
    except Conflict as error:
        notice("info", words.refusal(error))
    return _to(key)


@blueprint.post("/rosters/<key>/discard")
@reachable_by(Audience.COORDINATOR)
def discard_roster(key: str) -> BaseResponse:
    """Forget an import at once."""
    try:
        unit = rosters.discard(g.actor, key[:32], now=now())
    except Conflict as error:
        notice("info", words.refusal(error))
        return _to(key)
    notice("ok", _("The file and what was read from it are deleted."))
    return redirect(url_for("institution.roster_start", key=unit), 303)
