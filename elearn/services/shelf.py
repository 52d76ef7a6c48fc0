"""Packs taken off the shelf: read and compiled once a process, then shared by all requests."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from time import monotonic
from typing import Any

from elearn.core.errors import NotFound
from elearn.core.learning.progress import Done
from elearn.core.pack import compile as compiler
from elearn.core.pack import present
from elearn.core.pack.compile import Compiled, compile_pack
from elearn.core.pack.markup import Body
from elearn.core.pack.model import Course, Item, Lesson, Pack, Quiz, RegisterPack
from elearn.core.pack.parse import parse
from elearn.core.pack.present import GlossaryNote, Law, SourceNote
from elearn.core.quiz import blueprint, draw
from elearn.core.quiz.draw import Paper, PaperQuestion
from elearn.core.quiz.questions import Cloze, Question, ShortText
from elearn.core.script import fold
from elearn.store import blobs, pack_files, packs

NOTHING_DONE = Done()

_REMEMBERED = 30.0
"""Seconds for which a process believes that a register is still the newest."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a pack, in the reader's language or marked as being in another."""

    html: str
    plain: str


EMPTY = Text("", "")


class Shelved:
    """A pack version, read and compiled."""

    def __init__(self, digest: str, pack: Pack, compiled: Compiled) -> None:
        self.digest = digest
        self.pack = pack
        self.compiled = compiled
        self._items: dict[str, Item] = (
            {item.id: item for item in pack.items} if isinstance(pack, Course) else {}
        )

    @property
    def course(self) -> Course:
        """The course.

        Raises:
            NotFound: If it is a register.
        """
        if not isinstance(self.pack, Course):
            raise NotFound("This is a register, not a course.")
        return self.pack

    def has(self, item_id: str) -> bool:
        """Whether it is a course with such an item."""
        return item_id in self._items

    def same(self, item: Item) -> bool:
        """Whether the course has just this item, wherever its file stands."""
        own = self._items.get(item.id)
        return own is not None and replace(own, path="") == replace(item, path="")

    def item(self, item_id: str) -> Item:
        """An item of the course.

        Raises:
            NotFound: If there is none with that id.
        """
        try:
            return self._items[item_id]
        except KeyError:
            raise NotFound("There is nothing with this name in this course.") from None

    def accepting(self, question: Question) -> Question:
        """The question; short texts and gaps take the accepted answers of every language."""
        if isinstance(question, Cloze):
            gaps = (
                replace(gap, answers=self._accepted(f"{question.id}/{gap.id}", gap.answers))
                for gap in question.gaps
            )
            return replace(question, gaps=tuple(gaps))
        if isinstance(question, ShortText):
            return replace(question, answers=self._accepted(question.id, question.answers))
        return question

    def _accepted(self, context: str, answers: tuple[str, ...]) -> tuple[str, ...]:
        found = dict.fromkeys(answers)
        for texts in self.compiled.texts.values():
            for number in range(1, len(answers) + 1):
                answer = texts.get(f"{context}#answer-{number}")
                if answer is not None:
                    found[compiler.plain(answer.html)] = None
        return tuple(found)

    def paper(
        self,
        quiz: Quiz,
        seed: str,
        version: int = draw.DRAW_VERSION,
        drawn: str | None = None,
        left_out: frozenset[str] = frozenset(),
    ) -> Paper:
        """The paper of an attempt; made once, since every page of the attempt needs it.

        `version`, `drawn` and `left_out` are what was kept when the attempt began.
        """
        return _paper(self.digest, quiz.id, seed, version, drawn, left_out)

    def check(self, lesson_id: str, check_id: str, seed: str) -> PaperQuestion:
        """A self-check of a lesson as one learner is asked it; drawn once, like a paper.

        Raises:
            NotFound: If the lesson has no such check.
        """
        return _check(self.digest, lesson_id, check_id, seed)


@lru_cache(maxsize=8192)
def _check(digest: str, lesson_id: str, check_id: str, seed: str) -> PaperQuestion:
    shelved = take(digest)
    lesson = shelved.item(lesson_id)
    checks = lesson.checks if isinstance(lesson, Lesson) else ()
    for check in checks:
        if check.question.id == check_id:
            return draw.paper_question(shelved.accepting(check.question), seed)
    raise NotFound("There is no such question in this lesson.")


@lru_cache(maxsize=2048)
def _paper(
    digest: str,
    quiz_id: str,
    seed: str,
    version: int,
    drawn: str | None,
    left_out: frozenset[str],
) -> Paper:
    shelved = take(digest)
    quiz = shelved.item(quiz_id)
    assert isinstance(quiz, Quiz)
    names = None if drawn is None else blueprint.from_text(drawn)
    made = draw.paper(
        quiz, shelved.course.banks, seed, version=version, drawn=names, left_out=left_out
    )
    asked = (replace(a, question=shelved.accepting(a.question)) for a in made.questions)
    return replace(made, questions=tuple(asked))


@lru_cache(maxsize=64)
def take(digest: str) -> Shelved:
    """A pack version by its digest, which names its content for ever.

    Raises:
        NotFound: If its archive is not kept here.
    """
    found = files(digest)
    pack = parse(found).pack
    if pack is None:
        raise NotFound("This version cannot be read.")
    kept = blobs.read_compiled(digest, compiler.VERSION)
    if kept is not None:
        return Shelved(digest, pack, Compiled.from_json(json.loads(kept)))
    return Shelved(digest, pack, put(digest, pack, found))


def files(digest: str) -> dict[str, bytes]:
    """The files of a pack version.

    Raises:
        NotFound: If its archive is not kept here.
    """
    try:
        found, _problems = pack_files.read_archive(blobs.archive_path(digest))
    except FileNotFoundError:
        raise NotFound("This version is not kept on this site.") from None
    return found


def put(digest: str, pack: Pack, files: dict[str, bytes]) -> Compiled:
    """Compile a pack and keep its pages."""
    compiled = compile_pack(pack, files)
    keep(digest, compiled)
    return compiled


def keep(digest: str, compiled: Compiled) -> None:
    """Keep a pack's pages."""
    text = json.dumps(compiled.to_json(), ensure_ascii=False, separators=(",", ":"))
    blobs.keep_compiled(digest, compiler.VERSION, text.encode())


def item(digest: str, item_id: str) -> Item:
    """An item of a course version.

    Raises:
        NotFound: If there is none with that id.
    """
    return take(digest).item(item_id)


_newest: dict[str, tuple[float, str | None]] = {}


def forget_newest() -> None:
    """Look again for the newest registers: something was published."""
    _newest.clear()


def _newest_digest(register_id: str) -> str | None:
    until, digest = _newest.get(register_id, (0.0, None))
    if until > monotonic():
        return digest
    version = packs.newest_published(register_id)
    digest = version.digest if version else None
    _newest[register_id] = (monotonic() + _REMEMBERED, digest)
    return digest


def register_digest(course: Course) -> str | None:
    """The digest of the newest published register that a course's citations point into."""
    return _newest_digest(course.law.register) if course.law else None


def law_of(course: Course, day: date) -> Law | None:
    """That register, as of a day."""
    digest = register_digest(course)
    return law_at(digest, day) if digest else None


def law_at(digest: str, day: date) -> Law | None:
    """The register with that digest, as of a day; None if it is no register."""
    shelved = take(digest)
    if not isinstance(shelved.pack, RegisterPack):
        return None
    return Law(shelved.pack.register, day, shelved.compiled)


@dataclass(slots=True)
class Reading:
    """A course in one language, under the law as the register has it on one day.

    `language` is the reader's; `taught` the one that the course is shown in, which is its source
    language where it has no translation. What is shown in another language is marked as such.
    `kept` is room for what others work out from this reading alone, never for what is a person's.
    """

    shelved: Shelved
    language: str
    law: Law | None
    _texts: dict[str, Text] = field(default_factory=dict)
    _bodies: dict[str, Body] = field(default_factory=dict)
    _sources: dict[str, tuple[SourceNote, ...]] = field(default_factory=dict)
    _notes: dict[str, tuple[GlossaryNote, ...]] = field(default_factory=dict)
    kept: dict[Any, Any] = field(default_factory=dict)

    @property
    def law_title(self) -> str:
        """The title of the register, or nothing."""
        return self.law.name("pack#title", self.language) if self.law else ""

    @property
    def taught(self) -> str:
        """The language that the course is shown in."""
        compiled = self.shelved.compiled
        return self.language if self.language in compiled.languages else compiled.language

    def _item_url(self, item_id: str) -> str:
        """From a bridge, links to what is not in it lead to the course that it is cut from."""
        shelved = self.shelved
        owner = shelved.pack.meta.id if shelved.has(item_id) else shelved.course.subject
        return f"/courses/{owner}/{item_id}"

    def _media_base(self) -> str:
        return f"/media/{self.shelved.digest}/"

    def _present(self, html: str) -> str:
        return present.present(
            html,
            language=self.language,
            law=self.law,
            media_base=self._media_base(),
            item_url=self._item_url,
        )

    def text(self, key: str) -> Text:
        """The text with that key (core.pack.texts), ready to show; empty if there is none."""
        found = self._texts.get(key)
        if found is None:
            html = self._present(self.shelved.compiled.text(self.language, key).html)
            found = Text(html, self.plain(key)) if html else EMPTY
            self._texts[key] = found
        return found

    def plain(self, key: str) -> str:
        """The same without markup."""
        return self.shelved.compiled.plain(self.language, key)

    def body(self, lesson_id: str) -> Body:
        """The body of a lesson, ready to show."""
        found = self._bodies.get(lesson_id)
        if found is None:
            raw = self.shelved.compiled.lesson(self.language, lesson_id)
            parts = tuple(replace(part, html=self._present(part.html)) for part in raw.parts)
            found = self._bodies[lesson_id] = replace(raw, parts=parts)
        return found

    def sources(self, lesson_id: str) -> tuple[SourceNote, ...]:
        """What a lesson cites, with titles, status and links."""
        if lesson_id not in self._sources:
            self._sources[lesson_id] = self._notes_on(self.body(lesson_id).cites)
        return self._sources[lesson_id]

    def _notes_on(self, cites: Iterable[str]) -> tuple[SourceNote, ...]:
        return tuple(present.sources(cites, self.law, self.language)) if self.law else ()

    def sources_of(self, keys: Iterable[str]) -> tuple[SourceNote, ...]:
        """What these texts cite, each once."""
        compiled = self.shelved.compiled
        return self._notes_on(c for key in keys for c in compiled.text(self.language, key).cites)

    def glossary(self, lesson_id: str) -> tuple[GlossaryNote, ...]:
        """The terms that a lesson uses, explained."""
        if self.law is None:
            return ()
        if lesson_id not in self._notes:
            terms = self.body(lesson_id).terms
            self._notes[lesson_id] = tuple(present.glossary_notes(terms, self.law, self.language))
        return self._notes[lesson_id]


@lru_cache(maxsize=128)
def _reading(digest: str, language: str, register: str | None, day: date) -> Reading:
    return Reading(take(digest), language, law_at(register, day) if register else None)


def read(digest: str, language: str, day: date) -> Reading:
    """A course version in a language, under the law of that day."""
    return _reading(digest, language, register_digest(take(digest).course), day)


__all__ = [
    "EMPTY",
    "NOTHING_DONE",
    "GlossaryNote",
    "Reading",
    "Shelved",
    "SourceNote",
    "Text",
    "files",
    "fold",
    "forget_newest",
    "item",
    "keep",
    "law_at",
    "law_of",
    "put",
    "read",
    "register_digest",
    "take",
]
