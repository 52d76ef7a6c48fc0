"""Two objects of the model, field by field, by the table in `core.pack.diff.fields`."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from elearn.core.pack.diff import order
from elearn.core.pack.diff.change import Change, ChangeKind
from elearn.core.pack.diff.fields import FIELDS, Elsewhere, Parts, Rule
from elearn.core.pack.diff.show import shown

_COUNTED = frozenset({ChangeKind.KEY, ChangeKind.WEIGHT, ChangeKind.ROAD, ChangeKind.PART_ADDED})
"""Rules about lists whose new and missing things are parts that came or went."""


@dataclass(frozen=True, slots=True)
class At:
    """Where one is in the pack, and whether what stands there counts for completing the course."""

    item: str
    part: str = ""
    graded: bool = False

    def below(self, name: str) -> "At":
        """The place of a part."""
        return replace(self, part=f"{self.part}/{name}" if self.part else name)

    def change(self, rule: Rule, **more: Any) -> Change:
        """A change here."""
        level, why = rule.graded if self.graded else rule.ungraded
        given: dict[str, Any] = {"kind": rule.kind, "item": self.item, "part": self.part}
        return Change(**(given | more), level=level, why=why)


def walk(old: Any, new: Any, at: At) -> Iterator[Change]:
    """What differs between two objects of one class, texts left out.

    Raises:
        KeyError: If the class is not in the table.
    """
    for name, how in FIELDS[type(old)].items():
        if isinstance(how, Elsewhere) and how is not Elsewhere.INSIDE:
            continue
        before, after = getattr(old, name), getattr(new, name)
        if before is after or before == after:
            continue
        if isinstance(how, Rule):
            yield from _value(how.of(before), how.of(after), how, at, name)
        elif isinstance(how, Parts):
            yield from _parts(before, after, how, at, name)
        elif before is not None and after is not None:
            yield from walk(before, after, at)


def _value(before: Any, after: Any, rule: Rule, at: At, name: str) -> Iterator[Change]:
    if before != after:
        yield at.change(rule, field=name.rstrip("_"), before=shown(before), after=shown(after))


def _parts(
    before: tuple[Any, ...], after: tuple[Any, ...], how: Parts, at: At, name: str
) -> Iterator[Change]:
    old = {how.name(thing): thing for thing in before}
    new = {how.name(thing): thing for thing in after}
    for each, thing in new.items():
        if each not in old:
            yield from _came(thing, how, at.below(each), name, came=True)
        elif old[each] is not thing:
            yield from walk(old[each], thing, at.below(each))
    for each, thing in old.items():
        if each not in new:
            yield from _came(thing, how, at.below(each), name, came=False)
    if order.moved(list(old), list(new)):
        yield at.change(how.order, field=name, before=", ".join(old), after=", ".join(new))


def _came(thing: Any, how: Parts, at: At, name: str, *, came: bool) -> Iterator[Change]:
    """A part that is only in one version."""
    kind = how.rule.kind
    if kind in _COUNTED:
        kind = ChangeKind.PART_ADDED if came else ChangeKind.PART_REMOVED
    side = "after" if came else "before"
    yield at.change(how.rule, kind=kind, field=name, **{side: label(thing)})
    right = FIELDS[type(thing)].get("right")
    if isinstance(right, Rule) and thing.right:
        # A right option that comes or goes changes what the right answer is.
        yield at.change(right, field="right", **{side: shown(thing.right)})


_LABELS = ("title", "text", "name", "left", "prompt", "file", "id")


def label(thing: Any) -> str:
    """What a thing is called, as it stands in the file."""
    return next((str(v) for name in _LABELS if (v := getattr(thing, name, ""))), "")
