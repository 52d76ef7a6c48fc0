"""All lessons of a module on one page, for paper."""

from dataclasses import dataclass
from datetime import date, datetime

from elearn.core.errors import NotFound
from elearn.core.pack.model import Lesson
from elearn.services import lessons, shelf
from elearn.services.enrolments import Standing
from elearn.services.lessons import LessonPart
from elearn.services.shelf import SourceNote, Text


@dataclass(frozen=True, slots=True)
class PrintedLesson:
    """A lesson on the printed page of its module, its self-checks not answered."""

    title: Text
    parts: tuple[LessonPart, ...]
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
                lessons.preview_parts(reading, item),
                reading.sources(item.id),
            )
            for item in module.items
            if isinstance(item, Lesson)
        ),
    )
