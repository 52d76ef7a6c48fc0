"""Question files that trainers upload: read, looked at item by item, handed on as a new archive.

Nothing of it is part of a pack until the archive is installed like any other. A draft is seen by
whoever uploaded it and by nobody else, and is forgotten after a day.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from elearn.core import access, said
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, NotFound
from elearn.core.ids import is_version, major_of
from elearn.core.pack.bump import with_version
from elearn.core.pack.compile import compile_pack
from elearn.core.pack.model import Course, Quiz
from elearn.core.pack.parse import parse
from elearn.core.problems import Problem, Severity
from elearn.core.quiz import draw
from elearn.interop.notes import ImportNote, State
from elearn.services import imports, packs, preview, question_forms, shelf
from elearn.services.imports import Source
from elearn.services.packs import Installed
from elearn.services.packs_check import Report
from elearn.services.preview import Key
from elearn.services.question_forms import QuestionForm
from elearn.services.shelf import Reading, Shelved
from elearn.store import blobs, pack_files
from elearn.store import import_drafts as store
from elearn.store import packs as pack_store
from elearn.store.db import begin_write
from elearn.store.import_drafts import KeptDraft

MAX_BYTES = 50_000_000
"""The largest file with questions."""

KEPT = timedelta(days=1)
_MOST_DRAFTS = 10
"""Drafts that one person may have; for a further one the oldest goes."""
PER_PAGE = 20
_SEED = "0" * (2 * draw.SEED_BYTES)


@dataclass(frozen=True, slots=True)
class Target:
    """A course version that questions can go into."""

    pack_id: str
    version: str
    title: str


@dataclass(frozen=True, slots=True)
class StartPage:
    """The form that takes a file, and what was uploaded before. Megabytes in `most`."""

    targets: tuple[Target, ...]
    drafts: tuple[KeptDraft, ...]
    most: int


@dataclass(frozen=True, slots=True)
class DraftItem:
    """What became of an item of the file; a question as a learner sees it, and its answers."""

    note: ImportNote
    form: QuestionForm | None = None
    key: Key | None = None


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A file that was read.

    Attributes:
        draft: What is kept of it.
        quiz_title: The title of the new quiz; plain.
        counts: How many items were read, changed and left out.
        shown: Which of them are listed: a state, or empty for all.
        items: One page of the list.
        page, pages: Which page it is, and how many there are.
        problems: What the check says of the new version and did not say of the old one.
        errors: How many of these would stop the new version from being installed.
        ready: Whether there is an archive to take away or to install.
    """

    draft: KeptDraft
    quiz_title: str
    counts: dict[str, int]
    shown: str
    items: tuple[DraftItem, ...]
    page: int
    pages: int
    problems: tuple[Problem, ...]
    errors: int
    ready: bool


class _DraftReading(Reading):
    """A course whose media are those of a draft, and whose links lead nowhere yet."""

    __slots__ = ()

    def _item_url(self, item_id: str) -> str:
        return f"#{item_id}"

    def _media_base(self) -> str:
        return f"/imports/{self.shelved.digest}/media/"


def start_page(actor: Actor, *, now: datetime) -> StartPage:
    """What questions can be imported into, and what one uploaded before.

    Raises:
        NotAllowed: If the actor writes no packs.
    """
    person = _author(actor)
    targets = tuple(
        Target(kept.pack_id, kept.version, kept.title)
        for kept in pack_store.all_versions()
        if kept.kind == "course"
    )
    drafts = tuple(store.of_person(person, now=now))
    return StartPage(targets, drafts, MAX_BYTES // 1_000_000)


def _author(actor: Actor) -> int:
    access.require(actor, Action.AUTHOR_PACKS)
    assert actor.person_id is not None
    return actor.person_id


def read_upload(
    actor: Actor, source: Source, into: tuple[str, str] | bytes, *, now: datetime
) -> str:
    """Read a file with questions and see how they fit into a pack.

    Args:
        actor: Who writes packs.
        source: The file.
        into: An installed course by id and version, or the archive of one.
        now: The moment.

    Returns:
        The key of the draft.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If the version is not installed.
        BadInput: If the file is too large, or the pack is no course that can be read.
        Conflict: If the pack would get an error that is no single question's.
    """
    person = _author(actor)
    if len(source.data) > MAX_BYTES:
        raise BadInput("The file with questions is too large.")
    base = _base(into, now)
    course = base.pack
    if not isinstance(course, Course):
        raise BadInput("This is no course that can be read.")
    plan = imports.plan(source, base, lambda files: packs.examined(files, now=now))
    version = _next_version(course.meta.id, course.meta.version)
    report: dict[str, Any] = {
        "quiz": plan.quiz.path,
        "title": plan.quiz.title,
        "notes": [_to_raw(note) for note in plan.notes],
        "problems": [],
    }
    archive = None
    if plan.files:
        files = _with_version(base.files | plan.files, version, plan.quiz, source, now)
        found = packs.examined(files, now=now).problems
        known = {(p.path, p.code, p.text) for p in base.problems}
        report["problems"] = [
            [p.path, p.line, p.code, p.text, p.severity.value]
            for p in found
            if p.severity is Severity.ERROR or (p.path, p.code, p.text) not in known
        ]
        archive = pack_files.build_archive(files)
    key = store.new_key()
    store.keep_files(key, report, archive)
    begin_write()
    for old in store.of_person(person, now=now)[_MOST_DRAFTS - 1 :]:
        store.forget(old.key)
    store.keep(
        key=key,
        person_id=person,
        file_name=source.name[-200:],
        pack_id=course.meta.id,
        version=version,
        questions=len(plan.quiz.questions),
        at=now,
        expires_at=now + KEPT,
    )
    return key


def _to_raw(note: ImportNote) -> list[Any]:
    """A note as JSON holds it, its sentences with their values."""
    reasons = [said.to_raw(reason) for reason in note.reasons]
    return [said.to_raw(note.place), note.title, note.state.value, reasons, note.question]


def _from_raw(raw: list[Any]) -> ImportNote:
    place, title, state, reasons, question = raw
    if isinstance(reasons, str):  # kept before sentences were kept with their values
        reasons = reasons.splitlines()
    told = tuple(said.from_raw(reason) for reason in reasons)
    return ImportNote(said.from_raw(place), title, State(state), told, question)


def _base(into: tuple[str, str] | bytes, now: datetime) -> Report:
    if isinstance(into, bytes):
        files, problems = pack_files.read_archive(into)
        if not files:
            raise BadInput("The archive of the pack cannot be read.")
        return packs.examined(files, problems, now=now)
    kept = pack_store.find_version(*into)
    if kept is None or kept.kind != "course":
        raise NotFound("This version is not installed here.")
    files, _problems = pack_files.read_archive(blobs.archive_path(kept.digest))
    return packs.examined(files, now=now)


def _next_version(pack_id: str, version: str) -> str:
    """The next number that is free here. A new graded quiz is a change of the major number."""
    if not is_version(version):
        raise BadInput("The pack has no version number that can be counted on from.")
    major = major_of(version)
    while True:
        major += 1
        found = f"{major}.0.0"
        if pack_store.find_version(pack_id, found) is None:
            return found


def _with_version(
    files: dict[str, bytes], version: str, quiz: Quiz, source: Source, now: datetime
) -> dict[str, bytes]:
    """The files of the next version: its number, and an entry in the list of changes."""
    name = "".join(c for c in source.words if c.isalnum() or c in " -_.,")[:80].strip()
    lines = [f"New quiz {quiz.id}, imported from {name}."]
    return files | with_version(files, version, lines, now.date())


def _require(actor: Actor, key: str, now: datetime) -> KeptDraft:
    person = _author(actor)
    draft = store.find(key, person, now=now)
    if draft is None:
        raise NotFound("This file is not here any more. Upload it once more.")
    return draft


def draft_page(
    actor: Actor, key: str, shown: str, page: int, language: str, *, now: datetime
) -> DraftPage:
    """What became of each item of a file, a page at a time.

    Args:
        actor: Whoever uploaded it.
        key: The draft.
        shown: A state, to see those items only; anything else shows all.
        page: From 1.
        language: The reader's.
        now: Decides which law holds.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If it is not theirs, or has expired.
    """
    draft = _require(actor, key, now)
    report = store.read_report(key)
    if report is None:
        raise NotFound("This file is not here any more. Upload it once more.")
    notes = [_from_raw(raw) for raw in report["notes"]]
    counts = Counter(note.state.value for note in notes)
    state = shown if shown in set(State) else ""
    chosen = [note for note in notes if not state or note.state == state]
    pages = max(1, -(-len(chosen) // PER_PAGE))
    page = min(max(1, page), pages)
    here = chosen[(page - 1) * PER_PAGE : page * PER_PAGE]
    problems = tuple(Problem(p[0], p[1], p[2], p[3], Severity(p[4])) for p in report["problems"])
    return DraftPage(
        draft=draft,
        quiz_title=report["title"],
        counts={state.value: counts[state.value] for state in State},
        shown=state,
        items=_items(draft, report["quiz"], here, language, now),
        page=page,
        pages=pages,
        problems=problems,
        errors=sum(p.severity is Severity.ERROR for p in problems),
        ready=store.archive_path(key) is not None,
    )


def _items(
    draft: KeptDraft, quiz: str, notes: list[ImportNote], language: str, now: datetime
) -> tuple[DraftItem, ...]:
    if not any(note.question for note in notes):
        return tuple(DraftItem(note) for note in notes)
    shelved = _shelved(draft.key, quiz)
    law = shelf.law_of(shelved.course, now.date())
    reading = _DraftReading(shelved, language, law)
    asked = {q.id: q for item in shelved.course.items for q in getattr(item, "questions", ())}
    made = []
    for note in notes:
        question = asked.get(note.question)
        if question is None:
            made.append(DraftItem(note))
            continue
        paper = draw.paper_question(shelved.accepting(question), _SEED)
        form = question_forms.form_of(reading, paper, question_forms.BLANK)
        made.append(DraftItem(note, form, preview.key_of(reading, question)))
    return tuple(made)


@lru_cache(maxsize=16)
def _shelved(key: str, quiz: str) -> Shelved:
    """The new quiz alone, in a pack without its other items, compiled; its digest is the key."""
    path = store.archive_path(key)
    if path is None:
        raise NotFound("This file is not here any more. Upload it once more.")
    files, _problems = pack_files.read_archive(path)
    folder = quiz.rpartition("/")[0]
    kept = {
        name: data
        for name, data in files.items()
        if name in ("pack.yaml", f"{folder}/module.yaml", quiz) or name.startswith("media/")
    }
    pack = parse(kept).pack
    if pack is None:
        raise NotFound("This file is not here any more. Upload it once more.")
    return Shelved(key, pack, compile_pack(pack, kept))


def media_file(actor: Actor, key: str, name: str, *, now: datetime) -> bytes:
    """A picture of a draft.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If the draft is not theirs, or there is no such file.
    """
    _require(actor, key, now)
    try:
        return store.read_member(key, f"media/{name}")
    except (FileNotFoundError, KeyError):
        raise NotFound("There is no such file.") from None


def archive(actor: Actor, key: str, *, now: datetime) -> tuple[str, bytes]:
    """The name and the content of the new archive, to take away.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If the draft is not theirs, or has no question in it.
    """
    draft = _require(actor, key, now)
    path = store.archive_path(key)
    if path is None:
        raise NotFound("There is no archive: no question could be read.")
    return f"{draft.pack_id}-{draft.version}.elpack", path.read_bytes()


def install(actor: Actor, key: str, *, now: datetime) -> Installed:
    """Hand the new archive to the installation, where it is checked like any other.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If the draft is not theirs, or has no question in it.
        Conflict: If its version was installed meanwhile with other content.
    """
    _name, data = archive(actor, key, now=now)
    return packs.install_upload(actor, data, now=now)


def discard(actor: Actor, key: str, *, now: datetime) -> None:
    """Forget a draft at once.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If it is not theirs.
    """
    _require(actor, key, now)
    begin_write()
    store.forget(key)


def tidy(now: datetime) -> None:
    """Forget the drafts that have expired, and what a crash left behind."""
    begin_write()
    store.forget_before(now)
    store.forget_files_before(now - 2 * KEPT)
