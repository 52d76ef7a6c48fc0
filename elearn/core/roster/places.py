"""Units as a file names them: by key, by name, or by a path that leads down to them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from elearn.core.script import fold
from elearn.core.unit_tree import Node

_STEP = re.compile(r"\s*(?:/|>|\\|\||›|»|→)\s*")


class Places:
    """The units that rows may name, and where a row without one goes."""

    def __init__(self, nodes: Iterable[Node], own: int) -> None:
        """These units, of which `own` is the one that the import is for."""
        self._nodes = {node.id: node for node in nodes}
        self.own = own
        self._by_key = {node.key: node.id for node in self._nodes.values()}
        self._by_name: dict[str, list[int]] = defaultdict(list)
        for node in self._nodes.values():
            self._by_name[_folded(node.name)].append(node.id)
        self._found: dict[str, tuple[int, ...]] = {}

    def named(self, text: str) -> tuple[int, ...]:
        """The units that a text may mean: none, one, or several of the same name."""
        if not text:
            return (self.own,)
        if text not in self._found:
            self._found[text] = self._look_for(text)
        return self._found[text]

    def _look_for(self, text: str) -> tuple[int, ...]:
        if text in self._by_key:
            return (self._by_key[text],)
        if whole := self._by_name.get(_folded(text)):
            return tuple(whole)
        steps = [_folded(step) for step in _STEP.split(text) if step.strip()]
        last = self._by_name.get(steps[-1], ()) if steps else ()
        return tuple(unit for unit in last if self._leads_to(unit, steps[:-1]))

    def _leads_to(self, unit: int, steps: list[str]) -> bool:
        """Whether the last of those above the unit are called so; a path may leave some out."""
        above = self._nodes[unit].parent_id
        left = list(steps)
        for _ in range(len(self._nodes)):
            if not left or above not in self._nodes:
                break
            node = self._nodes[above]
            if _folded(node.name) == left[-1]:
                left.pop()
            above = node.parent_id or 0
        return not left

    def name(self, unit: int) -> str:
        """What a unit is called."""
        return self._nodes[unit].name


_folded = lru_cache(maxsize=20_000)(fold)
