"""Changes of law: the list, looking at one, opening it, giving it to trainers, working it off."""

from typing import Any

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput, Conflict, ElearnError, NotFound
from elearn.core.law.outcome import Outcome
from elearn.services import law_hits, law_item_page, law_look, law_pages
from elearn.services.law_hits import Decision
from elearn.web.author import blueprint
from elearn.web.shared import refusals, session
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.letters import law_given_letter
from elearn.web.shared.render import notice, page_response, render

_OF_CODE = {
    "nothing-named": lambda: _("Choose a register, or name a provision."),
    "day-missing": lambda: _("Say from which day the provision is changed."),
    "day-bad": lambda: _("Enter a day as 2026-06-12."),
    "versions-order": lambda: _("Choose an older version first, and a newer one after it."),
    "provision-unknown": lambda: _(
        "No register here lists this provision. Write it as lessons cite it, such as sbc:6(1)(a)."
    ),
    "not-found": lambda: _("This version of the register is not installed here."),
    "nothing-touched": lambda: _("No course in use cites what changed."),
    "owner-unknown": lambda: _("Choose one of the trainers."),
    "reason-long": lambda: _("Write at most 1000 letters."),
    "nothing-chosen": lambda: _("Choose at least one place."),
    "outcome-missing": lambda: _("Choose what becomes of the places."),
    "note-long": lambda: _("Write at most 1000 letters."),
    "note-missing": lambda: _("Say why it is withdrawn: those who learnt it ask."),
    "version-missing": lambda: _(
        "Name the version in which it is changed. It must be installed here."
    ),
    "version-older": lambda: _("This version is not newer than what is touched."),
    "version-unfit": lambda: _("Only what is changed has a version."),
}


def _refusal(error: ElearnError) -> str:
    return refusals.refusal(error, _OF_CODE)


@blueprint.get("/law/impacts")
@reachable_by(Audience.TRAINER)
def law_impacts() -> Response:
    """All changes of law that were opened, and a form to look at another one."""
    return _list()


def _list(error: str = "", asked: dict[str, str] | None = None) -> Response:
    g.nav = "author.packs"
    page = law_pages.impacts_page(g.actor, current_language(), now=session.now())
    return page_response(
        "author/law_impacts.html",
        page,
        status=422 if error else 200,
        error=error,
        asked=asked or {},
    )


@blueprint.get("/law/impacts/look")
@reachable_by(Audience.TRAINER)
def law_look_at() -> Response:
    """What a change of law touches, before it is opened."""
    return _look(request.args.to_dict())


def _look(asked: dict[str, str], error: str = "") -> Response:
    g.nav = "author.packs"
    try:
        source = law_look.read_source(asked)
        page = law_look.look_page(g.actor, source, current_language(), now=session.now())
    except (BadInput, NotFound) as refused:
        return _list(_refusal(refused), asked)
    return page_response(
        "author/law_look.html", page, status=422 if error else 200, error=error, asked=asked
    )


@blueprint.post("/law/impacts")
@reachable_by(Audience.TRAINER)
def law_open() -> Response:
    """Open a change of law."""
    asked = request.form.to_dict()
    try:
        key = law_look.open_from(g.actor, asked, law_given_letter, now=session.now())
    except Conflict as error:
        notice("warn", _("This change of law was opened already."))
        return redirect(url_for("author.law_impact", key=error.details["key"]), 303)
    except (BadInput, NotFound) as error:
        return _look(asked, _refusal(error))
    notice("ok", _("The change is open. Work it off course by course."))
    return redirect(url_for("author.law_impact", key=key), 303)


@blueprint.get("/law/impacts/<key>")
@reachable_by(Audience.TRAINER)
def law_impact(key: str) -> str:
    """One change: what it is, and how far each course is."""
    g.nav = "author.packs"
    page = law_pages.impact_page(g.actor, key[:32], current_language(), now=session.now())
    return render("author/law_impact.html", page)


@blueprint.get("/law/impacts/<key>/<pack_id>")
@reachable_by(Audience.TRAINER)
def law_pack(key: str, pack_id: str) -> Response:
    """A course that is touched: its parts, and who has them."""
    return _pack(key, pack_id)


def _pack(key: str, pack_id: str, error: str = "") -> Response:
    g.nav = "author.packs"
    page = law_pages.pack_page(
        g.actor, key[:32], pack_id[:64], current_language(), now=session.now()
    )
    status = 422 if error else 200
    return page_response("author/law_pack.html", page, status=status, error=error)


@blueprint.post("/law/impacts/<key>/<pack_id>")
@reachable_by(Audience.TRAINER)
def law_give(key: str, pack_id: str) -> Response:
    """Give a course to a trainer, until a day."""
    owner, due = request.form.get("owner", ""), request.form.get("due", "")
    try:
        given = (owner, law_look.read_day(due))
        law_hits.give(g.actor, key[:32], pack_id[:64], given, law_given_letter, now=session.now())
    except BadInput as error:
        return _pack(key, pack_id, _refusal(error))
    notice("ok", _("It is given."))
    return redirect(url_for("author.law_pack", key=key, pack_id=pack_id), 303)


@blueprint.get("/law/impacts/<key>/<pack_id>/<path:item>")
@reachable_by(Audience.TRAINER)
def law_item(key: str, pack_id: str, item: str) -> Response:
    """The places of one part."""
    return _item(key, (pack_id, item))


def _item(
    key: str, where: tuple[str, str], error: str = "", filled: dict[str, Any] | None = None
) -> Response:
    g.nav = "author.packs"
    pack_id, item = where
    page = law_item_page.item_page(
        g.actor, key[:32], (pack_id[:64], item[:80]), current_language(), now=session.now()
    )
    return page_response(
        "author/law_item.html",
        page,
        status=422 if error else 200,
        error=error,
        filled=filled or {},
    )


@blueprint.post("/law/impacts/<key>/<pack_id>/<path:item>")
@reachable_by(Audience.TRAINER)
def law_work_off(key: str, pack_id: str, item: str) -> Response:
    """Decide about the places that were chosen."""
    where = (pack_id[:64], item[:80])
    chosen = [int(text) for text in request.form.getlist("place") if _is_number(text)]
    try:
        decision = _decision()
        done = law_hits.work_off(g.actor, key[:32], where, chosen, decision, now=session.now())
    except BadInput as error:
        return _item(key, where, _refusal(error), {**request.form.to_dict(), "chosen": chosen})
    notice("ok", ngettext("%(num)d place is decided.", "%(num)d places are decided.", done))
    return redirect(url_for("author.law_item", key=key, pack_id=pack_id, item=item), 303)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 16


def _decision() -> Decision:
    asked = request.form.get("outcome", "")
    if asked not in list(Outcome):
        raise BadInput("Choose what becomes of the places.", code="outcome-missing")
    outcome = Outcome(asked)
    version = request.form.get("in_version", "") if outcome is Outcome.CHANGED else ""
    return Decision(outcome, version, request.form.get("note", ""))
