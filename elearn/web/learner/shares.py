"""Links to a record: make one, see what it shows and when it was opened, take it back."""

from datetime import timedelta

from flask import g, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput, Conflict
from elearn.services import shares as service
from elearn.services.shares import SharesPage
from elearn.web.learner import blueprint
from elearn.web.learner.addresses import for_others
from elearn.web.learner.forms import ShareForm
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, page_response, render
from elearn.web.shared.session import now
from elearn.web.shared.share_words import choice_words

USUAL_DAYS = 30
"""So long a link works unless somebody chooses another day."""


@blueprint.get("/records/<key>/links")
@reachable_by(Audience.SIGNED_IN)
def shares(key: str) -> Response:
    """The links to one of my records, and the form for a new one."""
    page = service.my_shares(g.actor, key, now=now())
    form = ShareForm()
    form.offer(page.offered)
    form.until.data = now().date() + timedelta(days=USUAL_DAYS)
    return _page(page, form)


@blueprint.post("/records/<key>/links")
@reachable_by(Audience.SIGNED_IN)
def make_share(key: str) -> Response:
    """Make a link."""
    page = service.my_shares(g.actor, key, now=now())
    form = ShareForm()
    form.offer(page.offered)
    if not form.validate_on_submit():
        return _page(page, form, status=422)
    try:
        made = service.share(g.actor, key, form.wish(), now=now())
    except (BadInput, Conflict) as error:
        field = form.label if error.code == "share-label" else form.until
        field.errors = [*field.errors, _(error.message)]
        return _page(page, form, status=error.status)
    return redirect(url_for("learner.share", key=key, share_key=made), 303)


def _page(page: SharesPage, form: ShareForm, *, status: int = 200) -> Response:
    g.nav = "learner.records"
    words = choice_words()
    return page_response("learner/shares.html", page, status=status, form=form, words=words)


@blueprint.get("/records/<key>/links/<share_key>")
@reachable_by(Audience.SIGNED_IN)
def share(key: str, share_key: str) -> str:
    """One link: its address, what it shows, when it was opened."""
    g.nav = "learner.records"
    page = service.my_share(g.actor, key, share_key, now=now())
    address = for_others(url_for("public.shared", token=page.token))
    return render("learner/share.html", page, address=address)


@blueprint.post("/records/<key>/links/<share_key>/take-back")
@reachable_by(Audience.SIGNED_IN)
def take_back_share(key: str, share_key: str) -> Response:
    """Let a link show nothing any more."""
    service.take_back(g.actor, key, share_key, now=now())
    notice("ok", _("The link shows nothing any more."))
    return redirect(url_for("learner.share", key=key, share_key=share_key), 303)
