"""A key for records is revoked: what it signed stands only where the log proves it to be older."""

from dataclasses import dataclass, replace
from datetime import datetime

from elearn.core.learning import record as core
from elearn.services import keys, records
from elearn.services.keys import Purpose
from elearn.services.records import Renewed
from elearn.store import enrolments as enrolment_store
from elearn.store import record_log as log
from elearn.store import records as store
from elearn.store.records import KeptRecord

WHY = "The key that signed this record was revoked, and no head of the log from before proves it."
"""What holders read as the reason."""


@dataclass(frozen=True, slots=True)
class Revoked:
    """What became of a key's records: how many ended, and how many of these were issued anew."""

    ended: int
    anew: int


def revoke(kid: str, reason: str, *, anew: bool, now: datetime) -> Revoked:
    """Trust a key no more. For the operator.

    Records that it signed and that no head covers which was signed before, with a key of the log
    that is still trusted, are revoked: nobody elsewhere can tell them from forged ones.

    Args:
        kid: The key.
        reason: Why.
        anew: Issue those of them that stand anew, with the same facts, a new code and the new key.
        now: The moment.

    Raises:
        BadInput: If the reason is missing or too long.
        NotFound: If there is no such key, or it is revoked already.
    """
    keys.revoke(kid, reason, now=now)
    purpose = next(key.purpose for key in keys.every() if key.kid == kid)
    if purpose != Purpose.RECORD.value:
        return Revoked(0, 0)
    trusted = {key.kid for key in keys.every() if key.revoked_at is None}
    heads = (head for head in log.heads() if head.at < now and head.kid in trusted)
    head = next(heads, None)
    ended = issued = 0
    for number in log.records_signed(kid, since=head.size if head else 0):
        store.hold(number)
        kept = store.by_id(number)
        if kept is None or kept.revoked:
            continue
        store.add_status(kept.id, "revoked", WHY, by=None, at=now)
        ended += 1
        issued += anew and _issue_anew(kept, now=now)
    return Revoked(ended, issued)


def _issue_anew(kept: KeptRecord, *, now: datetime) -> bool:
    """Issue a record with the same facts, unless it was superseded or its facts were erased."""
    standing = enrolment_store.standing(kept.enrolment_id)
    if kept.facts is None or kept.superseded or standing is None:
        return False
    enrolment = replace(standing.enrolment, version_id=kept.version_id)
    renewed = Renewed(kept.renews_id, kept.version_id) if kept.renews_id is not None else None
    records.keep(core.from_raw(kept.facts), enrolment, now=now, renewed=renewed)
    return True
