"""Outcomes that are taught and assessed, and a completion rule that can be met."""

from collections.abc import Iterator

from elearn.core.case.model import Case
from elearn.core.pack.checks.look import Look, nearest, placed_questions
from elearn.core.pack.model import Course, Item, Lesson, Quiz
from elearn.core.pack.schema.lesson import ModuleHead
from elearn.core.pack.yaml_tree import Keys
from elearn.core.problems import Problem

_Use = tuple[str, str, Keys]


def check_outcomes(look: Look) -> Iterator[Problem]:
    """Unknown outcomes, and those that nothing teaches or assesses."""
    if not isinstance(look.pack, Course):
        return
    course = look.pack
    taught = list(_taught(course))
    assessed = list(_assessed(course))
    known = {outcome.id for outcome in course.outcomes}
    for name, path, keys in (*taught, *assessed, *_of_modules(look)):
        if name not in known:
            say = f'"{name}" is no outcome of this course.{nearest(name, known)}'
            yield look.say("outcome-unknown", path, keys, say)
    if not look.sources.complete or not course.items:
        return
    is_taught = {name for name, _, _ in taught}
    is_assessed = {name for name, _, _ in assessed}
    for i, outcome in enumerate(course.outcomes):
        at: Keys = ("outcomes", i)
        if outcome.id not in is_taught:
            say = f'No lesson teaches "{outcome.id}"; name it under `outcomes` of a lesson.'
            yield look.say("outcome-untaught", "pack.yaml", at, say)
        if outcome.id not in is_assessed:
            say = f'Nothing assesses "{outcome.id}"; name it at a question or a case study.'
            yield look.say("outcome-unassessed", "pack.yaml", at, say)


def _taught(course: Course) -> Iterator[_Use]:
    for item in course.items:
        if isinstance(item, Lesson):
            for i, name in enumerate(item.outcomes):
                yield name, item.path, ("outcomes", i)


def _assessed(course: Course) -> Iterator[_Use]:
    for item in course.items:
        if isinstance(item, Case):
            for i, name in enumerate(item.outcomes):
                yield name, item.path, ("outcomes", i)
    for placed in placed_questions(course):
        if placed.where != "lesson":
            for i, name in enumerate(placed.question.outcomes):
                yield name, placed.path, (*placed.keys, "outcomes", i)


def _of_modules(look: Look) -> Iterator[_Use]:
    for facts in look.facts:
        if isinstance(facts.value, ModuleHead):
            for i, name in enumerate(facts.value.outcomes):
                yield name, facts.path, ("outcomes", i)


_WAYS: tuple[tuple[str, str, type[Item], str], ...] = (
    ("read", "read", Lesson, "lesson"),
    ("pass", "pass_", Quiz, "quiz"),
    ("finish", "finish", Case, "case study"),
)


def check_completion(look: Look) -> Iterator[Problem]:
    """What completion names is there, and is of the right kind; something is required."""
    if not isinstance(look.pack, Course):
        return
    course = look.pack
    items = {item.id: item for item in course.items}
    lost = look.sources.lost(".md", ".yaml")
    required = 0
    for key, field, cls, what in _WAYS:
        names: tuple[str, ...] = getattr(course.completion, field)
        if names == ("*",):
            required += sum(isinstance(item, cls) for item in course.items)
            continue
        required += len(names)
        for i, name in enumerate(names):
            at: Keys = ("completion", key, i)
            if name in items and not isinstance(items[name], cls):
                say = f'"{name}" is no {what}; `{key}` names only those.'
                yield look.say("completion-kind", "pack.yaml", at, say)
            elif name not in items and not lost & {name, "?"}:
                say = f'There is no item "{name}".{nearest(name, items)}'
                yield look.say("completion-unknown", "pack.yaml", at, say)
    if not required and course.items and look.sources.complete:
        say = "Nothing is required, so everybody would complete at once; name what must be done."
        yield look.say("completion-empty", "pack.yaml", ("completion",), say)
