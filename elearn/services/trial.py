"""A folder that is being written, shown as a learner will see it, in a throw-away installation.

The pack is installed anew whenever a file was saved. One learner without a name takes it; whatever
they do is forgotten with the installation.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from types import MappingProxyType

from elearn.core.case.model import Case
from elearn.core.errors import ElearnError
from elearn.core.pack.blocks import blocks
from elearn.core.pack.digest import digest as digest_of
from elearn.core.pack.model import Bank, Course, Lesson, Pack, Quiz, RegisterPack
from elearn.core.pack.parse import parse
from elearn.core.pack.yaml_tree import Keys
from elearn.core.problems import Problem, Severity
from elearn.core.quiz.questions import Question
from elearn.services import enrolments, packs_check, people, shelf
from elearn.services.packs_check import Report
from elearn.services.people import OPERATOR, KnownPerson, PersonForm
from elearn.store import blobs, pack_files, trial
from elearn.store import packs as pack_store
from elearn.store import people as people_store
from elearn.store.db import begin_write

_NOTHING: Mapping[str, tuple[Problem, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Shown:
    """The folder as it was when it was last read.

    Attributes:
        stamp: Changes when a file does.
        pack_id: The course; empty where there is none to show.
        items: By item id the path of its file.
        problems: Everything that the checker says.
        errors: How many of them would stop the pack from being installed.
        places: By item id and then by address (of a block, or `check-ID` of a self-check) the
            problems that stand there.
        parts: The problems of questions by their ids, of scenes by `CASE/CHOICE` of their choices.
        fault: Why there is nothing to show, in a sentence.
    """

    stamp: str = ""
    pack_id: str = ""
    items: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    errors: int = 0
    places: Mapping[str, Mapping[str, tuple[Problem, ...]]] = field(default_factory=dict)
    parts: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    fault: str = ""

    def of_item(self, item_id: str) -> tuple[Problem, ...]:
        """The problems in the file of an item; without an item those of no item's file."""
        if item_id:
            return tuple(p for p in self.problems if p.path == self.items.get(item_id))
        paths = set(self.items.values())
        return tuple(p for p in self.problems if p.path not in paths)

    def at(self, item_id: str) -> Mapping[str, tuple[Problem, ...]]:
        """The problems of a lesson by the address at which they stand."""
        return self.places.get(item_id, _NOTHING)


class Trial:
    """A folder under the eyes of its author. Its methods need the throw-away installation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shown = Shown()
        self._register: Path | None = None
        self._lock = Lock()
        self._cache = packs_check.file_cache()
        self._learner = ""

    def stamp(self) -> str:
        """The stamp of the folder, and of the register beside it, as they are now."""
        return trial.stamp(self.folder, *([self._register] if self._register else []))

    def learner(self, *, now: datetime) -> KnownPerson:
        """Who takes the course; made when asked for first. Needs the caller's commit."""
        known = people_store.actor_by_key(self._learner, now.date()) if self._learner else None
        if known is not None:
            return known
        form = PersonForm(name="Preview", service_number="PREVIEW")
        self._learner = people.add_person(OPERATOR, form, now=now).key
        made = people_store.actor_by_key(self._learner, now.date())
        assert made is not None
        return made

    def refresh(self, *, now: datetime) -> Shown:
        """Read the folder again if a file changed, and put it in the place of what was there.

        Needs the caller's commit.
        """
        with self._lock:
            stamp = self.stamp()
            if stamp != self.shown.stamp:
                self.shown = self._read(stamp, now)
            return self.shown

    def begin_afresh(self, *, now: datetime) -> None:
        """Forget what the learner did. Needs the caller's commit."""
        learner = self.learner(now=now).actor
        begin_write()
        trial.forget_learning(enrolments.person_of(learner))
        enrolments.enrol(learner, self.shown.pack_id, now=now)

    def _read(self, stamp: str, now: datetime) -> Shown:
        try:
            report = packs_check.check_path(self.folder, as_of=now.date(), cache=self._cache)
        except ElearnError as error:
            return Shown(stamp, fault=error.message)
        pack = report.pack
        shown = Shown(
            stamp,
            problems=report.problems,
            errors=sum(p.severity is Severity.ERROR for p in report.problems),
        )
        if not isinstance(pack, Course) or not pack.items:
            fault = "There is no course with a lesson, a quiz or a case study to show yet."
            return replace(shown, fault=fault)
        try:
            self._put_register(pack, now)
            self._put(pack, report.files, now)
            enrolments.enrol(self.learner(now=now).actor, pack.meta.id, now=now)
        except (ElearnError, LookupError, ValueError, TypeError) as error:
            # What the checker calls an error can be past showing.
            fault = f"The pack cannot be shown until its errors are mended ({error})."
            return replace(shown, fault=fault)
        return replace(
            shown,
            pack_id=pack.meta.id,
            items={item.id: item.path for item in pack.items},
            places=_places(pack, report.problems),
            parts=_parts(pack, report),
        )

    def _put_register(self, course: Course, now: datetime) -> None:
        """Install the register that the course names: beside it, or that of this program."""
        self._register = None
        for beside in (self.folder.resolve().parent, packs_check.packaged_packs()):
            folder = beside / course.law.register if beside and course.law else None
            if folder and folder.is_dir():
                self._register = folder
                files, _ = pack_files.read_folder(folder)
                pack = parse(files, self._cache).pack
                if isinstance(pack, RegisterPack):
                    self._put(pack, files, now)
                return

    def _put(self, pack: Pack, files: dict[str, bytes], now: datetime) -> None:
        """Install and publish a pack, or put it in the place of an earlier state of it."""
        meta, digest = pack.meta, digest_of(files)
        kept = pack_store.find_version(meta.id, meta.version)
        if kept is not None and kept.digest == digest:
            return
        blobs.keep_archive(digest, pack_files.build_archive(files))
        shelf.take(digest)
        facts: dict[str, object] = {"languages": [meta.language, *meta.languages]}
        begin_write()
        if kept is not None:
            trial.replace_content(
                kept.id, kept.digest, digest, title=meta.title, language=meta.language, facts=facts
            )
        else:
            number = pack_store.keep_version(
                pack_id=meta.id,
                kind=meta.kind,
                version=meta.version,
                digest=digest,
                title=meta.title,
                language=meta.language,
                facts=facts,
                warnings=[],
                installed_at=now,
                installed_by=None,
            )
            pack_store.publish(number, by=None, at=now)  # here nobody is held on what was
        shelf.forget_newest()


def _places(
    course: Course, problems: tuple[Problem, ...]
) -> dict[str, dict[str, tuple[Problem, ...]]]:
    """The problems of lessons by the block in whose lines they stand."""
    found = {}
    for item in course.items:
        here = [p for p in problems if p.path == item.path and p.line]
        if here and isinstance(item, Lesson):
            found[item.id] = _by_block(item, here)
    return found


def _by_block(lesson: Lesson, problems: list[Problem]) -> dict[str, tuple[Problem, ...]]:
    checks = {check.block: f"check-{check.question.id}" for check in lesson.checks}
    found = {}
    for block in blocks(lesson.source):
        first = lesson.first_line + block.first_line - 1
        last = lesson.first_line + block.last_line - 1
        inside = tuple(p for p in problems if first <= p.line <= last)
        if inside:
            found[checks.get(block.address, block.address)] = inside
    return found


def _parts(course: Course, report: Report) -> dict[str, tuple[Problem, ...]]:
    """The problems of questions and scenes, by the lines in which these are written."""
    found: dict[str, tuple[Problem, ...]] = {}
    asked: list[Bank | Quiz] = [*course.banks, *(i for i in course.items if isinstance(i, Quiz))]
    for quiz in asked:
        lists: list[tuple[Keys, tuple[Question, ...]]] = [((), quiz.questions)]
        if isinstance(quiz, Quiz):
            lists += [(("sections", i), s.questions) for i, s in enumerate(quiz.sections)]
        for at, questions in lists:
            within = _within(report, quiz.path, (*at, "questions"), len(questions))
            found |= {q.id: here for q, here in zip(questions, within, strict=True)}
    for case in course.items:
        if isinstance(case, Case):
            within = _within(report, case.path, ("scenes",), len(case.scenes))
            for scene, here in zip(case.scenes, within, strict=True):
                found |= {f"{case.id}/{choice.id}": here for choice in scene.choices}
    return found


def _within(report: Report, path: str, key: Keys, count: int) -> list[tuple[Problem, ...]]:
    """The problems of a file by the entries of one of its lists."""
    begins = [report.sources.line(path, *key, i) for i in range(count)]
    ends = [*begins[1:], sys.maxsize]
    here = [p for p in report.problems if p.path == path]
    return [
        tuple(p for p in here if begin <= p.line < max(end, begin + 1))
        for begin, end in zip(begins, ends, strict=True)
    ]
