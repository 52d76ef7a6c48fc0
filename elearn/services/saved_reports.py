"""Reports of leaders: what a report shows first, files at once and later, reports kept by name."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, Conflict, NotAllowed, NotFound
from elearn.core.learning import report
from elearn.core.learning.report import Asked, Form, ReportKind, Rhythm
from elearn.core.spreadsheet import Cell
from elearn.interop.tables import pdf
from elearn.services import jobs, looks, mail, report_rows
from elearn.services.overview import Choice
from elearn.services.report_rows import Question, Rows, Words
from elearn.services.sign_in import Letter
from elearn.store import people, report_files
from elearn.store import saved_reports as store
from elearn.store.db import begin_write
from elearn.store.pages.report_rows import units_reached
from elearn.store.saved_reports import MOST, KeptFile, KeptSaved

AT_ONCE = 5_000
"""A report with more rows is made by the worker."""
PDF_AT_ONCE = 300
"""The same for PDF, whose rows take longer."""
_FIRST = 20
"""Rows that the page shows."""
KEPT = timedelta(days=7)
"""How long a file can be fetched."""
_MOST_WAITING = 5
JOB = "report"
_AT_A_TIME = 100


@dataclass(frozen=True, slots=True)
class Speaker:
    """What the edge says for the worker: the words of a report, and the letter about a file."""

    words: Callable[[Question, str, datetime], Words]
    letter: Callable[["Told"], Letter]


@dataclass(frozen=True, slots=True)
class Told:
    """What a letter says about a file that was made."""

    language: str | None
    name: str
    report: str
    file_key: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report: its first rows, and what is kept.

    `total` is at most one more than what can be had at once. `files` are those of the actor.
    """

    as_of: datetime
    asked: Asked
    question: Question
    heading: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shown: frozenset[int]
    total: int
    many: bool
    units: tuple[Choice, ...]
    courses: tuple[Choice, ...]
    saved: tuple[KeptSaved, ...]
    files: tuple[KeptFile, ...]


def page(
    actor: Actor, asked: Asked, language: str, speaker: Speaker, *, now: datetime
) -> ReportPage:
    """The page of a report. Keep the look with `keep_look`.

    Raises:
        NotAllowed: If the actor leads nobody.
        NotFound: If the unit or the course is not there for the actor.
    """
    question = report_rows.understand(actor, asked, language, now=now)
    total = report_rows.count(question, most=AT_ONCE + 1)
    rows = Rows(question, speaker.words(question, language, now), most=_FIRST)
    first = tuple(rows)
    number = _number(actor)
    return ReportPage(
        as_of=now,
        asked=asked,
        question=question,
        heading=rows.words.heading,
        rows=first,
        shown=frozenset(rows.shown),
        total=total,
        many=total > AT_ONCE,
        units=tuple(Choice(p.node.key, p.node.name, p.depth) for p in question.units),
        courses=tuple(Choice(pack_id, text.plain) for pack_id, text in question.titles.items()),
        saved=tuple(store.saved_of(number)),
        files=tuple(store.files_of(number, now)),
    )


def keep_look(actor: Actor, shown: ReportPage, *, now: datetime) -> None:
    """Keep that the actor saw the first rows."""
    looks.keep(actor, "report", dict(shown.asked.to_raw()), shown.shown, now=now)


def _number(actor: Actor) -> int:
    if not actor.person_id:
        raise NotFound("This account has just been closed.")
    return actor.person_id


def at_once(question: Question, form: Form) -> bool:
    """Whether a report is small enough to be written while it is fetched."""
    most = PDF_AT_ONCE if form is Form.PDF else AT_ONCE
    return report_rows.count(question, most=most + 1) <= most


def download(
    actor: Actor, asked: Asked, form: Form, language: str, speaker: Speaker, *, now: datetime
) -> Iterator[bytes]:
    """A small report as a file, piece by piece; the look at everybody in it is kept before.

    Raises:
        NotAllowed: If the actor leads nobody.
        NotFound: If the unit or the course is not there for the actor.
        Conflict: If the report is too large for that.
    """
    question = report_rows.understand(actor, asked, language, now=now)
    if not at_once(question, form):
        raise Conflict(
            "This report is large. Have it made, and fetch it later.", code="report-large"
        )
    words = speaker.words(question, language, now)
    rows = Rows(question, words)
    made = tuple(rows)  # some thousand rows at most
    looks.keep(actor, "report-export", dict(asked.to_raw()), rows.shown, now=now)
    ready = _Taken(question, words, rows=made)
    return report_rows.pieces(ready, form, language=language, now=now)


@dataclass(slots=True)
class _Taken(Rows):
    """Rows that were taken already."""

    rows: tuple[tuple[Cell, ...], ...] = ()

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        self.count = len(self.rows)
        return iter(self.rows)


def save(
    actor: Actor, asked: Asked, name: str, rhythm: Rhythm, form: Form, *, now: datetime
) -> None:
    """Keep a report under a name; with a rhythm it is made by itself.

    Raises:
        NotAllowed: If the actor leads nobody.
        NotFound: If the unit or the course is not there for the actor.
        BadInput: If the name is empty or too long.
        Conflict: If too many are kept already.
    """
    report_rows.understand(actor, asked, "en", now=now)
    name = " ".join(name.split())
    if not 0 < len(name) <= 100:
        raise BadInput("Enter a name of at most 100 letters.", code="report-name")
    number = _number(actor)
    begin_write()
    if store.count_saved(number) >= MOST:
        raise Conflict("You keep 50 reports already. Delete one first.", code="reports-many")
    store.keep_saved(
        key=secrets.token_urlsafe(12),
        person_id=number,
        name=name,
        asked=asked.to_raw(),
        form=form.value,
        rhythm=rhythm.value,
        next_on=report.next_day(rhythm, now.date()),
        made_at=now,
    )


def forget(actor: Actor, key: str) -> None:
    """Delete a report that the actor keeps.

    Raises:
        NotFound: If the actor keeps no such report.
    """
    if not store.forget_saved(key, _number(actor)):
        raise NotFound("There is no such report.")


def ask_for_file(actor: Actor, asked: Asked, form: Form, *, now: datetime) -> None:
    """Have the worker make a file of a report.

    Raises:
        NotAllowed: If the actor leads nobody.
        NotFound: If the unit or the course is not there for the actor.
        Conflict: If several files wait already.
    """
    report_rows.understand(actor, asked, "en", now=now)
    begin_write()
    if store.count_waiting(_number(actor)) >= _MOST_WAITING:
        raise Conflict("Five files are being made for you. Wait for them.", code="reports-wait")
    _ask(_number(actor), "", asked, form, now=now)


def _ask(person_id: int, name: str, asked: Asked, form: Form, *, now: datetime) -> None:
    key = secrets.token_urlsafe(12)
    store.keep_file(
        key=key,
        person_id=person_id,
        name=name,
        asked=asked.to_raw(),
        form=form.value,
        state=store.WAITING,
        asked_at=now,
        expires_at=now + KEPT,
    )
    jobs.enqueue(JOB, {"file": key}, now=now)


def ask_due(now: datetime) -> None:
    """Have the files made of saved reports whose day has come."""
    for one in store.due(now.date(), limit=_AT_A_TIME):
        store.set_next(one.id, report.next_day(Rhythm(one.rhythm), now.date()))
        _ask(one.person_id, one.name, report.read(one.asked), Form(one.form), now=now)


def handler(speaker: Speaker | None) -> jobs.Handler:
    """The handler of `report` jobs: makes a file, and writes to whom it is for."""

    def make(job: jobs.JobRecord, now: datetime) -> None:
        kept = store.file_by_key(str(job.payload["file"]))
        if speaker is None or kept is None or kept.state != store.WAITING:
            return
        known = people.actor_by_id(kept.person_id, now.date())
        if known is None:  # left meanwhile
            store.set_file(kept.key, state=store.REFUSED)
            return
        _make(kept, known.actor, speaker, now=now)

    return make


def _make(kept: KeptFile, actor: Actor, speaker: Speaker, *, now: datetime) -> None:
    """Write the file, within what the person may see now."""
    language = actor.language or "en"
    try:
        question = report_rows.understand(actor, report.read(kept.asked), language, now=now)
        rows = Rows(question, speaker.words(question, language, now))
        pieces = report_rows.pieces(rows, Form(kept.form), language=language, now=now)
        made = report_files.keep(pieces, rows.shown)
    except (NotAllowed, NotFound):
        store.set_file(kept.key, state=store.REFUSED)
        return
    except pdf.TooLong:
        store.set_file(kept.key, state=store.TOO_LONG)
        return
    store.set_file(
        kept.key,
        state=store.READY,
        made_at=now,
        rows=rows.count,
        size=made.size,
        digest=made.digest,
        units=units_reached(question.covered, now.date()),
    )
    person = people.by_id(kept.person_id)
    if person is not None and person.email:
        name = kept.name or rows.words.title
        told = Told(person.language, person.name, name, kept.key, kept.expires_at)
        letter = speaker.letter(told)
        mail.send(person.email, letter.subject, letter.text, now=now, until=kept.expires_at)


def fetch(actor: Actor, key: str, *, now: datetime) -> tuple[KeptFile, Path]:
    """A file that was made for the actor; the look at everybody in it is kept.

    Raises:
        NotAllowed: If the actor leads nobody any more.
        NotFound: If there is no such file for the actor, or it has expired.
        Conflict: If the actor's reach no longer holds all units whose people are in the file.
    """
    access.require(actor, Action.SEE_COMPLETIONS)
    kept = store.file_by_key(key)
    if kept is None or kept.person_id != actor.person_id or kept.expires_at <= now:
        raise NotFound("There is no such file. Files can be fetched for a week.")
    if kept.state != store.READY or kept.digest is None:
        raise NotFound("This file is not there yet.")
    reach = units_reached(access.scope(actor, Action.SEE_COMPLETIONS), now.date())
    if reach is not None and (kept.units is None or not set(kept.units) <= set(reach)):
        raise Conflict(
            "You no longer lead all units whose people are in this file. Have it made again.",
            code="report-reach",
        )
    try:
        shown = report_files.shown_in(kept.digest)
    except FileNotFoundError:
        raise NotFound("There is no such file. Files can be fetched for a week.") from None
    looks.keep(actor, "report-export", dict(kept.asked), shown, now=now)
    return kept, report_files.path(kept.digest)


def tidy(now: datetime) -> None:
    """Delete files that have expired."""
    for digest in store.forget_files_before(now, limit=1_000):
        report_files.forget(digest)


def of_kind(asked: Asked, kind: ReportKind) -> Asked:
    """The same, of another kind, as far as it fits."""
    return report.fitting(replace(asked, kind=kind))
