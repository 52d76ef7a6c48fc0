"""A learner says that something in a course is wrong, with its version and place.

A place is a block of a lesson, a question that was looked back at, or a scene of a case.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from elearn.core.access import Actor
from elearn.core.errors import BadInput, NotFound, TooMany
from elearn.core.pack.compile import plain
from elearn.core.pack.model import Lesson
from elearn.core.quiz.draw import PaperQuestion
from elearn.services import cases, enrolments, quiz_review, shelf
from elearn.services.cases import CaseSitting
from elearn.services.enrolments import Standing
from elearn.services.kinds.drawn import text_of
from elearn.services.shelf import Reading, Text
from elearn.services.sittings import Sitting, question_at, require_sitting
from elearn.store import bridges, packs, reports
from elearn.store.attempts import KeptAttempt
from elearn.store.db import begin_write
from elearn.store.reports import KeptReport

MOST_REPORTS = 50
"""The most mistakes that one person can report in 24 hours."""

MOST_SHOWN = 100
"""The most reports that the page of one's own shows, the latest ones."""

_A_DAY = timedelta(days=1)

QUESTION, SCENE = "question/", "scene/"
"""What the place of a report begins with that is about a question, or a scene, before its id."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What somebody says is wrong: where in the item (or empty), in which language."""

    item_id: str
    block: str
    language: str
    text: str


def _version_of(version_id: int, item_id: str) -> int:
    """The version that the trainers have to mend: of a bridge, the one that it leads to."""
    bridge = bridges.of_version(version_id)
    version = packs.version_by_id(bridge.to_version_id) if bridge else None
    if version is not None and shelf.take(version.digest).has(item_id):
        return version.id
    return version_id


def report_mistake(actor: Actor, pack_id: str, mistake: Mistake, *, now: datetime) -> None:
    """Tell the trainers that something in an item is wrong, with the exact version and block.

    Raises:
        BadInput: If nothing is said.
        NotFound: If the course has no such item.
        TooMany: If the same person has reported a great deal today.
    """
    _something(mistake.text)
    begin_write()
    enrolment = enrolments.require_standing(actor, pack_id).enrolment
    shelf.item(enrolment.digest, mistake.item_id)
    _keep(enrolment.person_id, enrolment.version_id, mistake, now)


def report_question(actor: Actor, key: str, number: int, text: str, *, now: datetime) -> None:
    """Tell the trainers that something is wrong with a question of an attempt looked back at.

    Raises:
        BadInput: If nothing is said.
        NotFound: If the attempt is not the actor's, its answers are not shown, or it has no such
            question.
        TooMany: If the same person has reported a great deal today.
    """
    _something(text)
    sitting, asked = _looked_back(actor, key, number, now)
    begin_write()
    _keep_of(sitting.kept, f"{QUESTION}{asked.question.id}", text, now)


def report_scene(actor: Actor, key: str, step: int, text: str, *, now: datetime) -> None:
    """Tell the trainers that something is wrong with a scene that a go has come to.

    Args:
        actor: Whose go it is.
        key: Of the go.
        step: After how many choices the scene came.
        text: What is wrong.
        now: When.

    Raises:
        BadInput: If nothing is said.
        NotFound: If the go is not the actor's, or has not come that far.
        TooMany: If the same person has reported a great deal today.
    """
    _something(text)
    sitting, scene_id = _come_to(actor, key, step)
    begin_write()
    _keep_of(sitting.kept, f"{SCENE}{scene_id}", text, now)


def _something(text: str) -> None:
    if not text.strip():
        raise BadInput("Say in a few words what is wrong.", code="nothing-said")


def _looked_back(
    actor: Actor, key: str, number: int, now: datetime
) -> tuple[Sitting, PaperQuestion]:
    sitting = require_sitting(actor, key)
    asked = question_at(sitting, number)
    if not quiz_review.are_answers_shown(sitting, now=now):
        raise NotFound("The answers of this attempt are not shown.")
    return sitting, asked


def _come_to(actor: Actor, key: str, step: int) -> tuple[CaseSitting, str]:
    sitting = cases.require_sitting(actor, key)
    if not 0 <= step < len(sitting.walk.visited):
        raise NotFound("Your road has not come that far.")
    return sitting, sitting.walk.visited[step]


def _keep_of(kept: KeptAttempt, place: str, text: str, now: datetime) -> None:
    mistake = Mistake(kept.item_id, place, kept.language, text)
    _keep(kept.person_id, kept.version_id, mistake, now)


def _keep(person_id: int, version_id: int, mistake: Mistake, now: datetime) -> None:
    if reports.made_since(person_id, now - _A_DAY) >= MOST_REPORTS:
        raise TooMany("Too many tries. Wait a little.")
    reports.keep(
        key=secrets.token_urlsafe(12),
        person_id=person_id,
        version_id=_version_of(version_id, mistake.item_id),
        item_id=mistake.item_id,
        block=mistake.block[:80],
        language=mistake.language,
        text=mistake.text.strip()[:2000],
        at=now,
        state="open",
    )


@dataclass(frozen=True, slots=True)
class OwnReport:
    """Something that the reader reported; `answer` is what the trainers did about it."""

    course_title: str
    title: Text
    version: str
    text: str
    at: datetime
    closed_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class OwnReportsPage:
    """What the reader reported, latest first."""

    reports: tuple[OwnReport, ...]


def own_reports(actor: Actor, language: str, *, now: datetime) -> OwnReportsPage:
    """What the actor reported, and what became of it.

    Raises:
        NotAllowed: If nobody is signed in.
    """
    kept = reports.of_person(enrolments.person_of(actor), limit=MOST_SHOWN)
    return OwnReportsPage(tuple(_own(report, language, now) for report in kept))


def _own(kept: KeptReport, language: str, now: datetime) -> OwnReport:
    reading = shelf.read(kept.digest, language, now.date())
    return OwnReport(
        reading.plain("pack#title"),
        reading.text(f"{kept.item_id}#title"),
        kept.version,
        kept.text,
        kept.at,
        kept.handled_at if kept.state == "closed" else None,
        kept.note if kept.state == "closed" else "",
    )


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A block that a report can be about: its address and how it begins."""

    address: str
    begins: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The form that says what is wrong in an item.

    `about` is the question with that `number`, or the scene, that it is about; None where it is
    about a block, or all, of the item.
    """

    pack_id: str
    item_id: str
    course_title: Text
    title: Text
    blocks: tuple[BlockLine, ...] = ()
    chosen: str = ""
    about: Text | None = None
    number: int = 0


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


def question_report_page(actor: Actor, key: str, number: int, *, now: datetime) -> ReportPage:
    """The form for a mistake in a question of an attempt that is looked back at.

    Raises:
        NotFound: If the attempt is not the actor's, its answers are not shown, or it has no such
            question.
    """
    sitting, asked = _looked_back(actor, key, number, now)
    reading = shelf.read(sitting.kept.digest, sitting.kept.language, now.date())
    question = asked.question
    about = text_of(reading, question, f"{question.id}#prompt")
    return _form(reading, sitting.quiz.id, about, number)


def scene_report_page(actor: Actor, key: str, step: int, *, now: datetime) -> ReportPage:
    """The form for a mistake in a scene that a go has come to.

    Raises:
        NotFound: If the go is not the actor's, or has not come that far.
    """
    sitting, scene_id = _come_to(actor, key, step)
    reading = shelf.read(sitting.kept.digest, sitting.kept.language, now.date())
    case_id = sitting.case.id
    return _form(reading, case_id, reading.text(f"{case_id}/{scene_id}#title"), 0)


def _form(reading: Reading, item_id: str, about: Text, number: int) -> ReportPage:
    return ReportPage(
        pack_id=reading.shelved.course.meta.id,
        item_id=item_id,
        course_title=reading.text("pack#title"),
        title=reading.text(f"{item_id}#title"),
        about=about,
        number=number,
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
