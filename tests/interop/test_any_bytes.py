"""Any file gets an answer: questions, and a note for what is not one. Never an exception."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.interop.html_text import markdown_from_html
from elearn.interop.markdown_text import fits
from elearn.interop.notes import State
from elearn.services.imports import read_questions

GIFT_SIGNS = [*"{}=~#:%\\\n->T1.", "::", "####", "->", "[html]", "<b>", "\n\n", "%50%"]
GIFT = st.lists(st.sampled_from(GIFT_SIGNS) | st.text(max_size=4), max_size=40).map("".join)
TAGS = st.sampled_from(
    re.split(
        " ",
        "<quiz> </quiz> <question> </question> <question\ntype='truefalse'> <questiontext> "
        "</questiontext> <text> </text> <answer> </answer> <![CDATA[ ]]> &nbsp; & < > x 1 "
        "<!DOCTYPE <?xml ?> <file> </file>",
    )
)
HTML_SIGNS = re.split(
    " ",
    "<p> </p> <b> </b> <i> </i> <ul> <li> </ul> <ol> <table> <tr> <td> </table> <a\nhref=x> "
    "</a> <img\nsrc=a.png> <pre> </pre> <sup> 2 </sup> <br> - # * _ ` [ ] > | 1. --- "
    "<script> </script> <math> &amp; &lt; <blockquote> <h1> <svg> <plaintext> <select> ![",
)
HTML = st.lists(st.sampled_from(HTML_SIGNS) | st.text(max_size=5), max_size=30).map("".join)


@given(st.binary(max_size=300))
def test_bytes_get_notes(data):
    made = read_questions(data)
    assert made.notes


@given(GIFT, st.sampled_from(["utf-8", "utf-16", "utf-16-le"]))
def test_text_that_looks_like_gift_gets_notes(text, encoding):
    made = read_questions(text.encode(encoding, "ignore"))
    taken = sum(n.state is not State.LEFT_OUT and n.place != "file" for n in made.notes)
    assert taken == len(made.questions)


@given(st.lists(TAGS, max_size=40).map("".join))
def test_text_that_looks_like_xml_gets_notes(text):
    assert read_questions(f"<?xml version='1.0'?><quiz>{text}".encode()).notes
    assert read_questions(f"<quiz>{text}</quiz>".encode()).notes


@given(HTML)
def test_html_soup_becomes_markdown_that_packs_may_hold(html):
    made = markdown_from_html(html, lambda *_: None, lambda _: None)
    assert fits(made)


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"%PDF-1.7", b"\xd0\xcf\x11\xe0"])
def test_files_of_other_programs_are_told_from_texts(start):
    (note,) = read_questions(start + bytes(100)).notes
    assert "no text file" in note.reason


@pytest.mark.parametrize(
    "data",
    [
        b"<quiz>" + b"<question>" * 200_000,
        b"<quiz>" + b"<a>" * 300_000,
        b"<quiz><question type='truefalse'><questiontext><text><![CDATA["
        + b"<div>" * 100_000
        + b"]]></text></questiontext></question></quiz>",
        b"Q {" + b"=" * 2_000_000 + b"}",
        b"::" * 1_000_000,
        b"x {T}\n\n" * 100_000,
        b"\xff" * 5_000_000,
        b"[html]" + b"<p><b>" * 1900 + b"{T}",
    ],
    ids=["open", "deep", "soup", "signs", "titles", "many", "bytes", "tangled"],
)
def test_files_made_to_hurt_are_answered_soon(data):
    start = time.monotonic()
    assert read_questions(data).notes
    assert time.monotonic() - start < 20
