"""A learner says that something in a course is wrong, with its version and block."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from elearn.core.access import Actor
from elearn.core.errors import BadInput, TooMany
from elearn.core.pack.compile import plain
from elearn.core.pack.model import Lesson
from elearn.services import enrolments, shelf
from elearn.services.enrolments import Standing
from elearn.services.shelf import Reading, Text
from elearn.store import reports
from elearn.store.db import begin_write

MOST_REPORTS = 50
"""The most mistakes that one person can report in 24 hours."""

_A_DAY = timedelta(days=1)


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
