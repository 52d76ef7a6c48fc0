"""Quizzes: begin an attempt, answer, hand in, look back."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from elearn.core.access import Actor
from elearn.core.errors import BadInput, NotFound
from elearn.core.learning.progress import EventKind
from elearn.core.pack.model import Quiz
from elearn.core.quiz import answers as given
from elearn.core.quiz import score
from elearn.core.quiz.answers import Unreadable
from elearn.core.quiz.draw import Paper, PaperQuestion
from elearn.core.quiz.grade import GRADER_VERSION, Mark
from elearn.core.quiz.score import Score
from elearn.services import enrolments, shelf
from elearn.services.enrolments import Happened, Standing
from elearn.services.shelf import Shelved
from elearn.services.starting import Wanted, begin_or_go_on
from elearn.store import attempts as store
from elearn.store import enrolments as enrolment_store
from elearn.store.attempts import KeptAttempt
from elearn.store.db import begin_write


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt with everything that belongs to it."""

    kept: KeptAttempt
    shelved: Shelved
    quiz: Quiz
    paper: Paper


def require_sitting(actor: Actor, key: str) -> Sitting:
    """The actor's own attempt at a quiz.

    Raises:
        NotFound: If it is somebody else's, or there is none.
    """
    kept = store.by_key(key)
    if kept is None or kept.kind != "quiz" or kept.person_id != enrolments.person_of(actor):
        raise NotFound("There is no such attempt.")
    return _sitting(kept)


def _sitting(kept: KeptAttempt) -> Sitting:
    shelved = shelf.take(kept.digest)
    quiz = shelved.course.item(kept.item_id)
    assert isinstance(quiz, Quiz)
    return Sitting(kept, shelved, quiz, shelved.paper(quiz, kept.seed))


def require_quiz(standing: Standing, item_id: str) -> Quiz:
    """The quiz of a course.

    Raises:
        NotFound: If the course has no such quiz.
    """
    item = shelf.item(standing.enrolment.digest, item_id)
    if not isinstance(item, Quiz):
        raise NotFound("There is no such quiz in this course.")
    return item


def begin(actor: Actor, pack_id: str, item_id: str, language: str, *, now: datetime) -> str:
    """Begin an attempt, or go on with the open one; its key.

    Raises:
        NotFound: If there is no such quiz.
        Conflict: If no attempt is left.
    """
    begin_write()
    standing = enrolments.require_standing(actor, pack_id)
    quiz = require_quiz(standing, item_id)
    wanted = Wanted(item_id, "quiz", language, most=quiz.attempts)
    return begin_or_go_on(standing, wanted, actor, now=now)


def question_at(sitting: Sitting, number: int) -> PaperQuestion:
    """The question with that number, from 1.

    Raises:
        NotFound: If the paper is shorter.
    """
    if not 1 <= number <= len(sitting.paper.questions):
        raise NotFound("This quiz has no such question.")
    return sitting.paper.questions[number - 1]


def answer(actor: Actor, key: str, number: int, form: given.Form, *, now: datetime) -> bool:
    """Keep an answer as it was given; False if it came too late (it is kept all the same).

    Raises:
        NotFound: If it is not the actor's attempt, or there is no such question.
        BadInput: If the form cannot be read; nothing is changed.
    """
    sitting = require_sitting(actor, key)
    asked = question_at(sitting, number)
    read = given.read(asked.question, asked, form)
    if isinstance(read, Unreadable):
        raise BadInput(read.text, code=read.code, details={"field": read.field})
    raw = given.to_raw(read)
    begin_write()
    store.hold(key)
    return not store.add_answer(key, asked.question.id, raw, at=now)


def finish(actor: Actor, key: str, *, now: datetime) -> None:
    """Hand in: grade everything, keep the marks, note what follows. Twice changes nothing."""
    require_sitting(actor, key)
    begin_write()  # after the pack is off the shelf, which is slow the first time
    store.hold(key)
    sitting = require_sitting(actor, key)
    kept = sitting.kept
    if kept.finished_at is not None:
        return
    answers = store.answers(kept.id)
    marks = score.marks(sitting.paper, {q: given.from_raw(a.raw) for q, a in answers.items()})
    total = score.score(sitting.quiz, marks.values())
    if not store.finish(kept.id, finished_at=now, **_result(total)):
        return
    store.add_marks(
        kept.id,
        [
            _mark_row(
                question_id, mark, answers[question_id].id if question_id in answers else None
            )
            | {"at": now}
            for question_id, mark in marks.items()
        ],
    )
    kind = EventKind.QUIZ_PASSED if total.passed else EventKind.QUIZ_FAILED
    standing = enrolment_store.standing(kept.enrolment_id)
    assert standing is not None
    happened = Happened(kind, kept.item_id, f"attempt-{kept.key}", {"attempt": kept.key})
    enrolments.happen(standing, happened, actor, now=now)


def _result(total: Score) -> dict[str, object]:
    return {"points": str(total.points), "points_max": str(total.max), "passed": total.passed}


def _mark_row(question_id: str, mark: Mark, answer_id: int | None) -> dict[str, object]:
    return {
        "question_id": question_id,
        "answer_id": answer_id,
        "share": str(mark.share),
        "points": str(mark.points),
        "verdict": mark.verdict.value,
        "grader_version": GRADER_VERSION,
    }


def percent(attempt: KeptAttempt) -> int:
    """The result of a finished attempt in per cent, rounded down."""
    if not attempt.points or not attempt.points_max or attempt.points_max == "0":
        return 0
    return int(Fraction(attempt.points) * 100 / Fraction(attempt.points_max))
