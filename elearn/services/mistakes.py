"""Reports of mistakes, as trainers work them off. Who reported is not shown to them."""

import re
from dataclasses import dataclass
from datetime import datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, NotFound
from elearn.services import preview
from elearn.services.mistake_reports import QUESTION, SCENE
from elearn.services.preview import Key
from elearn.store import audit
from elearn.store import reports as store
from elearn.store.db import begin_write
from elearn.store.reports import KeptReport

PAGE = 30
"""Reports on one page."""

LONGEST_NOTE = 1000
_BLOCK = re.compile(r'(?=<div class="block[ "])')


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in the list."""

    key: str
    pack_id: str
    version: str
    title: str
    item_id: str
    text: str
    at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """Reports, open or closed. `page` counts from 1."""

    reports: tuple[ReportLine, ...]
    state: str
    pack_id: str
    open: int
    closed: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report with what it is about.

    Attributes:
        block: The place, as it is kept: of a block, or `question/ID` or `scene/ID`.
        anchor: Where the preview shows it; empty for the item as a whole.
        shown: The block, or the words of the scene (safe HTML); empty where it names none.
        question: The question with its key.
    """

    line: ReportLine
    block: str
    anchor: str
    language: str
    shown: str
    question: Key | None
    handled_at: datetime | None
    note: str


def _line(kept: KeptReport) -> ReportLine:
    return ReportLine(
        kept.key,
        kept.pack_id,
        kept.version,
        kept.title,
        kept.item_id,
        kept.text,
        kept.at,
        kept.state,
    )


def reports_page(actor: Actor, state: str, pack_id: str, page: int) -> ReportsPage:
    """A page of reports.

    Raises:
        NotAllowed: If the actor writes no packs.
    """
    access.require(actor, Action.AUTHOR_PACKS)
    state = "closed" if state == "closed" else "open"
    counts = {name: store.count(name, pack_id) for name in ("open", "closed")}
    pages = max(1, -(-counts[state] // PAGE))
    number = min(max(1, page), pages)
    kept = store.listing(state, pack_id, limit=PAGE, offset=(number - 1) * PAGE)
    return ReportsPage(
        tuple(_line(k) for k in kept),
        state,
        pack_id,
        counts["open"],
        counts["closed"],
        number,
        pages,
    )


def _require(key: str) -> KeptReport:
    kept = store.by_key(key)
    if kept is None:
        raise NotFound("There is no such report.")
    return kept


def report_page(actor: Actor, key: str, *, now: datetime) -> ReportPage:
    """One report, with the block beside it in the language in which it was read.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If there is no such report.
    """
    access.require(actor, Action.AUTHOR_PACKS)
    kept = _require(key)
    question = _question(kept, now)
    shown = "" if question else _shown(kept, now)
    return ReportPage(
        line=_line(kept),
        block=kept.block,
        anchor=kept.block.rpartition("/")[2] if shown or question else "",
        language=kept.language,
        shown=shown,
        question=question,
        handled_at=kept.handled_at,
        note=kept.note,
    )


def _question(kept: KeptReport, now: datetime) -> Key | None:
    """The question that a report is about."""
    if not kept.block.startswith(QUESTION):
        return None
    name = kept.block.removeprefix(QUESTION)
    try:
        return preview.key(kept.digest, kept.item_id, name, kept.language, now.date())
    except NotFound:
        return None


def _shown(kept: KeptReport, now: datetime) -> str:
    """The HTML of a scene, or of a block without the address that would stand twice on a page."""
    if kept.block.startswith(SCENE):
        name = kept.block.removeprefix(SCENE)
        return preview.scene_html(kept.digest, kept.item_id, name, kept.language, now.date())
    if not kept.block.startswith("b-"):
        return ""
    try:
        html = preview.lesson_html(kept.digest, kept.item_id, kept.language, now.date())
    except NotFound:
        return ""
    start = re.compile(rf'<div class="block[^"]*" id="{re.escape(kept.block)}"')
    found = next((part for part in _BLOCK.split(html) if start.match(part)), "")
    return found.replace(f' id="{kept.block}"', "", 1)


def close(actor: Actor, key: str, note: str, *, now: datetime) -> None:
    """Close a report with a note on what was done. Closing it again changes nothing.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If there is no such report.
        BadInput: If nothing is said about it.
    """
    access.require(actor, Action.AUTHOR_PACKS)
    text = note.strip()
    if not text:
        raise BadInput("Say in a few words what you did about it.", code="nothing-said")
    begin_write()
    kept = _require(key)
    if kept.state == "closed":
        return
    store.close(kept.id, text[:LONGEST_NOTE], by=actor.person_id, at=now)
    audit.keep_act(
        actor.person_id,
        "report-closed",
        f"{kept.pack_id} {kept.version}",
        {"report": kept.key, "item": kept.item_id},
        at=now,
    )
