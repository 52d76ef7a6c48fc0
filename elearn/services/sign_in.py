"""Signing in, and setting a password by oneself, by a mailed link or by a one-time code."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from elearn.core.access import Action, Actor, Role, require
from elearn.core.errors import NotAllowed, NotFound
from elearn.core.sign_in import sign_in_name
from elearn.services import mail, passwords
from elearn.services.guarding import Origin, keyed, watch
from elearn.store import audit, people, reset_tokens, scopes
from elearn.store import sign_in as store

__all__ = ["Letter", "Origin", "Refused", "ResetLink", "SignedIn", "Tell"]

LINK_LASTS = timedelta(hours=1)
CODE_LASTS = timedelta(hours=24)
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """It worked: who it is, and the epoch for their session."""

    actor: Actor
    epoch: int


@dataclass(frozen=True, slots=True)
class Refused:
    """It did not work. A result, not an error, so that the count of failures is kept.

    Attributes:
        wait: Seconds until the next try is heard.
        heard: False if this try was not even looked at, since it came too early.
    """

    wait: int
    heard: bool = True


def _signed_in(person_id: int, now: datetime) -> SignedIn:
    known = people.actor_by_id(person_id, now.date())
    if known is None:
        raise NotFound("This account has just been closed.")
    return SignedIn(known.actor, known.epoch)


def sign_in(name: str, password: str, origin: Origin, *, now: datetime) -> SignedIn | Refused:
    """Sign in with a name (e-mail or service number) and a password.

    Takes the same time and gives the same answer for a wrong password and an unknown name.
    """
    name = sign_in_name(name)
    watched = watch("sign-in", name, origin)
    if wait := watched.seconds(now):
        return Refused(wait, heard=False)
    found = store.credentials_by_name(name) if name else None
    fits = passwords.verify(found.password_hash if found else None, password)
    fresh = None
    if fits and found and found.password_hash and passwords.is_outdated(found.password_hash):
        fresh = passwords.make_hash(password)
    wait, held = watched.hold(now)
    if wait:
        return Refused(wait, heard=False)
    again = store.credentials_by_name(name) if name else None
    if not fits or found is None or again is None or again.password_hash != found.password_hash:
        return Refused(watched.failed(held, now))
    watched.succeeded(held)
    if fresh and found.password_hash:
        store.refresh_hash(found.person_id, found.password_hash, fresh)
    return _signed_in(found.person_id, now)


def change_password(
    actor: Actor, old: str, new: str, origin: Origin, *, now: datetime
) -> SignedIn | Refused:
    """Change the actor's own password; every other session of theirs ends.

    Raises:
        BadInput: If the new password is too easy.
    """
    mine = _own(actor)
    passwords.require_good(new, mine.names)
    watched = watch("password", actor.key, origin)
    if wait := watched.seconds(now):
        return Refused(wait, heard=False)
    fits = passwords.verify(mine.password_hash, old)
    fresh = passwords.make_hash(new) if fits else ""
    wait, held = watched.hold(now)
    if wait:
        return Refused(wait, heard=False)
    if not fits or _own(actor).password_hash != mine.password_hash:
        return Refused(watched.failed(held, now))
    watched.succeeded(held)
    return _set(mine.person_id, fresh, "password-changed", now)


def confirm(actor: Actor, password: str, origin: Origin, *, now: datetime) -> Refused | None:
    """Whether whoever sits there knows the actor's password; None if so. Failures are counted."""
    mine = _own(actor)
    watched = watch("password", actor.key, origin)
    if wait := watched.seconds(now):
        return Refused(wait, heard=False)
    fits = passwords.verify(mine.password_hash, password)
    wait, held = watched.hold(now)
    if wait:
        return Refused(wait, heard=False)
    if not fits or _own(actor).password_hash != mine.password_hash:
        return Refused(watched.failed(held, now))
    watched.succeeded(held)
    return None


def _own(actor: Actor) -> store.Credentials:
    mine = store.credentials_by_id(actor.person_id) if actor.person_id is not None else None
    if mine is None:
        raise NotFound("This account has just been closed.")
    return mine


def _set(person_id: int, password_hash: str, action: str, now: datetime) -> SignedIn:
    store.set_password(person_id, password_hash, must_change=False)
    reset_tokens.void(person_id, now)
    signed_in = _signed_in(person_id, now)
    audit.keep_act(person_id, action, f"person:{signed_in.actor.key}", {}, at=now)
    return signed_in


@dataclass(frozen=True, slots=True)
class ResetLink:
    """What a reset letter is written from. For an unknown name it is the same with no `to`."""

    token: str
    name: str = ""
    to: str = ""
    language: str | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it will be sent. `stop`: the address that ends such letters; empty without."""

    subject: str
    text: str
    stop: str = ""


def prepare_reset(name: str) -> ResetLink:
    """A fresh link for whoever has that sign-in name and an e-mail address. Nothing is kept yet."""
    token = secrets.token_urlsafe(32)
    found = store.credentials_by_name(sign_in_name(name))
    if found is None or found.email is None:
        return ResetLink(token)
    return ResetLink(token, found.name, found.email, found.language, found.person_id)


def send_reset(name: str, link: ResetLink, letter: Letter, origin: Origin, *, now: datetime) -> int:
    """Keep the link and send the letter, if there is somebody to send it to.

    Returns:
        Seconds to wait if this was asked for too often; 0 otherwise, whoever asked for whomever.
    """
    watched = watch("reset", sign_in_name(name), origin)
    wait, held = watched.hold(now)
    if wait:
        return wait
    watched.failed(held, now)
    if link.person_id is not None:
        reset_tokens.keep(
            link.person_id,
            keyed(origin.secret, "reset-link", link.token),
            "mail",
            issued_by=None,
            now=now,
            expires_at=now + LINK_LASTS,
        )
        mail.send(link.to, letter.subject, letter.text, now=now, until=now + LINK_LASTS)
    return 0


def link_stands(token: str, *, secret: str, now: datetime) -> bool:
    """Whether a mailed link can still be used."""
    return reset_tokens.standing(keyed(secret, "reset-link", token), now) is not None


def set_password_by_link(token: str, new: str, *, secret: str, now: datetime) -> SignedIn | None:
    """Set a password with a mailed link; None if the link is used up or too old.

    Raises:
        BadInput: If the password is too easy; the link still stands.
    """
    return _set_by_token(keyed(secret, "reset-link", token), new, now)


def _set_by_token(token_hash: str, new: str, now: datetime) -> SignedIn | None:
    standing = reset_tokens.standing(token_hash, now)
    person = store.credentials_by_id(standing.person_id) if standing else None
    if standing is None or person is None:
        return None
    passwords.require_good(new, person.names)
    fresh = passwords.make_hash(new)
    if not reset_tokens.use(standing, now):
        return None
    return _set(standing.person_id, fresh, "password-reset", now)


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A one-time code, shown once to the one who issued it."""

    code: str
    person: str
    expires_at: datetime


Tell = Callable[[str, str | None], Letter]
"""Writes a letter to somebody with that name, in that language."""


def issue_code(
    actor: Actor, person_key: str, tell: Tell | None = None, *, secret: str, now: datetime
) -> IssuedCode:
    """Issue a code with which somebody without mail sets a password; earlier codes end.

    Somebody who does have mail is told with `tell`: a code that its owner knows nothing of would
    open their account to whoever issued it.

    Raises:
        NotFound: If there is nobody with that key.
        NotAllowed: If the actor may not do this for them.
    """
    known = people.actor_by_key(person_key, now.date())
    person_id = known.actor.person_id if known else None
    if known is None or person_id is None:
        raise NotFound("There is nobody here with that key.")
    require(actor, Action.ISSUE_CODES, scopes.person_subject(person_id, now.date()))
    # Who issues a code could use it, so it must not lead to more than the issuer has.
    if not actor.has(Role.ADMIN) and known.actor.rank >= actor.rank:
        raise NotAllowed("For this account only an administrator may issue a code.")
    code = new_code()
    reset_tokens.void(person_id, now, channel="code")
    reset_tokens.keep(
        person_id,
        _code_hash(secret, person_id, plain_code(code)),
        "code",
        issued_by=actor.person_id or None,
        now=now,
        expires_at=now + CODE_LASTS,
    )
    audit.keep_act(actor.person_id or None, "code-issued", f"person:{person_key}", {}, at=now)
    owner = store.credentials_by_id(person_id)
    if tell and owner and owner.email:
        letter = tell(owner.name, owner.language)
        mail.send(owner.email, letter.subject, letter.text, now=now)
    return IssuedCode(code, known.actor.name, now + CODE_LASTS)


def new_code() -> str:
    """A code to hand over: eight letters and digits that are not taken for others, 40 bits."""
    code = "".join(secrets.choice(_CROCKFORD) for _ in range(8))
    return f"{code[:4]}-{code[4:]}"


def _code_hash(secret: str, person_id: int, code: str) -> str:
    return keyed(secret, "one-time-code", f"{person_id}\0{code}")


def plain_code(text: str) -> str:
    """A code as typed, in the form that is compared: no dashes, `O` is `0`, `I` and `L` are `1`."""
    return text[:40].upper().translate(_CODE_FORM)


_CODE_FORM = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None, "–": None})


def set_password_by_code(
    name: str, code: str, new: str, origin: Origin, *, now: datetime
) -> SignedIn | Refused:
    """Set a password with a sign-in name and a one-time code.

    Raises:
        BadInput: If the password is too easy, which is said before the code is looked at.
    """
    name = sign_in_name(name)
    passwords.require_good(new, (name,))
    watched = watch("code", name, origin)
    if wait := watched.seconds(now):
        return Refused(wait, heard=False)
    fresh = passwords.make_hash(new)
    wait, held = watched.hold(now)
    if wait:
        return Refused(wait, heard=False)
    person = store.credentials_by_name(name) if name else None
    person_id = person.person_id if person else 0
    standing = reset_tokens.standing(_code_hash(origin.secret, person_id, plain_code(code)), now)
    if person is None or standing is None:
        return Refused(watched.failed(held, now))
    passwords.require_good(new, person.names)
    if not reset_tokens.use(standing, now):
        return Refused(watched.failed(held, now))
    watched.succeeded(held)
    return _set(person_id, fresh, "password-reset", now)
