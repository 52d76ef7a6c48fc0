"""My completion records."""

from flask import g, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import Conflict
from elearn.core.learning.standing import Status
from elearn.services import bridges, certificates, law_notices, law_people, my_records, renewing
from elearn.services import records as service
from elearn.services.law_notices import LawWarning
from elearn.services.records import RecordLine
from elearn.web.learner import blueprint
from elearn.web.learner.addresses import for_others
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import notice, render
from elearn.web.shared.session import now


@blueprint.get("/records")
@reachable_by(Audience.SIGNED_IN)
def records() -> str:
    """All my records."""
    return render("learner/records.html", my_records.page(g.actor, current_language(), now=now()))


@blueprint.post("/records/<key>/again")
@reachable_by(Audience.SIGNED_IN)
def take_again(key: str) -> Response:
    """Begin the whole course again, to renew a record."""
    try:
        pack_id = renewing.take_again(g.actor, key, now=now())
    except Conflict:
        notice("warn", _("This record need not be renewed that way. Look again."))
        return redirect(url_for("learner.records"), 303)
    return redirect(url_for("learner.course", pack_id=pack_id), 303)


@blueprint.get("/records/<key>")
@reachable_by(Audience.SIGNED_IN)
def record(key: str) -> str:
    """One record: its facts, its code, and where a supervisor checks it."""
    g.nav = "learner.records"
    page = service.my_record(g.actor, key, now=now())
    offer = bridges.offer_to(g.actor, page.record.pack_id, current_language(), now=now())
    newer = offer if offer is not None and page.record.version == offer.completed else None
    return render(
        "learner/record.html",
        page,
        address=for_others(url_for("public.verify", code=page.record.code)),
        law=_law(page.record),
        asked=law_people.asked_of(g.actor, page.record.key),
        offer=newer,
        ends=my_records.renewal_of(g.actor, page.record, current_language(), now=now()),
        levels=certificates.levels(page),
    )


def _law(record: RecordLine) -> LawWarning | None:
    """What changed since of the law behind a record that holds."""
    if record.status is not Status.VALID:
        return None
    language = current_language()
    return law_notices.of_completed(record.pack_id, record.version, language, now=now())
