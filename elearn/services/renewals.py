"""A completion record renewed by a bridge: a new one takes its place, which names both versions."""

from dataclasses import dataclass, replace
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.ids import version_key
from elearn.services import record_facts, records
from elearn.services.records import Renewed
from elearn.store import bridges as bridge_store
from elearn.store import packs
from elearn.store import records as store
from elearn.store.bridges import KeptBridge
from elearn.store.enrolments import KeptEnrolment
from elearn.store.packs import KeptVersion
from elearn.store.records import KeptRecord

_COMPLETES = frozenset({"published", "retired"})
"""States of a version that can still be completed."""


@dataclass(frozen=True, slots=True)
class Due:
    """What a finished bridge renews: the record, and the version that it holds for from now on."""

    base: KeptRecord
    bridge: KeptBridge
    version: KeptVersion


def found(enrolment: KeptEnrolment) -> Due | None:
    """What finishing this bridge renews; None if it renews nothing. Reads only.

    It renews nothing where the older record was revoked meanwhile, or was renewed by another
    bridge, and where the version that the bridge leads to was stopped or withdrawn.
    """
    bridge = bridge_store.of_version(enrolment.version_id)
    version = packs.version_by_id(bridge.to_version_id) if bridge else None
    if bridge is None or version is None or version.state not in _COMPLETES:
        return None
    base = _base(enrolment.person_id, version.pack_id, bridge)
    return Due(base, bridge, version) if base is not None else None


def due(enrolment: KeptEnrolment) -> Due | None:
    """The same, with the older record held. Needs a writing transaction."""
    first = found(enrolment)
    if first is None:
        return None
    records.hold(first.base)
    again = found(enrolment)
    return again if again is not None and again.base.id == first.base.id else None


def _base(person_id: int, pack_id: str, bridge: KeptBridge) -> KeptRecord | None:
    """The newest record that stands for the version that the bridge leads from."""
    standing = store.standing_of(person_id, pack_id)
    return next((kept for kept in standing if kept.pack_digest == bridge.pair[0]), None)


def renewed_for(enrolment: KeptEnrolment) -> str:
    """The newest version for which a learner holds a record, if it is later than this enrolment's.

    Empty if there is none.
    """
    standing = store.standing_of(enrolment.person_id, enrolment.pack_id)
    later = [k.version for k in standing if version_key(k.version) > version_key(enrolment.version)]
    return max(later, key=version_key, default="")


def renew(what: Due, enrolment: KeptEnrolment, actor: Actor, *, now: datetime) -> None:
    """Issue the record that takes the place of an older one. Needs a writing transaction."""
    base = what.base
    facts = record_facts.of_enrolment(enrolment, actor, now=now, digest=what.version.digest)
    facts = replace(
        facts,
        kind=records.BY_BRIDGE,
        renews=base.digest,
        renews_version=base.version,
        renews_digest=base.pack_digest,
        bridge=enrolment.digest,
    )
    renewed = Renewed(record_id=base.id, version_id=what.version.id)
    records.keep(facts, enrolment, now=now, renewed=renewed)
    store.add_status(base.id, "superseded", "", by=None, at=now)
