"""How many options, pairs and items a question may have, and that no two read the same."""

from collections.abc import Callable, Mapping, Sequence

from elearn.core.pack.limits import OPTIONS
from elearn.core.said import Said
from elearn.interop.notes import LeftOut

FEW, MANY = OPTIONS
_COUNTED: Mapping[str, Callable[[int], Said]] = {
    "options": lambda count: Said(
        "It has %(count)s options; %(few)s to %(many)s can be kept.",
        count=count, few=FEW, many=MANY,
    ),
    "pairs": lambda count: Said(
        "It has %(count)s pairs; %(few)s to %(many)s can be kept.",
        count=count, few=FEW, many=MANY,
    ),
    "items": lambda count: Said(
        "It has %(count)s items; %(few)s to %(many)s can be kept.",
        count=count, few=FEW, many=MANY,
    ),
}  # fmt: skip
_SAME = {
    "options": Said("Two options read the same."),
    "left sides": Said("Two left sides read the same."),
    "right sides": Said("Two right sides read the same."),
    "items": Said("Two items read the same."),
}


def require_count(count: int, what: str) -> None:
    """Refuse too few or too many `options`, `pairs` or `items`.

    Raises:
        LeftOut: If a question cannot have so many.
    """
    if not FEW <= count <= MANY:
        raise LeftOut(_COUNTED[what](count))


def require_different(texts: Sequence[str], what: str) -> None:
    """Refuse `options`, `left sides`, `right sides` or `items` that read the same.

    Raises:
        LeftOut: If two do.
    """
    if len({" ".join(t.split()) for t in texts}) < len(texts):
        raise LeftOut(_SAME[what])
