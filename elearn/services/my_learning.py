"""My learning: what somebody takes, what they have completed, and what waits for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from elearn.core.access import Actor
from elearn.core.learning.progress import Progress, progress
from elearn.services import (
    bridges,
    courses,
    daily_review,
    law_notes,
    my_duties,
    overdue,
    quiz_news,
    shelf,
    updates,
)
from elearn.services.bridges import Offer
from elearn.services.courses import Resume
from elearn.services.daily_review import Statement
from elearn.services.enrolments import Standing, person_of
from elearn.services.my_duties import MyDuty
from elearn.services.quiz_news import QuizNews
from elearn.services.shelf import Text
from elearn.services.updates import VersionNote
from elearn.store import enrolments as enrolment_store


@dataclass(frozen=True, slots=True)
class MyCourse:
    """A course that I take. `closed`: quizzes to pass that are closed since law lapsed.

    `note` says how my version stands, where there is anything to say.
    """

    pack_id: str
    title: Text
    progress: Progress
    resume: Resume | None
    completed: bool
    last_at: datetime | None
    law_checked: date | None
    closed: tuple[Text, ...] = ()
    note: VersionNote | None = None


@dataclass(frozen=True, slots=True)
class MyLearningPage:
    """What I am taking, what I have completed; `first` is where to go on now.

    `duties` is what my institution asks and I do not hold.
    """

    first: MyCourse | None
    others: tuple[MyCourse, ...]
    completed: tuple[MyCourse, ...]
    invited_to_alumni: bool
    review: Statement
    news: tuple[QuizNews, ...]
    offers: tuple[Offer, ...] = ()
    duties: tuple[MyDuty, ...] = ()


def my_learning(actor: Actor, language: str, *, now: datetime) -> MyLearningPage:
    """Everything that the actor takes, latest first, and what changed since they completed it."""
    kept = enrolment_store.standings_of(person_of(actor))
    standings = [overdue.standing_as_of(standing, now) for standing in kept]
    mine = [_my_course(s, language, now) for s in standings]
    under_way = [c for c in mine if not c.completed]
    completed = tuple(c for c in mine if c.completed)
    return MyLearningPage(
        first=under_way[0] if under_way else None,
        others=tuple(under_way[1:]),
        completed=completed,
        invited_to_alumni=bool(completed) and not actor.alumnus,
        review=daily_review.statement(actor, standings, now=now),
        news=quiz_news.own_news(person_of(actor), language, now=now),
        offers=bridges.offers(person_of(actor), language, {c.pack_id for c in under_way}, now=now),
        duties=my_duties.waiting(person_of(actor), language, _today(kept, now), now=now),
    )


def _today(kept: Iterable[Standing], now: datetime) -> set[str]:
    """Packs that were completed today."""
    every = (standing.enrolment for standing in kept)
    return {e.pack_id for e in every if e.completed_at and e.completed_at.date() == now.date()}


def _my_course(standing: Standing, language: str, now: datetime) -> MyCourse:
    enrolment = standing.enrolment
    course = shelf.take(enrolment.digest).course
    reading = shelf.read(enrolment.digest, language, now.date())
    far = progress(course, standing.done)
    return MyCourse(
        pack_id=enrolment.pack_id,
        title=reading.text("pack#title"),
        progress=far,
        resume=courses.resume_of(reading, far),
        completed=enrolment.completed_at is not None,
        last_at=enrolment.last_at,
        law_checked=course.law.checked if course.law else None,
        closed=law_notes.quizzes_closed(standing, reading, now=now),
        note=updates.note_of(enrolment, now=now),
    )
