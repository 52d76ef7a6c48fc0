"""People: who is signed in."""

from datetime import datetime

from elearn.store import people as store
from elearn.store.people import KnownPerson


def signed_in_person(key: str, epoch: str, *, now: datetime) -> KnownPerson | None:
    """The person that a session names, with their roles today; None once the session has ended."""
    known = store.actor_by_key(key, now.date())
    return known if known is not None and str(known.epoch) == epoch else None
