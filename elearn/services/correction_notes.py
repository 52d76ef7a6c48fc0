"""What a learner reads of corrections: on the review page, at the questions and above them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from elearn.core.quiz.correct import Correction, CorrectionKind, corrected, mark_of, settled
from elearn.core.quiz.draw import Paper, PaperQuestion
from elearn.core.quiz.mark import Verdict
from elearn.core.quiz.options import CertaintyRule
from elearn.core.quiz.questions import Question, ShortText
from elearn.core.quiz.response import Response
from elearn.services import question_forms
from elearn.services.question_forms import QuestionReview
from elearn.services.question_help import Afterwards
from elearn.services.shelf import Reading
from elearn.store import corrections as store
from elearn.store.attempts import KeptMark


@dataclass(frozen=True, slots=True)
class CorrectionNote:
    """A correction that changed an attempt. `number` is that of the question; results in per cent.

    `kept`: the result would have fallen, and was kept.
    """

    number: int
    kind: str
    reason: str
    before: int
    after: int
    passed_before: bool
    passed_after: bool
    kept: bool
    at: datetime


def notes(attempt_id: int, paper: Paper) -> tuple[CorrectionNote, ...]:
    """The corrections that changed an attempt, oldest first."""
    numbers = {asked.question.id: n for n, asked in enumerate(paper.questions, 1)}
    return tuple(
        CorrectionNote(
            numbers.get(kept.question_id, 0),
            kept.kind,
            kept.reason,
            _percent(kept.points_before, kept.max_before),
            _percent(kept.points_after, kept.max_after),
            kept.passed_before,
            kept.passed_after,
            kept.kept,
            kept.at,
        )
        for kept in store.results_of(attempt_id)
    )


def _percent(points: str, most: str) -> int:
    return int(Fraction(points) * 100 / Fraction(most)) if Fraction(most) else 0


def review_of(
    reading: Reading,
    asked: PaperQuestion,
    said: Response,
    certainty: CertaintyRule,
    known: tuple[Mapping[str, Sequence[Correction]], Mapping[str, KeptMark]],
) -> QuestionReview | None:
    """A corrected question looked back at, with its newest mark; None if it was not corrected.

    Args:
        reading: The course.
        asked: The question as published.
        said: What was answered.
        certainty: What the quiz does about it.
        known: The corrections of the version, and the newest marks of the attempt, by question.
    """
    corrections, marks = known
    question = asked.question
    found, newest = corrections.get(question.id, ()), marks.get(question.id)
    if not found:
        return None
    now = corrected(question, found)
    mark = mark_of(question, said.answer, found)
    page = question_forms.review_of(
        reading, replace(asked, question=now), said, certainty, mark=mark
    )
    if isinstance(now, ShortText) and any(c.kind is CorrectionKind.KEY for c in found):
        page = replace(page, right=now.answers[0])
    if newest is None:
        return page
    return replace(
        page,
        points=Fraction(newest.points),
        verdict=newest.verdict,
        out_of=0 if newest.verdict == Verdict.WITHDRAWN else question.points,
        after=_after(page.after, question, found),
    )


def _after(after: Afterwards, question: Question, found: Sequence[Correction]) -> Afterwards:
    """Where everybody gets the same, hints took nothing."""
    return replace(after, hints_points=Fraction(0)) if settled(question, found) else after
