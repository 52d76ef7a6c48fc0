"""HTML as Markdown."""

import pytest

from elearn.interop.html_text import markdown_from_html

CASES = {
    "<p>One</p><p>Two</p>": "One\n\nTwo",
    "a<br>b": "a\\\nb",
    "<b>bold</b> and <em>soft</em>": "**bold** and *soft*",
    "<strong> bold </strong>x": "**bold** x",
    "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>": "- a\n- b\n\n  - c",
    "<ol><li>a</li><li>b</li></ol>": "1. a\n2. b",
    '<a href="https://example.org/a">there</a>': "[there](https://example.org/a)",
    "H<sub>2</sub>O, m<sup>2</sup>": "H₂O, m²",
    "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>x|y</td></tr></table>": (
        "| a | b |\n| --- | --- |\n| 1 | x\\|y |"
    ),
    "<h3>Title</h3>text": "### Title\n\ntext",
    "<blockquote><p>a</p></blockquote>": "> a",
    "<pre>x = 1\ny</pre>": "```\nx = 1\ny\n```",
    "<code>a*b</code>": "`a*b`",
    "# no heading": "\\# no heading",
    "1. no list": "1\\. no list",
    "- no list": "\\- no list",
    "2 * 3 * 4 &lt;b&gt; [x] a_b": "2 \\* 3 \\* 4 \\<b\\> \\[x\\] a\\_b",
    "&nbsp;a&nbsp;&amp; b ": "a & b",
    "<p>not closed <b>bold<p>next": "not closed **bold**\n\n**next**",
}


@pytest.mark.parametrize(("html", "markdown"), CASES.items())
def test_words_and_what_they_look_like_stay(html, markdown):
    assert markdown_from_html(html, lambda *_: None, lambda _: None) == markdown


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<script>x</script>a", "<script>"),
        ("<u>a</u>", "nderlin"),
        ('<p style="color:red">a</p>', "Colours"),
        ('<a href="http://example.org">a</a>', "links"),
        ("x<sup>abc</sup>", "above or below"),
        ("<iframe src='https://example.org'></iframe>", "<iframe>"),
    ],
)
def test_what_is_lost_is_said(html, words):
    said = []
    markdown_from_html(html, lambda *_: None, said.append)
    assert any(words in sentence for sentence in said)
