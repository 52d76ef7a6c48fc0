"""When a reminder leaves: so many days before and after, whenever the worker comes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.learning.compliance import Span, Status
from elearn.core.learning.reminding import Call, Stages, call, reached, read_stages

TODAY = date(2026, 11, 23)
STAGES = Stages()


def day(n):
    return TODAY + timedelta(days=n)


def test_due_the_day_before_it_would_be_late():
    spans = [
        Span(Status.OPEN, day(-9), day(1)),
        Span(Status.DUE_SOON, day(1), day(8)),
        Span(Status.OVERDUE, day(8), None),
    ]
    assert call(spans, TODAY) == Call(day(7), late=False)
    assert call(reversed(spans), TODAY) == Call(day(7), late=False)
    assert call(spans, day(9)) == Call(day(7), late=True)


def test_what_is_over_or_never_late_is_not_due():
    assert call([], TODAY) is None
    assert call([Span(Status.CURRENT, day(-9), None)], TODAY) is None
    was = [Span(Status.OVERDUE, day(-9), day(-2)), Span(Status.CURRENT, day(-2), None)]
    assert call(was, TODAY) is None
    assert call([Span(Status.EXEMPT, day(-9), None)], TODAY) is None


@pytest.mark.parametrize("n", range(-40, 41))
def test_the_stages_of_one_day(n):
    expected = n in {30, 7, 1} or -n in {1, 7, 30}
    assert reached(day(n), STAGES, day(-1), TODAY) == expected


@given(st.integers(-60, 60), st.lists(st.integers(1, 9), max_size=12))
def test_every_stage_once_however_often_the_worker_comes(n, steps):
    """Each stage that lies in the time falls into exactly one round."""
    rounds, at = [], TODAY
    for step in steps:
        rounds.append((at, at + timedelta(days=step)))
        at = rounds[-1][1]
    every = [day(n - k) for k in STAGES.before] + [day(n + k) for k in STAGES.after]
    for since, until in rounds:
        wanted = any(since < stage <= until for stage in every)
        assert reached(day(n), STAGES, since, until) == wanted
    seen = sum(since < stage <= until for stage in every for since, until in rounds)
    assert seen == sum(TODAY < stage <= at for stage in every)


@pytest.mark.parametrize(
    ("text", "days"), [("30, 7, 1", (30, 7, 1)), ("1,7,30", (1, 7, 30)), ("", ()), (" 5 ", (5,))]
)
def test_stages_are_read(text, days):
    assert read_stages(text) == days


@pytest.mark.parametrize("text", ["soon", "0", "366", "1;2", "-1", "1,", "1," * 10 + "1", "٣"])
def test_what_is_no_stage_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011  # whatever it says
        read_stages(text)
