"""The cache of facts makes faster, never wrong."""

import sys
from pathlib import Path

import pytest

from elearn.core.pack.parse import parse
from elearn.store import pack_cache, pack_files

SMALL = Path(__file__).resolve().parents[1] / "packs" / "good" / "small"


class Counting:
    def __init__(self, cache):
        self.cache, self.hits, self.kept = cache, 0, 0

    def get(self, key):
        found = self.cache.get(key)
        self.hits += found is not None
        return found

    def put(self, key, value):
        self.kept += 1
        self.cache.put(key, value)


def test_a_second_reading_uses_what_was_kept_and_says_the_same(tmp_path):
    cache = Counting(pack_cache.open_cache(tmp_path))
    files, _ = pack_files.read(SMALL)
    first = parse(files, cache)
    assert cache.hits == 0
    assert parse(files, cache) == first == parse(files)
    assert cache.hits == cache.kept > 0


def test_a_changed_file_is_read_anew(tmp_path):
    cache = Counting(pack_cache.open_cache(tmp_path))
    files, _ = pack_files.read(SMALL)
    parse(files, cache)
    files["01-one/01-lines.md"] += b"\nMore." * 60
    before = cache.kept
    assert "More." in parse(files, cache).pack.item("lines").source
    assert cache.kept == before + 1


@pytest.mark.parametrize("damage", [b"", b"x" * 40, b"\0" * 400])
def test_a_damaged_file_is_passed_over(tmp_path, damage):
    cache = pack_cache.open_cache(tmp_path)
    files, _ = pack_files.read(SMALL)
    first = parse(files, cache)
    for kept in cache.folder.iterdir():
        kept.write_bytes(damage)
    assert parse(files, cache) == first


@pytest.mark.skipif(sys.platform == "win32", reason="profiles are apart there")
def test_what_others_could_have_written_is_not_trusted(tmp_path):
    cache = pack_cache.open_cache(tmp_path)
    cache.put("a" * 64, [1])
    assert cache.get("a" * 64) == [1]
    (cache.folder / ("a" * 64)).chmod(0o666)
    assert cache.get("a" * 64) is None
    cache.folder.chmod(0o777)
    assert pack_cache.open_cache(tmp_path) is None


def test_where_nothing_can_be_kept_there_is_no_cache(tmp_path):
    (tmp_path / "elearn").write_bytes(b"in the way")
    assert pack_cache.open_cache(tmp_path) is None
