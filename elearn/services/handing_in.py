"""The end of an attempt: everything is marked, the marks are kept, and what follows is noted."""

import logging
from collections.abc import Callable
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.learning.progress import EventKind
from elearn.core.quiz import policy
from elearn.core.quiz.grade import GRADER_VERSION, Mark
from elearn.core.quiz.model import POSTTEST, PRETEST
from elearn.core.quiz.options import Counts
from elearn.core.quiz.score import Score
from elearn.services import came_to, enrolments, gains, marking, results, sittings
from elearn.services.enrolments import Happened, Standing
from elearn.services.sittings import Sitting
from elearn.services.transaction import transaction
from elearn.store import attempts as store
from elearn.store import deadlines
from elearn.store import enrolments as enrolment_store
from elearn.store.attempts import KeptAttempt
from elearn.store.db import begin_write

_log = logging.getLogger("elearn.quiz")


def hand_in(sitting: Sitting, actor: Actor, *, now: datetime) -> None:
    """End an attempt, at its deadline if that has come. Twice changes nothing.

    Nor does it while the quiz is closed since law lapsed: the attempt waits with what was answered.
    """
    kept = _held(sitting)
    if kept is not None and not results.is_paused(kept, now):
        ended = now if kept.deadline_at is None else min(now, kept.deadline_at)
        _end(sittings.of_kept(kept), actor, at=ended)


def end_now(actor: Actor, key: str, *, now: datetime) -> None:
    """End the actor's attempt as `hand_in` does, and leave to `hand_in_overdue` what follows.

    Raises:
        NotFound: If it is somebody else's, or there is none.
    """
    begin_write()
    store.hold(key)
    kept = sittings.require_own(actor, key)
    if not results.is_over(kept, now) and not results.is_paused(kept, now):
        deadlines.end_now(kept.id, now)


def hand_in_if_over(sitting: Sitting, actor: Actor, *, now: datetime) -> None:
    """End an attempt if its deadline has come; somebody may have granted more time meanwhile."""
    kept = _held(sitting)
    if kept is not None and kept.deadline_at is not None and results.is_over(kept, now):
        _end(sittings.of_kept(kept), actor, at=kept.deadline_at)


def set_aside(kept: KeptAttempt, *, now: datetime) -> None:
    """End an attempt whose quiz closed for good when law lapsed: it counts for nothing.

    It takes none of the learner's attempts, and what was answered stays with it. Needs a writing
    transaction.
    """
    store.hold(kept.key)
    store.finish(kept.id, finished_at=now, ending=store.ASIDE)


def _held(sitting: Sitting) -> KeptAttempt | None:
    """The attempt as it stands, held until the commit; None if it was handed in."""
    begin_write()
    store.hold(sitting.kept.key)
    kept = store.by_key(sitting.kept.key)
    return kept if kept is not None and kept.finished_at is None else None


def hand_in_overdue(
    now: datetime, *, most: int = 100, rest: Callable[[], object] = lambda: None
) -> int:
    """Put away the attempts whose deadline has come; how many there were.

    Nobody has to wait for this: whoever asks about such an attempt is told the same before it.
    `rest` is called after each, so that others are served meanwhile.
    """
    keys = deadlines.due(now, limit=most)
    for key in keys:
        try:
            with transaction():
                _hand_in_alone(key, now)
        except Exception:  # noqa: BLE001  # one that cannot be marked must not keep the others waiting
            _log.exception("an attempt could not be handed in", extra={"attempt": key})
        rest()
    return len(keys)


def _hand_in_alone(key: str, now: datetime) -> None:
    kept = store.by_key(key)
    if kept is not None and kept.kind == "quiz":
        learner = Actor(person_id=kept.person_id, language=kept.language)
        hand_in_if_over(sittings.of_kept(kept), learner, now=now)


def _end(sitting: Sitting, actor: Actor, *, at: datetime) -> None:
    kept = sitting.kept
    found = results.graded(sitting, at=at)
    result = results.NO_RESULT if found.waits else results.columns(found.total)
    if not store.finish(kept.id, finished_at=at, lapsed=found.lapsed.to_text(), **result):
        return
    given = found.answers
    store.add_marks(
        kept.id,
        [
            mark_row(question_id, mark, given[question_id].id if question_id in given else None)
            | {"at": at}
            for question_id, mark in found.marks.items()
        ],
    )
    if found.waits:
        marking.hand_over(kept, found.marks, given, now=at)
        handed_in = f"handed-in-{kept.key}"
        happened = Happened(
            EventKind.QUIZ_HANDED_IN, kept.item_id, handed_in, {"attempt": kept.key}
        )
        standing = enrolment_store.standing(kept.enrolment_id)
        assert standing is not None
        enrolments.happen(standing, happened, actor, now=at)
    else:
        conclude(sitting, found.total, actor, at=at)


def conclude(
    sitting: Sitting, total: Score, actor: Actor, *, at: datetime, by_learner: bool = True
) -> None:
    """Note what the result of an attempt means. Needs a writing transaction that keeps it."""
    kept = sitting.kept
    if sitting.quiz.role == POSTTEST:
        gains.keep(kept.key, now=at)
    standing = enrolment_store.standing(kept.enrolment_id)
    assert standing is not None
    kind = _kind(sitting, total, standing)
    if kind is not None:
        name, data = f"attempt-{kept.key}", {"attempt": kept.key}
        happened = Happened(kind, kept.item_id, name, data, by_learner=by_learner)
        enrolments.happen(standing, happened, actor, now=at)


def _kind(sitting: Sitting, total: Score, standing: Standing) -> EventKind | None:
    """What handing in means for the quiz; practice means nothing."""
    quiz = sitting.quiz
    if quiz.practice:
        return None
    if quiz.role == PRETEST:
        return EventKind.QUIZ_TAKEN
    if quiz.counts is Counts.HIGHEST:
        return EventKind.QUIZ_PASSED if total.passed else EventKind.QUIZ_FAILED
    earlier = came_to.past(store.of_item(sitting.kept.enrolment_id, quiz.id))
    stands = policy.counted(quiz, earlier)
    if stands is not None and stands.passed:
        return EventKind.QUIZ_PASSED
    passed_before = quiz.id in standing.done.passed
    if passed_before and standing.enrolment.completed_at is None:
        return EventKind.QUIZ_REOPENED
    return EventKind.QUIZ_FAILED


def mark_row(question_id: str, mark: Mark, answer_id: int | None) -> dict[str, object]:
    """A mark as it is kept, but for the moment."""
    return {
        "question_id": question_id,
        "answer_id": answer_id,
        "share": str(mark.share),
        "points": str(mark.points),
        "verdict": mark.verdict.value,
        "grader_version": GRADER_VERSION,
    }
