"""My tokens: programs that act for me, each with a name, scopes and an end."""

from dataclasses import dataclass

from flask import g, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput, Conflict
from elearn.services import tokens as service
from elearn.web.account import blueprint
from elearn.web.account.addresses import origin_of
from elearn.web.account.forms import add_error, waiting
from elearn.web.account.token_form import TokenForm
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now
from elearn.web.shared.token_words import scope_words


@dataclass(frozen=True, slots=True)
class TokensPage:
    """My tokens. `made` is a new one, shown this once."""

    tokens: service.TokensPage
    words: dict[str, str]
    made: str = ""


def _show(form: TokenForm, *, made: str = "", status: int = 200) -> Response:
    tokens = service.tokens_page(g.actor, now=now())
    form.offer(tokens.offered)
    page = TokensPage(tokens, scope_words(), made)
    return page_response("account/tokens.html", page, status=status, form=form)


@blueprint.get("/account/tokens")
@reachable_by(Audience.SIGNED_IN)
def tokens() -> Response:
    """My tokens, and a form for a new one."""
    return _show(TokenForm(formdata=None))


@blueprint.post("/account/tokens")
@reachable_by(Audience.SIGNED_IN)
def make_token() -> Response:
    """Make a token; the answer shows it, once."""
    form = TokenForm()
    form.offer(service.tokens_page(g.actor, now=now()).offered)
    if not form.validate():
        return _show(form, status=422)
    wanted = service.NewToken(form.name.data, frozenset(form.scopes.data or ()), form.days.data)
    try:
        made = service.make(g.actor, wanted, form.password.data, origin_of(g.actor.key), now=now())
    except (BadInput, Conflict) as error:
        fields = {"no-scope": form.scopes, "bad-days": form.days}
        add_error(fields.get(error.code, form.name), _fault(error.code))
        return _show(form, status=422)
    if isinstance(made, service.Refused):
        text = waiting(made.wait) if made.wait else _("This is not your password.")
        add_error(form.password, text)
        return _show(form, status=422)
    return _show(TokenForm(formdata=None), made=made)


def _fault(code: str) -> str:
    match code:
        case "no-scope":
            return _("Choose at least one thing that the program may do.")
        case "bad-days":
            return _("Choose how long the token lasts.")
        case "too-many-tokens":
            return _("You have too many tokens. Withdraw one first.")
        case _other:
            return _("Enter a name of at most 100 letters.")


@blueprint.post("/account/tokens/<token_key>/withdraw")
@reachable_by(Audience.SIGNED_IN)
def withdraw_token(token_key: str) -> Response:
    """From now on it is of no use."""
    service.withdraw(g.actor, token_key, now=now())
    notice("ok", _("The token is withdrawn. Programs that used it are turned away from now on."))
    return redirect(url_for("account.tokens"), 303)
