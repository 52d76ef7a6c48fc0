"""Words of two texts, runs of them, and what is only spelling; the order of two lists."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.pack.diff import order
from elearn.core.pack.diff.blocks import matches
from elearn.core.pack.diff.html import Bit
from elearn.core.pack.diff.words import Side, amount, is_spelling, pieces

TEXTS = st.lists(
    st.sampled_from(["a", "visa", "may", "must", "stay", "90", "days.", "(see", "sbc:6(1)(a)", "–"])
).map(" ".join)


@given(TEXTS, TEXTS)
def test_runs_of_words_make_up_both_texts(before, after):
    found = pieces(before, after)
    assert "".join(p.text for p in found if p.side is not Side.GONE) == after
    was = "".join(p.text for p in found if p.side is not Side.NEW)
    assert "".join(was.split()) == "".join(before.split())


@given(TEXTS, TEXTS)
def test_the_share_of_words_that_differ(before, after):
    share = amount(before, after)
    assert 0 <= share <= 1
    assert (share == 0) == (before.split() == after.split())
    assert amount(after, before) >= 0


def test_a_share():
    assert amount("one two three four", "one two six four") == Fraction(1, 4)
    assert amount("", "") == 0
    assert amount("", "new") == 1


def test_runs():
    found = pieces("He may stay 90 days.", "He must stay 90 days!")
    assert [(p.side.value, p.text) for p in found] == [
        ("same", "He"),
        ("gone", " may"),
        ("new", " must"),
        ("same", " stay 90 days"),
        ("gone", "."),
        ("new", "!"),
    ]


def test_long_texts_are_compared_in_time():
    before = " ".join(f"w{n}" for n in range(20_000))
    after = " ".join(f"v{n}" for n in range(20_000))
    assert amount(before, after) == 1


def test_hostile_texts_are_compared_in_time():
    before = " ".join("ab"[n * n % 7 % 2] for n in range(1990))
    after = " ".join("ba"[n * n * n % 5 % 2] for n in range(1990))
    assert 0 < amount(before, after) <= 1
    assert not is_spelling("a" * 100_000, "a" * 50_000 + "b" + "a" * 50_000)
    old = [Bit(f"b-{n}", f"<p>one two {n} three</p>") for n in range(3000)]
    new = [Bit(f"c-{n}", f"<p>one two {n} four</p>") for n in range(3000)]
    found = list(matches(old, new))
    assert [(m.old.name, m.new.name) for m in found] == [(f"b-{n}", f"c-{n}") for n in range(3000)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("recieve it", "receive it"),
        ("the Officer", "the officer"),
        ("cafe", "café"),
        ("granica je blizu", "граница је близу"),
        ("web site", "website"),
        ("stop now", "Stop, now!"),
        ("accomodation there", "accommodation there"),
        ("in 90 days", "in 90 days."),
        ("oficer", "officer"),
    ],
)
def test_what_is_spelling(before, after):
    assert is_spelling(before, after)
    assert is_spelling(after, before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("do it now", "do it not"),
        ("he may", "he must"),
        ("90 days", "91 days"),
        ("1.5 years", "15 years"),
        ("5 %", "-5 %"),
        ("it is allowed", "it is not allowed"),
        ("legal", "illegal"),
        ("it is admissible", "it is inadmissible"),
        ("dozvoljeno je", "nedozvoljeno je"),
        ("A visa", "A ban"),
        ("one two", "two one"),
        ("", "word"),
    ],
)
def test_what_is_more_than_spelling(before, after):
    assert not is_spelling(before, after)
    assert not is_spelling(after, before)


NAMES = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(NAMES, NAMES)
def test_moving_the_moved_gives_the_new_order(old, new):
    moved = order.moved(old, new)
    stayed = [n for n in old if n in new and n not in moved]
    assert stayed == [n for n in new if n in old and n not in moved]


def test_the_fewest_are_moved():
    assert order.moved(list("abcde"), list("bcdea")) == ["a"]
    assert order.moved(list("abc"), list("xaybzc")) == []
