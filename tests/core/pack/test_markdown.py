import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.pack.markdown import MAX_MARKS, MAX_NESTING, parse, parse_inline


def _types(source):
    return [t.type for t in parse(source).tokens]


def _inline(source):
    return [(t.type, t.meta) for t in parse_inline(source) if t.type in ("cite", "term")]


def test_a_citation_names_instrument_and_provision():
    assert _inline("x [@sbc:6(1)(a)] y [@hirsi]") == [
        ("cite", {"id": "sbc", "ref": "6(1)(a)"}),
        ("cite", {"id": "hirsi", "ref": ""}),
    ]


def test_a_citation_may_be_wrapped_onto_the_next_line():
    assert _inline("[@sbc:Annex\nI]") == [("cite", {"id": "sbc", "ref": "Annex I"})]


def test_a_term_may_have_wording_of_its_own():
    assert _inline("[[visa]] [[non-refoulement|the ban\non return]]") == [
        ("term", {"id": "visa", "text": ""}),
        ("term", {"id": "non-refoulement", "text": "the ban on return"}),
    ]


def test_in_a_table_the_bar_of_a_term_is_escaped():
    tokens = parse("| a |\n|---|\n| [[visa\\|a visa]] |\n").tokens
    terms = [c.meta for t in tokens for c in t.children or [] if c.type == "term"]
    assert terms == [{"id": "visa", "text": "a visa"}]


@pytest.mark.parametrize(
    "source", ["`[@sbc:6]`", "\\[@sbc:6]", "    [@sbc:6]", "```\n[@sbc:6]\n```"]
)
def test_code_and_escapes_hold_no_citations(source):
    children = [c.type for t in parse(source).tokens for c in t.children or []]
    assert "cite" not in children


def test_inline_tokens_know_their_line():
    tokens = parse("One\ntwo [@a]\n\n- three\n  [[b]]\n").tokens
    lines = {c.content: c.map[0] for t in tokens for c in t.children or [] if c.meta}
    assert lines == {"[@a]": 1, "[[b]]": 4}


def test_boxes_stand_in_one_another():
    source = "::: note A *title*\none\n::: warning\ntwo\n:::\nthree\n:::\nfour"
    tokens = parse(source).tokens
    boxes = [(t.meta["kind"], t.meta["closed"], t.map) for t in tokens if t.type == "box_open"]
    assert boxes == [("note", True, [0, 7]), ("warning", True, [2, 5])]
    assert next(t.content for t in tokens if t.type == "inline") == "A *title*"


def test_a_box_without_an_end_says_so():
    (box,) = [t for t in parse("::: practice\none\n\ntwo").tokens if t.type == "box_open"]
    assert box.meta == {"kind": "practice", "closed": False}


def test_the_end_of_a_box_is_not_looked_for_in_code():
    tokens = parse("::: note\n```\n:::\n```\nin\n:::\nout").tokens
    assert [t.map for t in tokens if t.type == "box_open"] == [[0, 6]]


def test_a_box_in_a_list_ends_with_the_item():
    assert _types("- ::: note\n  in\n\nout").index("box_close") < _types(
        "- ::: note\n  in\n\nout"
    ).index("bullet_list_close")


def test_a_fence_with_the_word_check_is_a_self_check():
    (token,) = [t for t in parse("a\n\n```check\nid: x\n```\n").tokens if t.type == "self_check"]
    assert token.content == "id: x\n"
    assert token.map == [2, 5]
    assert "self_check" not in _types("```checks\n```")


def test_html_is_text():
    tokens = parse("<b>x</b>\n\n<script>alert(1)</script>\n").tokens
    assert {c.type for t in tokens for c in t.children or []} == {"text"}
    assert "html_block" not in [t.type for t in tokens]


def test_every_address_is_kept_for_the_checker():
    tokens = parse_inline("[a](javascript:alert(1)) ![b](data:image/png;base64,x)")
    assert [t.attrs.get("href") or t.attrs.get("src") for t in tokens if t.attrs] == [
        "javascript:alert(1)",
        "data:image/png;base64,x",
    ]


def test_a_paragraph_with_too_many_marks_is_plain_text():
    parsed = parse("fine *one*\n\n" + "[" * (MAX_MARKS + 1))
    assert parsed.overgrown == (2,)


def test_nesting_that_goes_too_deep_is_named():
    assert parse("a\n\n" + ">" * (MAX_NESTING + 5) + " x").overgrown == (2,)
    assert parse("> > > x").overgrown == ()


HOSTILE = {
    "brackets": "[" * 100_000,
    "pairs of brackets": "[]" * 50_000,
    "many pictures": "![a](" * 280,
    "quotes": ">" * 100_000,
    "quotes in lists": "> - " * 25_000,
    "stars": "*a_ " * 25_000,
    "few stars": "*a_ " * 700,
    "open boxes": "::: note\n" * 10_000,
    "boxes": "::: note\n:::\n" * 5_000,
    "link definitions": "[a]: b\n" * 10_000,
    "footnotes": "[^a]: b\n" * 10_000,
    "notes in notes": "".join("    " * (i % 20) + f"[^{i}]: b\n" for i in range(2_000)),
    "wide table": "|" * 20_000 + "\n" + "|-" * 20_000 + "|\n" + "|\n" * 5_000,
    "definitions": "a\n: b\n" * 5_000,
    "backticks": "".join("`" * (i % 40 + 1) + "a" for i in range(1_000)),
    "nested lists": "".join("  " * (i % 40) + "- a\n" for i in range(5_000)),
    "angles": "<" * 50_000,
    "titles": "[a](b '" * 300,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_tangled_text_is_read_in_a_moment(name):
    begin = time.process_time()
    parse(HOSTILE[name])
    assert time.process_time() - begin < 5


@given(st.text(alphabet="ab[]()@:|!*_`#>-+~^\\<>&;\n \t1.=\"'", max_size=120))
def test_any_text_can_be_read(source):
    for token in parse(source).tokens:
        assert token.type != "html_block"


@given(st.text(max_size=80))
def test_any_text_at_all_can_be_read(source):
    parse(source)
