"""What somebody who completed one version of a course still has to learn of another.

A *bridge* holds the lessons, questions and case studies that changed at minor level or more, and
nothing that stayed as it was: whoever completed the older version knows that already. Several
versions make no difference, since the version that was completed is compared with the one wanted.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from elearn.core.case.model import Case
from elearn.core.ids import version_key
from elearn.core.learning.completion import completion
from elearn.core.pack.blocks import blocks
from elearn.core.pack.model import Course, Lesson, Quiz
from elearn.core.pack.subset import Selection
from elearn.core.quiz import blueprint
from elearn.core.quiz.questions import Question

_ID = re.compile(r"bridge-[0-9a-f]{16}")

Changed = Mapping[str, AbstractSet[str]]
"""Items (`bank/ID` for a bank) with those of their parts that changed: `core.pack.diff.changed`."""

_NOTHING: frozenset[str] = frozenset()


def bridge_id(old_digest: str, new_digest: str) -> str:
    """The id of the bridge between the versions with these digests (hexadecimal)."""
    return f"bridge-{hashlib.sha256(f'{old_digest}{new_digest}'.encode()).hexdigest()[:16]}"


def is_bridge_id(pack_id: str) -> bool:
    """Whether the id has the form of a bridge's, which no other pack may have."""
    return _ID.fullmatch(pack_id) is not None


def plan(old: Course, new: Course, changed: Changed) -> Selection:
    """What the bridge from one version to another holds.

    Lessons and case studies are there whole: if they changed, are new, or are required only now.
    Of quizzes and banks there are the questions that changed or are new, and all that a quiz may
    ask where it has a higher pass mark, or is required only now: that somebody can do this they
    have not shown.

    Args:
        old: The version that was completed.
        new: The version that the completion is to hold for.
        changed: What changed at minor level or more.
    """
    known = {item.id for item in old.items}
    wanted = set(changed) | ({item.id for item in new.items} - known) | _newly_required(old, new)
    lessons = [i for i in new.items if isinstance(i, Lesson) and i.id in wanted]
    return Selection(
        lessons=tuple(lesson.id for lesson in lessons),
        cases=tuple(i.id for i in new.items if isinstance(i, Case) and i.id in wanted),
        questions=_questions(old, new, changed),
        changed={
            lesson.id: _changed_in(lesson, changed[lesson.id])
            for lesson in lessons
            if lesson.id in changed and lesson.id in known
        },
    )


def _changed_in(lesson: Lesson, parts: AbstractSet[str]) -> tuple[str, ...]:
    """The blocks and self-checks of a lesson that are among these parts, in reading order."""
    checks = {check.block: check.question.id for check in lesson.checks}
    names = (checks.get(block.address, block.address) for block in blocks(lesson.source))
    return tuple(name for name in names if name in parts)


def _newly_required(old: Course, new: Course) -> frozenset[str]:
    return _required(new) - _required(old)


def _required(course: Course) -> frozenset[str]:
    asked = completion(course, _NOTHING, _NOTHING, _NOTHING).requirements
    return frozenset(requirement.item for requirement in asked)


def _questions(old: Course, new: Course, changed: Changed) -> tuple[str, ...]:
    known = {question.id for _holder, question in _asked(old)}
    renewed = {question.id for quiz in _to_show(old, new) for question in _may_ask(quiz, new)}
    return tuple(
        question.id
        for holder, question in _asked(new)
        if question.id not in known
        or question.id in renewed
        or question.id in changed.get(holder, _NOTHING)
    )


def _asked(course: Course) -> Iterable[tuple[str, Question]]:
    """The questions of quizzes and banks, in reading order, each with where it stands."""
    for item in course.items:
        if isinstance(item, Quiz):
            yield from ((item.id, question) for question in item.own_questions)
    for bank in course.banks:
        yield from ((f"bank/{bank.id}", question) for question in bank.questions)


def _to_show(old: Course, new: Course) -> Iterable[Quiz]:
    """Quizzes that ask more of people than they did: a higher pass mark, or to be passed at all."""
    marks = {item.id: item.pass_percent for item in old.items if isinstance(item, Quiz)}
    required = _newly_required(old, new)
    for item in new.items:
        if isinstance(item, Quiz) and item.can_be_passed:
            raised = item.pass_percent > marks.get(item.id, item.pass_percent)
            if raised or item.id in required:
                yield item


def _may_ask(quiz: Quiz, course: Course) -> tuple[Question, ...]:
    return blueprint.askable(quiz, course.banks)


def leads_on(completed: str, current: str) -> bool:
    """Whether a version says that there is something to learn for who completed another one.

    A higher number that differs in its last part only, or from a draft of the same number, says
    that there is not.
    """
    return version_key(current)[:2] > version_key(completed)[:2]
