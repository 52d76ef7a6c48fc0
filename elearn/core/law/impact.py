"""Which citations a change of law touches."""

from collections.abc import Iterable
from dataclasses import dataclass

from elearn.core.law import labels
from elearn.core.law.changes import Change, Kind
from elearn.core.law.refs import Nearness, nearness

_ORDER = {near: place for place, near in enumerate(Nearness)}


@dataclass(frozen=True, slots=True)
class Touch:
    """A cited provision that a change touches. `number` is the change's place among the changes."""

    name: str
    ref: str
    number: int
    nearness: Nearness

    @property
    def key(self) -> str:
        """As a citation: `sbc:6(1)(a)`."""
        return labels.join(self.name, self.ref)


def touch(change: Change, name: str, ref: str) -> Nearness | None:
    """How a change touches what cites that provision; None if it does not.

    A changed article touches what cites its paragraphs, a changed paragraph what cites the article
    around it. Where a whole instrument ends or begins, all that cites it is touched. That a new
    instrument is there touches nothing.
    """
    if change.name != name or (change.kind is Kind.NEW and not change.ref):
        return None
    if change.ref:
        return nearness(ref, change.ref)
    if not ref:
        return Nearness.SAME
    return Nearness.WHOLE if change.whole else None


def touched(changes: Iterable[Change], cited: Iterable[tuple[str, str]]) -> tuple[Touch, ...]:
    """The cited provisions that changes touch, each with the change that is nearest to it.

    Args:
        changes: What changed.
        cited: Instruments or judgments and provisions that are cited, each once.
    """
    by_name: dict[str, list[tuple[int, Change]]] = {}
    for number, change in enumerate(changes):
        by_name.setdefault(change.name, []).append((number, change))
    found = []
    for name, ref in cited:
        nearest: Touch | None = None
        for number, change in by_name.get(name, ()):
            near = touch(change, name, ref)
            if near and (nearest is None or _ORDER[near] < _ORDER[nearest.nearness]):
                nearest = Touch(name, ref, number, near)
        if nearest is not None:
            found.append(nearest)
    return tuple(found)
