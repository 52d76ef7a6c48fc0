from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_pack import FILES, REGISTER_FILES, course, register

from elearn.core.law.status import Standing
from elearn.core.pack.compile import compile_pack
from elearn.core.pack.inline import Context
from elearn.core.pack.markup import render_block
from elearn.core.pack.present import Law, glossary_notes, present, sources
from elearn.core.pack.translate import update
from elearn.core.pack.words import word

DAY = date(2026, 11, 23)
LANGUAGES = ("en", "bs", "sr", "sr-Latn", "sq", "mk", "hr", "cnr")


@pytest.fixture(scope="module")
def law():
    said = {
        "Schengen Borders Code": "Законик о шенгенским границама",
        "A valid document.": "Важећа исправа.",
    }
    data = update(register(), None, "sr").decode()
    for source, words in said.items():
        data = data.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{words}"')
    texts = compile_pack(register(), REGISTER_FILES | {"locale/sr.po": data.encode()})
    return Law(register().register, DAY, texts)


def _shown(source, law, language="en", **more):
    html = render_block(source, Context(prefix="x")).html
    return present(html, language=language, law=law, **more)


def test_a_citation_gets_its_label(law):
    assert ">Schengen Borders Code, Art. 6(1)(a)</a>" in _shown("[@sbc:6(1)(a)]", law)
    assert ">Законик о шенгенским границама, чл. 6(1)(a)</a>" in _shown("[@sbc:6(1)(a)]", law, "sr")
    latin = _shown("[@sbc:6(1)(a)]", law, "sr-Latn")
    assert ">Zakonik o šengenskim granicama, čl. 6(1)(a)</a>" in latin


def test_a_citation_of_repealed_law_is_marked_in_words(law):
    html = _shown("[@old:4]", law)
    assert 'class="cite cite-warning"' in html
    assert "(no longer applies)" in html
    earlier = replace(law, day=date(2026, 6, 11))
    assert "cite-warning" not in _shown("[@old:4]", earlier)
    before = replace(law, day=date(2016, 4, 11))
    assert "(does not apply yet)" in _shown("[@sbc]", before)


def test_an_unknown_citation_shows_its_key(law):
    assert ">nothing:1</a>" in _shown("[@nothing:1]", law)
    assert ">nothing:1</a>" in _shown("[@nothing:1]", None)


def test_a_term_without_wording_is_said_in_the_pages_language(law):
    assert ">виза</a>" in _shown("[[visa]]", law, "sr")
    assert ">viza</a>" in _shown("[[visa]]", law, "sr-Latn")
    assert ">visa</a>" in _shown("[[visa]]", law, "sq")
    assert ">my words</a>" in _shown("[[visa|my words]]", law, "sr")
    assert ">no such term</a>" in _shown("[[no-such-term]]", law)


def test_in_untranslated_text_labels_and_terms_are_in_its_language(law):
    context = Context(prefix="x", translate=lambda _: None)
    html = render_block("See [@sbc] on [[visa]].", context).html
    shown = present(html, language="sr", law=law)
    assert ">Schengen Borders Code</a>" in shown
    assert ">visa</a>" in shown


def test_addresses_are_put_in():
    source = "[a](item:count)\n\n![p](media/a.svg)\n\n![s](media/t.mp3)"
    html = _shown(
        source, None, media_base='/m/"x"/', item_url=lambda name: f"/items/{name}?a=1&b=2"
    )
    assert 'href="/items/count?a=1&#38;b=2"' in html
    assert 'src="/m/&quot;x&quot;/a.svg"' in html
    assert "media:" not in html
    assert 'href="#count"' in _shown(source, None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_own_words(language):
    html = _shown("::: warning\nx\n:::\n\n| a |\n|---|\n| b |\n\nc[^1]\n\n[^1]: d", None, language)
    assert f'lang="{language}">{word("warning", language)}</span>' in html
    assert f'aria-label="{word("table", language)}"' in html
    assert word("back", language) in html
    assert 'data-box="warning">Warning' not in html


def test_words_of_an_unknown_language_are_english():
    assert word("note", "fr") == "Note"


def test_the_note_of_a_source_tells_title_status_text_and_link(law):
    (note,) = sources(["sbc:6(1)(a)", "sbc:6(1)(a)"], law, "sr")
    assert note.label == "Законик о шенгенским границама, чл. 6(1)(a)"
    assert note.anchor == "cite-sbc-6-1-a"
    assert note.known
    assert note.heading == "Travel document"
    assert note.text == "<p>Важећа исправа.</p>"
    assert not note.fallback
    assert note.url.startswith("https://data.europa.eu/")
    assert note.status.standing is Standing.IN_FORCE
    assert note.verification.level == "high"


def test_the_note_of_repealed_law_names_what_took_its_place(law):
    (note,) = sources(["old:4"], law, "en")
    assert note.status.standing is Standing.REPEALED
    assert note.replaced_by == (("sbc", "Schengen Borders Code"),)


def test_the_note_of_a_judgment_tells_its_holding(law):
    (note,) = sources(["hirsi"], law, "en")
    assert note.kind == "judgment"
    assert note.title == "Hirsi Jamaa and Others v. Italy, ECtHR, 27765/09, 2012-02-23"
    assert note.text == "<p>Push-backs at sea are forbidden.</p>"


def test_the_note_of_an_unknown_source_says_that_it_is_unknown(law):
    whole, part = sources(["nothing", "sbc:99"], law, "en")
    assert not whole.known
    assert not part.known
    assert part.title == "Regulation (EU) 2016/399"


def test_a_provisions_wordings_are_told_in_order():
    pack = register()
    sbc = pack.register.instruments["sbc"]
    old = replace(sbc.provisions[0], until="2020", change="Was *other*.")
    new = replace(sbc.provisions[0], from_="2020", text="New.", change="By the reform.")
    changed = replace(sbc, provisions=(old, new))
    law = Law(replace(pack.register, instruments={"sbc": changed}), DAY)
    (note,) = sources(["sbc:6(1)(a)"], law, "en")
    assert note.text == "<p>New.</p>"
    assert [(w.since, w.until, w.change) for w in note.history] == [
        ("", "2020", "<p>Was <em>other</em>.</p>"),
        ("2020", "", "<p>By the reform.</p>"),
    ]


def test_glossary_notes_explain_terms_in_the_alphabets_order(law):
    notes = glossary_notes(["visa", "ninety-days", "unknown", "visa"], law, "sr")
    assert [(n.id, n.term, n.english) for n in notes] == [
        ("visa", "виза", "visa"),
        ("ninety-days", "правило 90/180", "90/180 rule"),
    ]
    assert notes[0].fallback
    assert "A permission." in notes[0].definition


def test_a_whole_lesson_is_presented(law):
    body = compile_pack(course(), FILES).lesson("en", "stay")
    html = present(body.parts[0].html, language="en", law=law, media_base="/m/")
    assert "Schengen Borders Code, Art. 6(1)(a)" in html
    assert 'src="/m/calendar.svg"' in html


@given(st.text(alphabet="ab[]()@:|!*_`<>&;\"' \n=-", max_size=80))
def test_presenting_never_lets_markup_in(source):
    html = render_block(f"{source} <script> [@sbc:<b>] [[visa|<i>]]", Context(prefix="x")).html
    shown = present(html, language="sr", law=Law(register().register, DAY))
    assert "<script" not in shown
    assert "<b>" not in shown
    assert "<i>" not in shown
