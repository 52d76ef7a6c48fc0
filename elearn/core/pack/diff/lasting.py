"""What changed between two versions, where authors declared on the way that words mean the same.

A declaration (`meaning-same`) joins a version to the one before it. Whoever comes from further back
meets it only between: a text that became another one by such steps, and by steps of spelling,
still means what it did.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from elearn.core.pack.diff.change import SAME_MAY, Change, Level

Step = Sequence[Change]
"""The changes from one version to the next."""


def through(changes: Iterable[Change], steps: Sequence[Step]) -> tuple[Change, ...]:
    """The changes from one version to another, those patches that were patches at every step.

    Args:
        changes: From the first version to the last, directly.
        steps: From each version to the next, oldest first; together they lead from the first to
            the last.
    """
    return tuple(_lowered(change, steps) for change in changes)


def _lowered(change: Change, steps: Sequence[Step]) -> Change:
    words = change.kind in SAME_MAY and not change.language and change.level > Level.PATCH
    if words and _by_patches(change, steps):
        return replace(change, level=Level.PATCH, why="same", declared=True)
    return change


def _by_patches(change: Change, steps: Sequence[Step]) -> bool:
    """Whether what stood there first became what stands there last by patches alone.

    A block has another address when its words differ, so texts are followed by their words: from
    the last one back, or where it is gone in the end, from the first one on.
    """
    back = bool(change.after)
    text, wanted = (change.after, change.before) if back else (change.before, change.after)
    for step in reversed(steps) if back else steps:
        found = [c for c in step if _place(c) == _place(change) and _side(c, after=back) == text]
        if any(c.level > Level.PATCH for c in found):
            return False
        if found:
            text = _side(found[0], after=not back)
    return text == wanted


def _side(change: Change, *, after: bool) -> str:
    return change.after if after else change.before


def _place(change: Change) -> tuple[str, str, str, bool]:
    """Where a text stands, in any version."""
    part = "" if change.field == "block" else change.part
    return change.item, part, change.field, change.kind in SAME_MAY and not change.language
