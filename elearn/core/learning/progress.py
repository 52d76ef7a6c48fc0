"""How far somebody is in a course, and where to go on."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from elearn.core.case.model import Case
from elearn.core.pack.model import Course, Item, Lesson, Quiz


class EventKind(StrEnum):
    """What can happen to an item while somebody learns."""

    OPENED = "opened"
    READ = "read"
    CHECK_ANSWERED = "check-answered"
    QUIZ_PASSED = "quiz-passed"
    QUIZ_FAILED = "quiz-failed"
    CASE_FINISHED = "case-finished"


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
        read, passed, finished: Ids of lessons read, quizzes passed, cases finished.
        last: Id of the item that the learner was last at; empty at the beginning.
    """

    read: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()
    finished: frozenset[str] = frozenset()
    last: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is.

    Attributes:
        done: Ids of the items that are done: lessons read, quizzes passed, cases finished.
        total: How many items the course has.
        percent: Of the items, rounded down; 100 means all.
        minutes_left: The time that the items not done are planned for.
        next_item: Id of the item to go on with; None when all are done.
    """

    done: frozenset[str]
    total: int
    percent: int
    minutes_left: int
    next_item: str | None


def add_up(events: Iterable[Event]) -> Done:
    """What these events, oldest first, add up to. What was once done stays done."""
    read, passed, finished = set[str](), set[str](), set[str]()
    last = ""
    for event in events:
        last = event.item
        match event.kind:
            case EventKind.READ:
                read.add(event.item)
            case EventKind.QUIZ_PASSED:
                passed.add(event.item)
            case EventKind.CASE_FINISHED:
                finished.add(event.item)
            case EventKind.OPENED | EventKind.CHECK_ANSWERED | EventKind.QUIZ_FAILED:
                pass
    return Done(frozenset(read), frozenset(passed), frozenset(finished), last)


def is_done(item: Item, done: Done) -> bool:
    """Whether that item is done."""
    match item:
        case Lesson():
            return item.id in done.read
        case Quiz():
            return item.id in done.passed
        case Case():
            return item.id in done.finished


def progress(course: Course, done: Done) -> Progress:
    """How far somebody with this behind them is in the course.

    They go on with the item they were last at, if it is not done; else with the first one after it
    that is not done; else with the first one that is not done. Ids that the course does not have
    (any more) count for nothing.
    """
    finished: set[str] = set()
    minutes = 0
    first: str | None = None
    after: str | None = None
    at_last = False
    items = course.items
    for item in items:
        at_last = at_last or item.id == done.last
        if is_done(item, done):
            finished.add(item.id)
            continue
        minutes += item.minutes
        first = first or item.id
        if at_last:
            after = after or item.id
    percent = 100 * len(finished) // len(items) if items else 100
    return Progress(frozenset(finished), len(items), percent, minutes, after or first)
