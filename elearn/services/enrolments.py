"""Taking a course: enrol, leave, and what counts as progress."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from elearn.core import access
from elearn.core.access import Action, Actor, Subject
from elearn.core.errors import Conflict, NotFound
from elearn.core.learning.completion import completion
from elearn.core.learning.progress import EventKind
from elearn.services import jobs, records, releases, renewals, shelf
from elearn.store import enrolments as store
from elearn.store import moves, packs
from elearn.store.db import begin_write
from elearn.store.enrolments import KeptEnrolment, Standing

_STATES = {
    EventKind.READ: "read",
    EventKind.QUIZ_PASSED: "passed",
    EventKind.CASE_FINISHED: "finished",
    EventKind.QUIZ_TAKEN: "finished",
}


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that a learner did, as it is kept: `client_id` makes sending it twice harmless.

    What was not done by the learner (a correction) leaves alone where they were last.
    """

    kind: EventKind
    item_id: str
    client_id: str
    data: dict[str, Any]
    by_learner: bool = True


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
    version = packs.offered_course(pack_id)
    if version is None:
        raise NotFound("There is no such course.")
    line_id = packs.line_of(version.id)
    if line_id is None:
        raise Conflict("This course takes no new learners at the moment.")
    store.hold_learner(person_id)
    if store.open_standing(person_id, pack_id) is not None:
        return
    if not store.take_up_again(person_id, line_id, at=now):
        store.enrol(secrets.token_urlsafe(12), person_id, line_id, at=now)


def place(person_id: int, pack_id: str, *, now: datetime) -> bool:
    """Somebody begins a course that was chosen for them; False if it takes nobody new.

    Nothing changes for whoever takes it. Needs a writing transaction.
    """
    version = packs.offered_course(pack_id)
    line_id = packs.line_of(version.id) if version is not None else None
    if line_id is None:
        return False
    store.hold_learner(person_id)
    taken = store.open_standing(person_id, pack_id) is not None
    if not taken and not store.take_up_again(person_id, line_id, at=now):
        store.enrol(secrets.token_urlsafe(12), person_id, line_id, at=now)
    return True


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

    Raises:
        Conflict: If the learner went on with another version at this moment.
    """
    enrolment = standing.enrolment
    hold(enrolment)
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
        complete_if_done(enrolment.id, actor, now=now)
        return
    if happened.kind is EventKind.QUIZ_REOPENED:
        store.reopen(enrolment.id, happened.item_id)
    state = _STATES.get(happened.kind, "opened")
    store.set_state(enrolment.id, happened.item_id, state, version_id=enrolment.version_id, at=now)
    if happened.by_learner:
        store.touch(enrolment.id, happened.item_id, at=now)
    if state != "opened":
        complete_if_done(enrolment.id, actor, now=now)
    if enrolment.completed_at is None and not releases.may_complete(enrolment, now=now):
        jobs.enqueue("going-on", {"enrolment": enrolment.id}, now=now)
    if enrolment.ended_at is not None and (later := moves.next_of(enrolment.id)) is not None:
        jobs.enqueue("carrying-over", {"enrolment": later}, now=now)


def hold(enrolment: KeptEnrolment) -> None:
    """Let others who write to an enrolment wait until the commit.

    Raises:
        Conflict: If the learner went on with another version at this moment.
    """
    store.hold(enrolment.id)
    if moves.ended_meanwhile(enrolment):
        raise Conflict(
            "This course has just gone on to a new version. Load the page again.",
            code="course-moved",
        )


def keep_checked(standing: Standing, check_id: str, *, now: datetime) -> None:
    """Keep that a self-check is answered. Needs a writing transaction."""
    enrolment = standing.enrolment
    store.set_state(enrolment.id, check_id, "checked", version_id=enrolment.version_id, at=now)


def complete_if_done(enrolment_id: int, actor: Actor, *, now: datetime) -> None:
    """Complete an enrolment in which all is done; never one whose version completes nothing.

    Needs a writing transaction with the enrolment held.
    """
    standing = store.standing(enrolment_id)
    if standing is None or standing.enrolment.completed_at is not None:
        return
    if not releases.may_complete(standing.enrolment, now=now):
        return
    course = shelf.take(standing.enrolment.digest).course
    done = standing.done
    if not completion(course, done.read, done.passed, done.finished).complete:
        return
    renewal = renewals.due(standing.enrolment) if course.bridge else None
    if course.bridge and renewal is None:
        return  # what it was to renew does not stand any more
    if not store.complete(enrolment_id, at=now):
        return
    if renewal is not None:
        renewals.renew(renewal, standing.enrolment, actor, now=now)
    else:
        records.issue(standing.enrolment, actor, now=now)


def complete_those_done(
    enrolment_ids: Iterable[int], actor_of: Callable[[int], Actor], *, now: datetime
) -> None:
    """The same for many enrolments; `actor_of` gives the actor for a person's number."""
    for standing in store.standings(enrolment_ids):
        course, done = shelf.take(standing.enrolment.digest).course, standing.done
        if completion(course, done.read, done.passed, done.finished).complete:
            actor = actor_of(standing.enrolment.person_id)
            complete_if_done(standing.enrolment.id, actor, now=now)


def take_back(enrolment_id: int, reason: str, *, now: datetime) -> bool:
    """Take a completion back that the course's rule does not give any more; whether it was.

    Its record is revoked for that reason. Needs a writing transaction.
    """
    standing = store.standing(enrolment_id)
    if standing is None or standing.enrolment.completed_at is None:
        return False
    course, done = shelf.take(standing.enrolment.digest).course, standing.done
    if completion(course, done.read, done.passed, done.finished).complete:
        return False
    store.uncomplete(enrolment_id)
    records.take_back(enrolment_id, reason, now=now)
    return True


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
    "keep_checked",
    "leave",
    "person_of",
    "place",
    "require_standing",
    "require_standing_at",
    "start_item",
]
