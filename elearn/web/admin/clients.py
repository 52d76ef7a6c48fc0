"""Clients: systems of institutions that ask by themselves."""

from dataclasses import dataclass

from flask import g, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from elearn.core.errors import BadInput, NotFound
from elearn.core.unit_tree import Placed
from elearn.services import clients as service
from elearn.web.admin import blueprint
from elearn.web.admin.forms import add_error
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now
from elearn.web.shared.token_words import lasts_words, scope_words


class ClientForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A client to make."""

    name = StringField(
        _l("Which system of which institution"),
        [DataRequired(_l("Enter a name.")), Length(max=100, message=_l("This is too long."))],
    )
    unit = SelectField(_l("Reach"), validate_choice=False)
    scopes = SelectMultipleField(
        _l("What the system may do"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    days = SelectField(_l("How long it lasts"), coerce=int, default=service.LASTS_DAYS[-1])

    def offer(self, units: tuple[Placed, ...]) -> None:
        """Fill the lists."""
        self.unit.choices = [
            *(SelectChoice(p.node.key, "\u2003" * p.depth + p.node.name) for p in units),
            SelectChoice("", _("the whole site")),
        ]
        self.scopes.choices = [
            SelectChoice(key, word + " (" + key + ")") for key, word in scope_words().items()
        ]
        words = lasts_words(service.LASTS_DAYS)
        self.days.choices = [SelectChoice(n, word) for n, word in words.items()]


@dataclass(frozen=True, slots=True)
class ClientsPage:
    """The clients. `made` is a new secret, shown this once."""

    clients: service.ClientsPage
    words: dict[str, str]
    made: service.Secret | None = None


def _show(form: ClientForm, *, made: service.Secret | None = None, status: int = 200) -> Response:
    g.nav = "admin.people"
    clients = service.clients_page(g.actor, now=now())
    form.offer(clients.units)
    page = ClientsPage(clients, scope_words(), made)
    return page_response("admin/clients.html", page, status=status, form=form)


@blueprint.get("/admin/clients")
@reachable_by(Audience.ADMIN)
def clients() -> Response:
    """All clients, and a form for a new one."""
    return _show(ClientForm(formdata=None))


@blueprint.post("/admin/clients")
@reachable_by(Audience.ADMIN)
def make_client() -> Response:
    """Make a client; the answer shows its secret, once."""
    form = ClientForm()
    form.offer(service.clients_page(g.actor, now=now()).units)
    if not form.validate():
        return _show(form, status=422)
    wanted = service.NewClient(
        form.name.data, frozenset(form.scopes.data or ()), form.unit.data or "", form.days.data
    )
    try:
        made = service.make(g.actor, wanted, now=now())
    except (BadInput, NotFound) as error:
        fields = {"no-scope": form.scopes, "not-found": form.unit, "bad-days": form.days}
        add_error(fields.get(error.code, form.name), _fault(error.code))
        return _show(form, status=422)
    return _show(ClientForm(formdata=None), made=made)


def _fault(code: str) -> str:
    match code:
        case "no-scope":
            return _("Choose at least one thing that the system may do.")
        case "not-found":
            return _("There is no such unit.")
        case "bad-days":
            return _("Choose how long the client lasts.")
        case _other:
            return _("Enter a name of at most 100 letters.")


@blueprint.post("/admin/clients/<client_key>/secret")
@reachable_by(Audience.ADMIN)
def renew_client_secret(client_key: str) -> Response:
    """Another secret, shown once; the one before opens nothing any more."""
    made = service.renew_secret(g.actor, client_key, now=now())
    return _show(ClientForm(formdata=None), made=made)


@blueprint.post("/admin/clients/<client_key>/withdraw")
@reachable_by(Audience.ADMIN)
def withdraw_client(client_key: str) -> Response:
    """It can ask no more."""
    service.withdraw(g.actor, client_key, now=now())
    notice("ok", _("The client is withdrawn. It is turned away from now on."))
    return redirect(url_for("admin.clients"), 303)
