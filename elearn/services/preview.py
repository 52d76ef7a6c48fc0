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
from elearn.core.quiz import blueprint, draw
from elearn.core.quiz.questions import Question, kind_of
from elearn.core.quiz.response import NO_RESPONSE
from elearn.services import (
    authoring,
    case_debrief,
    case_pages,
    case_whole,
    contents,
    courses,
    lessons,
    question_forms,
    question_keys,
    shelf,
)
from elearn.services.case_debrief import Around, DebriefPage
from elearn.services.case_pages import ScenePage
from elearn.services.case_whole import CaseWhole
from elearn.services.courses import ModuleLines
from elearn.services.kinds.base import KeyParts, values_of
from elearn.services.kinds.drawn import text_of
from elearn.services.lessons import LessonPage, Neighbour
from elearn.services.question_forms import QuestionForm
from elearn.services.question_help import (
    KeyBeside,
    QuestionHelp,
    all_hints,
    beside,
    key_beside,
)
from elearn.services.quiz_pages import around, how_many
from elearn.services.quiz_rules import Rules, rules_of
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
    help: QuestionHelp
    hints: tuple[Text, ...]
    rules: Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Key(KeyParts):
    """A question with its key."""

    id: str
    kind: str
    prompt: Text
    points: int
    reason: Text | None
    beside: KeyBeside


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


@dataclass(frozen=True, slots=True)
class CasePreview:
    """A whole case on one page."""

    frame: Frame
    whole: CaseWhole


Previewed = (
    LessonPreview | QuestionPreview | KeysPreview | ScenePreview | DebriefPreview | CasePreview
)


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


def key(digest: str, quiz_id: str, question_id: str, language: str, day: date) -> Key:
    """A question that a quiz can ask, with its key.

    Raises:
        NotFound: If there is no such quiz, or it asks no such question.
    """
    quiz = shelf.item(digest, quiz_id)
    if isinstance(quiz, Quiz):
        for question in blueprint.askable(quiz, shelf.take(digest).course.banks):
            if question.id == question_id:
                return key_of(_reading(digest, language, day), question)
    raise NotFound("There is no such question.")


def scene_html(digest: str, case_id: str, scene_id: str, language: str, day: date) -> str:
    """The safe HTML of a scene's title and words; empty where there is no such scene."""
    case = shelf.take(digest).course.item(case_id)
    if not isinstance(case, Case) or all(scene.id != scene_id for scene in case.scenes):
        return ""
    reading = _reading(digest, language, day)
    name = f"{case_id}/{scene_id}"
    return f"<h3>{reading.text(f'{name}#title').html}</h3>{reading.text(f'{name}#text').html}"


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
        NotAllowed: If the actor neither writes packs nor reviews them.
        NotFound: If there is no such version, item, question or road.
    """
    kept = authoring.require_reviewable(actor, *version)
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
        kind=contents.kind_of(item),
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
    shown = paper.questions[asked.number - 1]
    return QuestionPreview(
        frame=_frame(look, quiz),
        intro=look.reading.text(f"{quiz.id}#intro") if quiz.intro else None,
        pass_percent=quiz.pass_percent,
        attempts=quiz.attempts,
        number=asked.number,
        total=len(paper.questions),
        form=question_forms.form_of(look.reading, shown, question_forms.BLANK),
        draw=number,
        help=beside(look.reading, quiz, shown, NO_RESPONSE),
        hints=all_hints(look.reading, shown.question),
        rules=rules_of(quiz),
    )


def _keys(look: _Look, quiz: Quiz) -> KeysPreview:
    questions = blueprint.askable(quiz, look.course.banks)
    return KeysPreview(
        frame=_frame(look, quiz),
        keys=tuple(key_of(look.reading, question) for question in questions),
        asked=how_many(quiz),
        sources=look.reading.sources_of(f"{q.id}#reason" for q in questions),
    )


def key_of(reading: Reading, question: Question) -> Key:
    """A question with its answers."""
    parts = question_keys.key_parts(reading, question)
    return Key(
        id=question.id,
        kind=kind_of(question),
        prompt=text_of(reading, question, f"{question.id}#prompt"),
        points=question.points,
        reason=text_of(reading, question, f"{question.id}#reason") if question.reason else None,
        beside=key_beside(reading, question),
        **values_of(parts),
    )


def _case(look: _Look, case: Case, asked: Asked) -> ScenePreview | DebriefPreview | CasePreview:
    if asked.keys:
        return CasePreview(_frame(look, case), case_whole.whole(look.reading, case))
    try:
        steps = walk(case, asked.road)
    except Conflict:
        raise NotFound("There is no such road through this case.") from None
    frame, pack_id = _frame(look, case), look.kept.pack_id
    if asked.debrief and steps.finished:
        seen = steps.state.exhibits.union(a.message.id for a in steps.messages)
        about = Around(pack_id=pack_id, following=frame.next, seen=seen)
        page = case_debrief.debrief_of(look.reading, case, steps, about)
        return DebriefPreview(frame, page)
    return ScenePreview(
        frame=frame,
        intro=look.reading.text(f"{case.id}#intro") if case.intro else None,
        scene=case_pages.scene_of(look.reading, case, steps, ("", pack_id), ()),
        road=asked.road,
    )


def first_item(actor: Actor, pack_id: str, version: str) -> str:
    """The id of a version's first item.

    Raises:
        NotAllowed: If the actor neither writes packs nor reviews them.
        NotFound: If it is not installed, or is a register.
    """
    kept = authoring.require_reviewable(actor, pack_id, version)
    items = shelf.take(kept.digest).course.items
    if not items:
        raise NotFound("There is nothing in this course.")
    return items[0].id
