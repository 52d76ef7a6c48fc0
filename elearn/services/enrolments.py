"""Taking a course: enrol, leave, and what counts as progress."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from elearn.core import access
from elearn.core.access import Action, Actor, Subject
from elearn.core.errors import Conflict, NotFound
from elearn.core.learning.completion import completion
from elearn.core.learning.progress import EventKind
from elearn.services import records, shelf
from elearn.store import enrolments as store
from elearn.store import packs
from elearn.store.db import begin_write
from elearn.store.enrolments import Standing

_STATES = {
    EventKind.READ: "read",
    EventKind.QUIZ_PASSED: "passed",
    EventKind.CASE_FINISHED: "finished",
}


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that a learner did, as it is kept: `client_id` makes sending it twice harmless."""

    kind: EventKind
    item_id: str
    client_id: str
    data: dict[str, Any]


def person_of(actor: Actor) -> int:
    """The person behind an actor who learns.

    Raises:
        NotAllowed: If nobody is signed in.
    """
    access.require(actor, Action.LEARN, Subject(person_id=actor.person_id))
    assert actor.person_id is not None
    return actor.person_id


def enrol(actor: Actor, pack_id: str, *, now: datetime) -> None:
    """Begin a course, or go on with one that was left unfinished. Twice changes nothing.

    Raises:
        NotFound: If there is no published course with that id.
        Conflict: If the course takes no new learners.
    """
    person_id = person_of(actor)
    begin_write()
    version = packs.newest_published(pack_id)
    if version is None or version.kind != "course":
        raise NotFound("There is no such course.")
    line_id = packs.line_of(version.id)
    if line_id is None:
        raise Conflict("This course takes no new learners at the moment.")
    store.hold_learner(person_id)
    if store.open_standing(person_id, pack_id) is not None:
        return
    if not store.take_up_again(person_id, line_id, at=now):
        store.enrol(secrets.token_urlsafe(12), person_id, line_id, at=now)


def leave(actor: Actor, pack_id: str, *, now: datetime) -> None:
    """Leave a course. Progress and records are kept: who enrols again goes on with what is left."""
    person_id = person_of(actor)
    begin_write()
    store.end(_require(person_id, pack_id).enrolment.id, at=now)


def _require(person_id: int, pack_id: str) -> Standing:
    standing = store.open_standing(person_id, pack_id)
    if standing is None:
        raise NotFound("You are not taking this course.")
    return standing


def require_standing(actor: Actor, pack_id: str) -> Standing:
    """Where the actor stands in a course that they take.

    Raises:
        NotFound: If they do not take it.
    """
    return _require(person_of(actor), pack_id)


def require_standing_at(actor: Actor, pack_id: str, item_id: str) -> Standing:
    """The same, with the answers to the self-checks of an item.

    Raises:
        NotFound: If they do not take it.
    """
    standing = store.standing_at(person_of(actor), pack_id, item_id)
    if standing is None:
        raise NotFound("You are not taking this course.")
    return standing


def happen(standing: Standing, happened: Happened, actor: Actor, *, now: datetime) -> None:
    """Keep an event and what follows from it, up to the completion record.

    Needs a writing transaction, with `standing` read inside it.
    """
    enrolment = standing.enrolment
    store.hold(enrolment.id)
    added = store.add_event(
        enrolment_id=enrolment.id,
        client_id=happened.client_id,
        kind=happened.kind.value,
        item_id=happened.item_id,
        version_id=enrolment.version_id,
        at=now,
        data=happened.data,
    )
    if not added:  # sent twice; a later version may meanwhile ask for less
        _complete_if_done(enrolment.id, actor, now=now)
        return
    state = _STATES.get(happened.kind, "opened")
    store.set_state(enrolment.id, happened.item_id, state, version_id=enrolment.version_id, at=now)
    store.touch(enrolment.id, happened.item_id, at=now)
    if state != "opened":
        _complete_if_done(enrolment.id, actor, now=now)


def _complete_if_done(enrolment_id: int, actor: Actor, *, now: datetime) -> None:
    standing = store.standing(enrolment_id)
    if standing is None or standing.enrolment.completed_at is not None:
        return
    course = shelf.take(standing.enrolment.digest).course
    done = standing.done
    if not completion(course, done.read, done.passed, done.finished).complete:
        return
    if store.complete(enrolment_id, at=now):
        records.issue(standing.enrolment, actor, now=now)


def start_item(standing: Standing, item_id: str, actor: Actor, *, now: datetime) -> None:
    """Keep that the learner began with an item. Needs a writing transaction."""
    if item_id in standing.opened:
        store.touch(standing.enrolment.id, item_id, at=now)
        return
    happen(
        standing,
        Happened(EventKind.OPENED, item_id, f"opened-{item_id}", {}),
        actor,
        now=now,
    )


__all__ = [
    "Happened",
    "Standing",
    "begin_write",
    "enrol",
    "happen",
    "leave",
    "person_of",
    "require_standing",
    "require_standing_at",
    "start_item",
]
