"""Indicators of programmes: logframes, figures as may be shared, files, frozen figures."""

from typing import Any

from flask import current_app, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from elearn.core.errors import BadInput
from elearn.core.indicator.shapes import SHAPES, By, Shape, name_of
from elearn.services import indicator_files as files
from elearn.services import indicator_pages as service
from elearn.services import logframes
from elearn.services.indicator_pages import Asked
from elearn.services.logframes import BadLogframe
from elearn.web.institution import blueprint
from elearn.web.institution.forms import add_error
from elearn.web.shared import indicator_words as words
from elearn.web.shared.files import XLSX, attached
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now


class LogframeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A logframe as YAML."""

    source = TextAreaField(_l("Logframe (YAML)"), [DataRequired(_l("Enter the logframe."))])


def _list(form: LogframeForm, problems: tuple[Any, ...] = (), *, status: int = 200) -> Response:
    page = service.listing(g.actor)
    return page_response(
        "institution/logframes.html", page, status=status, form=form, problems=problems
    )


@blueprint.get("/indicators")
@reachable_by(Audience.PROGRAMME)
def indicators() -> Response:
    """The logframes of the site."""
    return _list(LogframeForm(formdata=None))


@blueprint.post("/indicators")
@reachable_by(Audience.PROGRAMME)
def keep_logframe() -> Response:
    """Keep a logframe, new or in place of an earlier one."""
    form = LogframeForm()
    if not form.validate():
        return _list(form, status=422)
    try:
        key = logframes.keep(g.actor, form.source.data, now=now())
    except BadLogframe as error:
        add_error(
            form.source, _("The logframe has faults; they are listed below with their lines.")
        )
        return _list(form, error.problems[:100], status=422)
    except BadInput:
        add_error(form.source, _("A logframe has at most 200,000 letters."))
        return _list(form, status=422)
    notice("ok", _("Kept. Its figures are being computed."))
    return redirect(url_for("institution.logframe", key=key), 303)


def _asked() -> Asked:
    return Asked(
        *(request.args.get(name, "")[:64] for name in ("indicator", "by", "snapshot")),
    )


def _address(key: str, asked: Asked, endpoint: str = "institution.logframe", **more: str) -> str:
    values: dict[str, Any] = {**asked.to_raw(), **more}
    return url_for(endpoint, key=key, **values)


@blueprint.get("/indicators/<key>")
@reachable_by(Audience.PROGRAMME)
def logframe(key: str) -> Response:
    """A logframe with its figures; breakdown and frozen figures are chosen in the address."""
    g.nav = "institution.indicators"
    page = service.page(g.actor, key, _asked())
    frozen = page.asked.snapshot

    def table_href(indicator: str, shape: Shape) -> str:
        return _address(key, Asked(indicator, name_of(shape), frozen)) + "#table"

    return page_response(
        "institution/indicators.html",
        page,
        titles=words.shape_words(),
        by=words.by_words(),
        keys=words.key_words(page.report) if page.report else {},
        measures=words.measure_words(),
        rules=words.rule_words(),
        quarter_of=By.QUARTER,
        shapes=SHAPES,
        table_href=table_href,
        snapshot_href=lambda one: _address(key, Asked(snapshot=one)),
        file_href=lambda form: _address(
            key, Asked(snapshot=frozen), "institution.indicators_file", form=form
        ),
        differs=words.differs_words(),
    )


@blueprint.get("/indicators/<key>/file")
@reachable_by(Audience.PROGRAMME)
def indicators_file(key: str) -> Response:
    """The figures as a file: XLSX, or PDF."""
    report = service.report(g.actor, key, _asked().snapshot)
    said = words.indicator_words(report, current_language(), now())
    if request.args.get("form") == "pdf":
        site = current_app.config["SETTINGS"].site_name
        content = files.document(report, said, site, now=now())
        return attached(content, "application/pdf", files.file_name(report, "pdf"))
    content = files.workbook(report, said, now=now())
    return attached(content, XLSX, files.file_name(report, "xlsx"))


def _ask(key: str, what: str, said: str, snapshot: str = "") -> Response:
    logframes.ask(g.actor, key, what, snapshot=snapshot, now=now())
    notice("ok", said)
    return redirect(_address(key, Asked(snapshot=snapshot)), 303)


@blueprint.post("/indicators/<key>/compute")
@reachable_by(Audience.PROGRAMME)
def compute_indicators(key: str) -> Response:
    """Have the figures computed anew."""
    return _ask(key, logframes.COMPUTE, _("The figures are being computed. Look again shortly."))


@blueprint.post("/indicators/<key>/snapshots")
@reachable_by(Audience.PROGRAMME)
def freeze_indicators(key: str) -> Response:
    """Have the figures of today frozen."""
    return _ask(key, logframes.FREEZE, _("The figures are being frozen. Look again shortly."))


@blueprint.post("/indicators/<key>/snapshots/<snapshot>/derive")
@reachable_by(Audience.PROGRAMME)
def derive_indicators(key: str, snapshot: str) -> Response:
    """Have frozen figures derived again."""
    said = _("The figures are being derived again. Look again shortly.")
    return _ask(key, logframes.DERIVE, said, snapshot)
