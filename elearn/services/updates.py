"""What a learner is told when a course changes: what, what it means, until when, what is kept."""

from dataclasses import dataclass
from datetime import date, datetime

from elearn.core.access import Actor
from elearn.core.learning import policy
from elearn.core.learning.policy import Place
from elearn.core.learning.progress import is_done
from elearn.core.pack.diff.change import Change, ChangeKind, Level, changed
from elearn.core.pack.model import Course, Item
from elearn.services import (
    bridges,
    carrying,
    changelogs,
    differences,
    enrolments,
    pack_changes,
    releases,
    renewals,
    shelf,
)
from elearn.services.bridges import Offer
from elearn.services.changelogs import Told
from elearn.services.enrolments import Standing
from elearn.services.shelf import Reading, Text
from elearn.store import moves as move_store
from elearn.store import packs
from elearn.store.enrolments import KeptEnrolment
from elearn.store.releases import KeptRelease

_OF_COURSE = {
    ChangeKind.COMPLETION_RULE: "completion",
    ChangeKind.OUTCOME: "outcomes",
    ChangeKind.PREREQUISITE: "prerequisites",
}
"""Changes of the course itself that learners are told of."""


@dataclass(frozen=True, slots=True)
class VersionNote:
    """A few words above a page of a course: how the learner's version stands.

    Attributes:
        pack_id: The course.
        state: `stopped`, `withdrawn`, `over` (its sunset has come), or `choice` (it can be
            finished, or a later one taken).
        until: With `choice` the day before which it can be finished; None without end.
    """

    pack_id: str
    state: str
    until: date | None = None


def note_of(enrolment: KeptEnrolment, *, now: datetime) -> VersionNote | None:
    """How the learner's version stands; None where there is nothing to say.

    It asks the database only where a sunset has come, or a version that was completed was ended.
    """
    if enrolment.settled:
        return None
    completed = enrolment.completed_at is not None
    if enrolment.state in policy.ONLY_READ:
        if completed and renewals.renewed_for(enrolment):
            return None  # they have learnt what is right
        return VersionNote(enrolment.pack_id, enrolment.state)
    if completed:
        return None
    until = enrolment.sunset_on
    if until is None or until > now.date():
        return VersionNote(enrolment.pack_id, "choice", until)
    over = releases.standing_of(enrolment, now=now).stand.place is Place.OVER
    return VersionNote(enrolment.pack_id, "over", until) if over else None


def is_news(enrolment: KeptEnrolment) -> bool:
    """Whether the learner's version was published since they did something last. One query.

    A patch is no news: what differs is spelling, layout, pictures or translations.
    """
    if enrolment.last_item is None or enrolment.last_at is None:
        return False
    kept = packs.version_by_id(enrolment.version_id)
    if kept is None or kept.published_at is None or kept.published_at <= enrolment.last_at:
        return False
    last = move_store.last_worked_on(enrolment.id)
    return bool(last) and policy.step(last, enrolment.version) is not Level.PATCH


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item that is `new`, `changed` or `gone`."""

    how: str
    title: Text


@dataclass(frozen=True, slots=True)
class UpdatePage:
    """What changed, and what it means for one learner.

    Attributes:
        version: The version on which they stand; `state` is that version's.
        reason, law_note: Why it was stopped or withdrawn, and what has changed in the law.
        place: `here`, `choice`, `over` or `waiting` (`core.learning.policy.Place`).
        goal: The version that they can go on with; empty if there is none.
        until: Before which day they can finish the version they are on; None without end.
        since: The version that the changes are told from; empty where there are none to tell.
        items: The items that changed.
        course: What else did: `completion`, `outcomes`, `prerequisites`.
        kept: How many of the items that are done count on the other version; for whoever came from
            another one, how many of those that were done there count here.
        again: Those that are done and have to be done again there, or here, since they changed.
        attempt: Kind and key of an attempt under way, which has to end first.
        moved_from: The version from which they came to this one; empty if they did not.
        told: What the authors say of the versions since.
        bridge: For whoever has completed the course, the way to the newest version, if it is open.
        renewed: The version for which their record holds now, if it was renewed.
    """

    pack_id: str
    course_title: Text
    version: str
    state: str
    reason: str
    law_note: str
    completed: bool
    place: str
    goal: str
    goal_law_note: str
    until: date | None
    since: str
    items: tuple[ItemChange, ...]
    course: tuple[str, ...]
    kept: int
    again: tuple[Text, ...]
    attempt: tuple[str, str] | None
    moved_from: str
    told: Told
    bridge: Offer | None = None
    renewed: str = ""


def update_page(actor: Actor, pack_id: str, language: str, *, now: datetime) -> UpdatePage:
    """What changed in a course that the actor takes, and what it means for them.

    Raises:
        NotFound: If they do not take it.
    """
    standing = enrolments.require_standing(actor, pack_id)
    enrolment = standing.enrolment
    found = releases.standing_of(enrolment, now=now)
    own, goal = found.own, found.goal
    came_from = move_store.came_from(enrolment.id)
    if goal is not None:
        before, after = own, goal
    else:
        before, after = _worked_on(enrolment, came_from, found.releases) or own, own
    reading = shelf.read(own.digest, language, now.date())
    items, course = _changes(before, after, language, now)
    kept, again = _kept(standing, found, reading)
    completed = enrolment.completed_at is not None
    return UpdatePage(
        pack_id=pack_id,
        course_title=reading.text("pack#title"),
        version=own.version,
        state=own.state,
        reason=own.end_reason,
        law_note=own.law_note,
        completed=completed,
        place=found.stand.place.value,
        goal=goal.version if goal else "",
        goal_law_note=_law_note(found.releases, before, after),
        until=found.stand.until,
        since=before.version if items or course else "",
        items=items,
        course=course,
        kept=kept,
        again=again,
        attempt=move_store.open_attempt(enrolment.id) if goal else None,
        moved_from=came_from,
        told=changelogs.since(after.digest, before.version, after.version),
        bridge=bridges.offer_to(actor, pack_id, language, now=now) if completed else None,
        renewed=renewals.renewed_for(enrolment) if completed else "",
    )


def _worked_on(
    enrolment: KeptEnrolment, came_from: str, known: tuple[KeptRelease, ...]
) -> KeptRelease | None:
    """The version on which the learner did something last, where that was another one."""
    last = move_store.last_worked_on(enrolment.id)
    wanted = last if last and last != enrolment.version else came_from
    return next((r for r in known if r.version == wanted), None)


def _law_note(known: tuple[KeptRelease, ...], before: KeptRelease, after: KeptRelease) -> str:
    """What has changed in the law, as it was said when a version between the two was stopped."""
    notes = (
        r.law_note
        for r in known
        if before.release.key <= r.release.key < after.release.key and r.law_note
    )
    return next(notes, "")


def _changes(
    before: KeptRelease, after: KeptRelease, language: str, now: datetime
) -> tuple[tuple[ItemChange, ...], tuple[str, ...]]:
    """What a learner is told of the changes: items, and what changed of the course itself."""
    if before.digest == after.digest:
        return (), ()
    changes = pack_changes.between(before.digest, after.digest)
    old = shelf.take(before.digest).course
    new = shelf.take(after.digest).course
    was = shelf.read(before.digest, language, now.date())
    is_now = shelf.read(after.digest, language, now.date())
    there = {item.id for item in old.items}
    touched = changed(changes, Level.MINOR).keys() | _with_changed_banks(before, after, new, there)
    items = [
        ItemChange("new" if item.id not in there else "changed", is_now.text(f"{item.id}#title"))
        for item in new.items
        if item.id not in there or item.id in touched
    ]
    left = {item.id for item in new.items}
    items += [
        ItemChange("gone", was.text(f"{item.id}#title"))
        for item in old.items
        if item.id not in left
    ]
    return tuple(items), _of_course(changes)


def _with_changed_banks(
    before: KeptRelease, after: KeptRelease, new: Course, there: set[str]
) -> set[str]:
    """Items that both versions have and that are not the same, be it for a question of a bank."""
    same = differences.unchanged(before.digest, after.digest)
    return {item.id for item in new.items if item.id in there and item.id not in same}


def _of_course(changes: tuple[Change, ...]) -> tuple[str, ...]:
    found = (_OF_COURSE.get(c.kind) for c in changes if not c.item and c.level >= Level.MINOR)
    return tuple(dict.fromkeys(word for word in found if word))


def _kept(
    standing: Standing, found: releases.Standing, reading: Reading
) -> tuple[int, tuple[Text, ...]]:
    """How many finished items count on the other version; the titles of those that do not.

    Where there is none, of those that were finished before the learner came to this one.
    """
    enrolment, goal = standing.enrolment, found.goal
    if goal is None:
        states = carrying.before([enrolment.id])[enrolment.id]
        done = {one.item_id for one in states if one.state in carrying.DONE}
        counts = {item.id for item in _items(enrolment.digest) if is_done(item, standing.done)}
        there = _items(enrolment.digest)
    else:
        done = {item.id for item in _items(enrolment.digest) if is_done(item, standing.done)}
        if goal.line_id == enrolment.line_id:
            return len(done), ()
        states = move_store.states_of_chain(enrolment.id)
        counts = set(carrying.counting(states, goal, found.releases))
        there = _items(goal.digest)
    again = [item.id for item in there if item.id in done and item.id not in counts]
    return len(done & counts), tuple(reading.text(f"{name}#title") for name in again)


def _items(digest: str) -> tuple[Item, ...]:
    return shelf.take(digest).course.items
