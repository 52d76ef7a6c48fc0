"""The look: contrast of the tokens, weight of the files, and what the content policy forbids."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "elearn" / "web"
STYLES = (WEB / "static" / "app.css").read_text(encoding="utf-8")
SCRIPTS = sorted((WEB / "static").glob("*.js"))
SHARED = sorted((WEB / "templates" / "shared").rglob("*.html"))

TEXT = [
    ("ink", "white", 15.0),
    ("ink", "page", 13.9),
    ("ink-2", "white", 7.5),
    ("ink-2", "page", 7.0),
    ("brand", "white", 9.0),
    ("brand", "page", 8.4),
    ("brand", "brand-tint", 7.0),
    ("ink", "brand-tint", 7.0),
    ("white", "brand", 9.0),
    ("white", "brand-ink", 12.0),
    ("white", "bad", 7.0),
    ("white", "ok", 6.9),
    ("white", "warn", 7.0),
    ("ok", "white", 6.9),
    ("ok", "ok-tint", 5.9),
    ("warn", "warn-tint", 6.5),
    ("bad", "bad-tint", 6.3),
    ("ink-2", "ok-tint", 4.5),
    ("ink-2", "warn-tint", 4.5),
    ("ink-2", "bad-tint", 4.5),
    ("ink-2", "brand-tint", 4.5),
    ("brand", "ok-tint", 4.5),
    ("brand", "warn-tint", 4.5),
    ("brand", "bad-tint", 4.5),
]
PARTS = [
    ("line-strong", "white", 3.0),
    ("line-strong", "page", 3.0),
    ("focus", "brand-ink", 3.0),
    ("ink", "focus", 3.0),
    ("amber", "white", 3.0),
]


def tokens() -> dict[str, str]:
    root = re.search(r":root\s*\{([^}]*)\}", STYLES)
    assert root
    found = dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{3,6})", root[1]))
    assert len(found) == 17
    return found


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(d * 2 for d in digits)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("front", "ground", "least"), TEXT + PARTS)
def test_each_pair_of_tokens_has_its_contrast(front: str, ground: str, least: float) -> None:
    known = tokens()
    assert contrast(known[front], known[ground]) >= least


def test_every_variable_that_is_used_is_defined() -> None:
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", STYLES))
    defined = set(re.findall(r"--([a-z0-9-]+):", STYLES))
    assert used <= defined


def test_no_colour_stands_outside_the_tokens() -> None:
    rules = STYLES.split("}", 1)[1]
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", rules)) <= {"#2b4a66"}
    assert contrast("#2b4a66", tokens()["white"]) >= 7  # the current entry of the navigation


def weight(*paths: Path) -> int:
    """Bytes on the wire: each file is sent compressed on its own."""
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in paths)


def test_the_files_keep_to_their_budget() -> None:
    assert weight(WEB / "static" / "app.css") <= 6_144
    assert weight(*SCRIPTS) <= 8_192


def test_the_stylesheet_asks_nothing_of_newer_browsers() -> None:
    for feature in ("color-mix(", "@scope", "@layer", "@import", "url(", "!important;"):
        assert feature not in STYLES
    assert not re.search(r"\{[^{}@]*\{", re.sub(r"@media[^{]*\{", "", STYLES))  # no nesting


def test_scripts_build_no_markup_from_text() -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    for path in SCRIPTS:
        assert not re.search(forbidden, path.read_text(encoding="utf-8")), path.name


def faults(source: str) -> Iterator[str]:
    """What the content policy would block, and what bars a reader."""
    yield from re.findall(r"\sstyle\s*=", source)
    yield from re.findall(r"\son[a-z]+\s*=\s*[\"']", source)
    yield from re.findall(r"<style\b", source)
    yield from (tag for tag in re.findall(r"<script\b[^>]*>", source) if " src=" not in tag)
    yield from re.findall(r"javascript:", source)
    yield from re.findall(r"tabindex=\"[1-9]", source)
    yield from re.findall(r"https?://(?!www\.w3\.org)", source)


@pytest.mark.parametrize("path", SHARED, ids=lambda p: p.name)
def test_shared_templates_hold_nothing_that_the_policy_blocks(path: Path) -> None:
    assert list(faults(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", SHARED, ids=lambda p: p.name)
def test_no_shared_template_marks_data_as_safe_but_our_own_icons(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("|safe") == (1 if path.name == "icons.html" else 0)


def test_the_fault_finder_finds_faults() -> None:
    bad = '<p style="x" onclick="y"><script>z</script><style></style><a href="javascript:1">'
    assert len(list(faults(bad))) == 5
