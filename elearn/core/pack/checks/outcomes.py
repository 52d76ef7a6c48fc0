"""Outcomes that are taught and assessed, and a completion rule that can be met."""

from collections.abc import Iterator

from elearn.core.case.model import Case
from elearn.core.pack.checks.look import Look, nearest, placed_draws, placed_questions
from elearn.core.pack.model import Course, Item, Lesson, Quiz
from elearn.core.pack.schema.lesson import ModuleHead
from elearn.core.pack.yaml_tree import Keys
from elearn.core.problems import Problem
from elearn.core.quiz.model import PRETEST

_Use = tuple[str, str, Keys]


def check_outcomes(look: Look) -> Iterator[Problem]:
    """Unknown outcomes, and those that nothing teaches or assesses."""
    if not isinstance(look.pack, Course):
        return
    course = look.pack
    taught = list(_taught(course))
    assessed = list(_assessed(course))
    known = {outcome.id for outcome in course.outcomes}
    for name, path, keys in (*taught, *assessed, *_of_modules(look), *_drawn(course)):
        if name not in known:
            say = f'"{name}" is no outcome of this course.{nearest(name, known)}'
            yield look.say("outcome-unknown", path, keys, say)
    if not look.sources.complete or not course.items or course.bridge:
        return  # a bridge takes up again what was taught, and asks what changed of it
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
            yield from _of_case(item)
    for placed in placed_questions(course):
        if placed.where != "lesson":
            for i, name in enumerate(placed.question.outcomes):
                yield name, placed.path, (*placed.keys, "outcomes", i)


def _of_case(case: Case) -> Iterator[_Use]:
    for i, name in enumerate(case.outcomes):
        yield name, case.path, ("outcomes", i)
    for i, scene in enumerate(case.scenes):
        for k, name in enumerate(scene.outcomes):
            yield name, case.path, ("scenes", i, "outcomes", k)
        for j, choice in enumerate(scene.choices):
            for k, name in enumerate(choice.outcomes):
                yield name, case.path, ("scenes", i, "choices", j, "outcomes", k)


def _drawn(course: Course) -> Iterator[_Use]:
    for item in course.items:
        if isinstance(item, Quiz):
            for draw, keys in placed_draws(item):
                if draw.outcome:
                    yield draw.outcome, item.path, (*keys, "outcome")


def _of_modules(look: Look) -> Iterator[_Use]:
    for facts in look.facts:
        if isinstance(facts.value, ModuleHead):
            for i, name in enumerate(facts.value.outcomes):
                yield name, facts.path, ("outcomes", i)


_WAYS: tuple[tuple[str, str, str], ...] = (
    ("read", "read", "lesson"),
    ("pass", "pass_", "quiz"),
    ("finish", "finish", "case study"),
)


def _is_pretest(item: Item) -> bool:
    return isinstance(item, Quiz) and item.role == PRETEST


def _fits(item: Item, key: str) -> bool:
    """Whether `all` under that key means this item too."""
    match item:
        case Lesson():
            return key == "read"
        case Quiz():
            return key == "pass" and item.can_be_passed
        case Case():
            return key == "finish"


def check_completion(look: Look) -> Iterator[Problem]:
    """What completion names is there, and is of the right kind; something is required."""
    if not isinstance(look.pack, Course):
        return
    course = look.pack
    items = {item.id: item for item in course.items}
    lost = look.sources.lost(".md", ".yaml")
    required = 0
    for key, field, what in _WAYS:
        names: tuple[str, ...] = getattr(course.completion, field)
        if names == ("*",):
            required += sum(_fits(item, key) for item in course.items)
            continue
        required += len(names)
        for i, name in enumerate(names):
            fault = _named_wrongly(name, items, key, what)
            if fault and not (fault[0] == "completion-unknown" and lost & {name, "?"}):
                yield look.say(fault[0], "pack.yaml", ("completion", key, i), fault[1])
    if not required and course.items and look.sources.complete:
        say = "Nothing is required, so everybody would complete at once; name what must be done."
        yield look.say("completion-empty", "pack.yaml", ("completion",), say)


def _named_wrongly(
    name: str, items: dict[str, Item], key: str, what: str
) -> tuple[str, str] | None:
    """What is wrong with an item that completion names: code and sentence."""
    item = items.get(name)
    if item is None:
        say = f'There is no item "{name}".{nearest(name, items)}'
        return "completion-unknown", say
    if _fits(item, key) or (key == "finish" and _is_pretest(item)):
        return None
    say = f'"{name}" is no {what}; `{key}` names only those.'
    if isinstance(item, Quiz) and item.practice:
        say = f'"{name}" is for practice and cannot be passed; take it out of `{key}`.'
    elif key == "pass" and _is_pretest(item):
        say = f'"{name}" is a pretest, which nobody passes; name it under `finish`.'
    return "completion-kind", say
