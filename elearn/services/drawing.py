"""What an attempt draws from banks: nothing again that somebody was asked before, if it can be."""

from collections import Counter
from collections.abc import Collection, Iterable

from elearn.core.pack.model import Course, Quiz
from elearn.core.quiz import blueprint, draw
from elearn.core.quiz.model import POSTTEST, PRETEST
from elearn.services import shelf
from elearn.store import attempts as store
from elearn.store.attempts import KeptAttempt
from elearn.store.enrolments import KeptEnrolment


def partner(course: Course, quiz: Quiz) -> Quiz | None:
    """The post-test of a pretest, the pretest of a post-test; None of any other quiz."""
    for item in course.items:
        if isinstance(item, Quiz) and (
            (quiz.role == POSTTEST and item.id == quiz.pair and item.role == PRETEST)
            or (quiz.role == PRETEST and item.role == POSTTEST and item.pair == quiz.id)
        ):
            return item
    return None


def drawn_now(
    enrolment: KeptEnrolment, quiz: Quiz, lapsed: Collection[str], seed: str
) -> str | None:
    """What an attempt that begins now draws; None where the quiz draws nothing.

    Questions that have lapsed are not drawn. What this person was asked in this quiz and in its
    partner, on any version of the release line that they take, comes last. The partner, if it was
    not begun, must find enough left.
    """
    if not quiz.draws:
        return None
    course = shelf.take(enrolment.digest).course
    earlier = store.of_item(enrolment.id, quiz.id)
    other = partner(course, quiz)
    spared = None
    if other is not None:
        there = store.of_item(enrolment.id, other.id)
        spared = None if there else other
        earlier += there
    seen = Counter(_asked(earlier))
    drawn = draw.drawn_for(quiz, course.banks, seed, seen, spared=spared, lapsed=lapsed)
    return blueprint.to_text(drawn)


def _asked(earlier: Iterable[KeptAttempt]) -> Iterable[str]:
    for attempt in earlier:
        if attempt.drawn is not None:
            yield from attempt.drawn.split()
        else:
            yield from _asked_by(attempt)


def _asked_by(attempt: KeptAttempt) -> Iterable[str]:
    """What an attempt asked that does not say: one from before draws were kept."""
    shelved = shelf.take(attempt.digest)
    quiz = shelved.item(attempt.item_id)
    if isinstance(quiz, Quiz) and quiz.draws:
        paper = shelved.paper(quiz, attempt.seed, attempt.draw_version)
        yield from (asked.question.id for asked in paper.questions)
