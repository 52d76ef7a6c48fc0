"""Which items of a course two installed versions have in common, unchanged."""

from functools import lru_cache

from elearn.core.pack.diff.change import Level, changed
from elearn.core.pack.model import Course, Item, Quiz
from elearn.services import pack_changes, quiz_questions, shelf

_BANK = "bank/"


@lru_cache(maxsize=256)
def unchanged(old_digest: str, new_digest: str) -> frozenset[str]:
    """The ids of the items that both versions have, with no change at minor level or above.

    A quiz has changed where a question has that it may draw from a bank.

    Raises:
        NotFound: If one of them is not kept here, or is no course.
    """
    old, new = shelf.take(old_digest).course, shelf.take(new_digest).course
    there = {item.id for item in old.items}
    if old_digest == new_digest:
        return frozenset(there)
    touched = changed(pack_changes.between(old_digest, new_digest), Level.MINOR)
    banks = {name: parts for name, parts in touched.items() if name.startswith(_BANK)}
    asked = frozenset().union(*banks.values())
    whole = {name.removeprefix(_BANK) for name, parts in banks.items() if not parts}
    return frozenset(
        item.id
        for item in new.items
        if item.id in there and item.id not in touched and not _draws(item, new, asked, whole)
    )


def _draws(item: Item, course: Course, asked: frozenset[str], whole: set[str]) -> bool:
    """Whether a quiz may draw one of these questions, or anything from one of these banks."""
    if not isinstance(item, Quiz) or not (asked or whole):
        return False
    own = {question.id for question in item.questions}
    drawn = {q.id for q in quiz_questions.questions_of(course, item)} - own
    from_whole = {q.id for bank in course.banks if bank.id in whole for q in bank.questions}
    return bool(drawn & (asked | from_whole))
