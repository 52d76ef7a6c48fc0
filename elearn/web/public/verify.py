"""The public page that says whether a completion record holds, and nothing about the person."""

from flask import current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from elearn.services import records
from elearn.services.guarding import Origin
from elearn.web.public import blueprint
from elearn.web.public.verifier import verify_page
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import page_response
from elearn.web.shared.session import now


@blueprint.route("/verify", methods=["GET", "POST"])
@reachable_by(Audience.PUBLIC)
def verify_form() -> Response:
    """Enter a code, or check a certificate."""
    code = request.form.get("code", "").strip()[:64]
    if request.method == "POST" and code:
        return redirect(url_for("public.verify", code=code))
    return verify_page(missing=request.method == "POST")


@blueprint.route("/verify/<code>", methods=["GET", "POST"])
@reachable_by(Audience.PUBLIC)
def verify(code: str) -> Response:
    """What a code says. A name that does not fit gets the same page as no name."""
    name = request.form.get("name", "")[:200]
    origin = Origin(current_app.config["SECRET_KEY"], request.remote_addr)
    page = records.verify(code, name, origin, now=now())
    return page_response("public/verify.html", page)
