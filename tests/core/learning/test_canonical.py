"""Canonical JSON: RFC 8785's own example of sorting, and what is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.learning.canonical import canonical

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=20,
)


def test_names_are_sorted_by_their_utf_16_units():
    # RFC 8785, section 3.2.3: U+1F600 comes before U+FB33, which it follows in UTF-8.
    given_ = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    order = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(canonical(given_))) == order


def test_nothing_is_written_that_need_not_be():
    assert (
        canonical({"b": [1, True, None], "a": "Ž\n"}) == '{"a":"Ž\\n","b":[1,true,null]}'.encode()
    )


@given(JSON)
def test_it_is_the_same_value_and_the_same_bytes_again(value):
    written = canonical(value)
    assert json.loads(written) == value
    assert canonical(json.loads(written)) == written


@pytest.mark.parametrize("value", [1.5, {"a": 1.0}, {1: "a"}, {"a": object()}, b"a"])
def test_what_has_no_one_way_of_writing_is_refused(value):
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("value", [2**53, -(2**53), "\ud800"])
def test_what_others_cannot_keep_is_refused(value):
    with pytest.raises(ValueError):  # noqa: PT011  # numbers and letters say it differently
        canonical(value)
