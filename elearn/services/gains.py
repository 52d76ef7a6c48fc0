"""The gain from a pretest to its post-test: kept when the post-test is handed in, then told."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import NotFound
from elearn.core.pack.model import Quiz
from elearn.core.quiz.gain import Distribution, Pair, distribution, gain
from elearn.core.quiz.model import POSTTEST
from elearn.services import shelf
from elearn.store import attempts as attempt_store
from elearn.store import gains as store
from elearn.store import packs
from elearn.store.attempts import KeptAttempt
from elearn.store.gains import KeptGain

FEW = 5
"""Of fewer people nothing is told: it would tell who gained what."""


@dataclass(frozen=True, slots=True)
class GainNote:
    """A learner's own gain. Whole per cents; `gained` of what was missing, None if nothing was."""

    before: int
    after: int
    gained: int | None


@dataclass(frozen=True, slots=True)
class GainReport:
    """How gains at a version of a post-test are distributed; None where too few took both."""

    pack_id: str
    version: str
    quiz_id: str
    title: str
    figures: Distribution | None
    few: int = FEW


def keep(key: str, *, now: datetime) -> None:
    """Keep the gain of a finished attempt at a post-test; again if a result has changed since.

    Does nothing for other attempts, or if the pretest was not handed in before the post-test
    began. Needs a writing transaction.
    """
    after = attempt_store.by_key(key)
    if after is None or after.finished_at is None or after.kind != "quiz":
        return
    quiz = shelf.item(after.digest, after.item_id)
    if not isinstance(quiz, Quiz) or quiz.role != POSTTEST:
        return
    before = _pretest(after, quiz)
    if before is None:
        return
    if before.passed is None or after.passed is None:
        return  # one waits for people to mark it
    was, is_now = result(before), result(after)
    gained = gain(was, is_now)
    found = KeptGain(before.id, str(was), str(is_now), None if gained is None else str(gained))
    if store.of_attempt(after.id) != found:
        store.add(
            found,
            post_attempt_id=after.id,
            version_id=after.version_id,
            item_id=after.item_id,
            digest=after.digest,
            at=now,
        )


def _pretest(after: KeptAttempt, quiz: Quiz) -> KeptAttempt | None:
    """The newest pretest handed in before the post-test began."""
    earlier = [
        a
        for a in attempt_store.of_item(after.enrolment_id, quiz.pair)
        if a.finished_at is not None and a.finished_at <= after.started_at
    ]
    return earlier[-1] if earlier else None


def result(attempt: KeptAttempt) -> Fraction:
    """The result of a finished attempt in per cent, exactly."""
    most = Fraction(attempt.points_max or 0)
    return Fraction(attempt.points or 0) * 100 / most if most else Fraction(0)


def note(attempt: KeptAttempt) -> GainNote | None:
    """What a learner is told of the gain; None where none was kept."""
    kept = store.of_attempt(attempt.id)
    if kept is None:
        return None
    gained = None if kept.gain is None else _whole(Fraction(kept.gain) * 100)
    return GainNote(_whole(Fraction(kept.before)), _whole(Fraction(kept.after)), gained)


def _whole(value: Fraction) -> int:
    """Rounded towards zero, as results are."""
    return int(value)


def report(actor: Actor, pack_id: str, version: str, quiz_id: str) -> GainReport:
    """How gains at one version of a post-test are distributed. Names nobody; mixes no versions.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If there is no such version or post-test.
    """
    access.require(actor, Action.AUTHOR_PACKS)
    kept = packs.find_version(pack_id, version) if version else packs.newest_published(pack_id)
    if kept is None:
        raise NotFound(f"There is no such version of {pack_id} here.")
    quiz = shelf.item(kept.digest, quiz_id)
    if not isinstance(quiz, Quiz) or quiz.role != POSTTEST:
        raise NotFound(f"{quiz_id} is no post-test of {pack_id}.")
    figures = figures_of(kept.id, quiz)
    return GainReport(pack_id, kept.version, quiz_id, quiz.title, figures)


def figures_of(version_id: int, quiz: Quiz) -> Distribution | None:
    """The same, of a version and quiz already looked up; None of other quizzes and of too few."""
    if quiz.role != POSTTEST:
        return None
    found = store.results(version_id, quiz.id)
    pairs = [Pair(Fraction(before), Fraction(after)) for before, after in found]
    return distribution(pairs) if len(pairs) >= FEW else None
