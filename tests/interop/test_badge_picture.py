"""The picture of a badge: drawn the same each time, holds its badge for us and for others."""

from xml.etree import ElementTree as ET

import awards
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openbadgeslib.ob3 import OB3Verifier

from elearn.interop.jws import Refused
from elearn.interop.keys import Algorithm
from elearn.interop.open_badges import jwt, picture
from elearn.interop.open_badges.achievement import TYPES

KEY = awards.key_for(jwt.PURPOSE, Algorithm.RS256)
TOKEN = jwt.write(awards.CREDENTIAL, awards.method(KEY), KEY.public_jwk, KEY.sign)
DRAWN = picture.draw(awards.FACTS.title, awards.FACTS.awarding_body, "completion")
SVG = "{http://www.w3.org/2000/svg}"


def texts(drawn):
    return [e.text for e in ET.fromstring(drawn).findall(f"{SVG}text")]


def test_it_says_what_it_is_for_and_who_awards_it():
    assert texts(DRAWN) == ["Граничне провере", "Академија за границу"]
    assert ET.fromstring(DRAWN).findtext(f"{SVG}title") == awards.FACTS.title


def test_the_same_words_are_the_same_picture_and_each_kind_has_a_sign():
    assert picture.draw("A", "B", "completion") == picture.draw("A", "B", "completion")
    assert len({picture.draw("A", "B", kind) for kind in TYPES}) == len(TYPES)


def test_a_long_title_ends_with_dots_and_a_long_word_shrinks():
    assert texts(picture.draw("word " * 40, "B", "renewal"))[3].endswith("…")
    first = ET.fromstring(picture.draw("A" * 60, "B", "renewal")).find(f"{SVG}text")
    assert int(first.get("font-size")) < 20


@given(st.text(), st.text(), st.sampled_from(sorted(TYPES)))
def test_any_words_make_a_picture_that_holds_any_badge(title, body, kind):
    baked = picture.bake(picture.draw(title, body, kind), TOKEN)
    assert picture.token_in(baked) == TOKEN


def test_a_verifier_that_we_did_not_write_finds_the_badge():
    assert OB3Verifier.extract_token_from_svg(picture.bake(DRAWN, TOKEN)) == TOKEN


@pytest.mark.parametrize(
    "given",
    [
        DRAWN,
        picture.bake(picture.bake(DRAWN, TOKEN), TOKEN),
        b"",
        b"<svg",
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>',
        b"<svg>" + b" " * picture.LARGEST + b"</svg>",
        b'<svg><credential verify="x"/></svg>',
    ],
    ids=["none", "two", "empty", "cut", "entities", "large", "another vocabulary"],
)
def test_what_holds_no_badge_is_refused(given):
    with pytest.raises(Refused):
        picture.token_in(given)
