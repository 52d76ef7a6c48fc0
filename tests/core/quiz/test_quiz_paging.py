"""Which questions stand on one page, and how far somebody has come who may not go back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.quiz import paging
from elearn.core.quiz.options import Layout

sections = st.lists(st.sampled_from(["", "a", "b"]), min_size=1, max_size=12).map(sorted)
layouts = st.sampled_from(Layout)


def test_each_layout_has_its_pages():
    of = ["a", "a", "b"]
    assert paging.pages(Layout.ONE, of) == ((1,), (2,), (3,))
    assert paging.pages(Layout.ALL, of) == ((1, 2, 3),)
    assert paging.pages(Layout.SECTIONS, of) == ((1, 2), (3,))
    assert paging.pages(Layout.SECTIONS, ["", ""]) == ((1, 2),)
    assert all(paging.pages(layout, []) == () for layout in Layout)


@given(layouts, sections)
def test_every_question_stands_on_one_page_in_order(layout, of):
    found = paging.pages(layout, of)
    assert [n for page in found for n in page] == list(range(1, len(of) + 1))
    for number in range(1, len(of) + 1):
        assert number in found[paging.page_of(found, number)]


def test_a_question_that_is_not_there_has_no_page():
    with pytest.raises(ValueError, match="no question 4"):
        paging.page_of(((1, 2), (3,)), 4)


@given(layouts, sections, st.sets(st.integers(1, 12)))
def test_one_is_at_the_first_page_that_is_not_passed_whole(layout, of, passed):
    found = paging.pages(layout, of)
    at = paging.reached(found, passed)
    assert all(passed.issuperset(page) for page in found[:at])
    assert at == len(found) - 1 or not passed.issuperset(found[at])


@given(layouts, sections)
def test_passing_page_by_page_leads_to_the_end_and_never_back(layout, of):
    found = paging.pages(layout, of)
    passed, places = set(), []
    for _page in found:
        places.append(paging.reached(found, passed))
        passed |= set(found[places[-1]])
    assert places == list(range(len(found)))
