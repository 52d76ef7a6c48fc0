"""A version as an officer will see it, for trainers: nothing is enrolled, kept or counted."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import assert_never

from elearn.core.access import Actor
from elearn.core.case.model import Case
from elearn.core.case.play import walk
from elearn.core.errors import Conflict, NotFound
from elearn.core.pack.model import Course, Item, Lesson, Quiz
from elearn.core.quiz import draw
from elearn.core.quiz.numbers import number_text
from elearn.core.quiz.questions import (
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Question,
    ShortText,
    Single,
    TrueFalse,
    kind_of,
)
from elearn.services import authoring, case_pages, courses, lessons, question_forms, shelf
from elearn.services.case_pages import DebriefPage, ScenePage
from elearn.services.courses import ModuleLines
from elearn.services.lessons import LessonPage, Neighbour
from elearn.services.question_forms import QuestionForm
from elearn.services.quiz_pages import around, how_many
from elearn.services.shelf import Reading, SourceNote, Text
from elearn.store.packs import KeptVersion

MOST_DRAWS = 1000
"""How many different draws of a quiz can be looked at."""


class PreviewReading(Reading):
    """A course whose links between items stay in the preview."""

    __slots__ = ()

    def _item_url(self, item_id: str) -> str:
        meta = self.shelved.pack.meta
        return f"/packs/{meta.id}/{meta.version}/preview/{item_id}"


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around an item in the preview."""

    pack_id: str
    version: str
    state: str
    course_title: Text
    item_id: str
    kind: str
    title: Text
    modules: tuple[ModuleLines, ...]
    previous: Neighbour | None
    next: Neighbour | None
    language: str
    taught: str


@dataclass(frozen=True, slots=True)
class LessonPreview:
    """A lesson."""

    frame: Frame
    lesson: LessonPage


@dataclass(frozen=True, slots=True)
class QuestionPreview:
    """A question of a quiz, without its key. `draw` numbers the draw, from 1."""

    frame: Frame
    intro: Text | None
    pass_percent: int
    attempts: int | None
    number: int
    total: int
    form: QuestionForm
    draw: int


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A line of a key: an option, a pair, an item in its place. `right` is empty for a wrong one.

    For a true/false question `label` is None and `code` `true` or `false`.
    """

    label: Text | None
    right: str
    feedback: Text | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A question with its key. `accepted` are the right numbers or words."""

    id: str
    kind: str
    prompt: Text
    points: int
    rows: tuple[KeyRow, ...]
    accepted: tuple[str, ...]
    reason: Text | None


@dataclass(frozen=True, slots=True)
class KeysPreview:
    """All questions that a quiz can ask, with their keys."""

    frame: Frame
    keys: tuple[Key, ...]
    asked: int
    sources: tuple[SourceNote, ...]


@dataclass(frozen=True, slots=True)
class ScenePreview:
    """A scene of a case; `road` are the choices that led there."""

    frame: Frame
    intro: Text | None
    scene: ScenePage
    road: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DebriefPreview:
    """The debrief at the end of a road."""

    frame: Frame
    debrief: DebriefPage


@dataclass(frozen=True, slots=True)
class Asked:
    """What of an item the address asks for."""

    number: int = 1
    draw: int = 1
    keys: bool = False
    road: tuple[str, ...] = ()
    debrief: bool = False


Previewed = LessonPreview | QuestionPreview | KeysPreview | ScenePreview | DebriefPreview


@dataclass(frozen=True, slots=True)
class _Look:
    """A version taken off the shelf to be looked at."""

    kept: KeptVersion
    course: Course
    reading: Reading


def _reading(digest: str, language: str, day: date) -> Reading:
    shelved = shelf.take(digest)
    return PreviewReading(shelved, language, shelf.law_of(shelved.course, day))


def lesson_html(digest: str, lesson_id: str, language: str, day: date) -> str:
    """The safe HTML of a lesson, without its self-checks.

    Raises:
        NotFound: If there is no such lesson.
    """
    lessons.require_lesson(digest, lesson_id)
    body = _reading(digest, language, day).body(lesson_id)
    return "\n".join(part.html for part in body.parts)


def item(
    actor: Actor,
    version: tuple[str, str],
    item_id: str,
    asked: Asked,
    language: str,
    *,
    now: datetime,
) -> Previewed:
    """An item of an installed version, as an officer will see it.

    Args:
        actor: Who writes packs.
        version: Pack id and version.
        item_id: The lesson, quiz or case.
        asked: Which question, keys, or road through a case.
        language: The reader's.
        now: Decides which law holds.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If there is no such version, item, question or road.
    """
    kept = authoring.require_version(actor, *version)
    shelved = shelf.take(kept.digest)
    found = shelved.item(item_id)
    look = _Look(kept, shelved.course, _reading(kept.digest, language, now.date()))
    match found:
        case Lesson():
            return _lesson(look, found)
        case Quiz():
            return _keys(look, found) if asked.keys else _question(look, found, asked)
        case Case():
            return _case(look, found, asked)
        case _:
            assert_never(found)


def _frame(look: _Look, item: Item) -> Frame:
    reading = look.reading
    before, after = around(look.course, reading, item)
    return Frame(
        pack_id=look.kept.pack_id,
        version=look.kept.version,
        state=look.kept.state,
        course_title=reading.text("pack#title"),
        item_id=item.id,
        kind=courses.kind_of(item),
        title=reading.text(f"{item.id}#title"),
        modules=courses.module_lines(look.course, reading, None),
        previous=before,
        next=after,
        language=reading.language,
        taught=reading.taught,
    )


def _lesson(look: _Look, lesson: Lesson) -> LessonPreview:
    parts = lessons.preview_parts(look.reading, lesson)
    page = lessons.compose(look.course, lesson, look.reading, parts, None)
    return LessonPreview(_frame(look, lesson), page)


def _seed(number: int) -> str:
    name = f"preview {number}".encode()
    return hashlib.sha256(name).hexdigest()[: draw.SEED_BYTES * 2]


def _question(look: _Look, quiz: Quiz, asked: Asked) -> QuestionPreview:
    number = min(max(1, asked.draw), MOST_DRAWS)
    paper = look.reading.shelved.paper(quiz, _seed(number))
    if not 1 <= asked.number <= len(paper.questions):
        raise NotFound("There is no such question.")
    form = question_forms.form_of(
        look.reading, paper.questions[asked.number - 1], question_forms.BLANK
    )
    return QuestionPreview(
        frame=_frame(look, quiz),
        intro=look.reading.text(f"{quiz.id}#intro") if quiz.intro else None,
        pass_percent=quiz.pass_percent,
        attempts=quiz.attempts,
        number=asked.number,
        total=len(paper.questions),
        form=form,
        draw=number,
    )


def _keys(look: _Look, quiz: Quiz) -> KeysPreview:
    questions = list(quiz.questions)
    for each in quiz.draw:
        questions += [q for q in look.course.bank(each.bank).questions if q not in questions]
    return KeysPreview(
        frame=_frame(look, quiz),
        keys=tuple(_key(look.reading, question) for question in questions),
        asked=how_many(quiz),
        sources=look.reading.sources_of(f"{q.id}#reason" for q in questions),
    )


def _key(reading: Reading, question: Question) -> Key:
    return Key(
        id=question.id,
        kind=kind_of(question),
        prompt=reading.text(f"{question.id}#prompt"),
        points=question.points,
        rows=_rows(reading, question),
        accepted=_accepted(question),
        reason=reading.text(f"{question.id}#reason") if question.reason else None,
    )


def _rows(reading: Reading, question: Question) -> tuple[KeyRow, ...]:
    name = question.id
    match question:
        case Single() | Multiple():
            return tuple(
                KeyRow(
                    reading.text(f"{name}/{o.id}#text"),
                    "right" if o.right else "",
                    reading.text(f"{name}/{o.id}#feedback") if o.feedback else None,
                )
                for o in question.options
            )
        case TrueFalse():
            return tuple(
                KeyRow(None, "right" if question.answer is value else "", code=str(value).lower())
                for value in (True, False)
            )
        case Matching():
            return tuple(
                KeyRow(
                    reading.text(f"{name}/{pair.id}#left"),
                    reading.plain(f"{name}/{pair.id}#right"),
                )
                for pair in question.pairs
            )
        case Ordering():
            return tuple(
                KeyRow(reading.text(f"{name}/{entry.id}#text"), str(place))
                for place, entry in enumerate(question.items, 1)
            )
        case Numeric() | ShortText():
            return ()
        case _:
            assert_never(question)


def _accepted(question: Question) -> tuple[str, ...]:
    if isinstance(question, ShortText):
        return question.answers
    if not isinstance(question, Numeric):
        return ()
    about = f" ± {number_text(question.tolerance)}" if question.tolerance else ""
    return (f"{number_text(question.answer)}{about} {question.unit}".strip(),)


def _case(look: _Look, case: Case, asked: Asked) -> ScenePreview | DebriefPreview:
    try:
        steps = walk(case, asked.road)
    except Conflict:
        raise NotFound("There is no such road through this case.") from None
    frame, pack_id = _frame(look, case), look.kept.pack_id
    if asked.debrief and steps.finished:
        page = case_pages.debrief_of(look.reading, case, steps, "", pack_id, frame.next)
        return DebriefPreview(frame, page)
    return ScenePreview(
        frame=frame,
        intro=look.reading.text(f"{case.id}#intro") if case.intro else None,
        scene=case_pages.scene_of(look.reading, case, steps, "", pack_id),
        road=asked.road,
    )


def first_item(actor: Actor, pack_id: str, version: str) -> str:
    """The id of a version's first item.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If it is not installed, or is a register.
    """
    kept = authoring.require_version(actor, pack_id, version)
    items = shelf.take(kept.digest).course.items
    if not items:
        raise NotFound("There is nothing in this course.")
    return items[0].id
