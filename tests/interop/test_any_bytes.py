"""Any file gets an answer: questions, and a note for what is not one. Never an exception."""

import io
import re
import tarfile
import time
import zipfile
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.interop.html_text import markdown_from_html
from elearn.interop.markdown_text import fits
from elearn.interop.moodle_xml.kinds import READERS
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


KINDS = st.sampled_from([*READERS, "description", "random", "other"])
WORDS = st.sampled_from(
    re.split(
        r"\s{2,}",
        "1  0  -1  2.5  1,5  100  true  false  *  {a} + {b}  {a}/0  {1:MC:=a~b}  {1:NM:=1:0}  "
        "{9:SA:%50%x~*#no}  {1:MR:=a~=b~c}  {1:MC:  [[1]] [[2]]  [[99]]  <p>a</p>  &amp;#1;  "
        "10,10;5  1,1;2,2;3,3  circle  rectangle  polygon  sqrt({a})  a|b  \\\\}  a  b",
    )
) | st.sampled_from(["9" * 5000, "", "- x\n  - 5 points: y\n  - 1 points: z"])
NAMES = st.sampled_from(
    re.split(
        " ",
        "questiontext generalfeedback answer subquestion hint penalty defaultgrade single "
        "tolerance tolerancetype correctanswerlength units/unit/multiplier units/unit/unit_name "
        "selectoption dragbox drag drop choice shape coords dataset_definitions/dataset_definition "
        "graderinfo tags/tag image idnumber name",
    )
)


@st.composite
def elements(draw, depth=2):
    """An element of a question, or several one in the other, with words where words stand."""
    path = draw(NAMES).split("/")
    share = draw(st.sampled_from(["", ' fraction="100"', ' fraction="x"', ' format="markdown"']))
    inner = [f"<text>{escape(draw(WORDS))}</text>"]
    if depth and draw(st.booleans()):
        inner += [draw(elements(depth=depth - 1)) for _ in range(draw(st.integers(1, 3)))]
    for name in ("minimum", "maximum", "decimals", "group", "choice", "coords", "shape"):
        if draw(st.integers(0, 6)) == 0:
            inner.append(f"<{name}>{escape(draw(WORDS))}</{name}>")
    text = "".join(inner)
    for name in reversed(path):
        text = f"<{name}{share}>{text}</{name}>"
    return text


@given(KINDS, st.lists(WORDS, min_size=1, max_size=3), st.lists(elements(), max_size=8))
def test_every_kind_of_moodle_gets_a_note_whatever_it_holds(kind, words, inside):
    text = f"<questiontext><text>{escape(' x '.join(words))}</text></questiontext>"
    data = f'<quiz><question type="{kind}">{text}{"".join(inside)}</question></quiz>'
    made = read_questions(data.encode())
    assert made.notes
    assert [n.question for n in made.notes if n.question] == [q.id for q in made.questions]


@given(HTML)
def test_html_soup_becomes_markdown_that_packs_may_hold(html):
    made = markdown_from_html(html, lambda *_: None, lambda _: None)
    assert fits(made)


def archive(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        for name in names:
            zipped.writestr(name, "x")
    return buffer.getvalue()


def backup(name):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        tar.addfile(tarfile.TarInfo(name))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "Save it as .xlsx"),
        (b"MZ\x90\x00\x03" + bytes(100), "program"),
        (b"\x7fELF\x02" + bytes(100), "program"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
        (b"{\\rtf1 Who?}", "office"),
        (bytes(range(256)), "no text file"),
        (archive("a.txt"), "archive"),
        (archive("moodle_backup.xml", "questions.xml"), "Export, then Moodle XML"),
        (archive("[Content_Types].xml", "word/document.xml"), "office"),
        (archive("mimetype", "content.xml"), "office"),
        (archive("pack.yaml", "01-one/module.yaml"), "archive of a pack"),
        (archive("small/pack.yaml"), "archive of a pack"),
        (archive("imsmanifest.xml"), "IMS"),
        (archive("a.txt")[:-5], "archive"),
        (backup(".ARCHIVE_INDEX"), "Export, then Moodle XML"),
        (backup("moodle_backup.xml"), "Export, then Moodle XML"),
        (backup("notes.txt"), "archive"),
        (b"\x1f\x8bxxxx", "archive"),
        (b"<!DOCTYPE html><html><body>Who?</body></html>", "web site"),
        (b"<?xml version='1.0'?><questestinterop></questestinterop>", "QTI"),
        (b"<?xml version='1.0'?>\n<assessmentItem xmlns='x'/>", "QTI"),
    ],
    ids=lambda part: part if isinstance(part, str) else "file",
)
def test_files_of_other_programs_are_named_with_what_to_do(data, why):
    made = read_questions(data)
    (note,) = made.notes
    assert made.questions == ()
    assert why in note.reason


@pytest.mark.parametrize("text", ["MZ is what? {T}", "RIFF or not? {=a ~b}"])
def test_words_that_begin_like_a_program_are_words(text):
    assert len(read_questions(text.encode()).questions) == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_letters_are_no_binary(encoding):
    assert len(read_questions("Is it so? {T}".encode(encoding)).questions) == 1


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
