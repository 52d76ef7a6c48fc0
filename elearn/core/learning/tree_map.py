"""Units as tiles of a map: the area of each says how many are asked, its band how they stand.

The tiles are squarified, as M. Bruls, K. Huizing and J. J. van Wijk describe it ("Squarified
Treemaps", 2000): rows are laid along the shorter side of what is left, and a row grows as long as
that brings its tiles nearer to squares.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

WIDTH, HEIGHT = 720.0, 400.0
"""The field of the map, in its units."""


class Band(StrEnum):
    """How far a unit is in order: from 95, 80, 50 per cent on, or less; or nothing is asked."""

    READY = "ready"
    NEARLY = "nearly"
    PARTLY = "partly"
    BEHIND = "behind"
    NOTHING = "nothing"


_FROM = {Band.READY: 95, Band.NEARLY: 80, Band.PARTLY: 50, Band.BEHIND: 0}


def band(percent: int | None) -> Band:
    """The band of a share in per cent; None where nobody is asked."""
    if percent is None:
        return Band.NOTHING
    return next(one for one, least in _FROM.items() if percent >= least)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, from its left upper corner."""

    x: float
    y: float
    width: float
    height: float


def tiles(sizes: Sequence[int], field: Box = Box(0, 0, WIDTH, HEIGHT)) -> tuple[Box | None, ...]:
    """A rectangle for each size, its area in proportion; together they fill the field.

    None for what has no size.
    """
    order = sorted((n for n, size in enumerate(sizes) if size > 0), key=lambda n: (-sizes[n], n))
    found: list[Box | None] = [None] * len(sizes)
    if not order:
        return tuple(found)
    scale = field.width * field.height / sum(sizes[n] for n in order)
    areas = {n: sizes[n] * scale for n in order}
    left, row = field, list[int]()
    for number in order:
        side = min(left.width, left.height)
        if row and _worst([areas[n] for n in (*row, number)], side) > _worst(
            [areas[n] for n in row], side
        ):
            left = _lay(row, areas, left, found)
            row = []
        row.append(number)
    _lay(row, areas, left, found)
    return tuple(found)


def _worst(areas: Sequence[float], side: float) -> float:
    """How far the tile of a row that is farthest from a square is; 1 for a square."""
    thick = sum(areas) / side
    return max(max(thick * thick / area, area / (thick * thick)) for area in areas)


def _lay(row: Sequence[int], areas: dict[int, float], left: Box, found: list[Box | None]) -> Box:
    """Lay a row along the shorter side; what is left afterwards."""
    total = sum(areas[n] for n in row)
    upright = left.width >= left.height
    side = left.height if upright else left.width
    thick = total / side
    at = left.y if upright else left.x
    for number in row:
        long = areas[number] / thick
        found[number] = Box(left.x, at, thick, long) if upright else Box(at, left.y, long, thick)
        at += long
    if upright:
        return Box(left.x + thick, left.y, max(0.0, left.width - thick), left.height)
    return Box(left.x, left.y + thick, left.width, max(0.0, left.height - thick))
