"""What somebody, or a group, gained between a pretest and its post-test.

The normalised gain is the share that was gained of what could be gained, in per cent of the points
before and after::

    g = (post - pre) / (100 - pre)

from R. R. Hake, "Interactive-engagement versus traditional methods: a six-thousand-student survey
of mechanics test data for introductory physics courses", American Journal of Physics 66 (1998),
64-74. Hake takes it of the means of a group; the mean of the persons' own gains is told beside it,
since the two differ where people began at very different places. By Hake's limits a gain is high
from 0.7 on, medium from 0.3 on, else low; what is below zero is told apart.

Who had everything right before could gain nothing: there g is not defined (0/0 or a division by
zero), no gain is given, and the person is counted by themselves and left out of the mean of gains.
In the group's gain they are in, as in Hake's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

SMALL = 30
"""Of fewer people's gains nothing certain can be said."""

_FULL = Fraction(100)
_HIGH, _MEDIUM = Fraction(7, 10), Fraction(3, 10)


@dataclass(frozen=True, slots=True)
class Pair:
    """One person's results in per cent, exactly."""

    before: Fraction
    after: Fraction


@dataclass(frozen=True, slots=True)
class Distribution:
    """How gains are distributed.

    Attributes:
        people: How many took both.
        full_before: How many of them had everything right before, so that they have no gain.
        lost, low, medium, high: How many gained less than nothing, less than 0.3, less than 0.7,
            and from there on.
        mean: The mean of the persons' gains; None where nobody has one.
        group: The gain of the means; None where all had everything right before.
        before, after: Mean results in per cent; None of nobody.
        small: Whether there are too few people to say much.
    """

    people: int
    full_before: int
    lost: int
    low: int
    medium: int
    high: int
    mean: Fraction | None
    group: Fraction | None
    before: Fraction | None
    after: Fraction | None
    small: bool


def gain(before: Fraction, after: Fraction) -> Fraction | None:
    """The normalised gain; None if everything was right before.

    Args:
        before: The pretest's result in per cent, 0 to 100.
        after: The post-test's.
    """
    return None if before == _FULL else (after - before) / (_FULL - before)


def distribution(pairs: Sequence[Pair]) -> Distribution:
    """The gains of these people, one pair each."""
    gains = [g for pair in pairs if (g := gain(pair.before, pair.after)) is not None]
    before, after = _mean([p.before for p in pairs]), _mean([p.after for p in pairs])
    return Distribution(
        people=len(pairs),
        full_before=len(pairs) - len(gains),
        lost=sum(g < 0 for g in gains),
        low=sum(0 <= g < _MEDIUM for g in gains),
        medium=sum(_MEDIUM <= g < _HIGH for g in gains),
        high=sum(g >= _HIGH for g in gains),
        mean=_mean(gains),
        group=None if before is None or after is None else gain(before, after),
        before=before,
        after=after,
        small=len(gains) < SMALL,
    )


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None
