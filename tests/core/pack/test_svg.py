import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.pack import pictures, svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def _problems(inside, attributes=""):
    return svg.problems(f"{HEAD} {attributes}>{inside}</svg>".encode(), "media/a.svg")


def test_shapes_and_words_may_stand_in_a_drawing():
    inside = (
        '<title>T</title><defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/>'
        '</linearGradient><path id="p" d="M0 0"/></defs><g fill="url(#g)" aria-hidden="true">'
        '<use href="#p"/><use xlink:href="#p"/><text x="1" xml:space="preserve">Ж</text></g>'
    )
    assert _problems(inside, 'viewBox="0 0 10 20" role="img" aria-labelledby="t"') == []


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onclick="alert(1)"/>',
        '<rect style="fill:red"/>',
        "<style>*{}</style>",
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
        '<image href="https://evil.example/x.png"/>',
        '<use href="https://evil.example/x.svg#a"/>',
        '<use xlink:href="data:image/svg+xml,x"/>',
        '<a href="#x"><rect/></a>',
        '<rect fill="url(https://evil.example/#x)"/>',
        "<rect fill=\"URL( 'http://evil.example' )\"/>",
        "<animate attributeName='href' to='javascript:x'/>",
        '<set attributeName="onload"/>',
        "<h1 xmlns='http://www.w3.org/1999/xhtml'/>",
        '<g id="a"><use href="#b"/></g>',
        "<?xml-stylesheet href='x.css'?>",
        "&amp",
        "&undefined;",
        "<rect>",
    ],
)
def test_what_acts_or_reaches_out_is_named(inside):
    found = _problems(inside)
    assert found
    assert {p.code for p in found} == {"svg-unsafe"}


def test_entities_cannot_explode():
    data = b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><svg>&b;</svg>'
    (problem,) = svg.problems(data, "a.svg")
    assert "DOCTYPE" in problem.text


def test_depth_and_number_of_elements_are_limited():
    assert "too much" in _problems("<g>" * 500)[0].text
    assert "too much" in _problems("<g/>" * 30_000)[0].text


def test_a_drawing_with_a_thousand_faults_names_twenty():
    assert len(_problems('<rect onclick="x"/>' * 1000)) == 20


@given(st.binary(max_size=200))
def test_any_bytes_are_looked_at_without_failing(data):
    svg.problems(data, "a.svg")
    for ending in ("svg", "png", "jpg", "webp", "txt"):
        pictures.size(f"a.{ending}", data)


@given(
    st.sampled_from([b"\xff\xd8", b"RIFF....WEBP", b"\x89PNG\r\n\x1a\n"]), st.binary(max_size=90)
)
def test_broken_pictures_have_no_size_or_a_sane_one(start, data):
    for ending in ("png", "jpg", "webp"):
        found = pictures.size(f"a.{ending}", start + data)
        assert found is None or all(0 < side <= 20_000 for side in found)


def test_a_drawing_has_the_size_given_or_that_of_its_viewbox():
    assert svg.size(b'<svg width="20px" height="10" viewBox="0 0 4 2"/>') == (20, 10)
    assert svg.size(b'<svg width="100%" viewBox="0, 0, 300.4, 200"><g>') == (300, 200)
    assert svg.size(b"<svg/>") is None
    assert svg.size(b"no drawing") is None


def test_a_png_a_jpg_and_a_webp_have_their_sizes():
    header = b"IHDR" + struct.pack(">IIBBBBB", 640, 480, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header
    png += struct.pack(">I", zlib.crc32(header))
    jpg = (
        b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 48, 64) + b"\x03" * 9
    )
    lossy = b"RIFF\x00\x00\x00\x00WEBPVP8 " + b"\0" * 10 + struct.pack("<HH", 32, 16)
    lossless = b"RIFF\x00\x00\x00\x00WEBPVP8L\0\0\0\0\x2f" + (31 | 15 << 14).to_bytes(4, "little")
    extended = b"RIFF\x00\x00\x00\x00WEBPVP8X" + b"\0" * 8 + b"\x1f\0\0\x0f\0\0"
    assert pictures.size("media/a.png", png) == (640, 480)
    assert pictures.size("a.jpg", jpg) == (64, 48)
    assert pictures.size("a.webp", lossy) == (32, 16)
    assert pictures.size("a.webp", lossless + b"\0" * 9) == (32, 16)
    assert pictures.size("a.webp", extended) == (32, 16)
