"""Revoking a completion record that should never have been issued: for a reason, by two people.

A coordinator asks for it; somebody else who leads or coordinates the holder confirms, and then it
is done, for good. Where the rule of four eyes is switched off, asking does it at once.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, Conflict, NotAllowed, NotFound
from elearn.core.learning import verify_code
from elearn.services import course_titles, mail, record_history, records
from elearn.services.record_history import Happening
from elearn.services.records import Verification
from elearn.services.sign_in import Letter
from elearn.store import audit, scopes
from elearn.store import records as record_store
from elearn.store import revocations as store
from elearn.store.db import begin_write
from elearn.store.records import KeptRecord
from elearn.store.revocations import KeptRequest

LONGEST_REASON = 500
"""Letters of a reason or a note."""

MOST_LETTERS = 20
"""So many of those who may confirm a request get a letter; all of them read it on their page."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a letter says to somebody who may confirm a request. It names nobody whose record it is.

    `key` is that of the request.
    """

    language: str | None
    name: str
    course: str
    key: str


Letters = Callable[[Waiting], Letter]
"""Writes a letter in the reader's language."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of a request: its key, and whether the record was revoked at once."""

    key: str
    done: bool


@dataclass(frozen=True, slots=True)
class RequestsPage:
    """The requests about records of those whom the actor reaches; `may_ask`: for more."""

    waiting: tuple[KeptRequest, ...]
    decided: tuple[KeptRequest, ...]
    may_ask: bool


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request, with the record as the public page has it, and what happened to it.

    `may_confirm` is False for whoever asked, and where the record was revoked meanwhile;
    `may_decline` while it is open. `own`: the actor asked for it.
    """

    request: KeptRequest
    record: Verification
    history: tuple[Happening, ...]
    may_confirm: bool
    may_decline: bool
    own: bool


def find(actor: Actor, code: str, *, now: datetime) -> Verification:
    """The record that a code stands for, before it is revoked: what the public page says of it.

    Raises:
        NotAllowed: If the actor may not revoke records.
        NotFound: If the code stands for no record of the actor's institutions.
        Conflict: If it is revoked already, or somebody has asked for that.
    """
    kept, shown = _require(actor, code, now=now)
    return records.described(shown, kept, now=now)


def ask(
    actor: Actor,
    code: str,
    reason: str,
    letters: Letters | None = None,
    *,
    four_eyes: bool,
    now: datetime,
) -> Asked:
    """Ask to revoke a record; without the rule of four eyes it is revoked at once.

    Those who may confirm it are told.

    Raises:
        NotAllowed: If the actor may not revoke records, or it is their own.
        NotFound: If the code stands for no record of the actor's institutions.
        BadInput: If the reason is missing or too long.
        Conflict: If it is revoked already, or somebody has asked for that.
    """
    access.require(actor, Action.REVOKE_RECORDS)
    why = _text(reason)
    if not why:
        raise BadInput("Say why, in at most 500 letters.", code="reason-bad")
    begin_write()
    kept, _shown = _require(actor, code, now=now)
    records.hold(kept)
    kept, _shown = _require(actor, code, now=now)  # two who ask at once: the second one is told
    by, key = actor.person_id or None, secrets.token_hex(10)
    row = {"key": key, "record_id": kept.id, "reason": why, "asked_by": by, "asked_at": now}
    if four_eyes:
        store.add(**row, state=store.OPEN)
        audit.keep_act(by, "revocation-asked", kept.key, {"reason": why}, at=now)
        if letters is not None:
            _tell(kept, key, by, letters, now=now)
        return Asked(key, done=False)
    store.add(**row, state="confirmed", decided_by=by, decided_at=now)
    _revoke(kept, why, by=by, asked_by=by, now=now)
    return Asked(key, done=True)


def _tell(
    kept: KeptRecord, key: str, asked_by: int | None, letters: Letters, *, now: datetime
) -> None:
    """Tell those who may confirm a request that it waits."""
    today = now.date()
    subject = scopes.person_subject(kept.person_id, today)
    besides = (kept.person_id, asked_by)
    for one in store.deciders(subject, today, besides=besides, limit=MOST_LETTERS):
        language = one.language or "en"
        course = course_titles.title(kept.pack_digest, kept.title, language, today)
        letter = letters(Waiting(one.language, one.name, course.plain, key))
        mail.send(one.email, letter.subject, letter.text, now=now)


def confirm(actor: Actor, key: str, *, note: str = "", now: datetime) -> None:
    """Confirm what somebody else has asked for; the record is revoked.

    Records that rest on it, because a bridge renewed it, are revoked with it.

    Raises:
        NotAllowed: If the actor has asked for it, or it is their own record.
        NotFound: If there is no such request about somebody whom the actor reaches.
        BadInput: If the note is too long.
        Conflict: If it was decided already, or the record was revoked meanwhile.
    """
    kept, record = _decide(actor, key, "confirmed", note, now=now)
    _revoke(record, kept.reason, by=actor.person_id or None, asked_by=kept.asked_by, now=now)


def decline(actor: Actor, key: str, *, note: str = "", now: datetime) -> None:
    """Decline a request, or take back one's own. The record stays as it is.

    Raises:
        NotFound: If there is no such request about somebody whom the actor reaches.
        BadInput: If the note is too long.
        Conflict: If it was decided already.
    """
    _kept, record = _decide(actor, key, "declined", note, now=now)
    audit.keep_act(actor.person_id or None, "revocation-declined", record.key, {}, at=now)


def requests_page(actor: Actor, *, now: datetime) -> RequestsPage:
    """What waits for a second person, and what was decided.

    Raises:
        NotAllowed: If the actor leads and coordinates nobody.
    """
    access.require(actor, Action.DECIDE_REVOCATIONS)
    reach = access.scope(actor, Action.DECIDE_REVOCATIONS)
    found = store.in_reach(reach, now.date())
    return RequestsPage(
        tuple(one for one in found if one.state == store.OPEN),
        tuple(one for one in found if one.state != store.OPEN),
        may_ask=access.may(actor, Action.REVOKE_RECORDS),
    )


def request_page(actor: Actor, key: str, *, now: datetime) -> RequestPage:
    """One request, for somebody who leads or coordinates the holder of the record.

    Raises:
        NotFound: If there is no such request about somebody whom the actor reaches.
    """
    kept = _request(actor, key, now=now)
    record = _record(kept)
    is_open = kept.state == store.OPEN
    own = actor.person_id == kept.asked_by
    may_confirm = is_open and not own and not record.revoked and actor.person_id != kept.person_id
    return RequestPage(
        request=kept,
        record=records.described(record.code or "", record, now=now),
        history=record_history.of_record(record),
        may_confirm=may_confirm,
        may_decline=is_open,
        own=own,
    )


def _decide(
    actor: Actor, key: str, state: str, note: str, *, now: datetime
) -> tuple[KeptRequest, KeptRecord]:
    """Keep a decision about an open request; the request and its record, both held."""
    words = _text(note)
    begin_write()
    records.hold(_record(_request(actor, key, now=now)))
    store.hold(key)
    kept = _request(actor, key, now=now)
    record = _record(kept)
    if kept.state != store.OPEN:
        raise Conflict("This request was decided already.", code="revocation-decided")
    if state == "confirmed":
        if actor.person_id == kept.asked_by:
            raise NotAllowed("Somebody else must confirm what you asked for.", code="own-request")
        if actor.person_id == kept.person_id:
            raise NotAllowed("This record is your own. Somebody else decides.", code="own-record")
        if record.revoked:
            raise Conflict("This record is revoked already.", code="revoked-already")
    store.decide(kept.id, state, note=words, by=actor.person_id or None, at=now)
    return kept, record


def _revoke(
    kept: KeptRecord, why: str, *, by: int | None, asked_by: int | None, now: datetime
) -> None:
    records.revoke(kept, why, by=by, now=now)
    details = {"reason": why, "asked_by": asked_by}
    audit.keep_act(by, "record-revoked", kept.key, details, at=now)


def _text(given: str) -> str:
    text = " ".join(given.split())
    if len(text) > LONGEST_REASON:
        raise BadInput("Write at most 500 letters.", code="reason-bad")
    return text


def _request(actor: Actor, key: str, *, now: datetime) -> KeptRequest:
    access.require(actor, Action.DECIDE_REVOCATIONS)
    kept = store.by_key(key)
    subject = scopes.person_subject(kept.person_id, now.date()) if kept else None
    if kept is None or subject is None or not access.may(actor, Action.DECIDE_REVOCATIONS, subject):
        raise NotFound("There is no such request.")
    return kept


def _record(kept: KeptRequest) -> KeptRecord:
    record = record_store.by_id(kept.record_id)
    assert record is not None  # the request leads to it by a foreign key
    return record


def _require(actor: Actor, code: str, *, now: datetime) -> tuple[KeptRecord, str]:
    access.require(actor, Action.REVOKE_RECORDS)
    try:
        plain = verify_code.read_code(code)
    except BadInput:
        plain = ""
    kept = record_store.by_code_hash(verify_code.code_hash(plain)) if plain else None
    if kept is None or not _reaches(actor, kept, now=now):
        raise NotFound(
            "No record of your institutions has this code. Check each letter and digit.",
            code="no-record",
        )
    if kept.person_id == actor.person_id:
        raise NotAllowed("This record is your own. Somebody else decides.", code="own-record")
    if kept.revoked:
        raise Conflict("This record is revoked already.", code="revoked-already")
    if store.open_of(kept.id):
        raise Conflict("Somebody has asked to revoke this record already.", code="asked-already")
    return kept, plain


def _reaches(actor: Actor, kept: KeptRecord, *, now: datetime) -> bool:
    subject = scopes.person_subject(kept.person_id, now.date())
    return access.may(actor, Action.REVOKE_RECORDS, subject)
