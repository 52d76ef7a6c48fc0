"""What publishing a version would do to people: how many go where, and whose result would change.

People are counted when somebody asks. Kept answers are marked by the questions of the new version
some at a time, since there may be very many: `work_through`, by the worker or the command line.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.ids import version_key
from elearn.core.learning import policy
from elearn.core.learning.policy import Far, Fate, Learner, Way
from elearn.core.pack.diff.change import Level
from elearn.core.pack.model import Quiz
from elearn.services import jobs, looks, publishing, shelf
from elearn.services.publishing import Settings
from elearn.services.replay import Grader, Replay, Replayed
from elearn.store import impacts as store
from elearn.store import packs, releases
from elearn.store.db import begin_write
from elearn.store.impacts import ChangedResult, KeptImpact, ToLookAt
from elearn.store.packs import KeptVersion
from elearn.store.pages import kept_marks, learners_by_version
from elearn.store.pages.learners_by_version import Crowd

Rest = Callable[[], object]

BATCH = 10
"""So many attempts are looked at in one transaction."""


@dataclass(frozen=True, slots=True)
class Group:
    """People for whom publishing means the same. `until`: the sunset, or when a bridge is due."""

    version: str
    far: Far
    way: Way
    until: date | None
    people: int


@dataclass(frozen=True, slots=True)
class People:
    """What publishing a version would mean for those who take the course.

    Attributes:
        level: How far it is from the version that most learners of its line, or else of the newest
            line, are on; None where nothing was published before.
        before: That version.
        under_way, done: How many people are under way, and have completed.
        due: How many of those who have completed would be asked to take the bridge.
        groups: By version and by what it means.
    """

    level: Level | None
    before: str
    under_way: int
    done: int
    due: int
    groups: tuple[Group, ...]


def people(kept: KeptVersion, settings: Settings, *, now: datetime) -> People:
    """What publishing that version would mean for those who take the course. Reads only."""
    found = releases.of_pack(kept.pack_id)
    act = publishing.publishing(kept, settings)
    rules = [r.release for r in found]
    groups: dict[tuple[str, Far, Way, date | None], int] = {}
    for crowd in learners_by_version.of_pack(kept.pack_id):
        learner = _learner(crowd)
        fate: Fate = policy.fate(act, learner, rules, now.date())
        key = (crowd.version, learner.far, fate.way, fate.until)
        groups[key] = groups.get(key, 0) + crowd.people
    lines = [Group(*key, n) for key, n in groups.items()]
    lines.sort(key=lambda g: (version_key(g.version), g.far.value), reverse=True)
    before = next((r.version for r in rules if r.current and r.key < version_key(kept.version)), "")
    return People(
        level=policy.step(before, kept.version) if before else None,
        before=before,
        under_way=_sum(g for g in lines if g.far is not Far.COMPLETE),
        done=_sum(g for g in lines if g.far is Far.COMPLETE),
        due=_sum(g for g in lines if g.way is Way.BRIDGE),
        groups=tuple(lines),
    )


def _sum(groups: Iterable[Group]) -> int:
    return sum(group.people for group in groups)


def _learner(crowd: Crowd) -> Learner:
    far = Far.UNDER_WAY if crowd.begun else Far.NOT_BEGUN
    return Learner(
        crowd.version,
        Far.COMPLETE if crowd.complete else far,
        held=crowd.held,
        in_attempt=crowd.in_attempt,
    )


def work_out(actor: Actor, kept: KeptVersion, *, now: datetime) -> None:
    """Ask for kept answers to be marked by the questions of a version, from the beginning.

    Raises:
        NotAllowed: If the actor writes no packs.
    """
    access.require(actor, Action.AUTHOR_PACKS)
    begin_anew(kept, now=now)
    jobs.enqueue("impact", {"version": kept.id, "began": now.isoformat()}, now=now)


def begin_anew(kept: KeptVersion, *, now: datetime) -> None:
    """Forget what was worked out for a version. `work_through` goes on from there."""
    begin_write()
    releases.hold(kept.pack_id)
    store.begin(kept.id, at=now)


def work_through(version_id: int, *, now: datetime, rest: Rest = lambda: None) -> bool:
    """Mark the answers of the next attempts by the questions of a version; whether that were all.

    Needs a transaction of its own. Reads and marks first, then writes. Where somebody else began
    anew or went on meanwhile, nothing is left to do here.

    Args:
        version_id: The version.
        now: When.
        rest: Called after each answer, so that others are served meanwhile.
    """
    kept, version = store.of_version(version_id), packs.version_by_id(version_id)
    if kept is None or version is None or kept.done_at is not None:
        return True
    asked = _Asked.of(version)
    batch = store.to_look_at(version.pack_id, asked.older, asked.quizzes, kept.reached, limit=BATCH)
    differing = [one for one in _marked_again(batch, asked, rest) if one is not None]
    done = len(batch) < BATCH
    begin_write()
    again = store.of_version(version_id)
    if again != kept:
        return True
    store.keep(kept.id, [_row(one) for one in differing if one.changes])
    _reach(kept, batch, len(differing), done_at=now if done else None)
    return done


def _reach(
    kept: KeptImpact, batch: list[ToLookAt], differing: int, *, done_at: datetime | None
) -> None:
    reached = batch[-1].id if batch else kept.reached
    store.reach(kept, reached, attempts=len(batch), differing=differing, done_at=done_at)


def _row(one: Replayed) -> dict[str, object]:
    return {
        "attempt_id": one.attempt,
        "percent_before": one.percent[0],
        "percent_after": one.percent[1],
        "passed_before": one.passed[0],
        "passed_after": one.passed[1],
    }


@dataclass(frozen=True, slots=True)
class _Asked:
    """A version by whose questions answers are marked, and the earlier ones on which they stand."""

    version: KeptVersion
    quizzes: tuple[str, ...]
    older: dict[int, KeptVersion]

    @classmethod
    def of(cls, version: KeptVersion) -> "_Asked":
        course = shelf.take(version.digest).course
        quizzes = tuple(item.id for item in course.items if isinstance(item, Quiz))
        key = version_key(version.version)
        earlier = packs.versions_of(version.pack_id)
        return cls(version, quizzes, {v.id: v for v in earlier if version_key(v.version) < key})

    def grader(self, quiz_id: str, rest: Rest) -> Grader:
        """Marks answers to a quiz by the questions of the version."""
        digest, number = self.version.digest, self.version.version
        asked = Replay(self.version.pack_id, quiz_id, "", number, self.version.id, "", digest)
        return Grader(asked, rest)


def _marked_again(batch: list[ToLookAt], asked: _Asked, rest: Rest) -> Iterable[Replayed | None]:
    """The attempts marked again, one after the other; None where nothing differs."""
    graders: dict[str, Grader] = {}
    quiz_of = {one.id: one.item_id for one in batch}
    rows = kept_marks.of_attempts(list(quiz_of))
    for attempt, marks in groupby(rows, key=lambda row: row.attempt):
        quiz_id = quiz_of[attempt]
        if quiz_id not in graders:
            graders[quiz_id] = asked.grader(quiz_id, rest)
        newest = {row.question_id: row for row in marks}
        yield graders[quiz_id].again(list(newest.values()))


def handler(rest: Rest) -> jobs.Handler:
    """The handler of `impact` jobs: some attempts, then another job."""

    def carry_on(job: jobs.JobRecord, now: datetime) -> None:
        version_id, began = int(job.payload["version"]), str(job.payload["began"])
        kept = store.of_version(version_id)
        if kept is None or kept.began_at.isoformat() != began:
            return
        if not work_through(version_id, now=now, rest=rest):
            jobs.enqueue("impact", {"version": version_id, "began": began}, now=now)

    return carry_on


@dataclass(frozen=True, slots=True)
class Results:
    """What marking kept answers by the questions of a version came to.

    Attributes:
        began_at, done_at: When it was begun, and when it was done; None while it goes on.
        attempts: How many were looked at.
        changes: How many results would be other ones.
        passes, fails: How many of them would pass, or fail, instead.
        lines: Those that would change, those that pass or fail instead first; by the number of the
            attempt, which names nobody.
        named: Those of people whose names the actor may know; None for somebody who leads nobody.
    """

    began_at: datetime
    done_at: datetime | None
    attempts: int
    changes: int
    passes: int
    fails: int
    lines: tuple[ChangedResult, ...]
    named: tuple[ChangedResult, ...] | None


def results(actor: Actor, kept: KeptVersion, *, now: datetime) -> Results | None:
    """Whose result would be another one on that version; None where it was not worked out.

    Raises:
        NotAllowed: If the actor writes no packs.
    """
    access.require(actor, Action.AUTHOR_PACKS)
    found = store.of_version(kept.id)
    if found is None:
        return None
    scope = access.scope(actor, Action.SEE_COMPLETIONS)
    day = now.date()
    lines = store.results(found.id, scope=None, day=day)
    counted = store.changes(found.id)
    return Results(
        found.began_at,
        found.done_at,
        found.attempts,
        counted.all,
        counted.passes,
        counted.fails,
        tuple(replace(x, key="", learner="", name="", person_key="", person_id=0) for x in lines),
        tuple(store.results(found.id, scope=scope, day=day)) if scope else None,
    )


def keep_look(actor: Actor, kept: KeptVersion, page: Results, *, now: datetime) -> None:
    """Keep that the actor saw whose result would change."""
    shown = {line.person_id for line in page.named or ()}
    looks.keep(actor, "impact", {"course": kept.pack_id}, shown, now=now)
