"""Ids: unique where they must be."""

from collections.abc import Iterable, Iterator

from elearn.core.case.model import Case
from elearn.core.pack.checks.look import Look, placed_questions
from elearn.core.pack.model import Course, Quiz
from elearn.core.pack.schema.lesson import ModuleHead
from elearn.core.pack.schema.questions import shape_of
from elearn.core.pack.yaml_tree import Keys
from elearn.core.problems import Problem

_Named = tuple[str, str, Keys]


def check_ids(look: Look) -> Iterator[Problem]:
    """Ids that are used twice."""
    if not isinstance(look.pack, Course):
        return
    course = look.pack
    things: list[_Named] = [(item.id, item.path, ("id",)) for item in course.items]
    things += [(p.question.id, p.path, (*p.keys, "id")) for p in placed_questions(course)]
    yield from _twice(look, things, "items and questions of a pack")
    modules = [(f.value.id, f.path, ("id",)) for f in look.facts if isinstance(f.value, ModuleHead)]
    yield from _twice(look, modules, "modules")
    yield from _twice(look, [(b.id, b.path, ("id",)) for b in course.banks], "banks")
    outcomes = [(o.id, "pack.yaml", ("outcomes", i, "id")) for i, o in enumerate(course.outcomes)]
    yield from _twice(look, outcomes, "outcomes")
    for placed in placed_questions(course):
        inside = shape_of(placed.question).parts(placed.question)
        parts = [(p, placed.path, (*placed.keys, *keys)) for p, keys in inside]
        yield from _twice(look, parts, "options of a question")
    for item in course.items:
        if isinstance(item, Case):
            what = "scenes, choices, exhibits, messages and measures of a case"
            yield from _twice(look, _of_case(item), what)
        elif isinstance(item, Quiz):
            sections = enumerate(item.sections)
            named = [(s.id, item.path, ("sections", i, "id")) for i, s in sections]
            yield from _twice(look, named, "sections of a quiz")


def _of_case(case: Case) -> Iterator[_Named]:
    for i, exhibit in enumerate(case.exhibits):
        yield exhibit.id, case.path, ("exhibits", i, "id")
    for i, message in enumerate(case.messages):
        yield message.id, case.path, ("messages", i, "id")
    for i, measure in enumerate(case.measures):
        yield measure.id, case.path, ("measures", i, "id")
    for i, scene in enumerate(case.scenes):
        yield scene.id, case.path, ("scenes", i, "id")
        for j, choice in enumerate(scene.choices):
            yield choice.id, case.path, ("scenes", i, "choices", j, "id")


def _twice(look: Look, things: Iterable[_Named], what: str) -> Iterator[Problem]:
    first: dict[str, tuple[str, int]] = {}
    for name, path, keys in things:
        if name in first:
            where = "{}:{}".format(*first[name])
            say = f'The id "{name}" is used already at {where}. Give this one another; {what} '
            yield look.say("id-duplicate", path, keys, say + "need ids of their own.")
        else:
            first[name] = (path, look.sources.line(path, *keys))
