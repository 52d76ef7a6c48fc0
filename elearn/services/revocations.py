"""Revoke a completion record that should never have been issued: with a reason, for good."""

from datetime import datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.core.learning import verify_code
from elearn.services import records
from elearn.services.records import Verification
from elearn.store import audit, scopes
from elearn.store import records as store
from elearn.store.db import begin_write
from elearn.store.records import KeptRecord

LONGEST_REASON = 500
"""Letters."""


def find(actor: Actor, code: str, *, now: datetime) -> Verification:
    """The record that a code stands for, before it is revoked: what the public page says of it.

    Raises:
        NotAllowed: If the actor may not revoke records.
        NotFound: If the code stands for no record of the actor's institutions.
        Conflict: If it is revoked already.
    """
    kept, shown = _require(actor, code, now=now)
    return records.described(shown, kept, now=now)


def revoke(actor: Actor, code: str, reason: str, *, now: datetime) -> None:
    """Revoke a record for a reason that is kept, and that its owner reads.

    Raises:
        NotAllowed: If the actor may not revoke records.
        NotFound: If the code stands for no record of the actor's institutions.
        BadInput: If the reason is missing or too long.
        Conflict: If it is revoked already.
    """
    why = reason.strip()
    access.require(actor, Action.REVOKE_RECORDS)
    if not why or len(why) > LONGEST_REASON:
        raise BadInput("Say why, in at most 500 letters.", code="reason-bad")
    begin_write()  # two who revoke at once: the second one is told
    kept, _shown = _require(actor, code, now=now)
    store.hold(kept.id)
    if store.reason(kept.id, "revoked"):
        raise Conflict("This record is revoked already.", code="revoked-already")
    store.add_status(kept.id, "revoked", why, by=actor.person_id, at=now)
    audit.keep_act(actor.person_id, "record-revoked", kept.key, {"reason": why}, at=now)


def _require(actor: Actor, code: str, *, now: datetime) -> tuple[KeptRecord, str]:
    access.require(actor, Action.REVOKE_RECORDS)
    try:
        plain = verify_code.read_code(code)
    except BadInput:
        plain = ""
    kept = store.by_code_hash(verify_code.code_hash(plain)) if plain else None
    if kept is None or not _reaches(actor, kept, now=now):
        raise NotFound(
            "No record of your institutions has this code. Check each letter and digit.",
            code="no-record",
        )
    if kept.revoked:
        raise Conflict("This record is revoked already.", code="revoked-already")
    return kept, plain


def _reaches(actor: Actor, kept: KeptRecord, *, now: datetime) -> bool:
    subject = scopes.person_subject(kept.person_id, now.date())
    return access.may(actor, Action.REVOKE_RECORDS, subject)
