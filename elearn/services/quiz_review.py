"""A finished attempt, looked back at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction

from elearn.core.access import Actor
from elearn.core.quiz import policy
from elearn.core.quiz.calibration import Level, calibration
from elearn.core.quiz.grade import Verdict
from elearn.core.quiz.lapsed import KeptLapses
from elearn.core.quiz.model import POSTTEST, PRETEST
from elearn.core.quiz.response import CERTAINTIES
from elearn.services import (
    attempts,
    came_to,
    correction_notes,
    corrections,
    gains,
    lapses,
    law_notes,
    marking,
    question_forms,
    quiz_sections,
    quiz_terms,
    results,
)
from elearn.services.correction_notes import CorrectionNote
from elearn.services.gains import GainNote
from elearn.services.law_notes import LapseNote
from elearn.services.lessons import Neighbour
from elearn.services.question_forms import QuestionReview
from elearn.services.quiz_pages import around, reading_of, response_of
from elearn.services.quiz_sections import SectionHead
from elearn.services.quiz_terms import Terms
from elearn.services.shelf import Reading, SourceNote, Text
from elearn.services.sittings import Sitting
from elearn.store import attempts as store
from elearn.store import enrolments as enrolment_store


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A finished attempt, looked back at.

    `aside`: it counts for nothing, since its quiz closed when law lapsed. `lapsed` tells, by number
    from 1, of the questions that got no mark because of that.
    """

    key: str
    pack_id: str
    item_id: str
    course_title: Text
    title: Text
    number: int
    finished_at: datetime | None
    points: str
    points_max: str
    percent: int
    pass_percent: int
    passed: bool
    may_try: bool
    practice: bool
    overdue: bool
    withheld: str
    questions: tuple[QuestionReview, ...]
    sources: tuple[SourceNote, ...]
    next: Neighbour | None
    calibration: tuple[Level, ...] = ()
    pretest: bool = False
    gain: GainNote | None = None
    heads: tuple[SectionHead | None, ...] = ()
    corrections: tuple[CorrectionNote, ...] = ()
    waiting: bool = False
    aside: bool = False
    lapsed: Mapping[int, LapseNote] = field(default_factory=dict)


def review_page(actor: Actor, key: str, *, now: datetime) -> ReviewPage | None:
    """A finished attempt, with the right answers and their reasons if they may be shown.

    None while it is open.
    """
    asked_about = attempts.require_sitting(actor, key)
    if not results.is_over(asked_about.kept, now):
        return None
    sitting = results.as_of(asked_about, now)
    kept, quiz, course = sitting.kept, sitting.quiz, sitting.shelved.course
    reading = reading_of(sitting, now)
    standing = enrolment_store.standing(kept.enrolment_id)
    assert standing is not None
    terms = quiz_terms.terms(standing.enrolment, kept.item_id, now=now)
    every = results.all_as_of(store.of_item(kept.enrolment_id, kept.item_id), now)
    decided = policy.may_begin(quiz, came_to.past(every), terms.dates, terms.granted, now)
    shown = _shown(sitting, terms, now)
    closed = lapses.left_of(standing.enrolment.digest, quiz.id, now=now).closing is not None
    _before, following = around(course, reading, quiz)
    questions = tuple(
        _in_practice(reading, review) if quiz.practice else review
        for review in (_reviews(sitting, reading) if shown else ())
    )
    return ReviewPage(
        key=key,
        pack_id=course.meta.id,
        item_id=quiz.id,
        course_title=reading.text("pack#title"),
        title=reading.text(f"{quiz.id}#title"),
        number=kept.number,
        finished_at=kept.finished_at,
        points=kept.points or "0",
        points_max=kept.points_max or "0",
        percent=attempts.percent(kept),
        pass_percent=quiz.pass_percent,
        passed=bool(kept.passed),
        may_try=decided.refusal is None and not closed,
        practice=quiz.practice,
        overdue=kept.overdue,
        withheld="" if shown or kept.set_aside else quiz.shown.value,
        questions=questions,
        sources=reading.sources_of(f"{review.id}#reason" for review in questions),
        next=following,
        calibration=calibration(
            (CERTAINTIES.get(review.after.certainty), Verdict(review.verdict))
            for review in questions
            if review.verdict != "unmarked"
        ),
        pretest=quiz.role == PRETEST,
        gain=gains.note(kept) if quiz.role == POSTTEST else None,
        heads=tuple(
            quiz_sections.head(sitting, reading, number) for number in range(1, len(questions) + 1)
        ),
        corrections=correction_notes.notes(kept.id, sitting.paper),
        waiting=came_to.is_waiting(kept),
        aside=kept.set_aside,
        lapsed=_lapsed(sitting, reading, now),
    )


def are_answers_shown(sitting: Sitting, *, now: datetime) -> bool:
    """Whether an attempt has ended, and its answers may be looked at."""
    if not results.is_over(sitting.kept, now):
        return False
    standing = enrolment_store.standing(sitting.kept.enrolment_id)
    assert standing is not None
    return _shown(sitting, quiz_terms.terms(standing.enrolment, sitting.quiz.id, now=now), now)


def _shown(sitting: Sitting, terms: Terms, now: datetime) -> bool:
    shown = policy.answers_shown(sitting.quiz, terms.dates, now)
    return shown and not sitting.kept.set_aside


def _lapsed(sitting: Sitting, reading: Reading, now: datetime) -> dict[int, LapseNote]:
    """Of the questions that got no mark since law lapsed, what is known of that now."""
    without = KeptLapses.from_text(sitting.kept.lapsed).unmarked
    known = lapses.lapses(sitting.kept.digest, now=now) if without else {}
    return {
        number: law_notes.note(reading, known[asked.question.id])
        for number, asked in enumerate(sitting.paper.questions, 1)
        if asked.question.id in without and asked.question.id in known
    }


def _reviews(sitting: Sitting, reading: Reading) -> Iterator[QuestionReview]:
    kept, certainty = sitting.kept, sitting.quiz.certainty
    answers, marks = store.answers(kept.id), store.marks(kept.id)
    known = corrections.of_digest(kept.digest), marks
    by_people = marking.marks_of(sitting.paper, marks)
    without = KeptLapses.from_text(kept.lapsed).unmarked
    for asked in sitting.paper.questions:
        said, mark = response_of(answers, asked.question.id), by_people.get(asked.question.id)
        now = correction_notes.review_of(reading, asked, said, certainty, known)
        review = now or question_forms.review_of(reading, asked, said, certainty, mark=mark)
        yield _without_mark(review) if asked.question.id in without else review


def _without_mark(review: QuestionReview) -> QuestionReview:
    """A question that got no mark, since law lapsed before it was answered."""
    after = replace(review.after, hints_points=Fraction(0), feedback=None)
    verdict = Verdict.LAPSED.value
    return replace(review, verdict=verdict, points=Fraction(0), out_of=0, after=after)


def _in_practice(reading: Reading, review: QuestionReview) -> QuestionReview:
    """Nobody marks what was written in practice: the learner compares it with a model answer."""
    if review.verdict != Verdict.WAITING:
        return review
    model = reading.text(f"{review.id}#model")
    return replace(review, verdict="unmarked", model=model if model.html else None)
