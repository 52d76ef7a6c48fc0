import json

from hypothesis import given
from hypothesis import strategies as st
from small_pack import FILES, REGISTER_FILES, course, register

from elearn.core.pack import sanitise
from elearn.core.pack.compile import Compiled, compile_pack, plain
from elearn.core.pack.sanitise import escape
from elearn.core.pack.translate import update

SAID = {
    "Stays": "Боравци",
    "The rule": "Правило",
    "Count back": "Бројте уназад",
    "*Many*": "*Љуто* много",
    "Push-backs at sea are forbidden.": "Одвраћање на мору је забрањено.",
}


def _files(files, pack):
    data = update(pack, None, "sr").decode()
    for source, said in SAID.items():
        data = data.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{said}"')
    return files | {"locale/sr.po": data.encode()}


def _course():
    return compile_pack(course(), _files(FILES, course()))


def test_a_pack_is_compiled_into_its_languages_and_serbian_latin():
    assert _course().languages == ("en", "sr", "sr-Latn")
    assert compile_pack(course(), FILES).languages == ("en",)


def test_a_text_is_shown_in_the_language_asked_for():
    compiled = _course()
    assert compiled.plain("en", "pack#title") == "Stays"
    assert compiled.plain("sr", "pack#title") == "Боравци"
    assert compiled.plain("sr-Latn", "pack#title") == "Boravci"
    assert compiled.text("sr-Latn", "q-days/b#text").html == "<em>Ljuto</em> mnogo"


def test_an_untranslated_text_is_the_source_and_marked():
    found = _course().text("sr", "q-days#reason")
    assert found.fallback
    assert found.html.startswith('<div class="fallback" lang="en"><p>The rule <a class="cite"')
    assert 'data-cite="sbc:6(1)(a)" lang="en">' in found.html
    assert found.cites == ("sbc:6(1)(a)",)
    title = _course().text("sr-Latn", "bus#title")
    assert title.html == '<span class="fallback" lang="en">The bus</span>'
    assert _course().plain("sr", "bus#title") == "The bus"


def test_a_language_that_the_pack_has_not_falls_back_too():
    assert _course().plain("sq", "pack#title") == "Stays"
    assert _course().lesson("sq", "stay").fallback


def test_what_has_no_words_is_no_fallback():
    assert not _course().text("sr", "q-days/a#text").fallback
    assert _course().text("sr", "q-days/a#text").html == "90"


def test_a_missing_optional_text_is_empty():
    assert _course().text("sr", "q-days/a#feedback").html == ""


def test_a_lesson_has_parts_with_its_self_check_and_picture_sizes():
    body = _course().lesson("en", "stay")
    assert [(p.kind, p.check) for p in body.parts] == [
        ("html", ""),
        ("check", "sc-days"),
        ("html", ""),
    ]
    assert 'width="300" height="200"' in body.parts[0].html
    assert body.cites == ("sbc:6(1)(a)",)
    assert body.terms == ("ninety-days",)
    assert body.words > 20
    assert not body.fallback


def test_a_half_translated_lesson_is_mixed_and_its_latin_form_too():
    body = _course().lesson("sr-Latn", "stay")
    assert body.fallback
    assert body.headings[0].text == "Pravilo"
    html = body.parts[0].html
    assert "<li>Brojte unazad</li>" in html
    assert '<span class="fallback" lang="en">See <a class="item" href="item:count">' in html


def test_a_register_is_compiled_as_well():
    compiled = compile_pack(register(), _files(REGISTER_FILES, register()))
    assert compiled.text("sr", "hirsi#holding").html == "<p>Одвраћање на мору је забрањено.</p>"
    assert compiled.plain("sr", "sbc#short") == "Schengen Borders Code"


def test_all_of_it_is_safe_html():
    compiled = _course()
    for texts in compiled.texts.values():
        assert all(sanitise.is_clean(text.html) for text in texts.values())
    for language in compiled.languages:
        assert all(sanitise.is_clean(p.html) for p in compiled.lesson(language, "stay").parts)


def test_a_compiled_pack_goes_through_json_whole():
    compiled = _course()
    assert Compiled.from_json(json.loads(json.dumps(compiled.to_json()))) == compiled


def test_the_same_pack_gives_the_same_pages():
    assert json.dumps(_course().to_json()) == json.dumps(_course().to_json())


@given(st.text(alphabet=st.characters(blacklist_categories=["Cc", "Cs"])))
def test_plain_text_comes_out_as_it_went_in(text):
    assert plain(f"<p>{escape(text)}</p>") == text
