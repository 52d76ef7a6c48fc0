import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from elearn.core.pack import inline, markup, sanitise
from elearn.core.pack.inline import Context
from elearn.core.pack.sanitise import EVERYWHERE, PROTOCOLS, TAGS, attribute, clean, escape

PIECES = st.sampled_from(
    [
        "# h\n",
        "## h\n\n",
        "- a\n",
        "  - b\n",
        "1. c\n",
        "> q\n",
        "\n",
        "\n\n",
        "text ",
        "*em* ",
        "**st** ",
        "`co<de` ",
        "```\npre\n```\n",
        "[l](https://a.org/?b=1&c=[2]) ",
        "[i](item:x) ",
        "[j](javascript:alert(1)) ",
        "[d](data:text/html,x) ",
        '![p](media/a.svg "c & <d>")\n',
        "![s](media/t.mp3)\n\n",
        "![f](media/f.mp4)\n\n",
        "![o](https://a.org/x.png) ",
        "[@sbc:6(1)] ",
        "[[visa]] ",
        '[[visa|a "visa"]] ',
        "[^1] ",
        "\n\n[^1]: note [^1]\n\n",
        "::: note T *x*\n",
        "::: warning\n",
        ":::\n",
        "| a | b |\n|:--|--:|\n| 1 | [[v\\|w]] |\n\n",
        "T\n: def\n\n",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "&lt;b&gt; ",
        "&amp;lt; ",
        "&#x3c;script> ",
        "<https://x.org> ",
        "[a [@sbc:6] b](https://x.org) ",
        "[[[@a]]] ",
        "***",
        "\x00",
        "\x0c",
        "\x1b",
        "\u2028",
        "\ufffe",
        "---\n",
        "    code\n",
        "[^2]: lost\n",
        "\\\n",
        "a  \n",
        "[a [b](item:c) d](item:e)",
        "![x [l](https://a) y](media/a.svg)",
        "</p>",
        "'\"",
        "&",
        "<",
        ">",
    ]
)
MARKDOWN = st.one_of(
    st.lists(PIECES, max_size=25).map("".join),
    st.text(alphabet="ab[]()@:|!*_`#>-^\\<>&;\n 1.\"'=", max_size=80),
    st.text(max_size=60),
)
CONTEXT = Context(
    prefix="les",
    media={
        "a.svg": inline.Medium(10, 20),
        "t.mp3": inline.Medium(transcript="t.txt"),
        "f.mp4": inline.Medium(captions="f.vtt", transcript="f.txt"),
    },
)
HALF = Context(
    prefix="les", translate=lambda text: "x <b>*y*</b> & [@q]" if len(text) % 2 else None
)


def _pages(source):
    for context in (CONTEXT, HALF):
        body = markup.render_lesson(source, context, {})
        yield "".join(part.html for part in body.parts)
        yield markup.render_block(source, context).html
        yield markup.render_inline(source, context).html
        yield markup.render_plain(source, context).html


def _check_tree(html):
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    for element in tree.iter():
        if element is tree:
            continue
        assert isinstance(element.tag, str), "a comment"
        assert element.tag in TAGS
        for name, value in element.attrib.items():
            assert name in EVERYWHERE | TAGS[element.tag]
            if name in ("href", "src"):
                assert value.startswith("#") or value.partition(":")[0] in PROTOCOLS


@given(MARKDOWN)
@example("[a](https://[)")
@example("a\n: > b\n:   c")
def test_any_markdown_gives_only_what_the_list_allows(source):
    for html in _pages(source):
        _check_tree(html)


@given(MARKDOWN)
def test_the_renderer_writes_nothing_that_the_cleaner_would_change(source):
    for html in _pages(source):
        assert sanitise.is_clean(html), html
        assert sanitise._cleaner().clean(html) == html


TAGGY = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<a>",
            "</a>",
            '<a href="https://a">',
            '<a href="javascript:x">',
            "<b>",
            "<table>",
            "</table>",
            "<tr>",
            "<td>",
            "<ul>",
            "<li>",
            "</li>",
            "</ul>",
            "<script>",
            "</script>",
            "<svg>",
            "<style>",
            "<!--",
            "-->",
            '<img src="media:a">',
            "<pre>",
            "</pre>",
            '<p onclick="x">',
            '<div class="a">',
            "</div>",
            "<em>",
            "</em>",
            "&lt;",
            "&amp;",
            "&amp;lt;",
            "&",
            "<",
            ">",
            "x",
            "<math>",
            "<template>",
            "<textarea>",
            "</textarea>",
            "<noscript>",
            "<title>",
            "<select>",
            "<option>",
            "<h2>",
            "</h2>",
            '<a href="#x" id="b">',
            '<img src="x" alt="`">',
            '<p lang="&#38;lt;">',
            "<br>",
            "<hr>",
            '<video src="media:b" controls>',
            "</video>",
        ]
    ),
    max_size=12,
).map("".join)


@given(st.one_of(TAGGY, st.text(max_size=60), st.text(alphabet="<>/ap =\"':x&;!-\n", max_size=60)))
def test_what_passes_the_quick_look_passes_the_cleaner_and_the_rest_is_cleaned(html):
    cleaned = clean(html)
    _check_tree(cleaned)
    if sanitise.is_clean(html):
        assert sanitise._cleaner().clean(html) == html


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<p onclick="x">a</p>',
        '<a href="javascript:alert(1)">a</a>',
        '<a href="//evil.example">a</a>',
        '<img src="data:image/png;base64,AAAA" alt="">',
        '<img src="https://a.org/x.png" alt="" style="x">',
        "<p><p>a</p></p>",
        "<p>a",
        "</p>",
        "<!-- x -->",
        '<a href="#a"><a href="#b">x</a></a>',
        "<table><tr><td>x</td></tr></table>",
        "<P>x</P>",
        "<p class=x>y</p>",
        '<p class="a" class="b">y</p>',
        "a & b",
        "&nbsp;",
        "a > b",
        "\x00",
        "<svg></svg>",
    ],
)
def test_the_quick_look_lets_nothing_doubtful_pass(html):
    assert not sanitise.is_clean(html)


@given(st.text())
def test_escaped_text_comes_back_whole(text):
    assert sanitise.is_clean(f"<p>{escape(text)}</p>")
    assert sanitise.is_clean(f"<p{attribute('lang', text)}>x</p>")
