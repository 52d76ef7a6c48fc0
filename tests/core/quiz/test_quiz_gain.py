"""The normalised gain, against values worked out by hand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.quiz.gain import Pair, distribution, gain

percents = st.fractions(0, 100, max_denominator=60)


@pytest.mark.parametrize(
    ("before", "after", "gained"),
    [
        (40, 85, Fraction(3, 4)),
        (0, 50, Fraction(1, 2)),
        (50, 50, Fraction(0)),
        (50, 25, Fraction(-1, 2)),
        (99, 0, Fraction(-99)),
        (Fraction(100, 3), 100, Fraction(1)),
        (100, 100, None),
        (100, 20, None),
    ],
)
def test_the_gain_is_the_share_of_what_was_missing(before, after, gained):
    assert gain(Fraction(before), Fraction(after)) == gained


@given(percents.filter(lambda p: p < 100), percents)
def test_before_and_gain_give_what_came_after(before, after):
    gained = gain(before, after)
    assert before + gained * (100 - before) == after
    assert gained <= 1


def test_a_distribution_worked_out_by_hand():
    results = [(40, 85), (50, 25), (80, 84), (60, 80), (100, 100)]
    found = distribution([Pair(Fraction(b), Fraction(a)) for b, a in results])
    assert (found.people, found.full_before) == (5, 1)
    assert (found.lost, found.low, found.medium, found.high) == (1, 1, 1, 1)
    # (3/4 - 1/2 + 1/5 + 1/2) / 4, and of the means 66 and 74.8: 8.8 / 34
    assert found.mean == Fraction(19, 80)
    assert (found.before, found.after) == (66, Fraction(374, 5))
    assert found.group == Fraction(22, 85)
    assert found.small


def test_hakes_limits_belong_to_the_class_above():
    results = [(0, 30), (0, 70), (0, 0)]
    found = distribution([Pair(Fraction(b), Fraction(a)) for b, a in results])
    assert (found.lost, found.low, found.medium, found.high) == (0, 1, 1, 1)


def test_thirty_gains_are_enough():
    pairs = [Pair(Fraction(50), Fraction(60))] * 30
    assert distribution(pairs[1:]).small
    assert not distribution(pairs).small


def test_nobody_has_no_mean():
    found = distribution([])
    assert found.mean is found.group is found.before is None
    assert distribution([Pair(Fraction(100), Fraction(90))]).mean is None
