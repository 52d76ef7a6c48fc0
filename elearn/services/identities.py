"""Signing in through the OpenID provider of an institution."""

from dataclasses import dataclass
from datetime import datetime

from elearn.core.sign_in import sign_in_name
from elearn.services.sign_in import SignedIn
from elearn.store import audit, people
from elearn.store import identities as store
from elearn.store.db import begin_write

_LONGEST = 255


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a provider says of somebody, its signature and all it is for having been checked.

    Attributes:
        issuer: The provider.
        subject: Their name there, which is never given to anybody else.
        email: Their address; empty where it does not say that it has verified it.
    """

    issuer: str
    subject: str
    email: str = ""


def sign_in(claimed: Claimed, *, now: datetime) -> SignedIn | None:
    """Sign in whom a provider knows; None if there is no account for them here.

    The first time, the account with the address is theirs, if the provider has verified it and the
    account is not linked with anybody else there. From then on only the provider's own name for
    them counts: an address may be given to somebody else one day.
    """
    if not claimed.subject or len(claimed.subject) > _LONGEST:
        return None
    begin_write()
    person_id = store.person_of(claimed.issuer, claimed.subject)
    first = person_id is None
    if person_id is None:
        person_id = _unlinked(claimed)
    known = people.actor_by_id(person_id, now.date()) if person_id is not None else None
    if known is None or person_id is None:
        return None
    if first:
        store.link(person_id, claimed.issuer, claimed.subject, at=now)
        about = f"person:{known.actor.key}"
        audit.keep_act(person_id, "identity-linked", about, {"issuer": claimed.issuer}, at=now)
    else:
        store.touch(claimed.issuer, claimed.subject, at=now)
    return SignedIn(known.actor, known.epoch)


def _unlinked(claimed: Claimed) -> int | None:
    """Whose address it is, where their account is linked with nobody there."""
    person_id = store.by_email(sign_in_name(claimed.email)) if claimed.email else None
    if person_id is None or store.is_linked(person_id, claimed.issuer):
        return None
    return person_id
