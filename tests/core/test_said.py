"""Sentences that keep what they were made of."""

import json

from hypothesis import given
from hypothesis import strategies as st

from elearn.core.said import Said, from_raw, said, to_raw


def test_a_sentence_is_its_english_text_and_keeps_its_parts():
    made = Said("The kind %(kind)s is none of: %(list)s.", kind="'x'", list="a, b")
    assert made == "The kind 'x' is none of: a, b."
    assert made.template == "The kind %(kind)s is none of: %(list)s."
    assert made.values == {"kind": "'x'", "list": "a, b"}


def test_signs_of_formats_stay_where_nothing_is_filled_in():
    assert Said("A hint costs 25 % here.") == "A hint costs 25 % here."
    assert Said("Each costs %(cost)s %%.", cost=5) == "Each costs 5 %."
    assert Said("Left out: %(template)s.", template="%(x)s") == "Left out: %(x)s."


def test_a_plain_text_is_a_sentence_without_values():
    assert (said("Yes.").template, said("Yes.").values) == ("Yes.", {})
    own = Said("%(n)s.", n=1)
    assert said(own) is own


TEXTS = st.text(max_size=20)
PLAIN = st.builds(lambda text: Said("A %(text)s!", text=text), TEXTS) | TEXTS.map(Said)
SENTENCES = PLAIN | st.builds(lambda one, n: Said("%(one)s (%(n)s)", one=one, n=n), PLAIN, TEXTS)


@given(SENTENCES)
def test_it_survives_being_kept(sentence):
    kept = from_raw(json.loads(json.dumps(to_raw(sentence))))
    assert kept == sentence
    assert kept.template == sentence.template
    assert to_raw(kept) == to_raw(sentence)


def test_what_was_kept_as_a_text_is_read():
    assert from_raw("line 3").template == "line 3"
