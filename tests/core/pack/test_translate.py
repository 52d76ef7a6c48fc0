from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_pack import course

from elearn.core.pack import translate
from elearn.core.pack.model import Lesson
from elearn.core.pack.translate import coverage, pointer_faults, read_catalogue, update, wanted

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def _catalogue(text):
    catalogue, problems = read_catalogue((HEAD + text).encode(), "locale/sr.po")
    assert problems == []
    return catalogue


def _with_body(pack, source):
    module = pack.modules[0]
    items = tuple(replace(i, source=source) if isinstance(i, Lesson) else i for i in module.items)
    return replace(pack, modules=(replace(module, items=items),))


def test_a_translation_is_found_by_context_and_source():
    catalogue = _catalogue(
        'msgctxt "q-days/b"\nmsgid "Too many."\nmsgstr "Превише."\n\n'
        'msgctxt "bus"\nmsgid "Too many."\nmsgstr "Много."\n'
    )
    assert catalogue.get("q-days/b", "Too\nmany.") == "Превише."
    assert catalogue.get("bus", "Too many.") == "Много."
    assert catalogue.get("other", "Too many.") is None


def test_a_fuzzy_or_empty_translation_is_none():
    catalogue = _catalogue(
        '#, fuzzy\nmsgctxt "a"\nmsgid "One"\nmsgstr "Један"\n\n'
        'msgctxt "a"\nmsgid "Two"\nmsgstr ""\n'
    )
    assert catalogue.get("a", "One") is None
    assert catalogue.get("a", "Two") is None


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe",
        b'msgid "a"',
        b"nonsense",
        b'msgid "a"\nmsgid_plural "b"\nmsgstr[9] "c"\n',
        b'msgid "a"\nmsgid_plural "b"\nmsgstr[999999999] "c"\n',
        b'#~ msgid "a"\n#~ msgid_plural "b"\n#~ msgstr[999999999] "c"\n',
        b'"lost"',
        b'msgid ""\nmsgstr "Plural-Forms: nonsense\\nContent-Type: text/plain; charset=klingon\\n"',
    ],
)
def test_a_broken_catalogue_is_a_problem(data):
    catalogue, problems = read_catalogue(data, "locale/sr.po")
    assert all(p.code == "translation-syntax" for p in problems)
    assert problems or not catalogue.entries


@given(st.one_of(st.binary(max_size=100), st.text(alphabet='msgidctr "\\n#,~|:[]0\n', max_size=80)))
def test_any_bytes_are_read_without_failing(data):
    data = data if isinstance(data, bytes) else data.encode()
    read_catalogue(data, "a.po")
    read_catalogue(b'msgid "a"\nmsgstr "b"\n' + data, "a.po")


def test_a_new_catalogue_holds_every_text_once_and_nothing_else():
    pack = course()
    data = update(pack, None, "sr")
    catalogue, problems = read_catalogue(data, "locale/sr.po")
    assert problems == []
    assert set(catalogue.entries) == set(wanted(pack))
    assert b"POT-Creation-Date" not in data
    found = coverage(pack, catalogue)
    assert (len(found.missing), found.stale, found.unknown) == (found.total, (), ())


def test_bringing_up_to_date_twice_changes_nothing():
    pack = course()
    once = update(pack, None, "sr").replace(b'msgid "Ask"\nmsgstr ""', b'msgid "Ask"\nmsgstr "X"')
    changed = _with_body(pack, "Something else entirely.")
    for state in (pack, changed, pack):
        once = update(state, once, "sr")
        assert update(state, once, "sr") == once
    assert b'msgstr "X"' in once


OLD = "A traveller may stay ninety days in any period of 180."
NEW = "A traveller may stay ninety days in any period of 180 days."


def _translated(pack):
    data = update(_with_body(pack, OLD), None, "sr").decode()
    start = data.index(OLD)
    return (data[:start] + data[start:].replace('msgstr ""', 'msgstr "Превод"', 1)).encode()


def test_a_text_that_changed_a_little_keeps_its_translation_as_fuzzy():
    pack = course()
    changed = _with_body(pack, NEW)
    data = update(changed, _translated(pack), "sr")
    assert f'#, fuzzy\n#| msgid "{OLD}"\n'.encode() in data
    catalogue, _ = read_catalogue(data, "locale/sr.po")
    (stale,) = coverage(changed, catalogue).stale
    assert (stale.id, stale.text, stale.previous) == (NEW, "Превод", OLD)
    assert catalogue.get("stay", NEW) is None
    assert update(changed, data, "sr") == data


def test_a_text_that_is_gone_is_kept_as_obsolete_and_comes_back():
    pack = course()
    gone = update(_with_body(pack, "12345"), _translated(pack), "sr")
    catalogue, _ = read_catalogue(gone, "locale/sr.po")
    assert [e.text for e in catalogue.obsolete.values()] == ["Превод"]
    assert coverage(_with_body(pack, "12345"), catalogue).unknown == ()
    back, _ = read_catalogue(update(_with_body(pack, OLD), gone, "sr"), "locale/sr.po")
    assert back.get("stay", OLD) == "Превод"


def test_comments_and_the_translator_are_kept():
    pack = course()
    data = update(pack, None, "sr").decode()
    data = data.replace('msgctxt "bus"', '# Look again.\nmsgctxt "bus"', 1)
    data = data.replace('"MIME', '"Last-Translator: Ana <a@example.org>\\n"\n"MIME', 1)
    again = update(pack, data.encode(), "sr").decode()
    assert "# Look again." in again
    assert "Last-Translator: Ana <a@example.org>" in again


def test_a_translation_must_point_at_the_same():
    source = "See [@sbc:6], [[visa]], [the check](item:count) and [^1]."
    assert (
        pointer_faults(source, "Види [^1], [провера](item:count), [[visa|визу]], [@sbc:6].") == ()
    )
    assert len(pointer_faults(source, "Види [@sbc:7] и [^1].")) == 4


def test_the_checker_hears_of_missing_stale_unknown_and_wrong_translations():
    pack = _with_body(course(), "See [@sbc:6(1)(a)].")
    catalogue = _catalogue(
        'msgctxt "stay"\nmsgid "See [@sbc:6(1)(a)]."\nmsgstr "Види."\n\n'
        '#, fuzzy\nmsgctxt "bus"\nmsgid "At night."\nmsgstr "Дању."\n\n'
        'msgctxt "bus"\nmsgid "Nowhere."\nmsgstr "Нигде."\n'
    )
    found = {p.code: p.line for p in translate.problems(pack, catalogue)}
    assert found == {
        "translation-reference": 5,
        "translation-missing": 0,
        "translation-stale": 10,
        "translation-unknown": 14,
    }


def test_a_zero_byte_in_a_catalogue_is_named_with_its_line():
    catalogue, problems = read_catalogue(b'msgid "a"\nmsgstr "b\0"\n', "locale/sr.po")
    assert not catalogue.entries
    assert [(p.line, p.code) for p in problems] == [(2, "translation-syntax")]
