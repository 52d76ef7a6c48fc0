"""How a group went through a course: what they reached, where they stopped, how long it took."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from statistics import median

FEW = 5
"""Of fewer people nothing is told."""

STOPPED_AFTER = timedelta(days=30)
"""Whoever did nothing for so long, and has not completed, counts as having stopped."""


@dataclass(frozen=True, slots=True)
class Stage:
    """An item of a course, and how many came to it.

    Attributes:
        item_id: The item.
        reached: How many opened it.
        done: How many did it.
        stopped: How many were last here and then stopped.
    """

    item_id: str
    reached: int
    done: int
    stopped: int


def stages(
    items: Sequence[str],
    *,
    completed: int,
    opened: Mapping[str, int],
    done: Mapping[str, int],
    stopped: Mapping[str, int],
) -> tuple[Stage, ...]:
    """The items of a course in order, each with how many came to it.

    Whoever completed the course counts as having done all of it, also what came into it later.

    Args:
        items: Their ids, in order.
        completed: How many completed the course.
        opened: How many of the others opened each item.
        done: How many of the others did each item.
        stopped: How many of the others were last at an item before they stopped.
    """
    return tuple(
        Stage(
            item,
            completed + opened.get(item, 0),
            completed + done.get(item, 0),
            stopped.get(item, 0),
        )
        for item in items
    )


class Took(StrEnum):
    """How long it took from the beginning to completion."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    LONGER = "longer"


_WITHIN = {
    Took.DAY: timedelta(days=1),
    Took.WEEK: timedelta(days=7),
    Took.MONTH: timedelta(days=30),
    Took.QUARTER: timedelta(days=90),
}


@dataclass(frozen=True, slots=True)
class Times:
    """How long it took `people` to complete; `middle` is the median, in days."""

    people: int
    middle: Fraction
    numbers: Mapping[Took, int]


def times(took: Sequence[timedelta]) -> Times | None:
    """How these times are distributed; None of too few people."""
    if len(took) < FEW:
        return None
    numbers = dict.fromkeys(Took, 0)
    for one in took:
        numbers[_took(one)] += 1
    seconds = median(Fraction(int(one.total_seconds())) for one in took)
    return Times(len(took), Fraction(seconds, 24 * 60 * 60), numbers)


def _took(time: timedelta) -> Took:
    return next((one for one, most in _WITHIN.items() if time <= most), Took.LONGER)
