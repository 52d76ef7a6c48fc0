"""Whatever stands in a file, reading gives problems and never an exception."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.core.pack import plain
from elearn.core.pack.check import check
from elearn.core.pack.fix import fix
from elearn.core.pack.parse import parse
from elearn.core.pack.places import Place
from elearn.core.pack.read_file import _HEADS, _LISTS, _MAPPINGS
from elearn.core.pack.references import references
from elearn.core.pack.schema.base import load
from elearn.core.pack.schema.lesson import FrontMatterShape
from elearn.core.pack.schema.quiz import SHAPES, SelfCheckShape
from elearn.store import pack_files

PACKS = Path(__file__).resolve().parents[2] / "packs"
DAY = date(2026, 11, 23)
COURSE, _ = pack_files.read(PACKS / "good" / "small")
COURSE |= {"locale/sr.po": b"", "media/media.yaml": b"[]", "media/x.svg": b"<svg/>"}
REGISTER, _ = pack_files.read(PACKS / "good" / "law")
SCHEMAS = [
    FrontMatterShape(),
    SelfCheckShape(),
    *_HEADS.values(),
    *_MAPPINGS.values(),
    *_LISTS.values(),
    *(shape() for shape in SHAPES.values()),
]
KEYS = sorted({str(f.data_key or n) for s in SCHEMAS for n, f in s.load_fields.items()})
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["single", "matching", "course", "s-a", "2026-01-01", "all", "1.0.0"])
)
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=4), inner, max_size=8)
    ),
    max_leaves=30,
)


def survives(files):
    parsed = parse(files)
    found = check(parsed.pack, files, register=None, as_of=DAY, sources=parsed.sources)
    for problem in (*parsed.problems, *found):
        str(problem)
    fix(files)
    return parsed


@pytest.mark.parametrize("path", sorted(COURSE))
@given(data=st.binary(max_size=200))
@settings(max_examples=15, deadline=None)
def test_any_bytes_in_a_file_of_a_course_give_problems(path, data):
    survives(COURSE | {path: data})


@pytest.mark.parametrize("path", sorted(REGISTER))
@given(data=st.binary(max_size=200))
@settings(max_examples=15, deadline=None)
def test_any_bytes_in_a_file_of_a_register_give_problems(path, data):
    survives(REGISTER | {path: data})


@given(path=st.text(max_size=30), data=st.binary(max_size=50))
@settings(deadline=None)
def test_any_path_gives_problems(path, data):
    survives(COURSE | {path: data})


@pytest.mark.parametrize("path", sorted(COURSE))
@given(at=st.integers(0, 2000), junk=st.text(alphabet=":-[]{}&*!|#@`~<>\"'\n ax1", max_size=12))
@settings(max_examples=25, deadline=None)
def test_a_file_with_a_slip_of_the_keyboard_gives_problems(path, at, junk):
    data = COURSE[path].decode("utf-8")
    at = at % (len(data) + 1)
    survives(COURSE | {path: (data[:at] + junk + data[at:]).encode()})


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda s: type(s).__name__)
@given(tree=TREES)
@settings(max_examples=60, deadline=None)
def test_any_tree_through_a_schema_gives_a_value_or_problems(schema, tree):
    loaded = load(schema, tree, "f.yaml", {(): 1})
    assert (loaded.value is None) == bool(loaded.problems)
    assert all(p.line == 1 and p.text for p in loaded.problems)


@given(st.text(alphabet="[]()@:|!<>`*_~#-=.1ab \n\\/&;\"'", max_size=200))
@settings(deadline=None)
def test_any_markdown_has_references(text):
    found = references(text, 5)
    lines = text.count("\n") + 1
    for group in (found.cites, found.terms, found.items, found.media, found.links, found.flaws):
        assert all(5 <= thing.line < 5 + lines for thing in group)


@pytest.mark.parametrize(
    "text",
    [
        "<!--" * 25_000,
        "<a " * 30_000,
        "[@" * 45_000,
        "[[" * 45_000,
        "::: note\n" * 10_000,
        "> " * 5_000,
        "- " * 5_000,
        "![" * 40_000,
        "`" * 90_000,
        '<a b="' * 15_000,
    ],
    ids=lambda text: text[:8].strip(),
)
def test_text_made_to_take_long_is_read_in_time(text):
    lesson = COURSE["01-one/01-lines.md"] + b"\n" + text.encode() + b"\n"
    survives(COURSE | {"01-one/01-lines.md": lesson})


@pytest.mark.parametrize("files", [COURSE, REGISTER], ids=["course", "register"])
def test_facts_come_back_from_their_plain_form(files):
    for facts in parse(files).sources.facts.values():
        assert plain.from_plain(plain.to_plain(facts)) == facts


@given(TREES)
@settings(deadline=None)
def test_what_was_never_kept_does_not_come_back(tree):
    with suppress(plain.NotPlain):
        plain.from_plain(tree)


def test_every_place_but_the_plainest_has_a_reader():
    read = {*_MAPPINGS, *_LISTS, Place.HEAD, Place.LESSON, Place.MEDIUM, Place.CHANGELOG}
    assert set(Place) - read == {Place.NOTE, Place.LOCALE, Place.STRANGE}


@given(lost=st.sets(st.integers(0, 40)))
@settings(max_examples=60, deadline=None)
def test_fix_fills_every_gap_and_changes_no_other_line(lost):
    """Ids are taken out of a pack at random, then written in again."""
    count = 0
    files = {}
    for path, data in COURSE.items():
        lines = []
        for line in data.decode().split("\n"):
            stem, found, rest = line.partition("id: ")
            taken = found and stem.strip() in ("", "- {") and path.endswith((".yaml", ".md"))
            count += bool(taken)
            if taken and count in lost and path != "pack.yaml":
                if not stem.strip():
                    continue
                line = stem + rest.partition(", ")[2]  # noqa: PLW2901 - the line without its id
            lines.append(line)
        files[path] = "\n".join(lines).encode()
    fixed = files | fix(files)
    assert "id-missing" not in {p.code for p in parse(fixed).problems}
    for path, data in files.items():
        kept = [line for line in fixed[path].split(b"\n") if line not in data.split(b"\n")]
        assert all(b"id: " in line for line in kept)
