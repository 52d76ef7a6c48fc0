"""How somebody stands in a course, in one word."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from elearn.core.learning.standing_in_list import (
    KEEPS,
    SOON,
    Found,
    ListFilter,
    ListState,
    state_in_list,
)

TODAY = date(2026, 11, 23)
DAYS = st.integers(-400, 400).map(lambda n: TODAY + timedelta(days=n))
FOUND = st.builds(
    Found,
    completed=st.booleans(),
    valid_until=st.none() | DAYS,
    under_way=st.booleans(),
    revoked=st.booleans(),
)


@given(FOUND)
def test_everything_is_shown_by_some_filter_beside_completed(found):
    state = state_in_list(found, TODAY)
    shown = [f for f in ListFilter if f is not ListFilter.COMPLETED and state in KEEPS[f]]
    assert shown


def test_the_last_day_still_counts():
    assert state_in_list(Found(completed=True, valid_until=TODAY), TODAY) is ListState.EXPIRING
    yesterday = TODAY - timedelta(days=1)
    assert state_in_list(Found(completed=True, valid_until=yesterday), TODAY) is ListState.EXPIRED
    later = TODAY + SOON
    assert state_in_list(Found(completed=True, valid_until=later), TODAY) is ListState.EXPIRING
    latest = later + timedelta(days=1)
    assert state_in_list(Found(completed=True, valid_until=latest), TODAY) is ListState.VALID


def test_a_record_counts_for_more_than_a_new_beginning():
    found = Found(completed=True, valid_until=None, under_way=True, revoked=True)
    assert state_in_list(found, TODAY) is ListState.VALID


def test_who_was_revoked_and_begins_again_is_under_way():
    assert state_in_list(Found(under_way=True, revoked=True), TODAY) is ListState.IN_PROGRESS
    assert state_in_list(Found(revoked=True), TODAY) is ListState.REVOKED
