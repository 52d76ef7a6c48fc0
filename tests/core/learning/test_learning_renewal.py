"""When a record is to be renewed, and who is told when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.learning.renewal import Stage, Term, grace_ends, stage, term

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("days", "grace", "found"),
    [
        (91, 0, Term.CURRENT),
        (90, 0, Term.DUE),
        (0, 0, Term.DUE),
        (-1, 0, Term.EXPIRED),
        (-1, 1, Term.GRACE),
        (-30, 30, Term.GRACE),
        (-31, 30, Term.EXPIRED),
    ],
)
def test_a_record_is_due_before_its_end_and_in_grace_after_it(days, grace, found):
    assert term(TODAY + timedelta(days=days), grace, TODAY) is found


def test_a_record_without_an_end_is_always_current():
    assert term(None, 0, TODAY) is Term.CURRENT
    assert grace_ends(date.max, 30) == date.max


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (91, None),
        (90, Stage.SOON),
        (31, Stage.SOON),
        (30, Stage.MONTH),
        (8, Stage.MONTH),
        (7, Stage.WEEK),
        (0, Stage.WEEK),
        (-1, Stage.ENDED),
        (-30, Stage.ENDED),
        (-31, None),
    ],
)
def test_somebody_is_told_before_the_end_and_once_it_has_come(days, found):
    assert stage(TODAY + timedelta(days=days), TODAY) is found


@given(st.integers(-500, 500), st.integers(0, 365))
def test_days_go_by_in_one_direction(days, grace):
    until, order = TODAY + timedelta(days=days), list(Term)
    now, later = term(until, grace, TODAY), term(until, grace, TODAY + timedelta(days=1))
    assert order.index(now) <= order.index(later)
