"""What a course cites and where: the index by which a change of law finds what rests on it.

Made from compiled pages, so that a translation counts where it is shown: a block that a language
shows in the source language for want of a translation is no place of that language.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from html import unescape

from elearn.core.law import labels
from elearn.core.pack.checks.look import placed_questions
from elearn.core.pack.compile import LATIN, Compiled
from elearn.core.pack.model import Course, Lesson
from elearn.core.pack.texts import Unit, units
from elearn.core.quiz.questions import Question

INDEX_VERSION = 1
"""Of this index: what was made by another is made anew."""

_CITE = re.compile(r'data-cite="([^"]*)"( lang=")?')
_BLOCK = re.compile(r'(?=<div class="block[ "])')
_ADDRESS = re.compile(r'<div class="block[^"]*" id="(b-[0-9a-f-]+)"')
_REASONING = frozenset({"reasoning", "model-answer"})


class Role(StrEnum):
    """What a text that cites is to its reader.

    `key` is what a question's answer rests on: the reason for it, and the law that its author named
    (`basis`).
    """

    TEXT = "text"
    QUESTION = "question"
    KEY = "key"
    OPTION = "option"
    FEEDBACK = "feedback"
    HINT = "hint"
    SCENE = "scene"
    CHOICE = "choice"
    CONSEQUENCE = "consequence"
    DEBRIEF = "debrief"
    REASONING = "reasoning"


@dataclass(frozen=True, slots=True)
class Citation:
    """A place that cites.

    Attributes:
        item: The lesson, quiz or case, or `bank/ID`; empty for what stands around them.
        part: The block, question or choice in it: `b-1a2b3c4d`, `q-transit/a`, `s-night/c-ask`.
        role: What the text is.
        language: The language of the text.
        name, ref: What it cites.
        mark: Stands for the wording: the same in every version that says the same here.
    """

    item: str
    part: str
    role: Role
    language: str
    name: str
    ref: str
    mark: str


def citations(course: Course, compiled: Compiled) -> Iterator[Citation]:
    """Every place of a course that cites, in reading order; what it cites twice, once."""
    owners = {item.path: item.id for item in course.items}
    owners |= {bank.path: f"bank/{bank.id}" for bank in course.banks}
    placed = list(placed_questions(course))
    questions = frozenset(one.question.id for one in placed)
    lessons = {item.id for item in course.items if isinstance(item, Lesson)}
    languages = [x for x in compiled.languages if x != LATIN]
    for unit in units(course):
        item = owners.get(unit.path, "")
        if unit.field == "body" and unit.context in lessons:
            for language in languages:
                yield from _of_body(compiled, language, item)
            continue
        part, role = _place(unit, item, questions)
        for language in languages:
            found = compiled.texts[language].get(unit.key)
            if found is not None and found.cites:
                yield from _of_html(found.html, item, part, role, language)
    for one in placed:
        yield from _of_basis(one.question, owners[one.path], compiled.language)


def _of_basis(question: Question, item: str, language: str) -> Iterator[Citation]:
    keys = question.basis or ()
    mark = _mark("\n".join(keys))
    for key in dict.fromkeys(keys):
        yield Citation(item, question.id, Role.KEY, language, *labels.split(key), mark)


def place_html(compiled: Compiled, language: str, item: str, part: str, mark: str) -> str:
    """The compiled text of a place, found again by its mark; empty where it is not there."""
    body = compiled.lessons.get(language, {}).get(item)
    if body is not None:
        for piece in body.parts:
            for block in _BLOCK.split(piece.html):
                if "data-cite" in block and _mark(block) == mark:
                    return block
    for key, text in compiled.texts.get(language, {}).items():
        if text.cites and part in key and _mark(text.html) == mark:
            return text.html
    return ""


def _of_body(compiled: Compiled, language: str, lesson: str) -> Iterator[Citation]:
    body = compiled.lessons[language].get(lesson)
    if body is None or not body.cites:
        return
    for part in body.parts:
        for block in _BLOCK.split(part.html):
            if "data-cite" in block:
                address = _ADDRESS.match(block)
                at = address[1] if address else ""
                yield from _of_html(block, lesson, at, Role.TEXT, language)


def _of_html(html: str, item: str, part: str, role: Role, language: str) -> Iterator[Citation]:
    # A citation with a language of its own stands in a piece that is not translated.
    keys = dict.fromkeys(unescape(m[1]) for m in _CITE.finditer(html) if not m[2])
    if not keys:
        return
    mark = _mark(html)
    for key in keys:
        name, ref = labels.split(key)
        yield Citation(item, part, role, language, name, ref, mark)


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _place(unit: Unit, item: str, questions: frozenset[str]) -> tuple[str, Role]:
    """The part that a text belongs to, and its role there."""
    owner, _, rest = unit.context.partition("/")
    if owner in questions:
        return unit.context, _in_question(unit, rest)
    if owner == item:
        return rest, _in_case(unit, rest)
    return unit.context, Role.TEXT


def _in_question(unit: Unit, part: str) -> Role:
    if unit.field == "reason":
        return Role.KEY
    if unit.field.startswith("hint-"):
        return Role.HINT
    if unit.field == "feedback" or unit.field.startswith("if-"):
        return Role.FEEDBACK
    return Role.OPTION if part else Role.QUESTION


def _in_case(unit: Unit, part: str) -> Role:
    """`part` is empty for the item itself, `SCENE`, or `SCENE/CHOICE`; quizzes have sections."""
    if unit.field in _REASONING:
        return Role.REASONING
    if unit.field in ("consequence", "debrief"):
        return Role(unit.field)
    if "/" in part:
        return Role.CHOICE
    return Role.SCENE if part and unit.field == "text" else Role.TEXT
