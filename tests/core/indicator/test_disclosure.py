"""What may be shared of exact figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.indicator.disclosure import LEAST, mean, rounded, share, table

COUNTS = st.integers(0, 100_000)


@given(COUNTS)
def test_a_count_is_a_multiple_of_five_and_never_far_off(number):
    assert rounded(number) % 5 == 0
    assert abs(rounded(number) - number) <= 2


@given(COUNTS, COUNTS)
def test_rounding_keeps_the_order(one, other):
    low, high = sorted((one, other))
    assert rounded(low) <= rounded(high)


def test_nobody_and_two_people_look_the_same():
    assert {rounded(n) for n in (0, 1, 2)} == {0}
    with pytest.raises(ValueError, match="negative"):
        rounded(-1)


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_share_is_of_twenty_or_more(part, more):
    whole = part + more
    assert (share(part, whole) is None) == (whole < LEAST)


@given(st.integers(LEAST, 500), st.data())
def test_a_share_tells_nothing_that_rounded_counts_do_not(whole, data):
    part = data.draw(st.integers(0, whole))
    like = [
        share(p, w)
        for w in range(max(LEAST, whole - 4), whole + 5)
        for p in range(max(0, part - 4), min(w, part + 4) + 1)
        if rounded(w) == rounded(whole) and rounded(p) == rounded(part)
    ]
    assert set(like) == {share(part, whole)}
    assert 0 <= share(part, whole) <= 100


@given(st.dictionaries(st.tuples(st.sampled_from("abx"), st.sampled_from("cdx")), COUNTS))
def test_the_shape_of_a_table_does_not_depend_on_what_is_counted(counts):
    def shown(row, column):
        kept = [n for (r, c), n in counts.items() if row in ("", r) and column in ("", c)]
        return rounded(sum(kept))

    made = table("ab", "cd", shown)
    assert (made.rows, made.columns) == (("a", "b"), ("c", "d"))
    assert [len(row) for row in made.cells] == [2, 2]
    assert made.ends == (shown("a", ""), shown("b", ""))  # from exact values
    assert made.whole == rounded(sum(counts.values()))


def test_a_mean_is_of_twenty_people_or_more():
    assert mean(12.6, LEAST) == 13
    assert mean(12.6, LEAST - 1) is None
