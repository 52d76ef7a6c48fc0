"""Enrolments for programs, how far people have come in them, and enrolling people."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from elearn.core import access
from elearn.core.access import Action, Actor, Scope
from elearn.core.errors import Conflict, NotFound
from elearn.core.learning import duty
from elearn.core.learning.progress import Done
from elearn.services import course_titles, shelf
from elearn.services.collections.parts import Part, Place, part_of, reach_of
from elearn.store import audit, duties, enrolments, packs, programmes, scopes
from elearn.store.collections import enrolments as store
from elearn.store.collections.enrolments import EnrolmentRow, Wanted
from elearn.store.collections.people import Reach
from elearn.store.db import begin_write
from elearn.store.pages import overview
from elearn.store.pages import person as people_store

__all__ = ["EnrolmentRow", "Wanted"]


@dataclass(frozen=True, slots=True)
class ProgressItem:
    """How far somebody has come in a course that they take, in percent; no marks, no answers."""

    id: int
    enrolment: str
    person_id: int
    person: str
    pack: str
    version: str
    percent: int | None
    state: str
    last_day: date | None


def listing(
    actor: Actor, place: Place, wanted: Wanted, *, unit: str = "", now: datetime
) -> Part[EnrolmentRow]:
    """Enrolments of those whom the actor leads, and their own.

    Raises:
        NotFound: If the unit is not there for the actor.
    """
    reach = reach_of(actor, Action.LIST_ENROLMENTS, unit, now)
    rows = store.page(reach, wanted, after=place.after, limit=place.limit + 1)
    return part_of(rows, place, (row.person_id for row in rows[: place.limit]))


def one(actor: Actor, key: str, *, now: datetime) -> Part[EnrolmentRow]:
    """One of them.

    Raises:
        NotFound: If there is no such enrolment for the actor.
    """
    part = listing(actor, Place(limit=1), Wanted(key=key), now=now)
    if not part.items:
        raise NotFound("There is no such enrolment.")
    return part


def progress(
    actor: Actor, place: Place, wanted: Wanted, *, unit: str = "", now: datetime
) -> Part[ProgressItem]:
    """How far those whom the actor leads, and they themselves, have come in what they take.

    Raises:
        NotFound: If the unit is not there for the actor.
    """
    reach = reach_of(actor, Action.LIST_PROGRESS, unit, now)
    rows = store.page(reach, wanted, after=place.after, limit=place.limit + 1)
    part = part_of(rows, place)
    done = overview.done_in([row.id for row in part.items])
    items = tuple(
        ProgressItem(
            id=row.id,
            enrolment=row.key,
            person_id=row.person_id,
            person=row.person,
            pack=row.pack,
            version=row.version,
            percent=course_titles.percent(row.digest, done.get(row.id, Done())),
            state=row.state,
            last_day=row.last_day,
        )
        for row in part.items
    )
    return Part(items, part.after, frozenset(item.person_id for item in items))


def enrol(
    actor: Actor, person_key: str, pack_id: str, *, now: datetime
) -> tuple[EnrolmentRow, bool]:
    """Somebody begins a course, or goes on with one left unfinished; whether that is new.

    Raises:
        NotFound: If there is no such person for the actor, or no such course.
        Conflict: If the course takes no new learners, or somebody else than the actor does not
            hold what it says must be known before.
    """
    version = packs.offered_course(pack_id)
    needed = shelf.take(version.digest).course.prerequisites if version is not None else ()
    begin_write()
    head = people_store.head(person_key)
    if head is None or head.left:
        raise NotFound("There is nobody here with that key.")
    if not access.may(actor, Action.ENROL, scopes.person_subject(head.id, now.date())):
        raise NotFound("There is nobody here with that key.")
    if version is None:
        raise NotFound("There is no such course.")
    if head.id != actor.person_id:
        _require_known(head.id, needed, now.date())
    line_id = packs.line_of(version.id)
    if line_id is None:
        raise Conflict("This course takes no new learners at the moment.", code="course-closed")
    enrolments.hold_learner(head.id)
    standing = enrolments.open_standing(head.id, pack_id)
    if standing is None:
        if not enrolments.take_up_again(head.id, line_id, at=now):
            enrolments.enrol(secrets.token_urlsafe(12), head.id, line_id, at=now)
        audit.keep_act(actor.person_id, "enrolled", f"person:{head.key}", {"pack": pack_id}, at=now)
    made = enrolments.open_standing(head.id, pack_id)
    assert made is not None
    reach = Reach(Scope(people=frozenset({head.id})), now.date())
    key = made.enrolment.key
    return store.page(reach, Wanted(key=key), after=0, limit=1)[0], standing is None


def _require_known(person_id: int, needed: Collection[str], day: date) -> None:
    """Refuse unless somebody holds these courses, or learnt elsewhere what they teach.

    Who begins a course themselves reads what it needs and decides; nobody decides it for others.
    """
    if not needed:
        return
    has = programmes.held(person_id, day) | duty.recognised(duties.of([person_id]), day)
    missing = sorted(set(needed) - has)
    if missing:
        raise Conflict(
            "They do not hold yet what this course needs: %(packs)s.",
            code="prerequisites-missing",
            values={"packs": ", ".join(missing)},
            details={"missing": missing},
        )
