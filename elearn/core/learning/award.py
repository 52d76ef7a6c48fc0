"""What the record of a course says about the award, as far as the course itself decides it.

Each answer is a code that a record keeps as a fact (`core.learning.record`).
"""

from collections.abc import Iterable

from elearn.core.learning import record
from elearn.core.learning.completion import RequirementKind, completion
from elearn.core.pack.model import Case, Course, Quiz

_IN_A_ROOM = ("classroom", "practice")
"""Hours that are not spent online alone."""


def graded_items(course: Course) -> tuple[Quiz, ...]:
    """The quizzes that must be passed to complete the course, in reading order."""
    asked = completion(course, frozenset(), frozenset(), frozenset()).requirements
    ids = [r.item for r in asked if r.kind is RequirementKind.PASS]
    items = {item.id: item for item in course.items}
    found = (items.get(item_id) for item_id in ids)
    return tuple(item for item in found if isinstance(item, Quiz))


def _cases(course: Course) -> bool:
    asked = completion(course, frozenset(), frozenset(), frozenset()).requirements
    wanted = {r.item for r in asked if r.kind is RequirementKind.FINISH}
    return any(isinstance(item, Case) and item.id in wanted for item in course.items)


def assessment(course: Course) -> str:
    """How the course is assessed: `quizzes`, `case-studies`, `quizzes-and-case-studies`, `none`."""
    parts = ("quizzes" if graded_items(course) else "", "case-studies" if _cases(course) else "")
    return "-and-".join(filter(None, parts)) or "none"


def participation(course: Course) -> str:
    """The form of participation: `online-self-paced`, or `blended` with hours in a room."""
    return "blended" if any(course.hours.get(kind) for kind in _IN_A_ROOM) else "online-self-paced"


def quality(course: Course, *, confirmed: bool) -> str:
    """How quality is assured: by versions that never change, a register of law, a second person.

    Args:
        course: The version.
        confirmed: Whether a second person confirmed its publication.
    """
    parts = ["versioned-pack"]
    if course.law:
        parts.append("checked-against-register")
    if confirmed:
        parts.append("confirmed-by-two")
    return "-".join(parts)


def validity(course: Course) -> str:
    """How a record ends: `months`, `until-law-changes` or `none`."""
    if course.until_law:
        return record.UNTIL_LAW
    return "none" if course.validity_months is None else "months"


def credit(course: Course, languages: Iterable[str]) -> str:
    """Whether the course, taken in these languages, is approved for credit.

    The author's own language always is where the pack names none; a translation where it is named.
    """
    good = course.award.credit
    approved = (course.meta.language,) if good is None else good
    taken = {language.partition("-")[0] for language in languages}  # `sr-Latn` is a script of `sr`
    return "approved" if taken <= set(approved) else "not-approved"
