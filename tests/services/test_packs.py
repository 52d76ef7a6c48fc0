"""Packs coming onto a site: whole or not at all, and never twice with other content."""

import io
import struct
import tracemalloc
import zipfile
from datetime import date
from itertools import pairwise

import make
import pytest

from elearn.core.errors import Conflict, NotAllowed
from elearn.core.pack.new import starter
from elearn.services import packs
from elearn.services.people import OPERATOR
from elearn.services.transaction import transaction
from elearn.store import packs as store

LESSON = "01-first/01-first-lesson.md"
BILLION = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in pairwise("abcdefgh"))


def archive(files, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as zipped:
        for path, data in files.items():
            zipped.writestr(path, data)
    return buffer.getvalue()


@pytest.fixture
def files(now):
    return starter("my-course", now.date())


def upload(data, now):
    with transaction():
        return packs.install_upload(OPERATOR, data, now=now)


def test_an_archive_is_installed_once(app, files, now):
    first = upload(archive(files), now)
    again = upload(archive(dict(reversed(files.items())), zipfile.ZIP_STORED), now)
    assert (first.done, first.new, first.problems) == (True, True, ())
    assert (again.done, again.new, again.digest) == (True, False, first.digest)


def test_a_version_with_other_content_is_refused_and_leaves_nothing(app, files, now, instance):
    first = upload(archive(files), now)
    before = sorted(p for p in instance.rglob("*") if p.is_file())
    with pytest.raises(Conflict, match="never changes"):
        upload(archive(files | {LESSON: files[LESSON] + b"\nMore.\n"}), now)
    assert store.find_version("my-course", "0.1.0").digest == first.digest
    assert sorted(p for p in instance.rglob("*") if p.is_file()) == before


def test_a_learner_installs_nothing(app, files, now, cast):
    with pytest.raises(NotAllowed):
        packs.install_upload(make.actor(cast.ann), archive(files), now=now)


def hostile(files):
    """By what it tries: the code of the problem, and the files that try it."""
    more = files[LESSON]
    head = files["pack.yaml"].replace(b"languages: []", b"languages: [sr]")
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg">'
    plural = b'msgid "a"\nmsgid_plural "b"\nmsgstr[999999999] "c"\n'
    link = zipfile.ZipInfo("media/link.svg")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    return {
        "bomb": ("file-size", lambda: {"media/a.png": bytes(150_000_000)}),
        "bomb of text": ("file-size", lambda: {LESSON: b"a " * 50_000_000}),
        "many files": ("file-count", lambda: {f"media/{n}.txt": b"" for n in range(41_000)}),
        "traversal": (
            "file-path",
            lambda: {"../evil.md": b"x", "/etc/evil": b"x", "C:\\evil": b"x"},
        ),
        "link": ("file-link", lambda: {link: "/etc/passwd"}),
        "long line": ("file-size", lambda: {LESSON: more + b"x" * 100_000_000}),
        "YAML bomb": ("yaml-anchor", lambda: {"pack.yaml": BILLION.encode()}),
        "YAML bomb above a text": (
            "yaml-anchor",
            lambda: {LESSON: f"---\n{BILLION}---\nx".encode()},
        ),
        "deep YAML": ("yaml-depth", lambda: {"pack.yaml": b"a: " + b"[" * 90_000}),
        "YAML tag": (
            "yaml-tag",
            lambda: {"pack.yaml": b"a: !!python/object/apply:os.system [id]\n"},
        ),
        "deep Markdown": ("text-overgrown", lambda: {LESSON: more + b"\n" + b"> " * 40_000}),
        "script": ("html", lambda: {LESSON: more + b"\n<script>alert(1)</script>\n"}),
        "script in a link": (
            "link-scheme",
            lambda: {LESSON: more + b"\n[x](javascript:alert(1))\n"},
        ),
        "script in a drawing": (
            "svg-unsafe",
            lambda: {"media/lines.svg": drawing + b"<script/></svg>"},
        ),
        "handler": ("svg-unsafe", lambda: {"media/lines.svg": drawing + b'<g onload="x"/></svg>'}),
        "entities": (
            "svg-unsafe",
            lambda: {"media/lines.svg": b'<!DOCTYPE s [<!ENTITY a "b">]><svg/>'},
        ),
        "plurals": ("translation-syntax", lambda: {"pack.yaml": head, "locale/sr.po": plural}),
    }


@pytest.mark.parametrize("name", hostile(starter("x", date(2026, 1, 1))))
def test_a_hostile_archive_gives_a_problem_within_bounds(app, files, now, instance, name):
    code, more = hostile(files)[name]
    data = archive(files | more())
    tracemalloc.start()
    try:
        result = upload(data, now)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert code in {p.code for p in result.problems}
    assert not result.done
    assert most < 60_000_000
    assert store.find_version("my-course", "0.1.0") is None
    kept = [p for p in instance.rglob("*") if p.is_file()]
    assert [p.name for p in kept if not p.name.startswith("elearn.sqlite")] == []


def test_an_endless_list_of_members_is_not_taken_in(app, now):
    member = b"PK\x01\x02" + bytes(24) + struct.pack("<H", 4) + bytes(16)
    members = (member + b"name") * 500_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(members), 0, 0)
    data = members + end
    tracemalloc.start()
    try:
        result = upload(data, now)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [p.code for p in result.problems] == ["file-count"]
    assert most < 20_000_000


@pytest.mark.parametrize("data", [b"", b"PK", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_archive_has_one_problem(app, now, data):
    result = upload(data, now)
    assert len(result.problems) == 1
    assert not result.done


@pytest.mark.parametrize("compression", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_unusual_compression_is_refused(app, files, now, compression):
    result = upload(archive(files, compression), now)
    assert "archive-broken" in {p.code for p in result.problems}
    assert not result.done


def with_key(files, key, value):
    lines = files["pack.yaml"].decode().splitlines()
    changed = [f"{key}: {value}" if line.startswith(f"{key}:") else line for line in lines]
    named = files["CHANGELOG.md"]
    if key == "version":
        named = f"# Changes\n\n## {value} - 2026-11-23\n\nNew.\n".encode()
    return files | {"pack.yaml": "\n".join(changed).encode(), "CHANGELOG.md": named}


def test_what_is_longer_than_a_column_is_refused_before_it_gets_there(app, files, now):
    columns = store.PackVersion.__table__.columns
    longest = "1.0.0-" + "a" * (columns["version"].type.length - 6)
    for key, value, code in (
        ("title", "t" * columns["title"].type.length, "value-range"),
        ("version", longest, "version-bad"),
    ):
        refused = upload(archive(with_key(files, key, value + "x")), now)
        assert (refused.done, [p.code for p in refused.problems]) == (False, [code])
        assert upload(archive(with_key(files, key, value)), now).done
        files = with_key(files, "id", "another-course")
