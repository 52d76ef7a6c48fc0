"""Where numbers stand beside the dots of a picture, so that as few as can be lie on one another."""

from collections.abc import Sequence
from dataclasses import dataclass

LEFT, TOP, WIDTH, HEIGHT = 60.0, 10.0, 560.0, 360.0
"""The field of the picture, in its units; x from 0 to 1, y from -1 to 1 upwards."""

_DOT = 7.0
_ROW = 14.0
_DIGIT = 8.0
_AWAY = 9.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A dot and its number.

    Attributes:
        x, y: The middle of the dot.
        label_x, label_y: Where the base line of the number begins or ends.
        anchor: `start` or `end`: on which side of that the number is.
    """

    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def over(self, other: "_Box") -> float:
        """The area that both cover."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, width) * max(0.0, height)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place for a number, and the room that it takes there."""

    x: float
    y: float
    anchor: str
    box: _Box


def place(dots: Sequence[tuple[int, float, float]]) -> tuple[Placed, ...]:
    """The dots (number, x from 0 to 1, y from -1 to 1) with their numbers beside them.

    Each number takes the first of eight places around its dot where it covers no dot and no other
    number; or, where all are taken, the one where it covers least.
    """
    middles = [(LEFT + x * WIDTH, TOP + (1 - y) / 2 * HEIGHT) for _number, x, y in dots]
    taken = [_Box(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for x, y in middles]
    placed = []
    for (number, _x, _y), (x, y) in zip(dots, middles, strict=True):
        spots = _spots(x, y, _DIGIT * len(str(number)))
        best = min(spots, key=lambda spot: sum(map(spot.box.over, taken)))  # the first of several
        taken.append(best.box)
        placed.append(Placed(_tenths(x), _tenths(y), _tenths(best.x), _tenths(best.y), best.anchor))
    return tuple(placed)


def _tenths(value: float) -> float:
    return round(value, 1)


def _spots(x: float, y: float, width: float) -> list[_Spot]:
    """Right above, left above, right below, left below; then straight beside, and further away."""
    spots = []
    for down, away in ((-5.0, _AWAY), (_ROW + 1, _AWAY), (5.0, _AWAY + 2), (-_ROW, _AWAY + 8)):
        for anchor, label_x in (("start", x + away), ("end", x - away)):
            left = label_x if anchor == "start" else label_x - width
            label_y = y + down
            box = _Box(left, label_y - _ROW + 2, left + width, label_y + 2)
            spots.append(_Spot(label_x, label_y, anchor, box))
    return spots
