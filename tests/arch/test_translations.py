"""The interface speaks every language in full, and its sentences can be filled in."""

import ast
import re
from gettext import c2py
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner

import elearn
from elearn.cli import translations
from elearn.cli.translations import PLURALS, extract, gaps, merged, read, write
from elearn.core.errors import Conflict
from elearn.core.script import to_latin
from elearn.web.shared import refusals
from elearn.web.shared.i18n import catalogue
from elearn.web.shared.languages import LANGUAGES

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|</?[a-z][^>]*>|`[^`]*`")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")


@pytest.fixture(scope="module")
def texts():
    """What the code and the templates say, in English."""
    return extract()


@pytest.fixture(scope="module", params=list(PLURALS))
def language(request):
    return request.param


@pytest.fixture(scope="module")
def translated(language):
    return read(language)


def sentences(message):
    """(English, translations) of a message; for plurals the English plural counts."""
    if message.pluralizable:
        return message.id[1], message.string
    return message.id, (message.string,)


def pairs(catalog):
    """(English, translation) of everything that is translated."""
    for message in catalog:
        if message.id:
            english, strings = sentences(message)
            yield from ((english, string) for string in strings if string)


def wanted(text):
    return sorted(PLACEHOLDER.findall(text))


def long(text):
    """Whether a text is a sentence rather than a name or a unit."""
    return len(PLACEHOLDER.sub("", text).split()) > 3


def small(*messages):
    """A catalogue of (English, translation) pairs."""
    catalog = Catalog(fuzzy=False)
    for english, string in messages:
        catalog.add(english, string, [("elearn/x.py", 0)])
    return catalog


# The sentences of refusals

COMMANDS_ONLY = {"imports.py", "pack_folders.py", "pack_translations.py", "packs_check.py"}
"""Services whose refusals name files of the machine; only the command line has them."""


def refused(tree):
    """The first argument of every refusal that a page may show."""
    for node in ast.walk(tree):
        called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args
        if called and node.func.id in {"BadInput", "Conflict", "TooMany"}:
            yield node.args[0]


def test_refusals_are_sentences_that_can_be_looked_up():
    folder = Path(elearn.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        for said in refused(ast.parse(path.read_text(encoding="utf-8"))):
            whole = isinstance(said, ast.Constant) or (
                path.parent.name == "services" and path.name in COMMANDS_ONLY
            )
            computed = not isinstance(said, ast.Constant | ast.JoinedStr | ast.BinOp)
            assert whole or computed, f"{path}:{said.lineno}: made of parts; use `values`"


def test_no_refusal_is_taken_for_a_text_by_its_second_half(texts):
    for message in texts:
        english, _strings = sentences(message)
        at_services = all(
            place.startswith("elearn/services/") for place, _line in message.locations
        )
        if message.id and at_services:
            assert not re.match(r"[a-z ]", english), english


def test_a_refusal_is_said_with_its_values_in_the_readers_language(app, monkeypatch):
    error = Conflict("%(version)s is 100%% taken.", values={"version": "1.0.0"})
    assert (str(error), error.message) == ("1.0.0 is 100% taken.", "1.0.0 is 100% taken.")
    said = {}

    def look_up(text, **values):
        said[text] = values
        return f"Заузето: {values['version']}"

    monkeypatch.setattr(refusals, "_", look_up)
    assert refusals.refusal(error, {}) == "Заузето: 1.0.0"
    assert said == {"%(version)s is 100%% taken.": {"version": "1.0.0"}}


def test_an_installed_package_speaks_from_compiled_catalogues(tmp_path):
    text = "You may not do this."
    source = translations.catalogue_file("sr")
    compiled = translations.catalogue_file("sr", tmp_path).with_suffix(".mo")
    compiled.parent.mkdir(parents=True)
    with source.open("rb") as po, compiled.open("wb") as mo:
        write_mo(mo, read_po(po))
    for folder in (None, tmp_path):
        tell = translations.translator("sr", folder)
        assert CYRILLIC.search(tell(text))
        assert tell("No such text.") == "No such text."
    assert translations.translator("sq", tmp_path)(text) == text


# The catalogues of the house


def test_every_language_but_english_has_a_catalogue_or_is_derived():
    assert {*PLURALS, "en", "sr-Latn"} == set(LANGUAGES)
    assert {path.parts[-3] for path in translations.FOLDER.glob("*/*/*.po")} == set(PLURALS)


def test_every_text_is_translated_and_none_is_left_over(texts, language, translated):
    found = gaps(texts, translated)
    assert found.missing == (), f"elearn translations {language}, then fill in what is empty"
    assert found.obsolete == (), f"elearn translations {language}"


def test_placeholders_and_tags_survive_translation(translated):
    assert [p for p in pairs(translated) if wanted(p[0]) != wanted(p[1])] == []


def test_plurals_have_as_many_forms_as_the_language(language, translated):
    forms, _rule = PLURALS[language]
    assert translated.num_plurals == forms
    wrong = [m.id for m in translated if m.id and m.pluralizable and len(m.string) != forms]
    assert wrong == []


def test_babel_finds_no_fault(translated):
    assert [(message.id, errors) for message, errors in translated.check()] == []


def test_sentences_end_as_they_do_in_english(translated):
    ends = tuple(".?!:…")
    differ = [
        (english, text)
        for english, text in pairs(translated)
        if (english.endswith(ends) or text.endswith(ends)) and english[-1] != text[-1]
    ]
    assert differ == []


def test_no_sentence_ends_with_a_day_that_brings_a_full_stop_of_its_own(language, translated):
    if language in ("bs", "cnr", "hr", "sr"):
        assert [text for _e, text in pairs(translated) if re.search(r"%\(day\)s\.", text)] == []


def test_sentences_are_not_left_in_english(translated):
    same = [e for e, text in pairs(translated) if e == text and long(e)]
    assert same == []


def test_cyrillic_languages_are_written_in_cyrillic_and_others_are_not(language, translated):
    cyrillic = language in ("sr", "mk")
    assert [
        t for _e, t in pairs(translated) if long(t) and bool(CYRILLIC.search(t)) is not cyrillic
    ] == []


def test_every_text_of_a_template_can_be_filled_in(texts, translated):
    """Templates format every text, so that a bare percent sign would garble it."""
    faults = []
    for message in texts:
        if not message.id or not any("/templates/" in name for name, _ in message.locations):
            continue
        english, strings = sentences(translated.get(message.id) or message)
        values = dict.fromkeys(re.findall(r"%\((\w+)\)", english), 7)
        faults += [
            text
            for text in (english, *filter(None, strings))
            if "%" in PLACEHOLDER.sub("", text) or not text % values
        ]
    assert faults == []


def test_header_and_file_are_plain(language):
    content = translations.catalogue_file(language).read_bytes()
    text = content.decode()
    assert b"\r" not in content
    assert f'"Language: {language}\\n"' in text
    assert "fuzzy" not in text
    assert "#~" not in text
    assert "Date:" not in text


@pytest.mark.parametrize(
    ("language", "number", "form"),
    [
        ("sr", 1, 0), ("sr", 21, 0), ("sr", 101, 0), ("sr", 2, 1), ("sr", 34, 1), ("sr", 0, 2),
        ("sr", 5, 2), ("sr", 11, 2), ("sr", 12, 2), ("sr", 112, 2), ("cnr", 22, 1), ("hr", 14, 2),
        ("bs", 121, 0), ("mk", 1, 0), ("mk", 21, 0), ("mk", 11, 1), ("mk", 2, 1), ("sq", 1, 0),
        ("sq", 0, 1), ("sq", 21, 1),
    ],
)  # fmt: skip
def test_numbers_take_their_plural_form(language, number, form):
    assert c2py(PLURALS[language][1])(number) == form


# Serbian in Latin letters


def test_serbian_latin_is_derived_from_the_cyrillic(texts):
    cyrillic, latin = catalogue("sr"), catalogue("sr-Latn")
    for message in texts:
        if not message.id or message.pluralizable:
            continue
        text, own = cyrillic.ugettext(message.id), latin.ugettext(message.id)
        assert not CYRILLIC.search(own)
        assert wanted(own) == wanted(text)
        assert PLACEHOLDER.sub("", own) == to_latin(PLACEHOLDER.sub("", text))


@pytest.mark.parametrize("number", [1, 2, 5, 21])
def test_serbian_latin_counts_like_serbian(number):
    one, many = "%(num)d question", "%(num)d questions"
    cyrillic = catalogue("sr").ungettext(one, many, number)
    assert catalogue("sr-Latn").ungettext(one, many, number) == to_latin(cyrillic)


# The command


def test_new_texts_come_in_empty_and_old_translations_stay():
    texts = small(("New", None), ("Kept", None), (("%(num)d day", "%(num)d days"), None))
    own = small(("Kept", "Остало"), ("Gone", "Прошло"))
    result = merged(texts, own, "sr")
    assert {m.id: m.string for m in result if m.id} == {
        "New": "",
        "Kept": "Остало",
        ("%(num)d day", "%(num)d days"): ("", "", ""),
    }


def test_a_text_that_becomes_a_plural_is_translated_anew():
    texts = small((("%(num)d day", "%(num)d days"), None))
    result = merged(texts, small(("%(num)d day", "%(num)d дан")), "mk")
    assert gaps(texts, result).missing == ("%(num)d day",)


def test_what_is_missing_and_what_is_obsolete_is_told():
    texts = small(("Empty", None), ("Absent", None), ("Fine", None))
    found = gaps(texts, small(("Empty", ""), ("Fine", "Добро"), ("Gone", "Прошло")))
    assert found.missing == ("Empty", "Absent")
    assert found.obsolete == ("Gone",)
    assert found


def test_writing_twice_changes_nothing(tmp_path, texts, language, translated):
    result = merged(texts, translated, language)
    assert write(result, language, tmp_path)
    again = read(language, tmp_path)
    assert again.num_plurals == PLURALS[language][0]
    assert not write(merged(texts, again, language), language, tmp_path)


def test_extraction_is_the_same_each_time(texts):
    assert [(m.id, m.locations) for m in extract()] == [(m.id, m.locations) for m in texts]


def run(monkeypatch, folder, texts, *arguments):
    monkeypatch.setattr(translations, "FOLDER", folder)
    monkeypatch.setattr(translations, "extract", lambda: texts)
    return CliRunner().invoke(translations.translations, arguments)


def test_the_command_updates_and_checks(monkeypatch, tmp_path):
    texts = small(("Hello", None))
    done = run(monkeypatch, tmp_path, texts, "cnr")
    assert (done.exit_code, done.output) == (0, "cnr: updated, 1 to translate\n")
    done = run(monkeypatch, tmp_path, texts, "--check", "cnr")
    assert done.exit_code == 1
    assert done.output == "cnr: 1 missing, 0 obsolete\n  missing: 'Hello'\n"
    write(merged(texts, small(("Hello", "Zdravo")), "cnr"), "cnr", tmp_path)
    done = run(monkeypatch, tmp_path, texts, "--check", "cnr")
    assert (done.exit_code, done.output) == (0, "cnr: 0 missing, 0 obsolete\n")
    done = run(monkeypatch, tmp_path, texts, "cnr")
    assert (done.exit_code, done.output) == (0, "cnr: unchanged, 0 to translate\n")
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["LC_MESSAGES", "cnr", "messages.po"]


def test_without_a_checkout_the_command_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(translations, "CONFIG", tmp_path / "babel.cfg")
    done = CliRunner().invoke(translations.translations)
    assert done.exit_code == 2
    assert "babel.cfg" in done.output
