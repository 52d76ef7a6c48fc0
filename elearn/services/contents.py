"""The contents of a course beside an item."""

from dataclasses import dataclass
from typing import Any

from elearn.core.case.model import Case
from elearn.core.pack.model import Course, Item, Lesson
from elearn.services.shelf import Reading, Text


@dataclass(frozen=True, slots=True)
class ContentsItem:
    """An item in the contents beside an item."""

    id: str
    kind: str
    title: Text


@dataclass(frozen=True, slots=True)
class ContentsModule:
    """A module in the contents beside an item."""

    title: Text
    items: tuple[ContentsItem, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents of a course beside an item, and what of it a learner has done.

    `kept` is room for what a page makes of the modules, which are the same for everybody.
    """

    modules: tuple[ContentsModule, ...]
    done: frozenset[str]
    kept: dict[Any, Any]


def kind_of(item: Item) -> str:
    """`lesson`, `quiz` or `case`."""
    if isinstance(item, Lesson):
        return "lesson"
    return "case" if isinstance(item, Case) else "quiz"


def contents(course: Course, reading: Reading, done: frozenset[str]) -> Contents:
    """The contents of a course, with the items that are done."""
    modules = reading.kept.get("contents")
    if modules is None:
        modules = reading.kept["contents"] = _contents_modules(course, reading)
    return Contents(modules, done, reading.kept)


def _contents_modules(course: Course, reading: Reading) -> tuple[ContentsModule, ...]:
    return tuple(
        ContentsModule(
            reading.text(f"module/{module.id}#title"),
            tuple(
                ContentsItem(item.id, kind_of(item), reading.text(f"{item.id}#title"))
                for item in module.items
            ),
        )
        for module in course.modules
    )
