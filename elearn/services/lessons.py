"""Lessons: the page, reading on, self-checks."""

import hashlib
import re
import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from elearn.core.access import Actor
from elearn.core.errors import BadInput, NotFound
from elearn.core.learning.progress import EventKind, progress
from elearn.core.pack.model import Course, Lesson
from elearn.core.quiz import answers as given
from elearn.core.quiz import draw
from elearn.core.quiz.answers import Unreadable
from elearn.core.quiz.response import Response
from elearn.services import (
    bridge_lessons,
    enrolments,
    law_notes,
    law_notices,
    question_forms,
    shelf,
    updates,
)
from elearn.services.bridge_lessons import ChangedNote
from elearn.services.contents import Contents, contents
from elearn.services.enrolments import Happened, Standing
from elearn.services.law_notes import LapseNote
from elearn.services.law_notices import LawWarning
from elearn.services.question_forms import QuestionForm, QuestionReview
from elearn.services.question_help import all_hints
from elearn.services.shelf import GlossaryNote, Reading, SourceNote, Text
from elearn.services.updates import VersionNote
from elearn.store.db import begin_write


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The item before or after."""

    item_id: str
    title: Text


@dataclass(frozen=True, slots=True)
class CheckPart:
    """A self-check in a lesson: the form, its hints, and the review once it is answered."""

    form: QuestionForm
    review: QuestionReview | None
    hints: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class LessonPart:
    """A stretch of safe HTML, a self-check, or that one is not asked any more since law lapsed."""

    html: str
    check: CheckPart | None = None
    lapsed: LapseNote | None = None


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """What a lesson cites and the terms that it uses, with title, status and official link."""

    pack_id: str
    item_id: str
    course_title: Text
    title: Text
    sources: tuple[SourceNote, ...]
    glossary: tuple[GlossaryNote, ...]
    law_checked: date | None


@dataclass(frozen=True, slots=True)
class AboutLesson:
    """What everybody sees of a lesson. `number` and `total` count the items of the course.

    `changed` says in a bridge what changed in the lesson.
    """

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
    sources_at: str
    sources: tuple[SourceNote, ...]
    glossary: tuple[GlossaryNote, ...]
    previous: Neighbour | None
    next: Neighbour | None
    law_checked: date | None
    language: str
    some_untranslated: bool
    changed: ChangedNote | None = None


@dataclass(frozen=True, slots=True)
class LessonPage:
    """A lesson as one learner sees it. `kept` is room for what pages make of `about`.

    `note` says how the learner's version stands, where there is anything to say.
    """

    item_id: str
    about: AboutLesson
    parts: tuple[LessonPart, ...]
    contents: Contents
    done: bool
    percent: int
    kept: dict[Any, Any]
    law: LawWarning | None = None
    note: VersionNote | None = None

    @property
    def checks(self) -> int:
        """How many self-checks the lesson has."""
        return sum(part.check is not None for part in self.parts)

    @property
    def checks_answered(self) -> int:
        """How many of them are answered."""
        return sum(part.check is not None and part.check.review is not None for part in self.parts)


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
    """A lesson as the learner sees it, standing at that item. Reads only."""
    digest = standing.enrolment.digest
    course = shelf.take(digest).course
    lesson = require_lesson(digest, item_id)
    reading = shelf.read(digest, language, now.date())
    answers = {key: given.from_raw(data["raw"]) for key, data in standing.checks.items()}
    sources_at = f"/courses/{course.meta.id}/{item_id}/sources"
    parts = _parts(reading, lesson, answers, seed=_seed(standing, lesson), sources_at=sources_at)
    warning = law_notices.warning(standing.enrolment, (item_id,), reading, sources_at, now)
    page = compose(course, lesson, reading, parts, standing, law=warning)
    note = updates.note_of(standing.enrolment, now=now)
    return page if note is None else replace(page, note=note)


def sources_page(standing: Standing, item_id: str, language: str, *, now: datetime) -> SourcesPage:
    """The sources and terms of a lesson, those of its self-checks too.

    They are most of the bytes of a lesson and few are opened, so they have a page of their own.

    Raises:
        NotFound: If the course has no such lesson.
    """
    digest = standing.enrolment.digest
    lesson = require_lesson(digest, item_id)
    reading = shelf.read(digest, language, now.date())
    law = shelf.take(digest).course.law
    return SourcesPage(
        pack_id=standing.enrolment.pack_id,
        item_id=item_id,
        course_title=reading.text("pack#title"),
        title=reading.text(f"{item_id}#title"),
        sources=_all_sources(reading, lesson),
        glossary=reading.glossary(item_id),
        law_checked=law.checked if law else None,
    )


def _all_sources(reading: Reading, lesson: Lesson) -> tuple[SourceNote, ...]:
    in_checks = reading.sources_of(
        f"{check.question.id}#{field}" for check in lesson.checks for field in ("prompt", "reason")
    )
    notes = (*reading.sources(lesson.id), *in_checks)
    return tuple({note.key: note for note in notes}.values())


def compose(
    course: Course,
    lesson: Lesson,
    reading: Reading,
    parts: tuple[LessonPart, ...],
    standing: Standing | None,
    *,
    law: LawWarning | None = None,
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
        contents=contents(course, reading, far.done),
        done=lesson.id in far.done,
        percent=far.percent,
        kept=reading.kept,
        law=law,
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
        sources_at=f"/courses/{course.meta.id}/{lesson.id}/sources",
        sources=_all_sources(reading, lesson),
        glossary=reading.glossary(lesson.id),
        previous=neighbour(reading, items[at - 1].id) if at else None,
        next=neighbour(reading, items[at + 1].id) if at + 1 < len(items) else None,
        law_checked=course.law.checked if course.law else None,
        language=reading.taught,
        some_untranslated=reading.body(lesson.id).fallback,
        changed=bridge_lessons.note(course.bridge, lesson, reading) if course.bridge else None,
    )


def neighbour(reading: Reading, item_id: str) -> Neighbour:
    """An item as a neighbour."""
    return Neighbour(item_id, reading.text(f"{item_id}#title"))


def _seed(standing: Standing, lesson: Lesson) -> str:
    """The seed of a lesson's self-checks: fixed for one learner, so that their order stays."""
    name = f"{standing.enrolment.key}/{lesson.id}".encode()
    return hashlib.sha256(name).hexdigest()[: draw.SEED_BYTES * 2]


def _parts(
    reading: Reading,
    lesson: Lesson,
    answers: dict[str, given.Answer],
    *,
    seed: str,
    sources_at: str = "",
) -> tuple[LessonPart, ...]:
    """Citations and terms lead to entries on the page at `sources_at`, or on the same page."""
    key = ("parts", lesson.id, sources_at)
    fixed = reading.kept.get(key)
    if fixed is None:
        fixed = reading.kept[key] = tuple(
            (LessonPart(linked(_marked(part.html, reading, lesson), sources_at)), part.check)
            for part in reading.body(lesson.id).parts
        )
    gone = law_notes.notes(reading)
    return tuple(
        LessonPart("", lapsed=gone[check])
        if check in gone
        else LessonPart("", _check_part(reading, lesson, check, answers, seed=seed))
        if check
        else part
        for part, check in fixed
    )


def _marked(html: str, reading: Reading, lesson: Lesson) -> str:
    basis = reading.shelved.course.bridge
    return bridge_lessons.marked(html, basis, lesson.id) if basis else html


def linked(html: str, sources_at: str) -> str:
    """Compiled HTML whose citations and terms lead to entries on the page at that address."""
    return _TO_ENTRY.sub(rf'\1href="{sources_at}#', html) if sources_at else html


_TO_ENTRY = re.compile(r'(<a class="(?:cite|cite cite-warning|term)" )href="#')


def _check_part(
    reading: Reading,
    lesson: Lesson,
    check_id: str,
    answers: dict[str, given.Answer],
    *,
    seed: str,
) -> CheckPart:
    asked = reading.shelved.check(lesson.id, check_id, seed)
    answer = answers.get(check_id, question_forms.BLANK)
    form = question_forms.form_of(reading, asked, answer)
    review = None
    if check_id in answers:
        review = question_forms.review_of(reading, asked, Response(answer))
    return CheckPart(form, review, all_hints(reading, asked.question))


def preview_parts(reading: Reading, lesson: Lesson) -> tuple[LessonPart, ...]:
    """The parts of a lesson for somebody who is not learning: nothing answered."""
    return _parts(reading, lesson, {}, seed="0" * draw.SEED_BYTES * 2)


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
    asked = shelved.check(lesson.id, check_id, _seed(standing, lesson))
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
    if check_id not in standing.done.checked:
        enrolments.keep_checked(standing, check_id, now=now)
