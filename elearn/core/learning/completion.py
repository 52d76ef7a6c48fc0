"""Whether a course is completed by its own rule, and what is missing."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from elearn.core.case.model import Case
from elearn.core.pack.model import Course, Item, Lesson, Quiz


class RequirementKind(StrEnum):
    """What is asked of an item."""

    READ = "read"
    PASS = "pass"  # noqa: S105 - a quiz's word, not a password
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that the rule asks for, and whether it is done."""

    kind: RequirementKind
    item: str
    done: bool

    @property
    def code(self) -> str:
        """Stable name for what to say: `read-done`, `pass-missing` and so on."""
        return f"{self.kind.value}-{'done' if self.done else 'missing'}"


@dataclass(frozen=True, slots=True)
class Completion:
    """Whether a course is completed; the requirements in reading order."""

    complete: bool
    requirements: tuple[Requirement, ...]

    @property
    def missing(self) -> tuple[Requirement, ...]:
        """What is still to do, in reading order."""
        return tuple(r for r in self.requirements if not r.done)


_ALL = ("*",)
_OF = {RequirementKind.READ: Lesson, RequirementKind.PASS: Quiz, RequirementKind.FINISH: Case}


def completion(
    course: Course,
    read_ids: AbstractSet[str],
    passed_ids: AbstractSet[str],
    finished_ids: AbstractSet[str],
) -> Completion:
    """What the course's rule asks of somebody who has read, passed and finished these items.

    `all` leaves out quizzes that cannot be passed: for practice, and pretests. The rule may name a
    pretest under `finish`: then it must have been handed in, with whatever result. A rule that asks
    for nothing completes nobody.
    """
    rule = course.completion
    asked = {
        RequirementKind.READ: (rule.read, read_ids),
        RequirementKind.PASS: (rule.pass_, passed_ids),
        RequirementKind.FINISH: (rule.finish, finished_ids),
    }
    items = course.items
    places = {item.id: place for place, item in enumerate(items)}
    found: list[Requirement] = []
    for kind, (ids, have) in asked.items():
        every = tuple(i.id for i in items if isinstance(i, _OF[kind]) and _counts(i))
        wanted = every if ids == _ALL else dict.fromkeys(ids)
        found += [Requirement(kind, item_id, item_id in have) for item_id in wanted]
    found.sort(key=lambda r: places.get(r.item, len(places)))
    return Completion(bool(found) and all(r.done for r in found), tuple(found))


def _counts(item: Item) -> bool:
    return not isinstance(item, Quiz) or item.can_be_passed
