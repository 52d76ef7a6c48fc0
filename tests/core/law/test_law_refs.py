import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.law.refs import Nearness, nearness, segments


@pytest.mark.parametrize(
    ("ref", "parts"),
    [
        ("", ()),
        ("6", ("6",)),
        ("6(1)(a)", ("6", "1", "a")),
        ("6a(1)", ("6a", "1")),
        ("Annex V Part A(2)", ("annex v", "part a", "2")),
        ("annex  v  part a (2)", ("annex v", "part a", "2")),
        ("Annex VII(1.2)", ("annex vii", "1", "2")),
        ("Annex, 1.2.3", ("annex", "1", "2", "3")),
        ("Part 3", ("part 3",)),
        ("P4-4", ("p4-4",)),
    ],
)
def test_a_provision_is_read_from_the_article_down(ref, parts):
    assert segments(ref) == parts


@pytest.mark.parametrize(
    ("cited", "changed", "near"),
    [
        ("6(1)(a)", "6(1)(a)", Nearness.SAME),
        ("6(1)(a)", "6", Nearness.PART),
        ("6", "6(1)(a)", Nearness.AROUND),
        ("6(1)", "6(2)", None),
        ("6", "6a", None),
        ("61", "6", None),
        ("6(1)(a)", "6(1)(ab)", None),
        ("Annex I", "Annex II", None),
        ("Annex V", "Annex V Part A(2)", Nearness.AROUND),
        ("3-5", "4", Nearness.SAME),
        ("4(2)", "3-5", Nearness.PART),
        ("3-5", "5-9", Nearness.SAME),
        ("3-5", "6", None),
        ("3-5", "4a", None),
        ("", "6", None),
        ("6", "", None),
        ("", "", Nearness.SAME),
    ],
)
def test_two_provisions_of_an_instrument_relate(cited, changed, near):
    assert nearness(cited, changed) is near


_REFS = st.lists(st.sampled_from(["1", "2", "3-4", "a", "b"]), max_size=4).map(
    lambda parts: parts[0] + "".join(f"({p})" for p in parts[1:]) if parts else ""
)


@given(_REFS, _REFS)
def test_what_is_near_is_near_from_the_other_side_too(one, other):
    turned = {Nearness.PART: Nearness.AROUND, Nearness.AROUND: Nearness.PART}
    near = nearness(one, other)
    assert nearness(other, one) is turned.get(near, near)


@given(_REFS)
def test_a_provision_is_the_same_as_itself(ref):
    assert nearness(ref, ref) is Nearness.SAME
