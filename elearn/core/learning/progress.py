"""How far somebody is in a course, and where to go on."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from elearn.core.case.model import Case
from elearn.core.pack.model import Course, Item, Lesson, Quiz
from elearn.core.quiz.model import PRETEST


class EventKind(StrEnum):
    """What can happen to an item while somebody learns."""

    OPENED = "opened"
    READ = "read"
    CHECK_ANSWERED = "check-answered"
    QUIZ_PASSED = "quiz-passed"
    QUIZ_FAILED = "quiz-failed"
    QUIZ_TAKEN = "quiz-taken"
    QUIZ_REOPENED = "quiz-reopened"
    QUIZ_HANDED_IN = "quiz-handed-in"
    CASE_FINISHED = "case-finished"
    CASE_FAILED = "case-failed"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an item; `part` is the id of the self-check, if it was one."""

    kind: EventKind
    item: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What events add up to.

    Attributes:
        read, passed: Ids of lessons read, of quizzes passed.
        finished: Ids of cases finished and of pretests handed in.
        checked: Ids of self-checks answered, rightly or not.
        last: Id of the item that the learner was last at; empty at the beginning.
    """

    read: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()
    finished: frozenset[str] = frozenset()
    last: str = ""
    checked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is.

    Attributes:
        done: Ids of the items that are done: lessons read, quizzes passed, cases finished,
            pretests handed in.
        total: How many items the course has.
        percent: Of the items, rounded down; 100 means all. Self-checks answered in a lesson that is
            not read yet count as a part of it.
        minutes_left: The time that the items not done are planned for.
        next_item: Id of the item to go on with; None when all are done.
    """

    done: frozenset[str]
    total: int
    percent: int
    minutes_left: int
    next_item: str | None


def add_up(events: Iterable[Event]) -> Done:
    """What these events, oldest first, add up to.

    What was once done stays done, but for a quiz of which the last attempt or the average counts.
    """
    read, passed, finished, checked = set[str](), set[str](), set[str](), set[str]()
    last = ""
    for event in events:
        last = event.item
        match event.kind:
            case EventKind.READ:
                read.add(event.item)
            case EventKind.QUIZ_PASSED:
                passed.add(event.item)
            case EventKind.QUIZ_REOPENED:
                passed.discard(event.item)
            case EventKind.CASE_FINISHED | EventKind.QUIZ_TAKEN:
                finished.add(event.item)
            case EventKind.CHECK_ANSWERED:
                checked.add(event.part)
            case (
                EventKind.OPENED
                | EventKind.QUIZ_FAILED
                | EventKind.QUIZ_HANDED_IN
                | EventKind.CASE_FAILED
            ):
                pass
    return Done(frozenset(read), frozenset(passed), frozenset(finished), last, frozenset(checked))


def is_done(item: Item, done: Done) -> bool:
    """Whether that item is done."""
    match item:
        case Lesson():
            return item.id in done.read
        case Quiz():
            return item.id in (done.finished if item.role == PRETEST else done.passed)
        case Case():
            return item.id in done.finished


def part_done(item: Item, done: Done) -> Fraction:
    """How much of an item that is not done is behind somebody; 0 to less than 1.

    A lesson's parts are its self-checks and, as one more, reading it to the end. Whether an answer
    was right makes no difference: self-checks are no marks.
    """
    if not isinstance(item, Lesson) or not item.checks:
        return Fraction(0)
    return Fraction(checks_answered(item, done), len(item.checks) + 1)


def checks_answered(lesson: Lesson, done: Done) -> int:
    """How many of a lesson's self-checks are answered."""
    return sum(check.question.id in done.checked for check in lesson.checks)


def progress(course: Course, done: Done) -> Progress:
    """How far somebody with this behind them is in the course.

    They go on with the item they were last at, if it is not done; else with the first one after it
    that is not done; else with the first one that is not done. Ids that the course does not have
    (any more) count for nothing, and so do quizzes for practice.
    """
    finished: set[str] = set()
    minutes = 0
    parts = Fraction(0)
    first: str | None = None
    after: str | None = None
    at_last = False
    items = [item for item in course.items if not (isinstance(item, Quiz) and item.practice)]
    for item in items:
        at_last = at_last or item.id == done.last
        if is_done(item, done):
            finished.add(item.id)
            continue
        minutes += item.minutes
        parts += part_done(item, done)
        first = first or item.id
        if at_last:
            after = after or item.id
    percent = int(100 * (len(finished) + parts) / len(items)) if items else 100
    return Progress(frozenset(finished), len(items), percent, minutes, after or first)
