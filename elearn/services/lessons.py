"""Lessons: the page, reading on, self-checks, and saying that something is wrong."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from elearn.core.access import Actor
from elearn.core.errors import BadInput, NotFound, TooMany
from elearn.core.learning.progress import EventKind, progress
from elearn.core.pack.compile import plain
from elearn.core.pack.model import Course, Lesson, SelfCheck
from elearn.core.quiz import answers as given
from elearn.core.quiz import draw
from elearn.core.quiz.answers import Unreadable
from elearn.core.quiz.draw import PaperQuestion
from elearn.services import courses, enrolments, question_forms, shelf
from elearn.services.courses import Contents
from elearn.services.enrolments import Happened, Standing
from elearn.services.question_forms import QuestionForm, QuestionReview
from elearn.services.shelf import GlossaryNote, Reading, Shelved, SourceNote, Text
from elearn.store import enrolments as enrolment_store
from elearn.store import reports
from elearn.store.db import begin_write

MOST_REPORTS = 50
"""The most mistakes that one person can report in 24 hours."""

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The item before or after."""

    item_id: str
    title: Text


@dataclass(frozen=True, slots=True)
class CheckPart:
    """A self-check in a lesson: the form, and the review once it is answered."""

    form: QuestionForm
    review: QuestionReview | None


@dataclass(frozen=True, slots=True)
class LessonPart:
    """A stretch of safe HTML, or a self-check."""

    html: str
    check: CheckPart | None = None


@dataclass(frozen=True, slots=True)
class AboutLesson:
    """What everybody sees of a lesson. `number` and `total` count the items of the course."""

    pack_id: str
    item_id: str
    course_title: Text
    module_id: str
    module_title: Text
    title: Text
    number: int
    total: int
    minutes: int
    objectives: tuple[Text, ...]
    sources: tuple[SourceNote, ...]
    glossary: tuple[GlossaryNote, ...]
    previous: Neighbour | None
    next: Neighbour | None
    law_checked: date | None
    language: str
    some_untranslated: bool


@dataclass(frozen=True, slots=True)
class LessonPage:
    """A lesson as one learner sees it. `kept` is room for what pages make of `about`."""

    item_id: str
    about: AboutLesson
    parts: tuple[LessonPart, ...]
    contents: Contents
    done: bool
    percent: int
    kept: dict[Any, Any]


def require_lesson(digest: str, item_id: str) -> Lesson:
    """A lesson of a course.

    Raises:
        NotFound: If the course has no such lesson.
    """
    item = shelf.item(digest, item_id)
    if not isinstance(item, Lesson):
        raise NotFound("There is no such lesson in this course.")
    return item


def lesson_page(standing: Standing, item_id: str, language: str, *, now: datetime) -> LessonPage:
    """A lesson as the learner sees it. Reads only."""
    digest = standing.enrolment.digest
    course = shelf.take(digest).course
    lesson = require_lesson(digest, item_id)
    reading = shelf.read(digest, language, now.date())
    begun = item_id in standing.opened or item_id in standing.done.read
    asked = bool(lesson.checks) and begun  # to answer a check is to begin the lesson
    checks = enrolment_store.latest_checks(standing.enrolment.id, item_id) if asked else {}
    answers = {check_id: given.from_raw(data["raw"]) for check_id, data in checks.items()}
    parts = _parts(reading, lesson, answers, seed=_seed(standing, lesson))
    return compose(course, lesson, reading, parts, standing)


def compose(
    course: Course,
    lesson: Lesson,
    reading: Reading,
    parts: tuple[LessonPart, ...],
    standing: Standing | None,
) -> LessonPage:
    """The page around the parts of a lesson."""
    far = progress(course, standing.done if standing else shelf.NOTHING_DONE)
    key = ("about", lesson.id)
    about = reading.kept.get(key)
    if about is None:
        about = reading.kept[key] = _about(course, lesson, reading)
    return LessonPage(
        item_id=lesson.id,
        about=about,
        parts=parts,
        contents=courses.contents(course, reading, far.done),
        done=lesson.id in far.done,
        percent=far.percent,
        kept=reading.kept,
    )


def _about(course: Course, lesson: Lesson, reading: Reading) -> AboutLesson:
    items = course.items
    at = items.index(lesson)
    module = next(m for m in course.modules if lesson in m.items)
    return AboutLesson(
        pack_id=course.meta.id,
        item_id=lesson.id,
        course_title=reading.text("pack#title"),
        module_id=module.id,
        module_title=reading.text(f"module/{module.id}#title"),
        title=reading.text(f"{lesson.id}#title"),
        number=at + 1,
        total=len(items),
        minutes=lesson.minutes,
        objectives=tuple(
            reading.text(f"{lesson.id}#objective-{n}") for n in range(1, len(lesson.objectives) + 1)
        ),
        sources=reading.sources(lesson.id),
        glossary=reading.glossary(lesson.id),
        previous=neighbour(reading, items[at - 1].id) if at else None,
        next=neighbour(reading, items[at + 1].id) if at + 1 < len(items) else None,
        law_checked=course.law.checked if course.law else None,
        language=reading.taught,
        some_untranslated=reading.body(lesson.id).fallback,
    )


def neighbour(reading: Reading, item_id: str) -> Neighbour:
    """An item as a neighbour."""
    return Neighbour(item_id, reading.text(f"{item_id}#title"))


def _seed(standing: Standing, lesson: Lesson) -> str:
    """The seed of a lesson's self-checks: fixed for one learner, so that their order stays."""
    name = f"{standing.enrolment.key}/{lesson.id}".encode()
    return hashlib.sha256(name).hexdigest()[: draw.SEED_BYTES * 2]


def _parts(
    reading: Reading, lesson: Lesson, answers: dict[str, given.Answer], *, seed: str
) -> tuple[LessonPart, ...]:
    return tuple(
        LessonPart(part.html)
        if not part.check
        else LessonPart("", _check_part(reading, lesson, part.check, answers, seed=seed))
        for part in reading.body(lesson.id).parts
    )


def _check_part(
    reading: Reading,
    lesson: Lesson,
    check_id: str,
    answers: dict[str, given.Answer],
    *,
    seed: str,
) -> CheckPart:
    asked = _asked(reading.shelved, lesson, check_id, seed)
    answer = answers.get(check_id, question_forms.BLANK)
    form = question_forms.form_of(reading, asked, answer)
    review = question_forms.review_of(reading, asked, answer) if check_id in answers else None
    return CheckPart(form, review)


def preview_parts(reading: Reading, lesson: Lesson) -> tuple[LessonPart, ...]:
    """The parts of a lesson for somebody who is not learning: nothing answered."""
    return _parts(reading, lesson, {}, seed="0" * draw.SEED_BYTES * 2)


def _asked(shelved: Shelved, lesson: Lesson, check_id: str, seed: str) -> PaperQuestion:
    check: SelfCheck | None = next((c for c in lesson.checks if c.question.id == check_id), None)
    if check is None:
        raise NotFound("There is no such question in this lesson.")
    return draw.paper_question(shelved.accepting(check.question), seed)


def finish_lesson(actor: Actor, pack_id: str, item_id: str, *, now: datetime) -> str | None:
    """Mark a lesson as read; the id of the next item, or None after the last. Twice is harmless."""
    require_lesson(enrolments.require_standing(actor, pack_id).enrolment.digest, item_id)
    begin_write()  # after the pack is off the shelf, which is slow the first time
    standing = enrolments.require_standing(actor, pack_id)
    digest = standing.enrolment.digest
    lesson = require_lesson(digest, item_id)
    items = shelf.take(digest).course.items
    following = items[items.index(lesson) + 1 :]
    if lesson.id not in standing.done.read:
        happened = Happened(EventKind.READ, item_id, f"read-{item_id}", {})
        enrolments.happen(standing, happened, actor, now=now)
    if following:
        fresh = enrolments.require_standing(actor, pack_id)
        enrolments.start_item(fresh, following[0].id, actor, now=now)
        return following[0].id
    return None


def answer_check(
    actor: Actor, pack_id: str, item_id: str, check_id: str, form: given.Form, *, now: datetime
) -> None:
    """Keep an answer to a self-check; it counts for progress, never for marks.

    Raises:
        NotFound: If there is no such check.
        BadInput: If the form cannot be read, or says nothing.
    """
    standing = enrolments.require_standing(actor, pack_id)
    lesson = require_lesson(standing.enrolment.digest, item_id)
    shelved = shelf.take(standing.enrolment.digest)
    asked = _asked(shelved, lesson, check_id, _seed(standing, lesson))
    answer = given.read(asked.question, asked, form)
    if isinstance(answer, Unreadable):
        raise BadInput(answer.text, code=answer.code)
    if answer == question_forms.BLANK:
        raise BadInput("Choose an answer first.", code="nothing-chosen")
    begin_write()
    standing = enrolments.require_standing(actor, pack_id)
    data = {"check": check_id, "raw": given.to_raw(answer)}
    client_id = f"check-{secrets.token_urlsafe(12)}"
    happened = Happened(EventKind.CHECK_ANSWERED, item_id, client_id, data)
    enrolments.happen(standing, happened, actor, now=now)


@dataclass(frozen=True, slots=True)
class Mistake:
    """What somebody says is wrong: in which block (an address, or empty), in which language."""

    item_id: str
    block: str
    language: str
    text: str


def report_mistake(actor: Actor, pack_id: str, mistake: Mistake, *, now: datetime) -> None:
    """Tell the trainers that something is wrong, with the exact version and block.

    Raises:
        BadInput: If nothing is said.
        NotFound: If the course has no such item.
        TooMany: If the same person has reported a great deal today.
    """
    text = mistake.text.strip()
    if not text:
        raise BadInput("Say in a few words what is wrong.", code="nothing-said")
    begin_write()
    standing = enrolments.require_standing(actor, pack_id)
    shelf.item(standing.enrolment.digest, mistake.item_id)
    if reports.made_since(standing.enrolment.person_id, now - _A_DAY) >= MOST_REPORTS:
        raise TooMany("Too many tries. Wait a little.")
    reports.keep(
        key=secrets.token_urlsafe(12),
        person_id=standing.enrolment.person_id,
        version_id=standing.enrolment.version_id,
        item_id=mistake.item_id,
        block=mistake.block[:80],
        language=mistake.language,
        text=text[:2000],
        at=now,
        state="open",
    )


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A block that a report can be about: its address and how it begins."""

    address: str
    begins: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The form that says what is wrong in an item."""

    pack_id: str
    item_id: str
    course_title: Text
    title: Text
    blocks: tuple[BlockLine, ...]
    chosen: str


_BLOCK = re.compile(r'<\w+ class="block[^"]*" id="(b-[0-9a-f]{8}(?:-\d+)?)"[^>]*>')


def report_page(
    standing: Standing, item_id: str, language: str, chosen: str, *, now: datetime
) -> ReportPage:
    """The form for a mistake in an item; for a lesson with its blocks to choose from."""
    digest = standing.enrolment.digest
    reading = shelf.read(digest, language, now.date())
    found = shelf.item(digest, item_id)
    blocks = _blocks(reading, found.id) if isinstance(found, Lesson) else ()
    return ReportPage(
        pack_id=standing.enrolment.pack_id,
        item_id=item_id,
        course_title=reading.text("pack#title"),
        title=reading.text(f"{item_id}#title"),
        blocks=blocks,
        chosen=chosen if any(b.address == chosen for b in blocks) else "",
    )


def _blocks(reading: Reading, lesson_id: str) -> tuple[BlockLine, ...]:
    html = "".join(part.html for part in reading.body(lesson_id).parts)
    starts = list(_BLOCK.finditer(html))
    ends = [m.start() for m in starts[1:]] + [len(html)]
    lines = []
    for start, end in zip(starts, ends, strict=True):
        words = " ".join(plain(html[start.end() : end]).split())
        lines.append(BlockLine(start[1], words if len(words) <= 70 else words[:69] + "…"))
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class PrintedLesson:
    """A lesson on the printed page of its module."""

    title: Text
    parts: tuple[str, ...]
    sources: tuple[SourceNote, ...]


@dataclass(frozen=True, slots=True)
class ModulePage:
    """All lessons of a module, for paper."""

    pack_id: str
    version: str
    course_title: Text
    title: Text
    law_checked: date | None
    lessons: tuple[PrintedLesson, ...]


def module_page(standing: Standing, module_id: str, language: str, *, now: datetime) -> ModulePage:
    """All lessons of a module on one page.

    Raises:
        NotFound: If the course has no such module.
    """
    course = shelf.take(standing.enrolment.digest).course
    module = next((m for m in course.modules if m.id == module_id), None)
    if module is None:
        raise NotFound("There is no such module in this course.")
    reading = shelf.read(standing.enrolment.digest, language, now.date())
    return ModulePage(
        pack_id=course.meta.id,
        version=course.meta.version,
        course_title=reading.text("pack#title"),
        title=reading.text(f"module/{module.id}#title"),
        law_checked=course.law.checked if course.law else None,
        lessons=tuple(
            PrintedLesson(
                reading.text(f"{item.id}#title"),
                tuple(part.html for part in reading.body(item.id).parts if part.html),
                reading.sources(item.id),
            )
            for item in module.items
            if isinstance(item, Lesson)
        ),
    )
