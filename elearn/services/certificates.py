"""Certificates: the learner's own record as a PDF, with a QR code that is checked offline."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from elearn import __version__
from elearn.core.access import Actor
from elearn.core.errors import Conflict
from elearn.core.learning import essentials as core
from elearn.core.learning import record as record_core
from elearn.core.learning.essentials import Essentials
from elearn.core.learning.record import UNTIL_LAW, Facts
from elearn.core.learning.standing import Status
from elearn.interop import certificate, essentials
from elearn.interop.certificate import Attachment, Certificate
from elearn.services import badges, keys, papers, pdf_signing, record_log, records
from elearn.services.badges import Site
from elearn.services.keys import KeptKey, Purpose
from elearn.services.records import RecordPage
from elearn.store import certificates as store
from elearn.store import records as record_store
from elearn.store.certificates import Made, Sealed
from elearn.store.db import begin_write

__all__ = ["Attachment", "Certificate"]

RECORD, BADGE = "record.json", "badge.jwt"
"""What is attached to a certificate: the whole record, and its badge as a signed token."""

QR_MILLIMETRES = 30
"""How wide the QR code is on paper, without its quiet zone."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a certificate is checked, and in which language it is written.

    Attributes:
        verify_page: The address of the verify page, without a code.
        language: The code of the language of the interface.
        site: This site, as its credentials name it.
    """

    verify_page: str
    language: str
    site: Site


def my_certificate(
    actor: Actor,
    key: str,
    worded: Callable[[RecordPage], Certificate],
    place: Place,
    *,
    now: datetime,
) -> bytes:
    """The certificate of one of the actor's own records.

    What was issued once in a language is given again, byte for byte.

    Args:
        actor: Whose record it is.
        key: Which record.
        worded: Its texts, in the language of `place`, and names of what is attached; what is signed
            is filled in here.
        place: Where it is checked, in which language.
        now: The moment.

    Raises:
        NotFound: If it is somebody else's record, or there is none.
        Conflict: If the record was revoked.
        Unprintable: If the name has letters that cannot be printed.
    """
    _, number = _of(actor, key, now=now)
    return store.issued(number, place.language) or _issue(actor, key, worded, place, now=now)


def _of(actor: Actor, key: str, *, now: datetime) -> tuple[RecordPage, int]:
    page = records.my_record(actor, key, now=now)
    if page.record.status is Status.REVOKED:
        raise Conflict("A record that was revoked has no certificate.", code="record-revoked")
    kept = record_store.by_key(key)
    assert kept is not None
    return page, kept.id


def _issue(
    actor: Actor,
    key: str,
    worded: Callable[[RecordPage], Certificate],
    place: Place,
    *,
    now: datetime,
) -> bytes:
    begin_write()
    page, number = _of(actor, key, now=now)
    record_store.hold(number)  # two requests at once issue one file
    content = store.issued(number, place.language)
    if content is None:
        words = worded(page)
        drawn = _draw(page, words, number, place, now=now)
        content, level = pdf_signing.signed(drawn, words.signature_is)
        store.keep(number, place.language, content, Made(__version__, level), at=now)
        if level:
            pdf_signing.ask_to_archive(number, place.language, now=now)
    return content


def _draw(
    page: RecordPage, words: Certificate, number: int, place: Place, *, now: datetime
) -> bytes:
    from elearn.interop import qr

    kept = record_store.by_id(number)
    assert kept is not None
    badge = badges.credential(kept, place.site, now=now)
    sealed = store.sealed([number])[number]
    words = papers.dressed(words, page.facts, kept.person_id, now.date())
    signer = keys.signer(Purpose.QR, now=now)
    made = qr.code(place.verify_page, essentials.sign(essentials_of(page), signer.kid, signer.sign))
    modules = made.symbol_size(border=0)[0]
    return certificate.draw(
        replace(
            words,
            qr=qr.svg(made).decode(),
            qr_width=QR_MILLIMETRES * (modules + 2 * qr.QUIET) / modules,
            key=signer.kid,
            attachments=_filled(words.attachments, page, sealed, badge),
        )
    )


def levels(page: RecordPage) -> dict[str, str]:
    """How certificates of a record were signed as PDF files, by language of the interface.

    `b-b`, `b-lta`, or empty for those that were not. The page is the caller's to have.
    """
    return store.levels(page.record.key)


def essentials_of(page: RecordPage) -> Essentials:
    """What the QR code of a record says."""
    half = bytes.fromhex(page.digest)[: core.HALF]
    return Essentials(
        digest=half,
        pack=page.record.pack_id,
        version=page.record.version,
        kind=page.facts.kind,
        language=page.facts.language,
        issued=page.facts.issued,
        valid_until=page.facts.valid_until,
        law_checked=page.facts.law_checked,
        name=core.commit_name(page.name, half),
        until_law=page.facts.validity == UNTIL_LAW and page.facts.valid_until is None,
    )


def _filled(
    files: Iterable[Attachment], page: RecordPage, sealed: Sealed, badge: str
) -> tuple[Attachment, ...]:
    """The attachments, each with what its name stands for."""
    made = whole(page.facts, page.record.code, page.digest, sealed, keys.every())
    content = {
        RECORD: json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True),
        BADGE: badge,
    }
    return tuple(replace(file, content=content[file.name]) for file in files)


def whole(
    facts: Facts, code: str, digest: str, sealed: Sealed, known: Iterable[KeptKey]
) -> dict[str, object]:
    """A whole record, ready for JSON: whoever has it can check every fact of it.

    Where a signed head of the log covers it, the proof of that is within: so it stands also after
    the key that signed it was revoked.

    Args:
        facts: Its facts.
        code: Its code, as it is printed.
        digest: Its digest, in hexadecimal.
        sealed: Salts, commitments and signature.
        known: The site's keys.
    """
    by = next((key for key in known if key.kid == sealed.kid), None)
    proof = record_log.proof_of(digest, before=by.revoked_at if by else None)
    return {
        "type": "elearn-record-1",
        "code": code,
        "facts": record_core.to_raw(facts),
        "salts": sealed.salts,
        "commitments": sealed.commitments,
        "digest": digest,
        "kid": sealed.kid,
        "key": by.jwk if by else None,
        "signature": sealed.signature,
        **({"proof": proof} if proof else {}),
    }
