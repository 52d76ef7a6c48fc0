"""Certificates as files: both standards, both scripts, the same bytes, and a code that reads."""

import re
import shutil
import subprocess
import sys
import zlib
from dataclasses import replace
from datetime import date

import pytest
import zxingcpp

from elearn.interop import certificate, qr
from elearn.interop.certificate import Attachment, Certificate, Unprintable

ADDRESS = "https://learn.example.org/verify"
DIGITS = str((1 << 1500) + 7)
MADE = qr.code(ADDRESS, DIGITS)
ENGLISH = Certificate(
    language="en",
    region="GB",
    issued=date(2026, 11, 30),
    awarding_body="School for Border Services, Sarajevo",
    heading="Certificate of completion",
    certifies="This is to certify that",
    name="Jelena Đorđević",
    did="has completed the course",
    title="Border checks",
    title_language="en",
    description="Certificate of completion",
    rows=(("Completed", "30 November 2026"), ("Valid until", "30 November 2029")),
    qr=qr.svg(MADE).decode(),
    qr_width=36,
    qr_is="QR code",
    check_heading="How others check it",
    check="Scan the code.",
    code="ABCD-EFGH-JKMN-PQRS-T",
    address=ADDRESS,
    key_is="Fingerprint of the key:",
    key="NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
    behind="What stands behind this certificate",
    outcomes_heading="What the holder can do",
    outcomes=("Decides on entry", "Gives reasons"),
    details=(("Digest of the record", "ab" * 32),),
    attachments=(
        Attachment("record.json", '{"name": "Јелена"}', "application/json", "data", "The record"),
        Attachment("badge.jwt", "eyJ.eyJ.x", "application/jwt", "alternative", "The badge"),
    ),
)
OTHERS = (
    replace(ENGLISH, language="sr-Cyrl", region="RS", name="Јелена Ђорђевић Љиљана Џ"),
    replace(ENGLISH, language="sr-Latn", region="RS", name="Živka Šćepanović"),
    replace(ENGLISH, language="bs", region="BA", name="Džemal Čaušević"),
    replace(ENGLISH, language="hr", region="HR", name="Željko Đurić"),
    replace(ENGLISH, language="cnr", region="ME", name="Śenka Źenović"),
    replace(ENGLISH, language="mk", region="MK", name="Ѓорѓи Ќосев Ѕвездан Љубе"),
    replace(ENGLISH, language="sq", region="AL", name="Gëzim Çela"),
)


def streams(file):
    """What the compressed parts of a PDF hold."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", file, re.DOTALL)
    for content in found:
        try:
            yield zlib.decompress(content)
        except zlib.error:
            yield content


def test_it_says_that_it_keeps_both_standards():
    meta = next(s for s in streams(certificate.draw(ENGLISH)) if b"pdfaid:part" in s).decode()
    assert "<pdfaid:part>3</pdfaid:part>" in meta
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in meta
    assert "<pdfuaid:part>1</pdfuaid:part>" in meta
    assert "Certificate of completion: Border checks" in meta


@pytest.mark.parametrize("one", [ENGLISH, *OTHERS], ids=lambda one: one.language)
def test_the_same_content_gives_the_same_bytes_in_every_language(one):
    file = certificate.draw(one)
    assert certificate.draw(ENGLISH) == certificate.draw(ENGLISH)
    assert certificate.draw(one) == file
    assert len(file) < 120_000
    assert len(certificate.picture(one, dots_per_inch=20)) == 2


def test_what_is_attached_is_attached_as_it_is():
    found = list(streams(certificate.draw(ENGLISH)))
    for file in ENGLISH.attachments:
        assert file.content.encode() in found


def test_the_code_on_the_drawn_page_reads():
    """At 150 dots per inch, as an old phone sees it."""
    import numpy as np

    picture = certificate.picture(ENGLISH, dots_per_inch=150)[0]
    (found,) = zxingcpp.read_barcodes(np.array(pixels(picture), dtype=np.uint8))
    assert found.text == f"{ADDRESS}#{DIGITS}"


def pixels(png):
    """The red of each pixel of a PNG with eight bits a colour (ISO/IEC 15948)."""
    import struct

    at, data, header = 8, b"", b""
    while at < len(png):
        (size,), kind = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        body = png[at + 8 : at + 8 + size]
        header, data = (body, data) if kind == b"IHDR" else (header, data)
        data += body if kind == b"IDAT" else b""
        at += 12 + size
    width, height, depth, colour = struct.unpack(">IIBB", header[:10])
    assert depth == 8
    step = {2: 3, 6: 4, 0: 1}[colour]
    raw, before, rows = zlib.decompress(data), bytearray(width * step), []
    for row in range(height):
        start = row * (width * step + 1)
        before = unfiltered(raw[start], raw[start + 1 : start + 1 + width * step], before, step)
        rows.append(list(before[::step]))
    return rows


def unfiltered(kind, line, above, step):
    out = bytearray(line)
    for at in range(len(out)):
        left = out[at - step] if at >= step else 0
        corner = above[at - step] if at >= step else 0
        guess = left + above[at] - corner
        nearest = min((left, above[at], corner), key=lambda value: abs(guess - value))
        add = (0, left, above[at], (left + above[at]) // 2, nearest)[kind]
        out[at] = (out[at] + add) & 255
    return out


@pytest.mark.parametrize("look", ["classic", "modern", "plain"])
@pytest.mark.parametrize("length", [10, 91, 200])
def test_every_look_takes_short_and_long_words_on_two_pages(look, length):
    words = ("Aleksandra-Marija Љубица " * 10)[:length]
    rows = (("Law as of", "30 November 2026"),) * 6
    one = replace(ENGLISH, look=look, name=words, title=words, institution=words, rows=rows)
    assert len(certificate.picture(one, dots_per_inch=20)) == 2
    assert certificate.draw(one) == certificate.draw(one)


def test_letters_that_no_font_has_are_refused_with_a_sentence():
    with pytest.raises(Unprintable, match="cannot be printed"):
        certificate.draw(replace(ENGLISH, name="王小明"))


@pytest.mark.parametrize("length", [29, 46, 91, 200])
def test_a_long_name_and_title_leave_the_certificate_on_two_pages(length):
    words = ("Aleksandra-Marija Љубица " * 10)[:length]
    rows = (("Law as of", "30 November 2026"),) * 6
    long = replace(ENGLISH, name=words, title=words, awarding_body=words, rows=rows)
    assert len(certificate.picture(long, dots_per_inch=20)) == 2


def test_nothing_of_it_is_loaded_before_the_first_one_is_drawn():
    seen = "import sys, elearn.web.learner.certificates; print({'typst', 'segno'} & {*sys.modules})"
    said = subprocess.run([sys.executable, "-c", seen], capture_output=True, check=True).stdout
    assert said.strip() == b"set()"


def test_texts_are_texts_whatever_they_hold():
    odd = '#panic("x") *a* $ \\ " <b> @c = // [ #let'
    certificate.draw(replace(ENGLISH, name=odd, title=odd, outcomes=(odd,) * 60))


@pytest.mark.parametrize("one", [ENGLISH, *OTHERS], ids=lambda one: one.language)
def test_another_program_reads_every_letter_and_finds_every_font(one, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils is not installed")
    path = tmp_path / "certificate.pdf"
    path.write_bytes(certificate.draw(one))
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode()
    for expected in (one.name, one.title, one.code, one.key, *one.outcomes):
        assert expected in text
    fonts = subprocess.run(["pdffonts", path], capture_output=True, check=True).stdout.decode()
    for line in fonts.splitlines()[2:]:
        assert " yes yes yes " in line, "embedded, subset, with a map to Unicode"
