"""Units of institutions as a tree, in the order in which a page shows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from elearn.core.script import fold


@dataclass(frozen=True, slots=True)
class Node:
    """A unit on a day. `parent_id` None, or outside what is shown: it stands at the top."""

    id: int
    key: str
    name: str
    kind: str
    country: str
    parent_id: int | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit and how deep it stands; 0 at the top."""

    node: Node
    depth: int


def in_order(nodes: Iterable[Node]) -> tuple[Placed, ...]:
    """Every unit once, below its parent, beside its siblings by name."""
    known = {node.id: node for node in nodes}
    children: dict[int | None, list[Node]] = {}
    for node in sorted(known.values(), key=lambda n: (n.name.casefold(), n.id)):
        parent = node.parent_id if node.parent_id in known else None
        children.setdefault(parent, []).append(node)
    placed: list[Placed] = []
    waiting = [(node, 0) for node in reversed(children.get(None, []))]
    while waiting:
        node, depth = waiting.pop()
        placed.append(Placed(node, depth))
        waiting += [(child, depth + 1) for child in reversed(children.get(node.id, []))]
    return tuple(placed)


def with_those_above(placed: tuple[Placed, ...], search: str) -> tuple[Placed, ...]:
    """The units whose name holds the words searched for, each with the ones above it; all for "".

    Script, case and diacritics make no difference.
    """
    wanted = fold(search)
    if not wanted:
        return placed
    found: set[int] = set()
    above: list[Placed] = []
    for place in placed:
        above = [*above[: place.depth], place]
        if wanted in fold(place.node.name):
            found.update(p.node.id for p in above)
    return tuple(p for p in placed if p.node.id in found)
