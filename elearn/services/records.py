"""Completion records: issue, show to their owner, verify in public."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from elearn.core.access import Actor
from elearn.core.errors import BadInput, NotFound, TooMany
from elearn.core.learning import record as core
from elearn.core.learning import standing, verify_code
from elearn.core.learning.record import FACT_KEYS, SALT_BYTES, Facts
from elearn.core.learning.standing import Status
from elearn.core.sign_in import ACCOUNT, NETWORK, network_of
from elearn.services import shelf
from elearn.services.guarding import Origin, Watch, keyed
from elearn.store import records as store
from elearn.store import scopes
from elearn.store.enrolments import KeptEnrolment
from elearn.store.records import KeptRecord


def issue(enrolment: KeptEnrolment, actor: Actor, *, now: datetime) -> None:
    """Issue the record of a completed enrolment: once, by the database's constraint.

    Needs a writing transaction. The name is the roster's.
    """
    facts = _facts(enrolment, actor, now=now)
    salts = {key: secrets.token_hex(SALT_BYTES) for key in FACT_KEYS}
    commitments = core.commitments(facts, salts)
    code = verify_code.make_code(secrets.token_bytes(verify_code.CODE_BYTES))
    store.keep(
        {
            "key": secrets.token_urlsafe(12),
            "code_hash": verify_code.code_hash(code),
            "person_id": enrolment.person_id,
            "enrolment_id": enrolment.id,
            "version_id": enrolment.version_id,
            "kind": facts.kind,
            "language": facts.language,
            "law_checked": facts.law_checked,
            "issued_at": now,
            "valid_until": facts.valid_until,
            "commitments": commitments,
            "digest": core.record_digest(commitments.values()),
        },
        {"code": code, "facts": core.to_raw(facts), "salts": salts},
    )


def _facts(enrolment: KeptEnrolment, actor: Actor, *, now: datetime) -> Facts:
    course = shelf.take(enrolment.digest).course
    language = actor.language or course.meta.language
    reading = shelf.read(enrolment.digest, language, now.date())
    law = course.law
    return Facts(
        name=scopes.roster_name(enrolment.person_id),
        title=reading.plain("pack#title"),
        kind="completion",
        awarding_body=course.awarding_body,
        awarding_country=course.awarding_country,
        issued=now.date(),
        valid_until=standing.valid_until(now.date(), course.validity_months),
        outcomes=tuple(reading.plain(f"pack/{o.id}#text") for o in course.outcomes),
        hours=course.hours,
        eqf=course.eqf,
        assessment="quizzes-and-case-studies",
        participation="online-self-paced",
        quality="versioned-pack-checked-against-register",
        pack=course.meta.id,
        version=course.meta.version,
        digest=enrolment.digest,
        language=reading.taught,
        law_register=law.register if law else None,
        law_version=law.version if law else None,
        law_digest=shelf.register_digest(course),
        law_checked=law.checked if law else None,
    )


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record as its owner sees it."""

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


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """All records of a person."""

    records: tuple[RecordLine, ...]
    alumnus: bool


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One record, with its facts."""

    record: RecordLine
    name: str
    facts: Facts
    digest: str
    revoked_because: str = ""


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
        code=verify_code.show_code(kept.code) if kept.code else "",
    )


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
    return RecordPage(_line(kept, now.date()), facts.name, facts, kept.digest, why)


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
    name_fits: bool = False


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
    fits = kept.facts is not None and standing.name_matches(name, str(kept.facts["name"]))
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
        name_fits=fits,
    )
