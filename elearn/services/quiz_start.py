"""A quiz before it begins: what it takes, on which terms, and how earlier attempts went."""

from dataclasses import dataclass
from datetime import date, datetime

from elearn.core.learning.progress import progress
from elearn.core.quiz import policy, response
from elearn.core.quiz.calibration import Level, calibration
from elearn.core.quiz.grade import Verdict
from elearn.core.quiz.lapsed import Left
from elearn.core.quiz.model import Quiz
from elearn.core.quiz.options import CertaintyRule, Counts
from elearn.core.quiz.policy import Counted, GrantKind
from elearn.services import (
    attempts,
    came_to,
    closings,
    lapses,
    law_notes,
    law_notices,
    quiz_terms,
    releases,
    results,
    shelf,
    updates,
)
from elearn.services.contents import Contents, contents
from elearn.services.enrolments import Standing
from elearn.services.law_notes import ClosedNote
from elearn.services.law_notices import LawWarning
from elearn.services.lessons import Neighbour
from elearn.services.quiz_pages import AttemptLine, around, attempt_lines
from elearn.services.quiz_rules import Rules, rules_of
from elearn.services.quiz_terms import Terms
from elearn.services.shelf import Text
from elearn.services.updates import VersionNote
from elearn.store import attempts as store
from elearn.store.attempts import KeptAttempt
from elearn.store.enrolments import KeptEnrolment
from elearn.store.pages import kept_marks


@dataclass(frozen=True, slots=True)
class GrantLine:
    """Something that was granted: `kind` is attempt, time or dates.

    `for_pause`: nobody granted it; it makes up for the time in which the quiz was closed.
    """

    kind: str
    amount: int
    opens_at: datetime | None
    closes_at: datetime | None
    reason: str
    at: datetime
    for_pause: bool = False


@dataclass(frozen=True, slots=True)
class ExtraTimeLine:
    """Extra time that somebody always gets, from a day to a day."""

    percent: int
    minutes: int
    from_day: date
    to_day: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class QuizStartPage:
    """A quiz before it begins.

    Attributes:
        refusal: Why no attempt may begin (`core.quiz.policy.Refusal`); empty if one may.
        since: From when one may, where that is known.
        ends_at: When an attempt that begins now would end.
        result: What the finished attempts come to by the quiz's rule, in per cent; None without.
        learner: The number by which a trainer finds this learner in this course.
        closed: Why it is closed since law lapsed; None while it is not.
        left_out: How many of its questions an attempt does not ask, since they lapsed.
        note: How the learner's version stands, where there is anything to say.
    """

    pack_id: str
    item_id: str
    course_title: Text
    title: Text
    intro: Text | None
    rules: Rules
    attempts_left: int | None
    attempts: tuple[AttemptLine, ...]
    open_key: str
    passed: bool
    refusal: str
    since: datetime | None
    opens_at: datetime | None
    closes_at: datetime | None
    ends_at: datetime | None
    open_ends_at: datetime | None
    result: int | None
    learner: str
    grants: tuple[GrantLine, ...]
    extra: tuple[ExtraTimeLine, ...]
    contents: Contents
    previous: Neighbour | None
    next: Neighbour | None
    calibration: tuple[Level, ...] = ()
    closed: ClosedNote | None = None
    left_out: int = 0
    law: LawWarning | None = None
    note: VersionNote | None = None


def start_page(standing: Standing, item_id: str, language: str, *, now: datetime) -> QuizStartPage:
    """A quiz before it begins."""
    enrolment = standing.enrolment
    quiz = attempts.require_quiz(standing, item_id)
    course = shelf.take(enrolment.digest).course
    reading = shelf.read(enrolment.digest, language, now.date())
    terms = quiz_terms.terms(enrolment, item_id, now=now)
    kept = results.all_as_of(store.of_item(enrolment.id, item_id), now)
    finished = [a for a in kept if a.finished_at is not None]
    under_way = kept[-1] if kept and kept[-1].finished_at is None else None
    past = came_to.past(finished)
    decided = policy.may_begin(quiz, past, terms.dates, terms.granted, now)
    counted = policy.counted(quiz, past)
    left = lapses.left_of(enrolment.digest, item_id, now=now)
    previous, following = around(course, reading, quiz)
    return QuizStartPage(
        pack_id=course.meta.id,
        item_id=item_id,
        course_title=reading.text("pack#title"),
        title=reading.text(f"{item_id}#title"),
        intro=reading.text(f"{item_id}#intro") if quiz.intro else None,
        rules=rules_of(quiz, left_out=left.out),
        attempts_left=_left(decided.left, under_way),
        attempts=attempt_lines(finished),
        open_key=under_way.key if under_way else "",
        passed=_passed(standing, quiz, counted),
        refusal=decided.refusal.value if decided.refusal else "",
        since=decided.since,
        opens_at=terms.dates.opens_at,
        closes_at=terms.dates.closes_at,
        ends_at=policy.deadline(quiz, now, terms.dates, terms.extra),
        open_ends_at=under_way.deadline_at if under_way else None,
        result=int(counted.percent) if counted else None,
        learner=enrolment.key,
        grants=grant_lines(terms),
        extra=tuple(
            ExtraTimeLine(x.percent, x.minutes, x.from_day, x.to_day, x.reason)
            for x in terms.extra_rows
        ),
        contents=contents(course, reading, progress(course, standing.done).done),
        previous=previous,
        next=following,
        calibration=_calibration_of(quiz, terms, enrolment.id, now),
        closed=law_notes.closed(reading, left, _later(enrolment, left, item_id, now)),
        left_out=left.out,
        law=law_notices.warning(enrolment, _asked_from(quiz), reading, "", now),
        note=updates.note_of(enrolment, now=now),
    )


def _asked_from(quiz: Quiz) -> tuple[str, ...]:
    """The quiz and the banks it draws from, as citations name them."""
    return (quiz.id, *dict.fromkeys(f"bank/{draw.bank}" for draw in quiz.draws))


def _later(enrolment: KeptEnrolment, left: Left, item_id: str, now: datetime) -> str:
    """A version to go on with, in which a quiz is open that is closed in the learner's own."""
    goal = releases.standing_of(enrolment, now=now).goal if left.closing else None
    there = goal is not None and closings.open_quiz(goal.digest, item_id, now=now)
    return goal.version if goal and there else ""


def _calibration_of(
    quiz: Quiz, terms: Terms, enrolment_id: int, now: datetime
) -> tuple[Level, ...]:
    """How well somebody knew what they knew, over all their attempts at the quiz.

    Nothing where the answers are not to be shown: it would tell how many are right.
    """
    if quiz.certainty is CertaintyRule.OFF or not policy.answers_shown(quiz, terms.dates, now):
        return ()
    kept = kept_marks.answers_marked(enrolment_id, quiz.id)
    return calibration((response.from_raw(raw).certainty, Verdict(said)) for raw, said in kept)


def _passed(standing: Standing, quiz: Quiz, counted: Counted | None) -> bool:
    """Whether the quiz is passed, with attempts that ended and were not put away yet."""
    kept = quiz.id in standing.done.passed
    if counted is None or standing.enrolment.completed_at is not None:
        return kept
    return counted.passed or (kept and quiz.counts is Counts.HIGHEST)


def _left(left: int | None, under_way: KeptAttempt | None) -> int | None:
    """An attempt under way is used already."""
    return left if left is None or under_way is None else max(0, left - 1)


def grant_lines(terms: Terms) -> tuple[GrantLine, ...]:
    """What was granted, oldest first."""
    return tuple(
        GrantLine(
            GrantKind(g.kind).value,
            g.amount,
            g.opens_at,
            g.closes_at,
            g.reason,
            g.at,
            for_pause=g.for_pause,
        )
        for g in terms.grants
    )
