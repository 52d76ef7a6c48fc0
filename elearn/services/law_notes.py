"""What is said about lapsed law where it matters: in words, with the law by its name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import shorten

from elearn.core.pack.diff import html
from elearn.core.pack.model import Course, Quiz
from elearn.core.quiz.lapsed import Lapse, Left
from elearn.services import lapses, shelf
from elearn.services.shelf import Reading, Text
from elearn.store.enrolments import Standing


@dataclass(frozen=True, slots=True)
class LapseNote:
    """That law lapsed on a day: its provisions, in words."""

    since: date
    law: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClosedNote:
    """Why a quiz is closed; `since` is the day from which it is.

    `later`: a later version that the reader can go on with, in which it is open; may be empty.
    """

    since: date
    law: tuple[str, ...]
    later: str = ""


def _labels(reading: Reading, cites: Iterable[str]) -> tuple[str, ...]:
    law = reading.law
    words = (law.label(cite, reading.language) if law else cite for cite in cites)
    return tuple(dict.fromkeys(words))


def note(reading: Reading, lapse: Lapse) -> LapseNote:
    """What is said of a question that lapsed."""
    return LapseNote(lapse.since, _labels(reading, lapse.cites))


def closed(reading: Reading, left: Left, later: str = "") -> ClosedNote | None:
    """What is said of a quiz that is closed since law lapsed; None while it is open."""
    if left.closing is None or left.since is None:
        return None
    cites = (c for one in left.lapsed.values() if one.since <= left.since for c in one.cites)
    return ClosedNote(left.since, _labels(reading, cites), later)


def notes(reading: Reading) -> Mapping[str, LapseNote]:
    """What is said of the questions of a course that lapsed, by question id."""
    found: dict[str, LapseNote] | None = reading.kept.get("lapses")
    if found is None:
        register = shelf.register_digest(reading.shelved.course) if reading.law else None
        gone = (
            lapses.under(reading.shelved.digest, register, reading.law.day)
            if reading.law and register
            else {}
        )
        found = reading.kept["lapses"] = {name: note(reading, one) for name, one in gone.items()}
    return found


def quizzes_closed(
    standing: Standing | None, reading: Reading, *, now: datetime
) -> tuple[Text, ...]:
    """The quizzes that a learner still has to pass and that are closed since law lapsed."""
    if standing is None or standing.enrolment.completed_at is not None:
        return ()
    return tuple(
        reading.text(f"{item_id}#title")
        for item_id in lapses.closed_in(standing.enrolment.digest, now=now)
        if item_id not in standing.done.passed
    )


@dataclass(frozen=True, slots=True)
class LapsedQuestion:
    """A question of a version that lapsed, for its authors; `prompt` is how it begins, plain."""

    id: str
    prompt: str
    note: LapseNote


@dataclass(frozen=True, slots=True)
class LapsedQuiz:
    """A quiz of a version of which something lapsed, for its authors.

    `closing` is why it is closed (`core.quiz.lapsed.Closing`), empty while it is open.
    """

    id: str
    title: str
    lapsed: int
    closing: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Lapsed:
    """What lapsed of a version with the law, for its authors."""

    questions: tuple[LapsedQuestion, ...] = ()
    quizzes: tuple[LapsedQuiz, ...] = ()
    minimum: int = 0


NOTHING_LAPSED = Lapsed()

_PROMPT = 160
"""Letters of a prompt that tell its author which question it is."""


def _begins(reading: Reading, question: str) -> str:
    """How the prompt of a question begins."""
    return shorten(html.words(reading.text(f"{question}#prompt").html), _PROMPT, placeholder=" …")


def lapsed_of(digest: str, *, now: datetime) -> Lapsed:
    """What lapsed of a version; told in its source language, as authors write it."""
    course = shelf.take(digest).pack
    if not isinstance(course, Course) or course.law is None:
        return NOTHING_LAPSED
    reading = shelf.read(digest, course.meta.language, now.date())
    found = notes(reading)
    if not found:
        return NOTHING_LAPSED
    questions = tuple(
        LapsedQuestion(name, _begins(reading, name), note) for name, note in found.items()
    )
    quizzes = []
    for item in course.items:
        left = lapses.left_of(digest, item.id, now=now)
        if isinstance(item, Quiz) and left.lapsed:
            closing = left.closing.value if left.closing else ""
            quizzes.append(LapsedQuiz(item.id, item.title, len(left.lapsed), closing, left.since))
    return Lapsed(questions, tuple(quizzes), course.law.minimum)
