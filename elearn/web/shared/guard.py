"""How a visitor must be known. Closed by default: a view that declares nothing does not start."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response

from elearn.core.access import Action, Actor, Role, may
from elearn.core.errors import NotAllowed

View = TypeVar("View", bound=Callable[..., Any])


class Audience(StrEnum):
    """Who may reach a view at all; what they may do there is for `core.access`."""

    PUBLIC = "public"
    SIGNED_IN = "signed-in"
    TRAINER = "trainer"
    REVIEWER = "reviewer"
    STEERING = "steering"
    LEADER = "leader"
    COORDINATOR = "coordinator"
    KEEPER = "keeper"
    PROGRAMME = "programme"
    ADMIN = "admin"
    ALUMNI = "alumni"


_MARK = "_reachable_by"
_MACHINES = "_for_machines"


def reachable_by(audience: Audience) -> Callable[[View], View]:
    """Declare how the visitor of a view must be known."""

    def mark(view: View) -> View:
        setattr(view, _MARK, audience)
        return view

    return mark


def for_machines(view: View) -> View:
    """Declare that programs call a view, with a secret of their own: no session, no form's token.

    Such a view must not look at who is signed in.
    """
    setattr(view, _MACHINES, True)
    return view


def is_for_machines(app: Flask, endpoint: str) -> bool:
    """Whether the view of an endpoint is called by programs."""
    return getattr(app.view_functions.get(endpoint), _MACHINES, False)


def audience_of(app: Flask, endpoint: str) -> Audience | None:
    """What the view of an endpoint declared; Flask's own static files are public."""
    if endpoint == "static":
        return Audience.PUBLIC
    return getattr(app.view_functions[endpoint], _MARK, None)


def fits(actor: Actor, audience: Audience) -> bool:
    """Whether a signed-in actor belongs to an audience."""
    if audience is Audience.PROGRAMME:
        return may(actor, Action.SEE_INDICATORS)
    roles = _ROLES.get(audience)
    if roles is not None:
        return any(actor.has(role) for role in roles)
    return actor.alumnus or audience is not Audience.ALUMNI


_ROLES = {
    Audience.TRAINER: (Role.TRAINER,),
    Audience.REVIEWER: (Role.TRAINER, Role.REVIEWER),
    Audience.STEERING: (Role.MANAGER, Role.COORDINATOR, Role.PROGRAMME_COORDINATOR),
    Audience.LEADER: (Role.MANAGER, Role.COORDINATOR),
    Audience.COORDINATOR: (Role.COORDINATOR,),
    Audience.KEEPER: (Role.COORDINATOR, Role.ADMIN),
    Audience.ADMIN: (Role.ADMIN,),
}
"""One of these roles, wherever it is held, is needed. The others are for everybody signed in."""


def _guard() -> Response | None:
    if request.endpoint is None:
        return None
    audience = audience_of(_app(), request.endpoint)
    if audience is None:
        abort(404)
    if audience is Audience.PUBLIC:
        return None
    actor: Actor = g.actor
    if not actor.known:
        target = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("account.sign_in", next=target))
    if actor.must_change_password and request.endpoint not in _WITH_OLD_PASSWORD:
        return redirect(url_for("account.password"))
    if not fits(actor, audience):
        raise NotAllowed("This page is for others.", details={"audience": audience.value})
    return None


_WITH_OLD_PASSWORD = frozenset({"account.password", "account.sign_out", "account.language"})


def _app() -> Flask:
    from flask import current_app

    return current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  # Flask's documented way


def init_guard(app: Flask) -> None:
    """Refuse to start with an undeclared view; check every request."""
    undeclared = sorted(e for e in app.view_functions if audience_of(app, e) is None)
    if undeclared:
        raise RuntimeError(f"views without @reachable_by: {', '.join(undeclared)}")
    app.before_request(_guard)
