"""Jobs: what waits, what failed for good."""

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.services import admin_jobs
from elearn.web.admin import blueprint, words
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now


@blueprint.get("/admin/jobs")
@reachable_by(Audience.ADMIN)
def jobs() -> Response:
    """Jobs in one state; those that failed come first."""
    g.nav = "admin.people"
    before = request.args.get("before", 0, type=int)
    page = admin_jobs.jobs_page(
        g.actor, request.args.get("state", ""), before=min(before, 2**62), now=now()
    )
    return page_response(
        "admin/jobs.html", page, states=words.job_states(), kinds=words.job_kinds()
    )


def _back() -> Response:
    return redirect(url_for("admin.jobs", state=request.form.get("state") or None), 303)


@blueprint.post("/admin/jobs/<int:job_id>/again")
@reachable_by(Audience.ADMIN)
def try_job_again(job_id: int) -> Response:
    """Give it another round."""
    admin_jobs.try_again(g.actor, job_id, now=now())
    notice("ok", _("The job will be tried again at once."))
    return _back()


@blueprint.post("/admin/jobs/<int:job_id>/give-up")
@reachable_by(Audience.ADMIN)
def give_job_up(job_id: int) -> Response:
    """Try it no more."""
    admin_jobs.give_up(g.actor, job_id, now=now())
    notice("ok", _("The job is not tried any more."))
    return _back()
