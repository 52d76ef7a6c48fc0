from datetime import date

import pytest

from elearn.core.law.labels import anchor, join, label, provision, split
from elearn.core.law.register import Instrument, Judgment, Level, Register, Verification

SURE = Verification(Level.HIGH)
CODE = Instrument(
    id="sbc", scope="eu", type="regulation", short="Borders Code", title="T", verification=SURE
)
CASE = Judgment(
    id="hirsi", court="ECtHR", name="Hirsi", number="1", date="2012", holding="", verification=SURE
)
LAW = Register(
    id="law",
    version="1.0.0",
    checked=date(2026, 11, 23),
    instruments={"sbc": CODE},
    judgments={"hirsi": CASE},
    terms={},
)


@pytest.mark.parametrize(
    ("ref", "language", "words"),
    [
        ("6(1)(a)", "en", "Art. 6(1)(a)"),
        ("6(1)(a)", "sr", "чл. 6(1)(a)"),
        ("6(1)(a)", "sr-Latn", "čl. 6(1)(a)"),
        ("6(1)(a)", "sq", "neni 6(1)(a)"),
        ("Annex I", "mk", "Прилог I"),
        ("recital 12", "hr", "uvodna izjava 12"),
        ("P4-4", "en", "Protocol No. 4, Art. 4"),
        ("6", "xx", "Art. 6"),
        ("Part 3", "bs", "Part 3"),
        ("", "en", ""),
    ],
)
def test_a_provision_is_said_in_words(ref, language, words):
    assert provision(ref, language) == words


def test_a_number_of_a_judgment_is_a_paragraph():
    assert provision("88", "en", of_judgment=True) == "para. 88"


def test_a_citation_is_said_with_the_short_title():
    assert label("sbc:6(1)(a)", LAW, "en") == "Borders Code, Art. 6(1)(a)"
    assert label("hirsi:70", LAW, "sr") == "Hirsi, ст. 70"
    assert label("nothing:1", LAW, "en") == "nothing:1"
    assert label("sbc:6", None, "en") == "sbc:6"
    names = {"sbc#short": "Законик о границама"}
    assert label("sbc:6", LAW, "sr", lambda key: names.get(key, "")) == "Законик о границама, чл. 6"


def test_a_key_can_be_taken_apart_and_put_together():
    assert split("sbc:6(1)(a)") == ("sbc", "6(1)(a)")
    assert join(*split("hirsi")) == "hirsi"
    assert anchor("sbc:6(1)(a)") == "cite-sbc-6-1-a"
