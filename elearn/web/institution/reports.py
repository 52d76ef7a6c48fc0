"""Reports to take away: the page, files at once and later, reports kept under a name."""

from typing import Any

from flask import current_app, g, redirect, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput, Conflict
from elearn.core.learning import report
from elearn.core.learning.report import Asked, Form, ReportKind, Rhythm
from elearn.services import saved_reports as service
from elearn.web.institution import blueprint
from elearn.web.shared import refusals
from elearn.web.shared.files import XLSX
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.report_words import kind_words, state_words
from elearn.web.shared.session import now

_MIME = {Form.CSV: "text/csv", Form.XLSX: XLSX, Form.PDF: "application/pdf"}
_OF_CODE = {
    "report-large": lambda: _("This report is large. Have it made, and fetch it later."),
    "report-name": lambda: _("Enter a name of at most 100 letters."),
    "reports-many": lambda: _("You keep 50 reports already. Delete one first."),
    "reports-wait": lambda: _("Five files are being made for you. Wait for them."),
    "report-too-long": lambda: _(
        "A PDF has at most 5,000 rows. Narrow the report, or take it as XLSX."
    ),
    "report-reach": lambda: _(
        "You no longer lead all units whose people are in this file. Have it made again."
    ),
}


def _speaker() -> service.Speaker:
    speaker: service.Speaker = current_app.extensions["report_speaker"]
    return speaker


def _form() -> Form:
    form = request.values.get("form", "")
    return Form(form) if form in list(Form) else Form.XLSX


def _rhythms() -> dict[Rhythm, str]:
    return {
        Rhythm.NEVER: _("only when I ask"),
        Rhythm.WEEKLY: _("every Monday"),
        Rhythm.MONTHLY: _("on the first of every month"),
    }


def _address(asked: Asked, endpoint: str = "institution.reports", **more: Any) -> str:
    values: dict[str, Any] = {**asked.to_raw(), **more}
    return url_for(endpoint, **values)


def _page(asked: Asked, *, error: str = "") -> Response:
    g.nav = "institution.people"
    language = current_language()
    page = service.page(g.actor, asked, language, _speaker(), now=now())
    response = page_response(
        "institution/reports.html",
        page,
        status=422 if error else 200,
        error=error,
        kinds=kind_words(),
        states=state_words(asked.kind),
        rhythms=_rhythms(),
        forms={form: form.value.upper() for form in Form},
        kind_href=lambda kind: _address(service.of_kind(asked, kind)),
        saved_href=lambda one: _address(report.read(one.asked)),
        file_href=lambda form: _address(asked, "institution.report_at_once", form=form.value),
        all_href=_address(Asked(asked.kind)),
        of_a_day=asked.kind is ReportKind.COMPLIANCE,
        about_records=asked.kind is ReportKind.COMPLETIONS,
    )
    service.keep_look(g.actor, page, now=now())
    return response


@blueprint.get("/reports")
@reachable_by(Audience.LEADER)
def reports() -> Response:
    """A report: its first rows, ways to take it away, and what is kept."""
    return _page(report.read(request.args))


@blueprint.get("/reports/file")
@reachable_by(Audience.LEADER)
def report_at_once() -> Response:
    """A small report as a file."""
    asked, form = report.read(request.args), _form()
    pieces = service.download(g.actor, asked, form, current_language(), _speaker(), now=now())
    response = Response(pieces, mimetype=_MIME[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(asked, form)}"'
    return response


def _name(asked: Asked, form: Form) -> str:
    return f"{asked.kind.value}-{now().date().isoformat()}.{form.value}"


@blueprint.post("/reports/files")
@reachable_by(Audience.LEADER)
def report_files() -> Response:
    """Have a file made of a report."""
    asked = report.read(request.form)
    try:
        service.ask_for_file(g.actor, asked, _form(), now=now())
    except Conflict as error:
        return _page(asked, error=refusals.refusal(error, _OF_CODE))
    notice("ok", _("The file is being made. You get a letter as soon as it can be fetched."))
    return redirect(_address(asked), 303)


@blueprint.get("/reports/files/<file_key>")
@reachable_by(Audience.LEADER)
def report_file(file_key: str) -> Response:
    """A file that was made."""
    kept, path = service.fetch(g.actor, file_key, now=now())
    form = Form(kept.form)
    made = kept.made_at or now()
    name = f"{report.read(kept.asked).kind.value}-{made.date().isoformat()}.{form.value}"
    return send_file(path, mimetype=_MIME[form], as_attachment=True, download_name=name)


@blueprint.post("/reports/saved")
@reachable_by(Audience.LEADER)
def save_report() -> Response:
    """Keep a report under a name."""
    asked = report.read(request.form)
    rhythm = request.form.get("rhythm", "")
    try:
        service.save(
            g.actor,
            asked,
            request.form.get("title", ""),
            Rhythm(rhythm) if rhythm in list(Rhythm) else Rhythm.NEVER,
            _form(),
            now=now(),
        )
    except (BadInput, Conflict) as error:
        return _page(asked, error=refusals.refusal(error, _OF_CODE))
    notice("ok", _("Kept. You find it below on this page."))
    return redirect(_address(asked), 303)


@blueprint.post("/reports/saved/<saved_key>/delete")
@reachable_by(Audience.LEADER)
def delete_report(saved_key: str) -> Response:
    """Delete a report that is kept under a name."""
    service.forget(g.actor, saved_key)
    notice("ok", _("Deleted."))
    return redirect(url_for("institution.reports"), 303)
