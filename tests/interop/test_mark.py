"""Marks of institutions: drawings and pictures that can be printed, and files that cannot."""

import io
from dataclasses import replace

import pytest
import segno
from crests import DRAWING
from test_certificate import ENGLISH

from elearn.interop import certificate
from elearn.interop.certificate import mark
from elearn.interop.certificate.mark import BadMark


def png():
    """A picture of 29 dots across and down."""
    file = io.BytesIO()
    segno.make("mark", version=1).save(file, kind="png")
    return file.getvalue()


def test_a_drawing_and_a_picture_become_marks():
    drawn = mark.read("crest.SVG", DRAWING, "Border Police")
    assert (drawn.ratio, drawn.name) == (2.0, "Border Police")
    pictured = mark.read("crest.png", png(), "Ministry")
    assert pictured.ratio == 1.0
    both = replace(ENGLISH, marks=(drawn, pictured), institution="Border Police")
    file = certificate.draw(both)
    assert certificate.draw(both) == file
    assert len(certificate.picture(both, dots_per_inch=20)) == 2
    assert certificate.picture(both, dots_per_inch=20) != certificate.picture(
        ENGLISH, dots_per_inch=20
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("crest.gif", b"GIF89a"),
        ("crest.svg", b"no drawing"),
        ("crest.svg", DRAWING.replace(b"<circle", b"<script>alert(1)</script><circle")),
        ("crest.svg", DRAWING.replace(b'r="12"', b'href="https://example.org/x.svg"')),
        ("crest.svg", DRAWING.replace(b' viewBox="0 0 60 30"', b"")),
        ("crest.png", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("crest.png", png()[:60]),
        ("crest.jpg", png()),
        ("crest.png", png() + bytes(mark.LARGEST)),
        ("", DRAWING),
    ],
    ids=range(10),
)
def test_what_cannot_be_printed_is_refused_with_a_sentence(name, content):
    with pytest.raises(BadMark) as refusal:
        mark.read(name, content, "Ministry")
    assert refusal.value.message.endswith(".")
