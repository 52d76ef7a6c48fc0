"""Transcripts: all completion records of somebody on one paper, as they stand today."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from elearn.core.access import Actor
from elearn.core.errors import Conflict, NotFound
from elearn.core.learning import record as record_core
from elearn.core.learning.record import Facts
from elearn.core.learning.standing import Status
from elearn.interop.certificate import transcript
from elearn.interop.certificate.transcript import Transcript, TranscriptLine
from elearn.services import certificates, keys, pdf_signing, records
from elearn.services.records import Verification
from elearn.store import certificates as store
from elearn.store import records as record_store
from elearn.store import scopes
from elearn.store.records import KeptRecord

__all__ = ["Transcript", "TranscriptLine"]


@dataclass(frozen=True, slots=True)
class RecordOnPaper:
    """One record: how it stands, its code, and its facts."""

    record: Verification
    code: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class TranscriptPage:
    """What a transcript tells: whose it is, as of which day, and the records, newest first."""

    name: str
    day: date
    records: tuple[RecordOnPaper, ...]


def my_transcript(
    actor: Actor,
    worded: Callable[[TranscriptPage], Transcript],
    *,
    only_valid: bool,
    now: datetime,
) -> bytes:
    """The actor's own records as one PDF, with each of them attached whole.

    Args:
        actor: Whose records.
        worded: Its texts; what is attached is filled in here.
        only_valid: Whether to leave out what expired, was replaced or revoked.
        now: The moment.

    Raises:
        NotFound: If nobody is signed in.
        Conflict: If there is no such record.
        Unprintable: If a name has letters that cannot be printed.
    """
    if actor.person_id is None:
        raise NotFound("There is nothing here.")
    found = [
        (kept, line)
        for kept in record_store.of_person(actor.person_id)
        if (line := _on_paper(kept, now)) is not None
        and (line.record.status is Status.VALID or not only_valid)
    ]
    if not found:
        raise Conflict("There is no record that could stand on it.", code="no-records")
    page = TranscriptPage(
        scopes.roster_name(actor.person_id), now.date(), tuple(line for _kept, line in found)
    )
    attached = _attached([(kept, line.facts) for kept, line in found])
    words = worded(page)
    content, _level = pdf_signing.signed(
        transcript.draw(replace(words, attached=attached)), words.signature_is
    )
    return content


def _on_paper(kept: KeptRecord, now: datetime) -> RecordOnPaper | None:
    if kept.facts is None:
        return None
    line = records.described("", kept, now=now)
    return RecordOnPaper(line, records.shown_code(kept), record_core.from_raw(kept.facts))


def _attached(found: list[tuple[KeptRecord, Facts]]) -> str:
    sealed = store.sealed([kept.id for kept, _facts in found])
    known = keys.every()
    whole = [
        certificates.whole(facts, records.shown_code(kept), kept.digest, sealed[kept.id], known)
        for kept, facts in found
    ]
    return json.dumps(
        {"type": "elearn-records-1", "records": whole},
        ensure_ascii=False,
        indent=1,
        sort_keys=True,
    )
