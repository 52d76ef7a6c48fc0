import re

import pytest

from elearn.core.pack import inline, markup
from elearn.core.pack.blocks import blocks
from elearn.core.pack.inline import Context

MEDIA = {
    "a.svg": inline.Medium(300, 200),
    "t.mp3": inline.Medium(transcript="t.txt"),
    "f.mp4": inline.Medium(captions="f.vtt", transcript="f.txt"),
}
CONTEXT = Context(prefix="les", media=MEDIA)


def _html(source):
    return markup.render_block(source, CONTEXT).html


def _lesson(source, translate=None, checks=None):
    context = Context(prefix="les", media=MEDIA, translate=translate)
    return markup.render_lesson(source, context, checks or {})


def test_a_citation_is_compiled_to_its_key():
    found = markup.render_inline("See [@sbc:6(1)(a)], [@hirsi], [@hirsi].", CONTEXT)
    assert (
        '<a class="cite" href="#cite-sbc-6-1-a" data-cite="sbc:6(1)(a)">sbc:6(1)(a)</a>'
        in found.html
    )
    assert found.cites == ("sbc:6(1)(a)", "hirsi")


def test_a_term_without_wording_waits_for_presentation():
    found = markup.render_inline("[[visa]] [[stay|stays]]", CONTEXT)
    assert 'class="term term-auto" href="#term-visa" data-term="visa">visa</a>' in found.html
    assert 'class="term" href="#term-stay" data-term="stay">stays</a>' in found.html
    assert found.terms == ("visa", "stay")


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("[a](item:days)", '<a class="item" href="item:days">a</a>'),
        (
            "[a](https://x.org/?a=1&b=2)",
            '<a class="out" href="https://x.org/?a=1&#38;b=2" rel="noopener">a</a>',
        ),
        ("[a](mailto:x@y.org)", '<a class="out" href="mailto:x@y.org" rel="noopener">a</a>'),
        ("[a](javascript:alert(1))", "a"),
        ("[a](JaVaScRiPt:alert(1))", "a"),
        ("[a](data:text/html,x)", "a"),
        ("[a](http://x.org)", "a"),
        ("[a](//x.org)", "a"),
        ("[a](item:../x)", "a"),
        ("![a](https://x.org/x.png)", '<span class="missing">a</span>'),
        ("![a](media/../x.png)", '<span class="missing">a</span>'),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("a\0b", "a\ufffdb"),
    ],
)
def test_only_good_addresses_become_links(source, html):
    assert markup.render_inline(source, CONTEXT).html == html


def test_a_link_holds_no_other_link():
    html = markup.render_inline("[a <https://y.org> b](https://x.org)", CONTEXT).html
    assert html == '<a class="out" href="https://x.org" rel="noopener">a https://y.org b</a>'
    assert markup.render_inline("[a [@b] c](https://x.org)", CONTEXT).html.count("<a ") == 1


def test_a_picture_alone_is_a_figure_with_its_size_and_caption():
    assert _html('![A <map>](media/a.svg "The *road*")') == (
        '<figure><img loading="lazy" src="media:a.svg" alt="A &lt;map&gt;" width="300" '
        'height="200">'
        "<figcaption>The *road*</figcaption></figure>"
    )
    assert _html("Look: ![x](media/a.svg)").startswith("<p>Look: <img ")


def test_sound_and_film_have_controls_and_a_transcript():
    sound = _html("![A talk](media/t.mp3)")
    assert '<audio controls preload="none" src="media:t.mp3" aria-label="A talk"></audio>' in sound
    assert 'href="media:t.txt"' in sound
    film = _html("![A queue](media/f.mp4)")
    assert '<track kind="captions" src="media:f.vtt">' in film
    assert 'href="media:f.txt"' in film


def test_a_table_can_be_scrolled_by_keyboard_and_keeps_its_sides():
    html = _html("| a | b |\n|:--|--:|\n| 1 | 2 |")
    assert html.startswith('<div class="scroll" tabindex="0" role="group" aria-label="Table">')
    assert '<td class="align-right">2</td>' in html
    assert "style" not in html


def test_a_box_has_a_word_and_perhaps_a_title():
    word = '<span class="box-word" data-box="warning">Warning</span>'
    assert _html("::: warning\nx\n:::") == (
        f'<aside class="box box-warning" data-box="warning"><p class="box-title">{word}</p><p>x</p>'
        "</aside>"
    )
    assert f"{word} Stop <em>now</em></p>" in _html("::: warning Stop *now*\nx\n:::")
    assert 'data-box="note"' in _html("::: nonsense\nx\n:::")


def test_footnotes_have_ids_that_are_unique_to_the_lesson():
    html = _lesson("a[^n] b[^n]\n\n[^n]: Note.").parts[0].html
    ids = re.findall(r' id="(f[^"]*)"', html)
    assert ids == ["fnref-les-1", "fnref-les-1-2", "fn-les-1"]
    assert set(re.findall(r'href="#(fn[^"]*)"', html)) == set(ids)


def test_headings_have_ids_from_the_source_in_every_language():
    source = "## Who enters?\n\n## Who enters?\n\n# Top\n\n### Ко улази"
    body = _lesson(source, {"Who enters?": "Ко улази?"}.get)
    assert [(h.id, h.level, h.text) for h in body.headings] == [
        ("s-les-who-enters", 2, "Ко улази?"),
        ("s-les-who-enters-2", 2, "Ко улази?"),
        ("s-les-top", 2, "Top"),
        ("s-les-ko-ulazi", 3, "Ко улази"),
    ]


def test_every_block_carries_its_address():
    source = "One.\n\nTwo.\n\n- a\n- b\n\nOne.\n\n::: note\nx\n:::"
    html = _lesson(source).parts[0].html
    assert re.findall(r'<div class="block" id="([^"]*)">', html) == [
        b.address for b in blocks(source)
    ]


def test_a_self_check_parts_the_lesson():
    source = "Before.\n\n```check\nid: x\n```\n\n```check\nid: y\n```\n\nAfter."
    names = dict(zip([b.address for b in blocks(source)], ["", "sc-x", "sc-y", ""], strict=True))
    checks = {address: name for address, name in names.items() if name}
    parts = _lesson(source, checks=checks).parts
    assert [(p.kind, p.check) for p in parts] == [
        ("html", ""),
        ("check", "sc-x"),
        ("check", "sc-y"),
        ("html", ""),
    ]


def test_a_self_check_that_could_not_be_read_is_left_out():
    assert [p.kind for p in _lesson("a\n\n```check\n:\n```\n\nb").parts] == ["html"]


def test_an_untranslated_block_is_marked_with_its_language():
    html = _lesson("One.\n\nTwo.", {"One.": "Један."}.get).parts[0].html
    assert 'id="b-' in html
    assert ">\n" not in html.split("Један.")[0]
    assert re.search(r'<div class="block" id="b-\w+"><p>Један.</p></div>', html)
    assert re.search(r'<div class="block fallback" id="b-\w+" lang="en"><p>Two.</p></div>', html)


def test_in_a_half_translated_block_only_the_rest_is_marked():
    body = _lesson(
        "- one\n- two\n\n| a | b |\n|---|---|\n| 1 | c |", {"one": "један", "a": "а"}.get
    )
    html = body.parts[0].html
    assert body.fallback
    assert "<li>један</li>" in html
    assert '<li><span class="fallback" lang="en">two</span></li>' in html
    assert '<th class="fallback" lang="en">b</th>' in html
    assert "<td>1</td>" in html


def test_what_has_no_words_needs_no_translation():
    body = _lesson("42\n\n[[visa]] [@sbc:6]\n\n---\n\n`code`", {}.get)
    assert not body.fallback


def test_a_translation_that_points_elsewhere_is_not_shown():
    said = {"See [@sbc:6].": "Види [@sbc:7].", "![A](media/a.svg)": "Слика ![А](media/a.svg)"}
    html = _lesson("See [@sbc:6].\n\n![A](media/a.svg)", said.get).parts[0].html
    assert "Види" not in html
    assert "Слика" not in html


def test_a_translation_cannot_change_the_structure():
    html = _lesson("One.", {"One.": "## Два\n\n- три\n\n<b>x</b>"}.get).parts[0].html
    assert html.count("<") == 4
    assert "&lt;b&gt;" in html


def test_a_translated_footnote_keeps_its_number():
    said = {"a[^n]": "а[^n]", "Note.": "Напомена."}
    html = _lesson("a[^n]\n\n[^n]: Note.", said.get).parts[0].html
    assert 'id="fnref-les-1"' in html
    assert "Напомена. <a" in html


def test_citations_and_terms_in_untranslated_text_know_its_language():
    html = _lesson("See [@sbc:6] on [[visa]].", {}.get).parts[0].html
    assert html.count('lang="en"') == 3


def test_plain_text_is_not_read_as_markdown():
    assert markup.render_plain("*a* <b>", CONTEXT).html == "*a* &lt;b&gt;"


@pytest.mark.parametrize("text", ["Plain.", 'It\'s 5 - 3 (two) "q" a/b.', "Ж", "a: b = c | d"])
def test_the_short_way_for_simple_text_gives_the_same(text):
    assert markup._SIMPLE.fullmatch(text)
    assert _html(text) == f"<p>{text}</p>"
    translated = markup.render_block(text, Context(prefix="x", translate=lambda t: t))
    assert translated.html == f"<p>{text}</p>"


@pytest.mark.parametrize(
    "text", ["- a", "1. a", "# a", "> a", "a *b*", "a\nb", " a", "a ", "", "+ a", "=", "~~~", "| a"]
)
def test_the_short_way_is_only_for_simple_text(text):
    assert not markup._SIMPLE.fullmatch(text)


def test_hostile_nesting_gives_safe_html():
    for source in (">" * 5000, "- " * 5000, "[" * 5000, "*" * 5000, "::: note\n" * 500):
        assert "<script" not in _html(source + "<script>")


def test_a_table_heading_without_words_is_no_heading():
    html = markup.render_block("|  | b |\n|--|--|\n| 1 | 2 |\n", Context(prefix="x")).html
    assert html.count("<th>") == 1
    assert "<td></td>" in html
