"""One's own records as plain data: whole, as JSON, for programs; in a table, for people."""

import json
from dataclasses import dataclass
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.errors import NotFound
from elearn.core.learning import record as core
from elearn.core.learning.record import Facts
from elearn.core.learning.standing import Status
from elearn.services import certificates, keys, records
from elearn.services.keys import KeptKey
from elearn.store import certificates as sealed_store
from elearn.store import records as store
from elearn.store.records import KeptRecord


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record as a row of a table: how it stands today, its code, its digest, its facts."""

    status: Status
    code: str
    digest: str
    facts: Facts


def my_record_file(actor: Actor, key: str) -> str:
    """One of the actor's own records, whole, as JSON: with it every fact can be checked.

    Where a signed head of the log covers it, the proof of that is within.

    Raises:
        NotFound: If it is somebody else's, or there is none.
    """
    kept = store.by_key(key)
    if kept is None or kept.person_id != actor.person_id or kept.facts is None:
        raise NotFound("There is no such record.")
    (whole,) = _whole([kept], keys.every())
    return _text(whole)


def my_records_file(actor: Actor) -> str:
    """All of the actor's own records, whole, as JSON."""
    return _text({"type": "elearn-records-1", "records": _whole(_own(actor), keys.every())})


def my_records_table(actor: Actor, *, now: datetime) -> list[RecordRow]:
    """All of the actor's own records, the newest first."""
    return [
        RecordRow(
            records.described("", kept, now=now).status,
            records.shown_code(kept),
            kept.digest,
            core.from_raw(kept.facts or {}),
        )
        for kept in _own(actor)
    ]


def _own(actor: Actor) -> list[KeptRecord]:
    if actor.person_id is None:
        raise NotFound("There is nothing here.")
    return [kept for kept in store.of_person(actor.person_id) if kept.facts is not None]


def _whole(found: list[KeptRecord], known: list[KeptKey]) -> list[dict[str, object]]:
    sealed = sealed_store.sealed([kept.id for kept in found])
    return [
        certificates.whole(
            core.from_raw(kept.facts or {}),
            records.shown_code(kept),
            kept.digest,
            sealed[kept.id],
            known,
        )
        for kept in found
    ]


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
