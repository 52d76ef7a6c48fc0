"""Completion records: issue, show to their owner, verify in public."""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime

from elearn.core.access import Actor
from elearn.core.errors import BadInput, NotFound, TooMany
from elearn.core.ids import version_key
from elearn.core.learning import record as core
from elearn.core.learning import standing, verify_code
from elearn.core.learning.record import SALT_BYTES, Facts
from elearn.core.learning.standing import Status
from elearn.core.sign_in import ACCOUNT, NETWORK, network_of
from elearn.services import (
    compliance,
    keys,
    record_facts,
    record_history,
    record_log,
    shelf,
    webhook_news,
)
from elearn.services.guarding import Origin, Watch, keyed
from elearn.services.keys import Purpose
from elearn.services.record_history import Happening
from elearn.store import enrolments as enrolment_store
from elearn.store import records as store
from elearn.store.enrolments import KeptEnrolment
from elearn.store.records import KeptRecord

BY_BRIDGE = "renewal"
"""The kind of award of a record that a bridge renewed: it rests on the older one."""

_LONGEST_CHAIN = 50
"""So many renewals of one record are followed."""


def issue(enrolment: KeptEnrolment, actor: Actor, *, now: datetime) -> None:
    """Issue the record of a completed enrolment: once, by `enrolments` and the constraint.

    It takes the place of an older record of the same course, where the holder has one that stands.
    Needs a writing transaction. The name is the roster's.
    """
    facts = record_facts.of_enrolment(enrolment, actor, now=now)
    base = _before(enrolment)
    if base is None:
        keep(facts, enrolment, now=now)
        return
    facts = replace(
        facts, renews=base.digest, renews_version=base.version, renews_digest=base.pack_digest
    )
    keep(facts, enrolment, now=now, renewed=Renewed(base.id, enrolment.version_id))
    store.add_status(base.id, "superseded", "", by=None, at=now)


def _before(enrolment: KeptEnrolment) -> KeptRecord | None:
    """The record, held, that taking the whole course again renews; None if there is none."""
    first = _newest_before(enrolment)
    if first is None:
        return None
    hold(first)
    again = _newest_before(enrolment)
    return again if again is not None and again.id == first.id else None


def _newest_before(enrolment: KeptEnrolment) -> KeptRecord | None:
    """The newest record that stands of the same course, in this version of it or an older one."""
    if not store.has_besides(enrolment.person_id, enrolment.id):
        return None  # as with nearly everybody, and a class completes at once
    own = version_key(enrolment.version)
    return next(
        (
            kept
            for kept in store.standing_of(enrolment.person_id, enrolment.pack_id)
            if kept.enrolment_id != enrolment.id and version_key(kept.version) <= own
        ),
        None,
    )


@dataclass(frozen=True, slots=True)
class Renewed:
    """What a record renews, and the version that it holds for."""

    record_id: int
    version_id: int


def keep(
    facts: Facts, enrolment: KeptEnrolment, *, now: datetime, renewed: Renewed | None = None
) -> None:
    """Keep a record of these facts, with salts and a code of its own.

    Needs a writing transaction.
    """
    salts = {key: secrets.token_hex(SALT_BYTES) for key in core.keys_of(facts)}
    commitments = core.commitments(facts, salts)
    code = verify_code.make_code(secrets.token_bytes(verify_code.CODE_BYTES))
    digest = core.record_digest(commitments.values())
    signed = keys.sign(Purpose.RECORD, core.statement(commitments, digest), now=now)
    number = store.keep(
        {
            "key": secrets.token_urlsafe(12),
            "code_hash": verify_code.code_hash(code),
            "person_id": enrolment.person_id,
            "enrolment_id": enrolment.id,
            "issue": store.next_issue(enrolment.id),
            "version_id": renewed.version_id if renewed else enrolment.version_id,
            "renews_id": renewed.record_id if renewed else None,
            "kind": facts.kind,
            "language": facts.language,
            "law_checked": facts.law_checked,
            "issued_at": now,
            "valid_until": facts.valid_until,
            "commitments": commitments,
            "digest": digest,
            "kid": signed.kid,
            "signature": signed.signature,
        },
        {"code": code, "facts": core.to_raw(facts), "salts": salts},
    )
    record_log.append(number, digest)
    compliance.concern((enrolment.person_id,), now=now)
    webhook_news.tell_issued(number, now=now)


def take_back(enrolment_id: int, reason: str, *, now: datetime) -> None:
    """Revoke the record of an enrolment that is completed no more. Needs a writing transaction."""
    kept = store.of_enrolment(enrolment_id)
    if kept is not None and not kept.revoked:
        revoke(kept, reason[:500], by=None, now=now)


def revoke(kept: KeptRecord, reason: str, *, by: int | None, now: datetime) -> None:
    """Revoke a record, and those that rest on it because a bridge renewed it.

    A record of the whole course rests on nothing. What it had renewed itself holds again. Needs a
    writing transaction.
    """
    hold(kept)
    store.add_status(kept.id, "revoked", reason, by=by, at=now)
    compliance.concern((kept.person_id,), now=now)
    webhook_news.tell_revoked(kept.id, now=now)
    if kept.renews_id is not None:
        _reinstate(kept.renews_id, now=now)
    for later in store.renewals_of(kept.id):
        if later.kind != BY_BRIDGE:
            continue
        enrolment_store.uncomplete(later.enrolment_id)
        revoke(later, reason, by=by, now=now)


def hold(kept: KeptRecord) -> None:
    """Let others who decide about a record wait; always the older one before its renewal."""
    if kept.renews_id is not None:
        store.hold(kept.renews_id)
    store.hold(kept.id)


def _reinstate(record_id: int, *, now: datetime) -> None:
    kept = store.by_id(record_id)
    if kept is not None and kept.superseded and not kept.revoked:
        store.add_status(record_id, "reinstated", "", by=None, at=now)


def in_force(kept: KeptRecord) -> KeptRecord:
    """The record that took the place of this one in the end; itself if none did."""
    for _step in range(_LONGEST_CHAIN):
        later = store.renewals_of(kept.id) if kept.superseded else []
        if not later:
            break
        kept = later[0]
    return kept


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record as its owner sees it.

    `withdrawn_because`: why the version that was completed was withdrawn; None if it was not.
    `until_law`: it ends once the law changes; `valid_until` is the day, where one is known.
    """

    key: str
    title: str
    pack_id: str
    version: str
    status: Status
    issued: date
    valid_until: date | None
    law_checked: date | None
    language: str
    code: str
    kind: str = ""
    renews_version: str = ""
    withdrawn_because: str | None = None
    until_law: bool = False


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """All records of a person."""

    records: tuple[RecordLine, ...]
    alumnus: bool


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One record, with its facts.

    `renewed_by` is the key of the one that took its place; `results` are the graded items by title,
    with the per cent of each; `history` is what happened to it.
    """

    record: RecordLine
    name: str
    facts: Facts
    digest: str
    revoked_because: str = ""
    renewed_by: str = ""
    results: tuple[tuple[str, int], ...] = ()
    history: tuple[Happening, ...] = ()


def _status(kept: KeptRecord | None, today: date) -> Status:
    dates = standing.Dates(kept.issued_at.date(), kept.valid_until) if kept else None
    return standing.status(
        dates,
        revoked=bool(kept and kept.revoked),
        superseded=bool(kept and kept.superseded),
        today=today,
    )


def _line(kept: KeptRecord, today: date) -> RecordLine:
    title = str(kept.facts["title"]) if kept.facts else kept.title
    return RecordLine(
        key=kept.key,
        title=title,
        pack_id=kept.pack_id,
        version=kept.version,
        status=_status(kept, today),
        issued=kept.issued_at.date(),
        valid_until=kept.valid_until,
        law_checked=kept.law_checked,
        language=kept.language,
        code=shown_code(kept),
        kind=kept.kind,
        renews_version=kept.renews_version or "",
        withdrawn_because=kept.withdrawn_because,
        until_law=bool(kept.facts and kept.facts.get("validity") == core.UNTIL_LAW),
    )


def shown_code(kept: KeptRecord) -> str:
    """The code of a record as it is printed; empty once the person's data were erased."""
    return verify_code.show_code(kept.code) if kept.code else ""


def my_records(actor: Actor, *, now: datetime) -> RecordsPage:
    """The actor's own records."""
    person_id = actor.person_id
    if person_id is None:
        raise NotFound("There is nothing here.")
    kept = store.of_person(person_id)
    return RecordsPage(tuple(_line(k, now.date()) for k in kept), actor.alumnus)


def my_record(actor: Actor, key: str, *, now: datetime) -> RecordPage:
    """One of the actor's own records.

    Raises:
        NotFound: If it is somebody else's, or there is none.
    """
    kept = store.by_key(key)
    if kept is None or kept.person_id != actor.person_id or kept.facts is None:
        raise NotFound("There is no such record.")
    facts = core.from_raw(kept.facts)
    why = store.reason(kept.id, "revoked") if kept.revoked else ""
    later = store.renewals_of(kept.id) if kept.superseded else []
    return RecordPage(
        record=_line(kept, now.date()),
        name=facts.name,
        facts=facts,
        digest=kept.digest,
        revoked_because=why,
        renewed_by=later[0].key if later else "",
        results=results_of(facts, now),
        history=record_history.of_holder(kept),
    )


def results_of(facts: Facts, now: datetime) -> tuple[tuple[str, int], ...]:
    """The graded items of what was taken, by their titles in the language of the record."""
    if not facts.result:
        return ()
    reading = shelf.read(facts.bridge or facts.digest, facts.language, now.date())
    return tuple((reading.plain(f"{item}#title"), value) for item, value in facts.result.items())


@dataclass(frozen=True, slots=True)
class Verification:
    """What anybody may know about a code: nothing about the person but whether a name fits."""

    code: str
    status: Status
    title: str = ""
    pack_id: str = ""
    version: str = ""
    kind: str = ""
    issued: date | None = None
    valid_until: date | None = None
    law_checked: date | None = None
    renews_version: str = ""
    name_fits: bool = False
    until_law: bool = False


def verify(entered: str, name: str, origin: Origin, *, now: datetime) -> Verification:
    """What a code says today, and whether the entered name is its name.

    A name that does not fit gets the same answer as no name. Codes that stand for nothing and names
    that do not fit slow down the network that they come from.

    Raises:
        TooMany: If that network has guessed too often; `details["wait"]` is in seconds.
    """
    try:
        code = verify_code.read_code(entered)
    except BadInput:
        return Verification(entered[:40], Status.UNKNOWN)
    network = _codes_from(origin)
    _refuse_while(network.seconds(now))
    kept = store.by_code_hash(verify_code.code_hash(code))
    if kept is not None and not name.strip():
        return described(code, kept, name, now=now)
    watched = _names_for(code, origin) if kept else network
    _refuse_while(watched.seconds(now))
    wait, held = watched.hold(now)  # guesses at the same moment queue here, and are counted
    _refuse_while(wait)
    found = described(code, kept, name, now=now)
    if found.name_fits:
        watched.succeeded(held)
    else:
        watched.failed(held, now)
    return found


def look_up(entered: str, name: str, *, now: datetime) -> Verification:
    """What a code says today, and whether a name is its name. For the operator.

    Raises:
        BadInput: If it is no code.
    """
    code = verify_code.read_code(entered)
    return described(code, store.by_code_hash(verify_code.code_hash(code)), name, now=now)


def _refuse_while(wait: int) -> None:
    if wait:
        raise TooMany("Too many tries. Wait a little.", details={"wait": wait})


def _codes_from(origin: Origin) -> Watch:
    """Guesses of codes are counted by network."""
    subject = keyed(origin.secret, "verify:network", network_of(origin.address))
    return Watch({subject: NETWORK}, subject)


def _names_for(code: str, origin: Origin) -> Watch:
    """Guesses of names are counted by network and code."""
    subject = keyed(origin.secret, "verify:name", f"{network_of(origin.address)}\0{code}")
    return Watch({subject: ACCOUNT}, subject)


def described(code: str, kept: KeptRecord | None, name: str = "", *, now: datetime) -> Verification:
    """What anybody may know of a record, and whether a name fits it."""
    status = _status(kept, now.date())
    shown = verify_code.show_code(code)
    if kept is None:
        return Verification(shown, status)
    line = _line(kept, now.date())
    asked = kept.facts if name.strip() else None
    fits = asked is not None and standing.name_matches(name, str(asked["name"]))
    return Verification(
        code=shown,
        status=status,
        title=line.title,
        pack_id=line.pack_id,
        version=line.version,
        kind=kept.kind,
        issued=line.issued,
        valid_until=line.valid_until,
        law_checked=line.law_checked,
        renews_version=line.renews_version,
        name_fits=fits,
        until_law=line.until_law,
    )
