"""A trainer grants one learner an attempt, more time on an open one, or other dates.

Each with a reason that the learner reads. Learners are found by a number, not in a list of names.
"""

from dataclasses import dataclass
from datetime import datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.core.pack.model import Quiz
from elearn.core.quiz import policy
from elearn.core.quiz.policy import Dates, GrantKind
from elearn.core.sign_in import sign_in_name
from elearn.services import came_to, looks, quiz_dates, quiz_terms, results, shelf
from elearn.services.extra_time import known_name, not_oneself, reason, require_person
from elearn.services.quiz_start import GrantLine, grant_lines
from elearn.services.shelf import Text
from elearn.store import attempts, audit, people
from elearn.store import enrolments as enrolment_store
from elearn.store import quiz_terms as store
from elearn.store.attempts import KeptAttempt
from elearn.store.db import begin_write
from elearn.store.enrolments import KeptEnrolment
from elearn.store.pages.person import Head
from elearn.store.quiz_terms import KeptExtraTime

MOST_MINUTES = 600
_LONGEST = 254


@dataclass(frozen=True, slots=True)
class TakenCourse:
    """A course that the learner takes, with its quizzes: id and title."""

    pack_id: str
    title: Text
    quizzes: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class LearnerPage:
    """A learner, for a trainer. `name` is empty for those who may not know it."""

    id: int
    key: str
    name: str
    courses: tuple[TakenCourse, ...]
    rows: tuple[KeptExtraTime, ...]


@dataclass(frozen=True, slots=True)
class LearnerQuizPage:
    """A learner and a quiz.

    Attributes:
        used, left: Attempts; `left` None without limit.
        open_since, open_until: Of the attempt under way.
        refusal: Why no attempt may begin now (`core.quiz.policy.Refusal`); empty if one may.
    """

    id: int
    key: str
    name: str
    pack_id: str
    item_id: str
    course_title: Text
    title: Text
    used: int
    left: int | None
    open_since: datetime | None
    open_until: datetime | None
    refusal: str
    opens_at: datetime | None
    closes_at: datetime | None
    grants: tuple[GrantLine, ...]


def find(actor: Actor, number: str) -> str:
    """The key of the learner with a service number, or with the number of a course or an attempt.

    Raises:
        NotAllowed: If the actor grants nothing.
        NotFound: If nobody has that number.
    """
    access.require(actor, Action.GRANT_ATTEMPTS)
    given = number.strip()[:_LONGEST]
    kept = attempts.by_key(given)
    person_id = kept.person_id if kept else enrolment_store.person_with(given)
    found = people.by_id(person_id) if person_id else people.by_name(sign_in_name(given))
    if not given or found is None or found.left_at is not None:
        raise NotFound("Nobody here has this number. Check each letter and digit.")
    return found.key


def learner_page(actor: Actor, key: str, language: str, *, now: datetime) -> LearnerPage:
    """A learner with the quizzes of the courses they take. Keep the look with `keep_look`.

    Raises:
        NotFound: If there is no such learner for the actor.
    """
    head = require_person(actor, key, Action.GRANT_ATTEMPTS, now=now)
    courses = []
    for standing in enrolment_store.standings_of(head.id):
        digest = standing.enrolment.digest
        reading = shelf.read(digest, language, now.date())
        quizzes = [i.id for i in shelf.take(digest).course.items if isinstance(i, Quiz)]
        lines = tuple((name, reading.text(f"{name}#title")) for name in quizzes)
        if lines:
            pack_id = standing.enrolment.pack_id
            courses.append(TakenCourse(pack_id, reading.text("pack#title"), lines))
    rows = tuple(store.extra_time_of(head.id, since=now.date()))
    return LearnerPage(head.id, head.key, known_name(actor, head, now=now), tuple(courses), rows)


def keep_look(actor: Actor, shown: LearnerPage | LearnerQuizPage, *, now: datetime) -> None:
    """Keep that the actor saw what a learner was granted."""
    looks.keep(actor, "granting", {}, (shown.id,), now=now)


@dataclass(frozen=True, slots=True)
class _About:
    """A learner and a quiz that they take."""

    head: Head
    enrolment: KeptEnrolment
    quiz: Quiz


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom and what it is about: the learner's key, the pack and the quiz."""

    key: str
    pack_id: str
    item_id: str


def _about(actor: Actor, whom: Whom, *, now: datetime) -> _About:
    head = require_person(actor, whom.key, Action.GRANT_ATTEMPTS, now=now)
    standing = enrolment_store.open_standing(head.id, whom.pack_id)
    if standing is None:
        raise NotFound("This learner does not take this course.")
    quiz = shelf.item(standing.enrolment.digest, whom.item_id)
    if not isinstance(quiz, Quiz):
        raise NotFound("There is no such quiz in this course.")
    return _About(head, standing.enrolment, quiz)


def quiz_page(actor: Actor, whom: Whom, language: str, *, now: datetime) -> LearnerQuizPage:
    """A learner and a quiz. Keep the look with `keep_look`.

    Raises:
        NotFound: If there is no such learner for the actor, or they take no such quiz.
    """
    about = _about(actor, whom, now=now)
    enrolment, quiz = about.enrolment, about.quiz
    terms = quiz_terms.terms(enrolment, quiz.id, now=now)
    kept = results.all_as_of(attempts.of_item(enrolment.id, quiz.id), now)
    under_way = kept[-1] if kept and kept[-1].finished_at is None else None
    past = came_to.past(kept)
    used = sum(not attempt.set_aside for attempt in kept)
    decided = policy.may_begin(quiz, past, terms.dates, terms.granted, now)
    reading = shelf.read(enrolment.digest, language, now.date())
    return LearnerQuizPage(
        id=about.head.id,
        key=about.head.key,
        name=known_name(actor, about.head, now=now),
        pack_id=whom.pack_id,
        item_id=quiz.id,
        course_title=reading.text("pack#title"),
        title=reading.text(f"{quiz.id}#title"),
        used=used,
        left=policy.attempts_left(quiz, used, terms.granted),
        open_since=under_way.started_at if under_way else None,
        open_until=under_way.deadline_at if under_way else None,
        refusal=decided.refusal.value if decided.refusal and not under_way else "",
        opens_at=terms.dates.opens_at,
        closes_at=terms.dates.closes_at,
        grants=grant_lines(terms),
    )


def grant_attempt(actor: Actor, whom: Whom, why: str, *, now: datetime) -> None:
    """Grant one more attempt, which may begin without waiting.

    Raises:
        NotFound: If there is no such learner for the actor, or they take no such quiz.
        BadInput: If no reason is given.
        Conflict: If it is the actor, or attempts are not limited and nothing is to be waited for.
    """
    said = reason(why)
    begin_write()
    about = _about(actor, whom, now=now)
    if about.quiz.practice or (about.quiz.most_attempts is None and not about.quiz.wait_minutes):
        raise Conflict("This quiz has no limit of attempts.", code="attempts-unlimited")
    _grant(actor, about, GrantKind.ATTEMPT, said, now=now, amount=1)


def grant_time(actor: Actor, whom: Whom, minutes: int, why: str, *, now: datetime) -> None:
    """Grant more minutes on the attempt under way.

    Raises:
        NotFound: If there is no such learner for the actor, or they take no such quiz.
        BadInput: If no reason is given, or the minutes make no sense.
        Conflict: If it is the actor, no attempt is under way, or it has no end.
    """
    said = reason(why)
    if not 1 <= minutes <= MOST_MINUTES:
        raise BadInput("Give from 1 to 600 minutes.", code="minutes-bad")
    begin_write()
    about = _about(actor, whom, now=now)
    kept = _under_way(about, now)
    if kept.deadline_at is None:
        raise Conflict("This attempt has no end, so it needs no more time.", code="no-deadline")
    _grant(actor, about, GrantKind.TIME, said, now=now, amount=minutes, attempt_id=kept.id)
    quiz_terms.set_deadlines([kept], about.enrolment.line_id, now=now)


def grant_dates(actor: Actor, whom: Whom, dates: Dates, why: str, *, now: datetime) -> None:
    """Let the quiz be open for this learner from or until another moment.

    Raises:
        NotFound: If there is no such learner for the actor, or they take no such quiz.
        BadInput: If no reason or no date is given, or the dates leave no time between them.
        Conflict: If it is the actor.
    """
    said = reason(why)
    if dates == Dates():
        raise BadInput("Give at least one of the two dates.", code="dates-missing")
    begin_write()
    about = _about(actor, whom, now=now)
    terms = quiz_terms.terms(about.enrolment, about.quiz.id, now=now)
    quiz_dates.check(
        Dates(dates.opens_at or terms.dates.opens_at, dates.closes_at or terms.dates.closes_at)
    )
    _grant(
        actor,
        about,
        GrantKind.DATES,
        said,
        now=now,
        opens_at=dates.opens_at,
        closes_at=dates.closes_at,
    )
    kept = attempts.of_item(about.enrolment.id, about.quiz.id)[-1:]
    under_way = [attempt for attempt in kept if attempt.finished_at is None]
    quiz_terms.set_deadlines(under_way, about.enrolment.line_id, now=now)


def _under_way(about: _About, now: datetime) -> KeptAttempt:
    """The attempt under way, held until the commit."""
    for found in attempts.of_item(about.enrolment.id, about.quiz.id)[-1:]:
        attempts.hold(found.key)
        kept = attempts.by_key(found.key)
        if kept is not None and not results.is_over(kept, now):
            return kept
    raise Conflict("No attempt of this learner is under way.", code="no-open-attempt")


def _grant(
    actor: Actor, about: _About, kind: GrantKind, why: str, *, now: datetime, **values: object
) -> None:
    by = not_oneself(actor, about.head.id)
    store.add_grant(
        **{"amount": 0, **values},
        enrolment_id=about.enrolment.id,
        item_id=about.quiz.id,
        kind=kind.value,
        reason=why,
        by_id=by,
        at=now,
    )
    details = {"pack": about.enrolment.pack_id, "quiz": about.quiz.id}
    audit.keep_act(by, f"{kind.value}-granted", f"person:{about.head.key}", details, at=now)
