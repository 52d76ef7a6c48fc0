"""The pages of a quiz: before, a question, the summary, the review."""

from dataclasses import dataclass
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.learning.progress import progress
from elearn.core.pack.model import Course, Item, Quiz
from elearn.core.quiz import answers as given
from elearn.services import attempts, courses, enrolments, question_forms, shelf
from elearn.services.attempts import Sitting
from elearn.services.courses import Contents
from elearn.services.lessons import Neighbour, neighbour
from elearn.services.question_forms import QuestionForm, QuestionReview
from elearn.services.shelf import Reading, SourceNote, Text
from elearn.store import attempts as store
from elearn.store.attempts import KeptAttempt


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """An earlier attempt."""

    key: str
    number: int
    finished_at: datetime | None
    percent: int
    passed: bool


@dataclass(frozen=True, slots=True)
class QuizStartPage:
    """A quiz before it begins: what it takes, and how earlier attempts went."""

    pack_id: str
    item_id: str
    course_title: Text
    title: Text
    intro: Text | None
    questions: int
    pass_percent: int
    minutes: int
    attempts_left: int | None
    attempts: tuple[AttemptLine, ...]
    open_key: str
    passed: bool
    contents: Contents
    previous: Neighbour | None
    next: Neighbour | None


@dataclass(frozen=True, slots=True)
class Place:
    """A question in the navigator."""

    number: int
    answered: bool
    current: bool


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One question of an attempt."""

    key: str
    pack_id: str
    item_id: str
    title: Text
    number: int
    total: int
    form: QuestionForm
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """What is answered and what is not, before handing in."""

    key: str
    pack_id: str
    item_id: str
    title: Text
    places: tuple[Place, ...]
    unanswered: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A finished attempt, looked back at."""

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
    attempts_left: int | None
    questions: tuple[QuestionReview, ...]
    sources: tuple[SourceNote, ...]
    next: Neighbour | None


def around(
    course: Course, reading: Reading, item: Item
) -> tuple[Neighbour | None, Neighbour | None]:
    """The items before and after."""
    items = course.items
    at = items.index(item)
    before = neighbour(reading, items[at - 1].id) if at else None
    after = neighbour(reading, items[at + 1].id) if at + 1 < len(items) else None
    return before, after


def how_many(quiz: Quiz) -> int:
    """How many questions an attempt asks."""
    return len(quiz.questions) + sum(d.count for d in quiz.draw)


def attempt_lines(kept: list[KeptAttempt]) -> tuple[AttemptLine, ...]:
    """Attempts as lines of a list."""
    return tuple(
        AttemptLine(a.key, a.number, a.finished_at, attempts.percent(a), bool(a.passed))
        for a in kept
    )


def start_page(
    standing: enrolments.Standing, item_id: str, language: str, *, now: datetime
) -> QuizStartPage:
    """A quiz before it begins."""
    digest = standing.enrolment.digest
    quiz = attempts.require_quiz(standing, item_id)
    course = shelf.take(digest).course
    reading = shelf.read(digest, language, now.date())
    kept = store.of_item(standing.enrolment.id, item_id)
    open_key = kept[-1].key if kept and kept[-1].finished_at is None else ""
    previous, following = around(course, reading, quiz)
    return QuizStartPage(
        pack_id=course.meta.id,
        item_id=item_id,
        course_title=reading.text("pack#title"),
        title=reading.text(f"{item_id}#title"),
        intro=reading.text(f"{item_id}#intro") if quiz.intro else None,
        questions=how_many(quiz),
        pass_percent=quiz.pass_percent,
        minutes=quiz.minutes,
        attempts_left=_left(quiz, len(kept)),
        attempts=attempt_lines([a for a in kept if a.finished_at is not None]),
        open_key=open_key,
        passed=item_id in standing.done.passed,
        contents=courses.contents(course, reading, progress(course, standing.done).done),
        previous=previous,
        next=following,
    )


def _left(quiz: Quiz, used: int) -> int | None:
    return None if quiz.attempts is None else max(0, quiz.attempts - used)


def _reading(sitting: Sitting, now: datetime) -> Reading:
    """An attempt stays in the language it was begun in."""
    return shelf.read(sitting.kept.digest, sitting.kept.language, now.date())


def _places(sitting: Sitting, answered: set[str], current: int = 0) -> tuple[Place, ...]:
    return tuple(
        Place(n, asked.question.id in answered, n == current)
        for n, asked in enumerate(sitting.paper.questions, 1)
    )


def _answers(sitting: Sitting) -> dict[str, given.Answer]:
    kept = store.answers(sitting.kept.id)
    return {question_id: given.from_raw(a.raw) for question_id, a in kept.items()}


def _answered(answers: dict[str, given.Answer]) -> set[str]:
    return {q for q, answer in answers.items() if answer != question_forms.BLANK}


def question_page(actor: Actor, key: str, number: int, *, now: datetime) -> QuestionPage | None:
    """One question of an open attempt; None once it is handed in."""
    sitting = attempts.require_sitting(actor, key)
    if sitting.kept.finished_at is not None:
        return None
    asked = attempts.question_at(sitting, number)
    answers = _answers(sitting)
    reading = _reading(sitting, now)
    return QuestionPage(
        key=key,
        pack_id=sitting.shelved.course.meta.id,
        item_id=sitting.quiz.id,
        title=reading.text(f"{sitting.quiz.id}#title"),
        number=number,
        total=len(sitting.paper.questions),
        form=question_forms.form_of(
            reading, asked, answers.get(asked.question.id, question_forms.BLANK)
        ),
        places=_places(sitting, _answered(answers), number),
    )


def summary_page(actor: Actor, key: str, *, now: datetime) -> SummaryPage | None:
    """What is answered before handing in; None once it is handed in."""
    sitting = attempts.require_sitting(actor, key)
    if sitting.kept.finished_at is not None:
        return None
    places = _places(sitting, _answered(_answers(sitting)))
    return SummaryPage(
        key=key,
        pack_id=sitting.shelved.course.meta.id,
        item_id=sitting.quiz.id,
        title=_reading(sitting, now).text(f"{sitting.quiz.id}#title"),
        places=places,
        unanswered=tuple(p.number for p in places if not p.answered),
    )


def review_page(actor: Actor, key: str, *, now: datetime) -> ReviewPage | None:
    """A finished attempt with the right answers and their reasons; None while it is open."""
    sitting = attempts.require_sitting(actor, key)
    kept = sitting.kept
    if kept.finished_at is None:
        return None
    reading = _reading(sitting, now)
    answers = _answers(sitting)
    course = sitting.shelved.course
    used = store.of_item(kept.enrolment_id, kept.item_id)
    _before, following = around(course, reading, sitting.quiz)
    return ReviewPage(
        key=key,
        pack_id=course.meta.id,
        item_id=sitting.quiz.id,
        course_title=reading.text("pack#title"),
        title=reading.text(f"{sitting.quiz.id}#title"),
        number=kept.number,
        finished_at=kept.finished_at,
        points=kept.points or "0",
        points_max=kept.points_max or "0",
        percent=attempts.percent(kept),
        pass_percent=sitting.quiz.pass_percent,
        passed=bool(kept.passed),
        attempts_left=_left(sitting.quiz, len(used)),
        questions=tuple(
            question_forms.review_of(
                reading, asked, answers.get(asked.question.id, question_forms.BLANK)
            )
            for asked in sitting.paper.questions
        ),
        sources=reading.sources_of(f"{a.question.id}#reason" for a in sitting.paper.questions),
        next=following,
    )
