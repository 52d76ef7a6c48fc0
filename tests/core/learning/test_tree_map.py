"""Tiles of a map fill the field, in proportion; marks of a trend stand where they belong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.learning import tree_map, trend
from elearn.core.learning.tree_map import HEIGHT, WIDTH, Band


@given(st.lists(st.integers(0, 5000), max_size=60))
def test_tiles_fill_the_field_in_proportion_and_do_not_overlap(sizes):
    boxes = tree_map.tiles(sizes)
    assert [box is None for box in boxes] == [size == 0 for size in sizes]
    found = [(size, box) for size, box in zip(sizes, boxes, strict=True) if box]
    total = sum(sizes)
    for size, box in found:
        assert box.width * box.height == pytest.approx(WIDTH * HEIGHT * size / total, rel=1e-6)
        assert min(box.x, box.y) >= 0
        assert box.x + box.width <= WIDTH + 1e-6
        assert box.y + box.height <= HEIGHT + 1e-6
    for n, (_size, one) in enumerate(found):
        for _other_size, other in found[n + 1 :]:
            apart_x = one.x + one.width <= other.x + 1e-6 or other.x + other.width <= one.x + 1e-6
            apart_y = one.y + one.height <= other.y + 1e-6 or other.y + other.height <= one.y + 1e-6
            assert apart_x or apart_y


def test_equal_units_become_tiles_near_to_squares():
    for box in tree_map.tiles([10] * 12):
        assert 0.5 <= box.width / box.height <= 2


@pytest.mark.parametrize(
    ("percent", "band"),
    [
        (100, Band.READY),
        (95, Band.READY),
        (94, Band.NEARLY),
        (80, Band.NEARLY),
        (79, Band.PARTLY),
        (50, Band.PARTLY),
        (49, Band.BEHIND),
        (0, Band.BEHIND),
        (None, Band.NOTHING),
    ],
)
def test_bands(percent, band):
    assert tree_map.band(percent) is band


def test_the_days_of_a_trend_are_the_same_day_of_each_month():
    days = trend.month_days(date(2026, 3, 31))
    assert len(days) == 13
    assert days[0] == date(2025, 3, 31)
    assert days[-2:] == (date(2026, 2, 28), date(2026, 3, 31))
    assert days[6] == date(2025, 9, 30)
    assert trend.month_days(date(2024, 2, 29))[0] == date(2023, 2, 28)


def test_no_line_leads_over_a_month_without_a_share():
    marks = trend.marks([0, None, 100, 50])
    assert [mark and mark.joined for mark in marks] == [False, None, False, True]
    assert (marks[0].x, marks[0].y) == (trend.LEFT, trend.BOTTOM)
    assert (marks[2].y, marks[3].x) == (trend.TOP, trend.RIGHT)
