"""What is done comes along to another release line; and what turned out not to be done goes again.

A correction may let an attempt pass, or fail, that was handed in before its learner went on. It
reaches the enrolments in which they went on since, however many there are.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from elearn.core.access import Actor
from elearn.core.learning import policy
from elearn.core.learning.policy import Finished
from elearn.core.pack.model import Lesson, Quiz
from elearn.core.quiz import policy as quiz_policy
from elearn.services import came_to, differences, enrolments, jobs, shelf
from elearn.services.releases import standing_of
from elearn.store import attempts as attempt_store
from elearn.store import enrolments as enrolment_store
from elearn.store import moves as store
from elearn.store import people
from elearn.store.db import begin_write
from elearn.store.enrolments import KeptEnrolment, Standing
from elearn.store.moves import KeptState
from elearn.store.releases import KeptRelease

BATCH = 25
"""So many enrolments are looked at in one transaction; others wait meanwhile to write."""

DONE = ("read", "passed", "finished")
"""States of an item that is done."""


def counting(
    states: Iterable[KeptState], goal: KeptRelease, known: Iterable[KeptRelease]
) -> frozenset[str]:
    """The items that count on a version without being done again; `known`: all of the pack."""
    digests = {release.version: release.digest for release in known}
    finished = [Finished(one.item_id, one.done_on, one.stood_on) for one in states]
    return policy.carried(finished, lambda old: differences.unchanged(digests[old], goal.digest))


def carry(
    before: Mapping[int, Iterable[KeptState]], goal: KeptRelease, known: Sequence[KeptRelease]
) -> None:
    """Keep in enrolments on a version what counts there, with what happened to it.

    Args:
        before: By the number of the enrolment, what was done in those before it, the newest first.
        goal: The version.
        known: All versions of the pack.
    """
    states: list[tuple[int, KeptState]] = []
    pairs: dict[tuple[int, int], None] = {}
    for new_id, done in before.items():
        taken = _taken(list(done), goal, known)
        states += ((new_id, one) for one in taken)
        pairs |= dict.fromkeys((one.enrolment_id, new_id) for one in taken)
    store.carry_states(states)
    store.carry_events(pairs)


def _taken(
    states: list[KeptState], goal: KeptRelease, known: Sequence[KeptRelease]
) -> list[KeptState]:
    """Of what was done, what counts on a version; self-checks come with their lesson."""
    counts = counting(states, goal, known)
    best: dict[str, KeptState] = {}
    for one in states:
        if one.item_id not in counts:
            continue
        before = best.get(one.item_id)
        if before is None or (before.state not in DONE and one.state in DONE):
            best[one.item_id] = one
    checks = _checks(goal.digest)
    taken = list(best.values())
    for one in states:
        lesson = best.get(checks.get(one.item_id, ""))
        if lesson is not None and one.enrolment_id == lesson.enrolment_id:
            taken.append(one)
    return taken


@lru_cache(maxsize=64)
def _checks(digest: str) -> dict[str, str]:
    """The lesson of each self-check, by its id."""
    return {
        check.question.id: item.id
        for item in shelf.take(digest).course.items
        if isinstance(item, Lesson)
        for check in item.checks
    }


def before(enrolment_ids: Iterable[int]) -> dict[int, list[KeptState]]:
    """What is done in the enrolments that each of these goes on from, by its number."""
    return {
        number: [one for one in states if one.enrolment_id != number]
        for number, states in store.states_of_chains(enrolment_ids).items()
    }


def carry_again(enrolment_id: int, *, now: datetime) -> None:
    """Carry over what was found to be done, before the learner went on, only afterwards.

    A correction may let an attempt pass that was handed in long ago, and a version may bring an
    item back as it was when it was done. It goes to the enrolment in which the learner is now.
    """
    begin_write()
    number = [enrolment_id, *store.later_than(enrolment_id)][-1]
    standing = enrolment_store.standing(number)
    if standing is None or standing.enrolment.ended_at is not None:
        return
    enrolment = standing.enrolment
    enrolment_store.hold(enrolment.id)
    found = standing_of(enrolment, now=now)
    carry(before([enrolment.id]), found.own, found.releases)
    enrolments.complete_if_done(enrolment.id, as_themselves(enrolment.person_id), now=now)


def take_back_later(enrolment_id: int, quiz_id: str, reason: str, *, now: datetime) -> None:
    """A quiz passed in an enrolment is passed no more: nor is it where the learner went on since.

    It stays passed where they have passed it there, or in another enrolment that counts there. What
    was completed by it is taken back. Needs a writing transaction.
    """
    for number in store.later_than(enrolment_id):
        enrolment_store.hold(number)
        standing = enrolment_store.standing(number)
        if standing is None or not _rested_on_it(standing, enrolment_id, quiz_id):
            continue
        enrolment_store.reopen(number, quiz_id)
        store.carry_events([(enrolment_id, number)])
        found = standing_of(standing.enrolment, now=now)
        carry(before([number]), found.own, found.releases)
        enrolments.take_back(number, reason, now=now)


def _rested_on_it(standing: Standing, lost_id: int, quiz_id: str) -> bool:
    """Whether a quiz is passed in an enrolment only since it had been in that earlier one."""
    if quiz_id not in standing.done.passed:
        return False
    states = [one for one in store.states_of_chain(standing.enrolment.id) if one.item_id == quiz_id]
    own = next(one for one in states if one.enrolment_id == standing.enrolment.id)
    same = [
        one
        for one in states
        if one is not own and (one.version_id, one.at) == (own.version_id, own.at)
    ]
    from_there = any(one.enrolment_id == lost_id for one in same)
    return from_there and not _passed_there(standing.enrolment, quiz_id)


def _passed_there(enrolment: KeptEnrolment, quiz_id: str) -> bool:
    """Whether the attempts in an enrolment pass a quiz by themselves."""
    quiz = shelf.item(enrolment.digest, quiz_id)
    if not isinstance(quiz, Quiz):
        return False
    past = came_to.past(attempt_store.of_item(enrolment.id, quiz_id))
    counted = quiz_policy.counted(quiz, past)
    return counted is not None and counted.passed


def as_themselves(person_id: int) -> Actor:
    """A learner, where something happens to their course without them."""
    person = people.by_id(person_id)
    return Actor(person_id=person_id, language=person.language if person else None)


def handler(job: jobs.JobRecord, now: datetime) -> None:
    """The handler of `carrying-over` jobs: one learner, or some of a line, then another job."""
    if "enrolment" in job.payload:
        carry_again(int(job.payload["enrolment"]), now=now)
        return
    line_id, after = int(job.payload["line"]), int(job.payload["after"])
    numbers = store.gone_on_to(line_id, after, limit=BATCH)
    for number in numbers:
        carry_again(number, now=now)
    if len(numbers) == BATCH:
        jobs.enqueue("carrying-over", {"line": line_id, "after": numbers[-1]}, now=now)
