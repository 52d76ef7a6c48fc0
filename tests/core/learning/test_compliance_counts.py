"""Timelines folded into changes by unit and day: the sum up to a day is the count on that day."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from elearn.core.learning.compliance import Span, Status, status_on
from elearn.core.learning.compliance_counts import Under, changes, places, quarter
from elearn.core.learning.duty import Belonging, Place, Tree

ONE = date(2026, 1, 1)
DAY = timedelta(days=1)
TOP, WEST, EAST, POST = 1, 2, 3, 4


def tree(*rows):
    found = {}
    for unit_id, parent_id, first, last in rows:
        found.setdefault(unit_id, []).append(Place(unit_id, parent_id, first, last))
    return Tree(found)


STANDING = tree((TOP, None, ONE, None), (WEST, TOP, ONE, None), (EAST, TOP, ONE, None))


def test_a_transfer_counts_from_its_day_on_and_above_once():
    moved = ONE + 10 * DAY
    belongings = [Belonging(1, WEST, ONE, moved), Belonging(1, EAST, moved, None)]
    assert places(belongings, STANDING) == (
        Under(TOP, ONE, None),
        Under(WEST, ONE, moved),
        Under(EAST, moved, None),
    )


def test_who_is_in_two_units_counts_once_above():
    belongings = [Belonging(1, WEST, ONE, None), Belonging(1, EAST, ONE, None)]
    found = changes({"checks": [Span(Status.OPEN, ONE, None)]}, places(belongings, STANDING))
    assert {cell.unit_id: n for cell, n in found.items()} == {TOP: 1, WEST: 1, EAST: 1}


def test_a_moved_unit_takes_its_people_along_from_that_day_on():
    moved = ONE + 20 * DAY
    standing = tree(
        (TOP, None, ONE, None),
        (WEST, TOP, ONE, None),
        (EAST, TOP, ONE, None),
        (POST, WEST, ONE, moved),
        (POST, EAST, moved, None),
    )
    found = places([Belonging(1, POST, ONE, None)], standing)
    assert Under(WEST, ONE, moved) in found
    assert Under(EAST, moved, None) in found
    assert Under(TOP, ONE, None) in found


def test_who_has_left_is_nowhere():
    left = ONE + 5 * DAY
    assert places([Belonging(1, WEST, ONE, None)], STANDING, left) == (
        Under(TOP, ONE, left),
        Under(WEST, ONE, left),
    )
    assert places([Belonging(1, WEST, left, None)], STANDING, left) == ()


def test_quarters_begin_on_their_first_day():
    assert quarter(date(2026, 12, 31)) == date(2026, 10, 1)
    assert quarter(date(2026, 1, 1)) == date(2026, 1, 1)
    assert quarter(date(2026, 6, 30)) == date(2026, 4, 1)


DAYS = st.integers(0, 40).map(lambda n: ONE + n * DAY)


@st.composite
def spans_of(draw):
    days = sorted(draw(st.sets(DAYS, min_size=1, max_size=5)))
    ends = [*days[1:], None]
    return [Span(draw(st.sampled_from(Status)), a, b) for a, b in zip(days, ends, strict=True)]


@st.composite
def belonging(draw):
    first = draw(DAYS)
    length = draw(st.none() | st.integers(1, 30))
    unit = draw(st.sampled_from([WEST, EAST, TOP]))
    return Belonging(1, unit, first, None if length is None else first + length * DAY)


@given(spans_of(), st.lists(belonging(), max_size=4), DAYS)
def test_the_sum_up_to_a_day_is_the_count_of_that_day(spans, belongings, day):
    found = changes({"checks": spans}, places(belongings, STANDING))
    counted = Counter()
    for cell, number in found.items():
        if cell.day <= day:
            counted[cell.unit_id, cell.status] += number
    expected = Counter()
    here = {b.unit_id for b in belongings if b.from_day <= day < (b.to_day or date.max)}
    status = status_on(spans, day)
    for unit_id in here | ({TOP} if here else set()):
        if status is not None:
            expected[unit_id, status] = 1
    assert +counted == expected
    assert not -counted
