"""Personal access tokens: a program acts for somebody, within scopes, until a day."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from elearn.core import access
from elearn.core.access import Action, Actor, Grant, Role, Subject
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.core.token_scopes import TokenScope, scopes_from
from elearn.services import sign_in
from elearn.services.sign_in import Origin, Refused
from elearn.store import audit, people
from elearn.store import tokens as store
from elearn.store.db import begin_write
from elearn.store.tokens import Holder, OwnToken

__all__ = ["Origin", "OwnToken", "Refused", "TokenScope"]

PERSONAL, ACCESS = "elp_", "ela_"
"""How tokens begin, so that whoever finds one lying about knows what it is."""

LONGEST_NAME = 100
LASTS_DAYS = (30, 90, 180, 365)
"""How long a token may last, in days; the second is what is offered first."""

MOST_VALID = 20
KEPT = timedelta(days=30)
ANSWERS_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Program:
    """A program that asks with a token.

    Attributes:
        actor: With the grants of whoever it acts for, narrowed by its scopes.
        token_key: Names the token in logs and limits.
        used_today: Whether the day of last use stands already.
    """

    actor: Actor
    token_key: str
    holder: Holder
    used_today: bool


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token to make, as typed."""

    name: str
    scopes: frozenset[str]
    days: int


@dataclass(frozen=True, slots=True)
class TokensPage:
    """The actor's tokens, and the scopes that would be of use to one."""

    tokens: tuple[OwnToken, ...]
    offered: tuple[TokenScope, ...]
    as_of: datetime


def hash_of(secret: str) -> str:
    """What is kept of a token or secret. It is random enough that nothing slow is needed."""
    return sha256(secret.encode()).hexdigest()


def _own(actor: Actor) -> int:
    access.require(actor, Action.MAKE_TOKENS, Subject(person_id=actor.person_id))
    if not actor.person_id:
        raise NotFound("This account has just been closed.")
    return actor.person_id


def tokens_page(actor: Actor, *, now: datetime) -> TokensPage:
    """The actor's own tokens, newest first.

    Raises:
        NotAllowed: If nobody is signed in, or a program asks.
    """
    found = store.of_person(_own(actor))
    return TokensPage(tuple(found), access.useful_scopes(actor), now)


def clean_name(text: str) -> str:
    """The name of a token or client as it is kept.

    Raises:
        BadInput: If nothing is left, or it is too long.
    """
    name = " ".join(text[:1000].split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadInput("Enter a name of at most 100 letters.", code="bad-name")
    return name


def make(
    actor: Actor, wanted: NewToken, password: str, origin: Origin, *, now: datetime
) -> str | Refused:
    """Make a token after the password was typed once more; what is returned is shown once.

    Raises:
        NotAllowed: If nobody is signed in, or a program asks.
        BadInput: If the name, the scopes or the days cannot be used.
        Conflict: If there are too many already.
    """
    person_id = _own(actor)
    name = clean_name(wanted.name)
    scopes = scopes_from(wanted.scopes) & frozenset(access.useful_scopes(actor))
    if not scopes:
        raise BadInput("Choose what the token is for.", code="no-scope")
    if wanted.days not in LASTS_DAYS:
        raise BadInput("Choose how long the token lasts.", code="bad-days")
    refused = sign_in.confirm(actor, password, origin, now=now)
    if refused is not None:
        return refused
    begin_write()
    if store.count_valid(person_id, now) >= MOST_VALID:
        raise Conflict("You have too many tokens. Withdraw one first.", code="too-many-tokens")
    token = PERSONAL + secrets.token_urlsafe(32)
    key = secrets.token_urlsafe(12)
    store.keep(
        key=key,
        person_id=person_id,
        name=name,
        scopes=sorted(scopes),
        token_hash=hash_of(token),
        created_at=now,
        expires_at=now + timedelta(days=wanted.days),
    )
    details = {"name": name, "scopes": sorted(scopes), "days": wanted.days}
    audit.keep_act(person_id, "token-made", f"token:{key}", details, at=now)
    return token


def withdraw(actor: Actor, key: str, *, now: datetime) -> None:
    """From now on a token of the actor's own is of no use.

    Raises:
        NotFound: If the actor has no such token.
    """
    person_id = _own(actor)
    begin_write()
    if not store.withdraw(person_id, key, now):
        raise NotFound("There is no such token.")
    audit.keep_act(person_id, "token-withdrawn", f"token:{key}", {}, at=now)


def program(token: str, *, now: datetime) -> Program | None:
    """Who asks with that token; None if it is of no use (any more)."""
    if not token.startswith((PERSONAL, ACCESS)) or len(token) > 100:
        return None
    held = store.holder(hash_of(token), now)
    if held is None:
        return None
    actor = _actor_of(held, now)
    if actor is None:
        return None
    day = now.date()
    used = held.used_on == day and (held.client_id is None or held.client_used_on == day)
    return Program(actor, held.token_key, held, used)


def _actor_of(held: Holder, now: datetime) -> Actor | None:
    scopes = scopes_from(held.scopes)
    if held.client_id is not None:
        return _client_actor(held, scopes & scopes_from(held.client_scopes))
    known = people.actor_by_id(held.person_id, now.date())
    if known is None or known.actor.must_change_password:
        return None
    return access.narrowed(known.actor, scopes)


def _client_actor(held: Holder, scopes: frozenset[TokenScope]) -> Actor:
    key, client_id = held.client_key or "", held.client_id or 0
    return client_actor(client_id, held.person_id, key, held.unit_id, scopes)


def client_actor(
    client_id: int, person_id: int, key: str, unit_id: int | None, scopes: frozenset[TokenScope]
) -> Actor:
    """A client coordinates its unit and what hangs below, or administers the whole site."""
    unit = Grant(Role.COORDINATOR, unit_id)
    grants = (unit,) if unit_id is not None else (unit, Grant(Role.ADMIN))
    actor = Actor(person_id=person_id, key=key, grants=grants, client_id=client_id)
    return access.narrowed(actor, scopes)


def program_of_client(
    client_id: int, scopes: frozenset[TokenScope], *, now: datetime
) -> Program | None:
    """A client that asks without a token of its own, with these scopes."""
    held = store.holder_of_client(client_id)
    if held is None:
        return None
    return Program(_client_actor(held, scopes), held.token_key, held, held.used_on == now.date())


def keep_used(asking: Program, *, now: datetime) -> None:
    """Keep on which day the token was last used. Call it last: it begins a writing transaction."""
    if not asking.used_today:
        store.touch(asking.holder.token_id, asking.holder.client_id, now.date())


def tidy(now: datetime) -> None:
    """Forget tokens that ended long ago, and what programs were answered before yesterday."""
    store.forget_ended_before(now - KEPT)
    store.forget_answers_before(now - ANSWERS_KEPT)
