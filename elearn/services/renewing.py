"""How the holder of a record renews it: by what has changed since, or by the whole course again.

Progress is never wiped: who takes a course again does so in an enrolment of its own.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from elearn.core.access import Actor
from elearn.core.errors import Conflict, NotFound
from elearn.core.learning import renewal
from elearn.core.learning.renewal import Term
from elearn.services import bridges
from elearn.services.bridges import Offer
from elearn.services.enrolments import person_of
from elearn.store import enrolments as enrolment_store
from elearn.store import packs
from elearn.store import records as record_store
from elearn.store import renewals as store
from elearn.store.db import begin_write
from elearn.store.records import KeptRecord


class Way(StrEnum):
    """How a record is renewed.

    `bridge`: by what has changed since, not begun yet. `going-on`: that was begun. `course`: by the
    whole course again. `under-way`: that was begun. `none`: the course is not offered any more.
    """

    BRIDGE = "bridge"
    GOING_ON = "going-on"
    COURSE = "course"
    UNDER_WAY = "under-way"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Renewal:
    """How a record stands in time, and how it is renewed.

    Attributes:
        term: How it stands.
        way: How it is renewed.
        until: Its last day.
        grace_until: The last day of the grace period; None without one.
        leads_to: The course to open, with `going-on` and `under-way`.
    """

    term: Term
    way: Way
    until: date | None
    grace_until: date | None = None
    leads_to: str = ""


@dataclass(frozen=True, slots=True)
class Ways:
    """What one person may do about their records: asked for once, for all of them."""

    offers: Mapping[str, Offer]
    taking: frozenset[str]
    offered: frozenset[str]
    grace: int


def ways(person_id: int, language: str, *, now: datetime) -> Ways:
    """What somebody may do about their records, in a fixed number of queries."""
    taking = frozenset(
        standing.enrolment.pack_id
        for standing in enrolment_store.standings_of(person_id)
        if standing.enrolment.completed_at is None
    )
    return Ways(
        offers=bridges.every_offer(person_id, language, taking, now=now),
        taking=taking,
        offered=frozenset(kept.pack_id for kept in packs.published_courses()),
        grace=store.grace_of((person_id,), now.date()).get(person_id, 0),
    )


def renewal_of(pack_id: str, until: date | None, known: Ways, *, today: date) -> Renewal:
    """How a record of somebody stands that holds until that day, and how they renew it."""
    term = renewal.term(until, known.grace, today)
    grace = renewal.grace_ends(until, known.grace) if until and known.grace else None
    way, leads_to = _way(pack_id, known)
    return Renewal(term, way, until, grace, leads_to)


def _way(pack_id: str, known: Ways) -> tuple[Way, str]:
    offer = known.offers.get(pack_id)
    if offer is not None:
        return (Way.GOING_ON, offer.going_on) if offer.going_on else (Way.BRIDGE, "")
    if pack_id in known.taking:
        return Way.UNDER_WAY, pack_id
    return (Way.COURSE if pack_id in known.offered else Way.NONE), ""


def take_again(actor: Actor, key: str, *, now: datetime) -> str:
    """Begin the whole course again, to renew a record; the id of the course.

    The enrolment that was completed ends as it is, with all that was done in it. Twice changes
    nothing.

    Raises:
        NotFound: If the actor holds no such record that stands.
        Conflict: If the record need not be renewed, or not by the whole course.
    """
    person_id = person_of(actor)
    begin_write()
    enrolment_store.hold_learner(person_id)
    kept = _require(person_id, key)
    found = renewal_of(
        kept.pack_id,
        kept.valid_until,
        ways(person_id, actor.language or "en", now=now),
        today=now.date(),
    )
    if found.way is Way.UNDER_WAY:
        return found.leads_to
    if found.term is Term.CURRENT or found.way is not Way.COURSE:
        raise Conflict("This record need not be renewed by the whole course.", code="not-again")
    version = packs.offered_course(kept.pack_id)
    line_id = packs.line_of(version.id) if version else None
    if line_id is None:
        raise Conflict("This course takes no new learners at the moment.", code="course-closed")
    standing = enrolment_store.open_standing(person_id, kept.pack_id)
    if standing is not None:
        enrolment_store.end(standing.enrolment.id, at=now)
    if not enrolment_store.take_up_again(person_id, line_id, at=now):
        enrolment_store.enrol(secrets.token_urlsafe(12), person_id, line_id, at=now)
    return kept.pack_id


def _require(person_id: int, key: str) -> KeptRecord:
    kept = record_store.by_key(key)
    stands = kept is not None and not kept.revoked and not kept.superseded
    if kept is None or kept.person_id != person_id or not stands:
        raise NotFound("There is no such record.")
    return kept
