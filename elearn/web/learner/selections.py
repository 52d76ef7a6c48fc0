"""A selection of facts of one of my records, as a signed file."""

from datetime import date

from flask import g
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.learning import record as core
from elearn.core.learning.record import Value
from elearn.services import selections as service
from elearn.services.selections import SelectionPage
from elearn.web.learner import blueprint
from elearn.web.learner.forms import SelectionForm
from elearn.web.shared.addresses import issuer
from elearn.web.shared.fact_words import fact_label
from elearn.web.shared.files import attached
from elearn.web.shared.formats import day, language_names
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.record_words import in_one_line, is_code, record_word, workload_word
from elearn.web.shared.render import page_response
from elearn.web.shared.session import now

_TECHNICAL = ("digest", "law_digest", "renews", "renews_digest", "bridge")
"""Facts that only programs read."""


@blueprint.get("/records/<key>/selection")
@reachable_by(Audience.SIGNED_IN)
def selection(key: str) -> Response:
    """Choose facts."""
    page = service.offer(g.actor, key, now=now())
    return _page(page, _form(page))


@blueprint.post("/records/<key>/selection")
@reachable_by(Audience.SIGNED_IN)
def take_selection(key: str) -> Response:
    """Take the chosen facts away, signed."""
    page = service.offer(g.actor, key, now=now())
    form = _form(page)
    if not form.validate_on_submit():
        return _page(page, form, status=422)
    chosen = [*form.chosen.data, *form.technical.data]
    text = service.my_selection(g.actor, key, chosen, issuer(), now=now())
    return attached(text.encode(), "application/dc+sd-jwt", f"selection-{key}.sd-jwt")


def _form(page: SelectionPage) -> SelectionForm:
    form = SelectionForm()
    facts = core.values(page.page.facts)
    lines = {key: _line(key, facts[key]) for key in page.offered}
    if page.page.results and "result" in lines:
        reached = ", ".join(f"{title} {share}" for title, share in page.page.results)
        lines["result"] = _line("result", reached)
    form.chosen.choices = [line for line in lines.items() if line[0] not in _TECHNICAL]
    form.technical.choices = [line for line in lines.items() if line[0] in _TECHNICAL]
    return form


def _page(page: SelectionPage, form: SelectionForm, *, status: int = 200) -> Response:
    g.nav = "learner.records"
    return page_response("learner/selection.html", page, status=status, form=form)


def _line(key: str, value: Value) -> str:
    return _("%(fact)s: %(value)s", fact=fact_label(key), value=_shown(key, value))


def _shown(key: str, value: Value) -> str:
    if key == "language":
        return language_names([str(value)])
    if is_code(key):
        return record_word(key, str(value))
    match value:
        case date():
            return day(value)
        case tuple():
            return in_one_line(value)
        case str() | int() | None:
            return "" if value is None else str(value)
        case _:
            return ", ".join(f"{workload_word(name)}: {n}" for name, n in value.items())
