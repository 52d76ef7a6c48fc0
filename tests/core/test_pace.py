"""How often something may be done."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from elearn.core import pace
from elearn.core.pace import Pace

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
OFTEN = Pace(burst=3, every=10)


def done(moments, often):
    """Which of those that ask at these seconds are heard."""
    kept, heard = None, []
    for second in moments:
        now = NOW + timedelta(seconds=second)
        heard.append(pace.seconds_to_wait(kept, often, now) == 0)
        if heard[-1]:
            kept = pace.after(kept, often, now)
    return heard


def test_so_many_at_once_and_then_one_each_time():
    assert done([0, 0, 0, 0, 9, 10, 10, 20, 25], OFTEN) == [
        *(True, True, True, False, False),
        *(True, False, True, False),
    ]


def test_whoever_waits_has_all_of_it_again():
    assert done([0, 0, 0, 30, 30, 30, 30], OFTEN) == [*[True] * 6, False]


@given(st.lists(st.integers(0, 500), min_size=1, max_size=60).map(sorted))
def test_never_more_than_the_pace_and_nobody_is_kept_out(moments):
    heard = [second for second, ok in zip(moments, done(moments, OFTEN), strict=True) if ok]
    for n, first in enumerate(heard):
        for m, last in enumerate(heard[n:], 1):
            assert m <= OFTEN.burst + (last - first) / OFTEN.every
    kept = None
    for _ in range(50):
        if not pace.seconds_to_wait(kept, OFTEN, NOW):
            kept = pace.after(kept, OFTEN, NOW)
    assert 0 < pace.seconds_to_wait(kept, OFTEN, NOW) <= OFTEN.every
