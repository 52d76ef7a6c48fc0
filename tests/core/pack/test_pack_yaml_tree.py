"""YAML as plain data with lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.pack.yaml_tree import plain, read


def codes(text):
    return [(p.line, p.code) for p in read(text).problems]


def test_values_carry_their_lines():
    tree = read("a: 1\nb:\n  - x\n  - {c: y}\nd: |\n  first\n  second\n")
    assert tree.data == {"a": 1, "b": ["x", {"c": "y"}], "d": "first\nsecond\n"}
    assert tree.lines[("a",)] == 1
    assert tree.lines[("b",)] == 2
    assert tree.lines[("b", 1, "c")] == 4
    assert tree.lines[("d",)] == 6, "of a block text, the line of its first words"


def test_lines_are_counted_from_where_the_text_begins():
    tree = read("a: 1\nb: *x\n", first_line=10)
    assert tree.lines[("a",)] == 10
    assert [p.line for p in tree.problems] == [11]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("2026-11-23", "2026-11-23"),
        ("1.0.0", "1.0.0"),
        ("1.0", 1.0),
        ("007", "007"),
        ("-3", -3),
        ("0x1f", "0x1f"),
        ("1e3", 1000.0),
        ("1e999", "1e999"),
        (".inf", ".inf"),
        ("~", None),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        (".", "."),
    ],
)
def test_an_unquoted_word_means_what_its_author_sees(text, value):
    assert plain(text) == value
    assert type(plain(text)) is type(value)


def test_a_quoted_word_is_text():
    assert read("[\"true\", '1', ! 2]").data == ["true", "1", "2"]


def test_anchors_aliases_tags_and_merge_keys_are_refused():
    assert codes("a: &x 1\nb: *x\n") == [(1, "yaml-anchor"), (2, "yaml-anchor")]
    assert codes("a: !!python/name:os.system x\n") == [(1, "yaml-tag")]
    assert codes("<<: {a: 1}\n") == [(1, "yaml-syntax")]


def test_a_key_that_stands_twice_is_named_with_its_first_line():
    tree = read("a: 1\nb: 2\na: [3, 4]\n")
    assert tree.data == {"a": 1, "b": 2}
    assert [(p.line, p.code) for p in tree.problems] == [(3, "yaml-duplicate-key")]
    assert "line 1" in tree.problems[0].text


def test_absurd_nesting_ends_the_reading():
    assert codes("[" * 50_000) == [(1, "yaml-depth")]
    assert codes("? " * 50_000)[0][1] in ("yaml-depth", "yaml-syntax")
    assert codes("a: " * 3) == [(1, "yaml-syntax")]


def test_a_bomb_of_aliases_does_not_go_off():
    bomb = "a: &a [x, x, x]\n" + "".join(
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n"
        for a, b in zip("abcdefg", "bcdefgh", strict=True)
    )
    assert {code for _, code in codes(bomb)} == {"yaml-anchor"}


def test_a_second_document_is_refused():
    assert codes("a: 1\n---\nb: 2\n") == [(2, "yaml-syntax")]


@pytest.mark.parametrize("sign", ["\\0", "\\x01", "\\x7f", "\\e"])
def test_a_control_character_hidden_behind_a_backslash_is_refused(sign):
    tree = read(f'a: 1\nb: "x{sign}y"\n')
    assert tree.data == {"a": 1, "b": "x\N{REPLACEMENT CHARACTER}y"}
    assert [(p.line, p.code) for p in tree.problems] == [(2, "yaml-syntax")]
    assert read('a: "tab\\tand\\nline"').problems == []


@given(st.text(max_size=300))
def test_any_text_gives_data_or_problems(text):
    tree = read(text)
    assert all(p.line >= 1 for p in tree.problems)


@given(st.text(alphabet="a1:-?[]{}#&*!|>'\"% \n\t,", max_size=60))
def test_any_tangle_of_signs_gives_data_or_problems(text):
    read(text)
