"""Webhooks: which systems are told what, and what became of it."""

from dataclasses import dataclass

from flask import current_app, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.core.settings import Settings
from elearn.core.webhook import TEST, Event, read_networks
from elearn.services import webhooks as service
from elearn.web.admin import blueprint
from elearn.web.admin.forms import add_error
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now
from elearn.web.shared.webhook_words import event_words, sent_words, state_words


class HookForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A hook to make."""

    client = SelectField(_l("Client"), validate_choice=False)
    address = StringField(
        _l("Address that is told"),
        [DataRequired(_l("Enter an address.")), Length(max=500, message=_l("This is too long."))],
    )
    events = SelectMultipleField(
        _l("What it is told"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )

    def offer(self, page: service.HooksPage) -> None:
        """Fill the lists."""
        self.client.choices = [
            SelectChoice(c.key, f"{c.name} ({c.unit or _('the whole site')})") for c in page.clients
        ]
        words = event_words()
        self.events.choices = [
            SelectChoice(e.value, words[e.value] + " (" + e.value + ")") for e in Event
        ]


@dataclass(frozen=True, slots=True)
class HooksPage:
    """The hooks, with the words for them."""

    hooks: service.HooksPage
    events: dict[str, str]
    states: dict[str, str]


@dataclass(frozen=True, slots=True)
class HookPage:
    """One hook. `secret` is shown this once."""

    hook: service.HookPage
    events: dict[str, str]
    states: dict[str, str]
    sent: dict[str, str]
    test: str
    secret: str = ""


def _root() -> str:
    return str(current_app.config["SECRET_KEY"])


def _show_all(form: HookForm, *, status: int = 200) -> Response:
    g.nav = "admin.people"
    found = service.hooks_page(g.actor, now=now())
    form.offer(found)
    page = HooksPage(found, event_words(), state_words())
    return page_response("admin/webhooks.html", page, status=status, form=form)


def _show(key: str, *, secret: str = "") -> Response:
    g.nav = "admin.people"
    before = request.args.get("before", 0, type=int)
    found = service.hook_page(g.actor, key, before=before, now=now())
    page = HookPage(found, event_words(), state_words(), sent_words(), TEST, secret)
    return page_response("admin/webhook.html", page)


@blueprint.get("/admin/webhooks")
@reachable_by(Audience.ADMIN)
def webhooks() -> Response:
    """All hooks, and a form for a new one."""
    return _show_all(HookForm(formdata=None))


@blueprint.post("/admin/webhooks")
@reachable_by(Audience.ADMIN)
def make_webhook() -> Response:
    """Make a hook; the answer shows its secret, once."""
    form = HookForm()
    form.offer(service.hooks_page(g.actor, now=now()))
    if not form.validate():
        return _show_all(form, status=422)
    settings: Settings = current_app.config["SETTINGS"]
    wanted = service.NewHook(
        form.address.data, frozenset(form.events.data or ()), form.client.data or ""
    )
    networks = read_networks(settings.webhook_networks)
    try:
        made = service.make(g.actor, wanted, networks, root=_root(), now=now())
    except (BadInput, NotFound, Conflict) as error:
        fields = {"bad-address": form.address, "host-refused": form.address}
        fields["no-event"] = form.events
        add_error(fields.get(error.code, form.client), _fault(error.code))
        return _show_all(form, status=422)
    return _show(made.hook.key, secret=made.secret)


def _fault(code: str) -> str:
    match code:
        case "bad-address":
            return _("Enter a full address such as https://hr.example.org/hooks.")
        case "host-refused":
            return _("Nothing is sent to this host: it is not a public one.")
        case "no-event":
            return _("Choose at least one thing that the system is told.")
        case "client-scope-missing":
            return _("This client may not see completion records.")
        case "too-many":
            return _("This client has ten webhooks. Delete one first.")
        case _other:
            return _("Choose a client from the list.")


@blueprint.get("/admin/webhooks/<hook_key>")
@reachable_by(Audience.ADMIN)
def webhook(hook_key: str) -> Response:
    """One hook, and what it was told lately."""
    return _show(hook_key)


@blueprint.post("/admin/webhooks/<hook_key>/secret")
@reachable_by(Audience.ADMIN)
def renew_webhook_secret(hook_key: str) -> Response:
    """Another secret, shown once; for a day the one before signs, too."""
    made = service.renew_secret(g.actor, hook_key, root=_root(), now=now())
    return _show(hook_key, secret=made.secret)


def _back(hook_key: str) -> Response:
    return redirect(url_for("admin.webhook", hook_key=hook_key), 303)


@blueprint.post("/admin/webhooks/<hook_key>/test")
@reachable_by(Audience.ADMIN)
def test_webhook(hook_key: str) -> Response:
    """Send a test."""
    try:
        service.send_test(g.actor, hook_key, now=now())
    except Conflict:
        notice("warn", _("Nothing is sent to this webhook at present. Resume it first."))
    else:
        notice("ok", _("A test is on its way. Load this page again in a moment."))
    return _back(hook_key)


@blueprint.post("/admin/webhooks/<hook_key>/pause")
@reachable_by(Audience.ADMIN)
def pause_webhook(hook_key: str) -> Response:
    """Send nothing for the time being."""
    service.pause(g.actor, hook_key, now=now())
    notice("ok", _("The webhook is paused. What happens meanwhile waits for 30 days."))
    return _back(hook_key)


@blueprint.post("/admin/webhooks/<hook_key>/resume")
@reachable_by(Audience.ADMIN)
def resume_webhook(hook_key: str) -> Response:
    """Send what waited."""
    service.resume(g.actor, hook_key, now=now())
    notice("ok", _("The webhook is active again. What waited is sent now."))
    return _back(hook_key)


@blueprint.post("/admin/webhooks/<hook_key>/delete")
@reachable_by(Audience.ADMIN)
def delete_webhook(hook_key: str) -> Response:
    """The system is told nothing any more."""
    service.delete(g.actor, hook_key, now=now())
    notice("ok", _("The webhook is deleted."))
    return redirect(url_for("admin.webhooks"), 303)
