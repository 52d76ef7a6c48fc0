"""Acts upon versions: proposing one, the proposals, deciding about them."""

from datetime import date
from typing import Any

from flask import current_app, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput, Conflict, ElearnError, NotAllowed, NotFound
from elearn.core.settings import Settings as SiteSettings
from elearn.services import publication_pages, publications, rolling_back
from elearn.services.publications import Proposal, Proposed
from elearn.services.publishing import Act, Settings
from elearn.services.rolling_back import Back
from elearn.web.author import blueprint, ways
from elearn.web.shared import refusals, session
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, page_response, render

_ACTS = (Act.PUBLISH, Act.STOP, Act.WITHDRAW, Act.SUNSET, Act.RETIRE)
"""Acts with the common form."""

_OF_CODE = {
    "reason-missing": lambda: _("Say why, in at most 1000 letters."),
    "reason-long": lambda: _("Write at most 1000 letters."),
    "day-bad": lambda: _("This is no day. Write it as 2027-03-31."),
    "day-past": lambda: _("This day has passed. Choose a later one."),
    "version-not-live": lambda: _("This version is not offered, so there is nothing to end."),
    "version-withdrawn": lambda: _(
        "A withdrawn version stays withdrawn. Give what is right a new version number."
    ),
    "version-behind": lambda: _(
        "A later version of this line has been published already. Give this one a higher number."
    ),
    "version-not-current": lambda: _(
        "Only the version that its learners follow can have a sunset."
    ),
    "no-later-version": lambda: _(
        "There is no later version to go on with, so this one has no sunset."
    ),
    "proposed-already": lambda: _(
        "Something is proposed for this version already. Decide about it first."
    ),
    "version-newest": lambda: _("This is the newest version already."),
    "version-wrong": lambda: _(
        "This version taught something wrong. Its content does not come back."
    ),
    "number-bad": lambda: _("Give a version number above the newest one."),
    "publication-decided": lambda: _("This proposal was decided already."),
    "publication-own": lambda: _("Somebody else must confirm what you proposed."),
    "meaning-not-compared": lambda: _(
        "Compare what is declared to mean the same, and say that you have."
    ),
}


def _four_eyes() -> bool:
    settings: SiteSettings = current_app.config["SETTINGS"]
    return settings.four_eyes == "on"


def _words(error: ElearnError) -> str:
    return refusals.refusal(error, _OF_CODE)


@blueprint.get("/publications")
@reachable_by(Audience.REVIEWER)
def publications_list() -> str:
    """What waits for a second person; of one pack also what was decided."""
    g.nav = ways.place()
    page = publication_pages.publications_page(g.actor, request.args.get("pack", "")[:64])
    return render("author/publications.html", page, writes=ways.writes())


@blueprint.get("/packs/<pack_id>/<version>/acts/<act>")
@reachable_by(Audience.TRAINER)
def propose_act(pack_id: str, version: str, act: str) -> Response:
    """The form with which something is done to a version."""
    return _form(pack_id, version, _act(act))


def _act(name: str) -> Act:
    for act in _ACTS:
        if act == name:
            return act
    raise NotFound("Nothing of this name can be done to a version.")


def _form(pack_id: str, version: str, act: Act, error: str = "") -> Response:
    g.nav = "author.packs"
    page = publication_pages.act_page(
        g.actor, act, pack_id, version, four_eyes=_four_eyes(), now=session.now()
    )
    given: dict[str, Any] = {"error": error, "typed": request.form}
    return page_response("author/act.html", page, status=422 if error else 200, **given)


@blueprint.post("/packs/<pack_id>/<version>/acts/<act>")
@reachable_by(Audience.TRAINER)
def propose_act_now(pack_id: str, version: str, act: str) -> Response:
    """Propose what was filled in; without the rule of four eyes, do it."""
    chosen = _act(act)
    try:
        proposal = Proposal(
            act=chosen,
            pack_id=pack_id,
            version=version,
            reason=request.form.get("reason", "")[:5000],
            settings=_settings(),
        )
        made = publications.propose(g.actor, proposal, four_eyes=_four_eyes(), now=session.now())
    except (BadInput, Conflict) as error:
        return _form(pack_id, version, chosen, _words(error))
    return _made(made)


@blueprint.get("/packs/<pack_id>/<version>/roll-back")
@reachable_by(Audience.TRAINER)
def roll_back(pack_id: str, version: str) -> Response:
    """The form with which an earlier version's content comes back."""
    return _back_form(pack_id, version)


def _back_form(pack_id: str, version: str, error: str = "") -> Response:
    g.nav = "author.packs"
    page = publication_pages.back_page(g.actor, pack_id, version)
    given: dict[str, Any] = {"error": error, "typed": request.form, "four_eyes": _four_eyes()}
    return page_response("author/roll_back.html", page, status=422 if error else 200, **given)


@blueprint.post("/packs/<pack_id>/<version>/roll-back")
@reachable_by(Audience.TRAINER)
def roll_back_now(pack_id: str, version: str) -> Response:
    """Install an earlier version's content under a new number, and propose to publish it."""
    back = Back(
        pack_id=pack_id,
        version=version,
        number=request.form.get("number", "")[:60],
        reason=request.form.get("reason", "")[:5000],
    )
    try:
        _number, made = rolling_back.roll_back(
            g.actor, back, four_eyes=_four_eyes(), now=session.now()
        )
    except (BadInput, Conflict) as error:
        return _back_form(pack_id, version, _words(error))
    return _made(made)


def _made(made: Proposed) -> Response:
    if made.done:
        notice("ok", _("It is done."))
    else:
        notice("ok", _("It is proposed. Somebody else must look at it and confirm it."))
    return redirect(url_for("author.publication", key=made.key), 303)


def _settings() -> Settings:
    """How it is to be done, from the form.

    Raises:
        BadInput: If a day is none.
    """
    fields = request.form
    return Settings(
        urgent=fields.get("urgent") == "1",
        law_note=" ".join(fields.get("law_note", "")[:5000].split()),
        sunset_on=_day(fields.get("sunset_on", "")),
        bridge_due_on=_day(fields.get("bridge_due_on", "")),
        meaning_same=fields.get("meaning_same") == "1",
    )


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput("This is no day. Write it as 2027-03-31.", code="day-bad") from None


@blueprint.get("/publications/<key>")
@reachable_by(Audience.REVIEWER)
def publication(key: str) -> Response:
    """One proposal, with what would follow from it."""
    return _show(key)


def _show(key: str, error: str = "") -> Response:
    g.nav = ways.place()
    page = publication_pages.publication_page(g.actor, key[:32], now=session.now())
    given: dict[str, Any] = {"error": error, "writes": ways.writes()}
    return page_response("author/publication.html", page, status=422 if error else 200, **given)


@blueprint.post("/publications/<key>/confirm")
@reachable_by(Audience.REVIEWER)
def confirm_publication(key: str) -> Response:
    """Confirm what somebody else has proposed; it is done."""
    try:
        publications.confirm(
            g.actor,
            key[:32],
            meaning_same=request.form.get("meaning_same") == "1",
            note=request.form.get("note", "")[:5000],
            now=session.now(),
        )
    except BadInput as error:
        return _show(key, _words(error))
    except Conflict as error:
        notice("warn", _words(error))
    except NotAllowed as error:
        if error.code != "publication-own":
            raise
        notice("bad", _words(error))
    else:
        notice("ok", _("It is confirmed and done."))
    return redirect(url_for("author.publication", key=key), 303)


@blueprint.post("/publications/<key>/decline")
@reachable_by(Audience.REVIEWER)
def decline_publication(key: str) -> Response:
    """Decline a proposal, or take back one's own."""
    note = request.form.get("note", "")[:5000]
    try:
        publications.decline(g.actor, key[:32], note=note, now=session.now())
    except BadInput as error:
        return _show(key, _words(error))
    except Conflict as error:
        notice("warn", _words(error))
    else:
        notice("ok", _("It is declined. Nothing has changed."))
    return redirect(url_for("author.publication", key=key), 303)
