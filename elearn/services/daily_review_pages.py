"""The pages of the daily review: what it is, a question, an answer looked back at."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from elearn.core.access import Actor
from elearn.core.errors import NotFound
from elearn.core.pack.model import Course, Lesson
from elearn.core.pack.texts import of_question
from elearn.core.quiz import answers as given
from elearn.core.quiz import response
from elearn.core.quiz.draw import PaperQuestion
from elearn.core.quiz.options import CertaintyRule
from elearn.core.quiz.questions import Question
from elearn.core.quiz.response import Response
from elearn.services import correction_notes, corrections, daily_review, question_forms, shelf
from elearn.services.daily_review import Look, Source, Statement
from elearn.services.enrolments import person_of
from elearn.services.lessons import Neighbour
from elearn.services.question_forms import QuestionForm, QuestionReview
from elearn.services.question_help import all_hints
from elearn.services.shelf import Reading, Shelved, SourceNote, Text
from elearn.store import enrolments as enrolment_store


@dataclass(frozen=True, slots=True)
class AskedPage:
    """A question that is due.

    Attributes:
        number: For which time it is asked.
        hints: Shown to whoever opens them; they cost nothing here.
        guessing: The name of the field that says so.
    """

    pack_id: str
    digest: str
    number: int
    course_title: Text
    form: QuestionForm
    hints: tuple[Text, ...]
    guessing: str


@dataclass(frozen=True, slots=True)
class DailyReviewPage:
    """Where somebody stands, and the question that is due; `finished`: there is a finished pack."""

    statement: Statement
    finished: bool
    asked: AskedPage | None


@dataclass(frozen=True, slots=True)
class AnsweredPage:
    """An answer looked back at. `due`: when the question is asked again. `lesson`: where it is."""

    statement: Statement
    pack_id: str
    course_title: Text
    lesson: Neighbour | None
    review: QuestionReview
    sources: tuple[SourceNote, ...]
    due: date


def _look(actor: Actor, now: datetime) -> tuple[Look, bool]:
    person_id = person_of(actor)
    standings = enrolment_store.standings_of(person_id)
    finished = any(s.enrolment.completed_at is not None for s in standings)
    return daily_review.look(person_id, standings, now=now), finished


def page(
    actor: Actor, language: str, *, fields: given.Form | None = None, now: datetime
) -> DailyReviewPage:
    """The daily review; `fields` is what was sent for the question and has to be mended."""
    found, finished = _look(actor, now)
    statement = daily_review.statement_of(found, completed=finished)
    if found.first is None:
        return DailyReviewPage(statement, finished, None)
    asked = _asked_page(found, found.first, language, now)
    if fields is not None:
        asked = replace(asked, form=question_forms.refilled(asked.form, fields))
    return DailyReviewPage(statement, finished, asked)


def _asked_page(found: Look, source: Source, language: str, now: datetime) -> AskedPage:
    assert found.review is not None
    pack_id = source.shelved.course.subject
    card = found.card((pack_id, source.question.id))
    number = card.number + 1 if card else 1
    reading = shelf.read(source.shelved.digest, language, now.date())
    paper = daily_review.asked(found.review.key, source, number)
    return AskedPage(
        pack_id=pack_id,
        digest=source.shelved.digest,
        number=number,
        course_title=reading.text("pack#title"),
        form=question_forms.form_of(reading, paper, question_forms.BLANK),
        hints=all_hints(reading, source.question),
        guessing=response.certainty_field(paper),
    )


def answered_page(actor: Actor, key: str, *, now: datetime) -> AnsweredPage:
    """An answer with what is right and why, under the law as it stands now.

    Raises:
        NotFound: If it is somebody else's, or there is none.
    """
    kept = daily_review.require_answer(actor, key)
    found, finished = _look(actor, now)
    if found.review is None:
        raise NotFound("There is no such answer.")
    shelved = shelf.take(kept.digest)
    question, item_id = daily_review.question_of(shelved.course, kept.question_id)
    source = Source(shelved, shelved.accepting(question), item_id, 0)
    reading = shelf.read(kept.digest, kept.language, now.date())
    paper = daily_review.asked(found.review.key, source, kept.number)
    return AnsweredPage(
        statement=daily_review.statement_of(found, completed=finished),
        pack_id=shelved.pack.meta.id,
        course_title=reading.text("pack#title"),
        lesson=_lesson(shelved, item_id, reading.text(f"{item_id}#title")),
        review=_reviewed(reading, paper, response.from_raw(kept.raw), kept.digest),
        sources=reading.sources_of(_keys(question)),
        due=kept.due_on,
    )


def _reviewed(
    reading: Reading, paper: PaperQuestion, said: Response, digest: str
) -> QuestionReview:
    """The answer looked back at, by the question as it should have been."""
    known = corrections.of_digest(digest)
    off = CertaintyRule.OFF
    now = correction_notes.review_of(reading, paper, said, off, (known, {}))
    return now or question_forms.review_of(reading, paper, said)


def _keys(question: Question) -> list[str]:
    return [unit.key for unit in of_question(question)]


def _lesson(shelved: Shelved, item_id: str, title: Text) -> Neighbour | None:
    course: Course = shelved.course
    is_lesson = any(i.id == item_id and isinstance(i, Lesson) for i in course.items)
    return Neighbour(item_id, title) if is_lesson else None
