"""Certificates and transcripts hold what PDF/A-3a and PDF/UA-1 ask, as far as programs can tell.

No checker of all rules is to be had as a package: `pdfua` knows 16 of the 106 rules of PDF/UA-1
that machines can check; what ISO 19005-3 forbids is looked for here with pikepdf.
"""

import io
import shutil
import subprocess
from dataclasses import replace
from datetime import date

import pytest
from test_certificate import ENGLISH, OTHERS

from elearn.interop import certificate, pades
from elearn.interop.certificate import mark, transcript
from elearn.interop.certificate.transcript import Transcript, TranscriptLine

pikepdf = pytest.importorskip("pikepdf")
pdfua = pytest.importorskip("pdfua")

LINE = TranscriptLine(
    title="Гранична провера лица",
    title_language="sr",
    details=("border-checks 5.0.0",),
    cells=("30. 11. 2026.", "30. 11. 2029.", "Важи"),
    code="ABCD-EFGH-JKMN-PQRS-T",
)
TRANSCRIPT = Transcript(
    language="sr-Cyrl",
    region="RS",
    day=date(2026, 12, 1),
    site="Центар",
    heading="Потврде о завршетку",
    of_whom="Чије",
    name="Јелена Ђорђевић",
    made="На дан 1. 12. 2026.",
    description="Потврде",
    columns=("Курс", "Завршено", "Важи до", "Стање", "Код"),
    lines=(LINE,) * 40,
    check_heading="Како се проверава",
    check="Унесите код.",
    address="https://learn.example.org/verify",
    attached='{"records": []}',
    attached_is="Потврде",
)
CREST = mark.read(
    "crest.svg",
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>',
    "Border Police",
)
ACTING = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/Movie", "/Sound")


def files():
    """Every kind of file, by a name for the test."""
    yield "english", lambda: certificate.draw(ENGLISH)
    for one in OTHERS:
        yield one.language, lambda one=one: certificate.draw(one)
    for look in ("modern", "plain"):
        yield look, lambda look=look: certificate.draw(replace(ENGLISH, look=look))
    crest = replace(ENGLISH, marks=(CREST, CREST), results_heading="R", results=(("A", "80 %"),))
    yield "marks", lambda: certificate.draw(crest)
    yield "transcript", lambda: transcript.draw(TRANSCRIPT)


FILES = dict(files())


@pytest.fixture(params=FILES, scope="module")
def file(request):
    """One file of each kind."""
    return FILES[request.param]()


def findings(content, folder):
    path = folder / "file.pdf"
    path.write_bytes(content)
    return [(f.rule_id, f.message) for f in pdfua.validate(path).findings]


def test_the_checker_of_pdf_ua_finds_nothing(file, tmp_path):
    assert findings(file, tmp_path) == []


def test_it_would_find_what_is_wrong(tmp_path):
    with pikepdf.open(io.BytesIO(certificate.draw(ENGLISH))) as pdf:
        del pdf.Root.StructTreeRoot
        del pdf.Root.Lang
        broken = io.BytesIO()
        pdf.save(broken)
    assert findings(broken.getvalue(), tmp_path) != []


def test_nothing_of_what_pdf_a_forbids_is_in_it(file):
    with pikepdf.open(io.BytesIO(file)) as pdf:
        assert not pdf.is_encrypted
        assert len(pdf.trailer.ID) == 2
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        with pdf.open_metadata() as meta:
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "A")
            assert meta["pdfuaid:part"] == "1"
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                assert str(thing.get("/S", "")) not in ACTING
                assert "/AA" not in thing
                assert not (isinstance(thing, pikepdf.Stream) and "/F" in thing)
                assert str(thing.get("/Filter", "")) != "/LZWDecode"


def test_each_font_is_embedded_with_a_map_to_letters(file):
    with pikepdf.open(io.BytesIO(file)) as pdf:
        fonts = [o for o in pdf.objects if _is(o, "/FontDescriptor")]
        assert fonts
        for font in fonts:
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys())
        for font in (o for o in pdf.objects if _is(o, "/Font") and o.Subtype == "/Type0"):
            assert "/ToUnicode" in font


def test_what_is_attached_says_what_it_is_to_the_page(file):
    with pikepdf.open(io.BytesIO(file)) as pdf:
        for spec in pdf.Root.AF:
            assert spec.AFRelationship in ("/Data", "/Alternative")
            assert spec.Desc
            assert str(spec.EF.F.Subtype).startswith("/application")


def test_a_signed_file_keeps_all_of_this(tmp_path):
    authority = pytest.importorskip("pdf_authority").Authority()
    identity = pades.Identity(authority.identity, "a passphrase")
    signed = pades.sign(certificate.draw(ENGLISH), identity, "Signature of the issuer")
    assert findings(signed, tmp_path) == []
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        (widget,) = pdf.Root.AcroForm.Fields
        assert widget.TU == "Signature of the issuer"
        with pdf.open_metadata() as meta:
            assert meta["pdfaid:part"] == "3"


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_another_program_reads_every_line_of_a_transcript(tmp_path):
    path = tmp_path / "transcript.pdf"
    path.write_bytes(transcript.draw(TRANSCRIPT))
    said = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode()
    assert said.count(LINE.title) == 40
    assert said.count(LINE.code) == 40
    assert TRANSCRIPT.name in said
    fonts = subprocess.run(["pdffonts", path], capture_output=True, check=True).stdout.decode()
    for line in fonts.splitlines()[2:]:
        assert " yes yes yes " in line


def _is(thing, kind):
    return isinstance(thing, pikepdf.Dictionary) and str(thing.get("/Type", "")) == kind
