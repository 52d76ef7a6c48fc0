"""Going on with another version: of one's own choice, or since the one before is over.

Within a release line that is one row. To another line a new enrolment goes on from the old one,
which stays as it was: what is finished and exists there unchanged comes along, with its history.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.errors import Conflict, NotFound
from elearn.core.learning import policy
from elearn.core.learning.policy import Far, Learner
from elearn.services import carrying, differences, enrolments, jobs
from elearn.services.enrolments import person_of
from elearn.services.releases import standing_among, standing_of
from elearn.store import enrolments as enrolment_store
from elearn.store import moves as store
from elearn.store import releases
from elearn.store.db import begin_write
from elearn.store.enrolments import KeptEnrolment
from elearn.store.releases import KeptRelease

BATCH = 50
"""So many enrolments are looked at in one transaction; others wait meanwhile to write."""


def learner_of(enrolment: KeptEnrolment, *, in_attempt: bool) -> Learner:
    """Somebody who takes a course, for the rules."""
    if enrolment.completed_at is not None:
        far = Far.COMPLETE
    else:
        far = Far.UNDER_WAY if enrolment.last_item else Far.NOT_BEGUN
    return Learner(enrolment.version, far, enrolment.pinned_id is not None, in_attempt)


def go_on(actor: Actor, pack_id: str, *, now: datetime) -> str:
    """Go on with the later version that is there, as the actor chooses; its number.

    Raises:
        NotFound: If the actor does not take the course.
        Conflict: If an attempt is under way, or there is no other version to go on with.
    """
    person_id = person_of(actor)
    _compare(pack_id, now=now)
    begin_write()
    enrolment_store.hold_learner(person_id)
    standing = enrolment_store.open_standing(person_id, pack_id)
    if standing is None:
        raise NotFound("You are not taking this course.")
    enrolment_store.hold(standing.enrolment.id)
    found = standing_of(standing.enrolment, now=now)
    goal = found.goal
    if goal is None:
        raise Conflict("There is no later version to go on with.", code="no-later-version")
    if store.in_attempt([standing.enrolment.id]):
        raise Conflict(
            "An attempt of yours is under way. Finish it first, then go on.",
            code="attempt-under-way",
        )
    _take([standing.enrolment], goal, found.releases, lambda _person_id: actor, now=now)
    return goal.version


def _take(
    going: Sequence[KeptEnrolment],
    goal: KeptRelease,
    known: Sequence[KeptRelease],
    actor_of: Callable[[int], Actor],
    *,
    now: datetime,
) -> None:
    """Take learners to another version, all at once.

    Needs a writing transaction with the enrolments held.
    """
    follow = [one.id for one in going if one.line_id == goal.line_id]
    releases.let_go(follow)
    done = carrying.before(follow)
    leaving = [one for one in going if one.line_id != goal.line_id]
    states = store.states_of_chains(one.id for one in leaving)
    done |= {new: states[old] for old, new in _leave(leaving, goal, now=now).items()}
    carrying.carry(done, goal, known)
    enrolments.complete_those_done(done, actor_of, now=now)


def _leave(leaving: Sequence[KeptEnrolment], goal: KeptRelease, *, now: datetime) -> dict[int, int]:
    """Leave enrolments for others on another line: the numbers of those, by the ones left."""
    if not leaving:
        return {}
    assert goal.line_id is not None
    store.leave_behind(leaving, at=now)
    there = store.open_enrolment_ids((one.person_id for one in leaving), goal.line_id)
    without = [one for one in leaving if one.person_id not in there]
    new = store.go_on((secrets.token_urlsafe(12) for _ in without), without, goal.line_id)
    return new | {one.id: there[one.person_id] for one in leaving if one.person_id in there}


def _compare(pack_id: str, *, now: datetime) -> None:
    """Compare the versions that people may come from with those that they may go to.

    That is slow the first time in a process, so it is done before the lock to write is taken.
    """
    found = releases.of_pack(pack_id)
    known = {r.version: r for r in found}
    for goal in policy.offered([r.release for r in found], now.date()):
        for older in found:
            if older.published_at is not None and older.version != goal.version:
                differences.unchanged(older.digest, known[goal.version].digest)


def take_along(pack_id: str, after: int, *, now: datetime) -> int | None:
    """Take along the next learners whose version is over; where to go on, None at the end.

    Needs a transaction of its own; who was taken along is not taken again.
    """
    _compare(pack_id, now=now)
    begin_write()
    numbers = store.candidates(pack_id, after, now.date(), limit=BATCH)
    take_along_these(pack_id, numbers, now=now)
    return numbers[-1] if len(numbers) == BATCH else None


def take_along_these(pack_id: str, enrolment_ids: Sequence[int], *, now: datetime) -> None:
    """Take those along whose version is over. Needs a writing transaction.

    Nobody in the middle of an attempt, nobody who has completed, nobody to an earlier version.

    Args:
        pack_id: The course that they all take.
        enrolment_ids: The enrolments to look at.
        now: When.
    """
    store.hold_all_of(enrolment_ids)
    known = tuple(releases.of_pack(pack_id))
    busy = store.in_attempt(enrolment_ids)
    going: dict[KeptRelease, list[KeptEnrolment]] = {}
    for standing in enrolment_store.standings(enrolment_ids):
        one = standing.enrolment
        if one.ended_at is not None:
            continue
        found = standing_among(one, known, now=now)
        goal = found.goal
        learner = learner_of(one, in_attempt=one.id in busy)
        if goal is not None and policy.goes_on(learner, found.stand):
            going.setdefault(goal, []).append(one)
    for goal, those in going.items():
        _take(those, goal, known, carrying.as_themselves, now=now)


def handler(job: jobs.JobRecord, now: datetime) -> None:
    """The handler of `going-on` jobs: some learners, then another job."""
    if "enrolment" in job.payload:
        begin_write()
        standing = enrolment_store.standing(int(job.payload["enrolment"]))
        if standing is not None:
            take_along_these(standing.enrolment.pack_id, [standing.enrolment.id], now=now)
        return
    pack_id, after = str(job.payload["pack"]), int(job.payload["after"])
    reached = take_along(pack_id, after, now=now)
    if reached is not None:
        jobs.enqueue("going-on", {"pack": pack_id, "after": reached}, now=now)


def ask_for_those_whose_day_has_come(now: datetime) -> None:
    """Ask for all to be taken along whose version has come to its end; once a day."""
    for pack_id in store.packs_to_look_at(now.date()):
        name = f"going-on:{pack_id}:{now.date().isoformat()}"
        jobs.enqueue("going-on", {"pack": pack_id, "after": 0}, now=now, once=name)
