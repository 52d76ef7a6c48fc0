"""What a difference in the law that is cited demands."""

from elearn.core.pack.diff.change import Change, ChangeKind, Level


def citations(item: str, part: str, was: tuple[str, ...], now: tuple[str, ...]) -> Change | None:
    """The change of what an item, a question or a scene cites; None if the law is the same."""
    if set(was) == set(now):
        return None
    lost = set(was) - set(now)
    return Change(
        kind=ChangeKind.CITATION,
        level=Level.MAJOR if lost else Level.MINOR,
        why="citation-other" if lost else "citation-new",
        item=item,
        part=part,
        before=", ".join(was),
        after=", ".join(now),
    )
