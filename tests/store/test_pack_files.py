"""Folders and archives, hostile ones above all."""

import io
import os
import stat
import sys
import unicodedata
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.core.pack import limits
from elearn.store import pack_files


def archive(*members, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as zipped:
        for name, data in members:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            info.compress_type = method
            zipped.writestr(info, data)
    return buffer.getvalue()


def codes(read):
    return [(p.path, p.code) for p in read[1]]


def test_a_folder_becomes_paths_and_bytes(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.md").write_bytes(b"x")
    (tmp_path / "pack.yaml").write_bytes(b"y")
    assert pack_files.read(tmp_path) == ({"a/b.md": b"x", "pack.yaml": b"y"}, [])


def test_what_editors_and_systems_leave_behind_is_passed_over(tmp_path):
    for name in (".DS_Store", "x.md~", "x.md.swp", "Thumbs.db", "#x.md#", "p-1.0.0.elpack"):
        (tmp_path / name).write_bytes(b"x")
    for name in (".git", "__pycache__"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.md").write_bytes(b"x")
    assert pack_files.read(tmp_path) == ({}, [])


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_links_in_a_folder_are_not_followed(tmp_path):
    (tmp_path / "secret").write_bytes(b"s")
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "a.md").symlink_to(tmp_path / "secret")
    (tmp_path / "pack" / "b").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pack" / "c.md")
    assert pack_files.read(tmp_path / "pack")[0] == {}
    assert codes(pack_files.read(tmp_path / "pack")) == [
        ("a.md", "file-link"),
        ("b", "file-link"),
        ("c.md", "file-link"),
    ]


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path, monkeypatch):
    def refuse(_path):
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.md").write_bytes(b"x")
    monkeypatch.setattr(pack_files, "_open", refuse)
    assert codes(pack_files.read(tmp_path)) == [("a.md", "file-unreadable")]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_text_is_a_problem(tmp_path):
    (tmp_path / os.fsdecode(b"\xff.md")).write_bytes(b"x")
    (tmp_path / "a\nb.md").write_bytes(b"x")
    files, problems = pack_files.read(tmp_path)
    assert files == {}
    assert [p.code for p in problems] == ["file-name", "file-name"]
    assert all(str(p).isprintable() for p in problems)


def test_folders_nested_absurdly_deep_are_a_problem(tmp_path):
    tmp_path.joinpath(*"abcdefghijkl").mkdir(parents=True)
    assert [p.code for p in pack_files.read(tmp_path)[1]] == ["file-kind"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are none there")
def test_a_device_is_no_archive(tmp_path):
    os.mkfifo(tmp_path / "pack.elpack")
    assert codes(pack_files.read(tmp_path / "pack.elpack")) == [("", "file-link")]


def test_only_as_much_of_a_file_is_read_as_shows_that_it_is_too_big(tmp_path):
    (tmp_path / "a.md").write_bytes(b"x" * 3_000_000)
    files, _ = pack_files.read(tmp_path)
    assert len(files["a.md"]) == limits.TEXT_BYTES + 1


def test_nothing_at_the_path_is_said_so(tmp_path):
    with pytest.raises(FileNotFoundError):
        pack_files.read(tmp_path / "nothing")


@pytest.mark.parametrize(
    "name",
    ["../x.md", "a/../../x.md", "/x.md", "C:/x.md", "c:x.md", "a\\x.md", "a//x.md", "./x.md", "."],
)
def test_a_path_that_leads_out_is_refused(name):
    info = zipfile.ZipInfo("x")
    info.filename = info.orig_filename = name
    files, problems = pack_files.read_archive(archive((info, b"x"), ("b.md", b"y")))
    assert files == {"b.md": b"y"}
    assert [p.code for p in problems] == ["file-path"]


def test_a_name_that_hides_behind_a_zero_byte_is_refused():
    data = archive(("aaa.mdXX/..", b"x")).replace(b"aaa.mdXX", b"aaa.md\0X")
    files, problems = pack_files.read_archive(data)
    assert files == {}
    assert problems


def test_a_link_in_an_archive_is_refused():
    info = zipfile.ZipInfo("a.md")
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert codes(pack_files.read_archive(archive((info, b"/etc/passwd")))) == [
        ("a.md", "file-link")
    ]


def test_names_that_are_one_file_elsewhere_clash():
    composed = unicodedata.normalize("NFC", "media/č.txt")
    members = [("a.md", b"1"), ("A.md", b"2"), (composed, b"3")]
    assert codes(pack_files.read_archive(archive(*members))) == [("A.md", "file-clash")]
    decomposed = unicodedata.normalize("NFD", composed)
    again = pack_files.read_archive(archive((composed, b"3"), (decomposed, b"4")))
    assert [p.code for p in again[1]] == ["archive-duplicate"]


def test_a_bomb_is_stopped_while_it_unpacks(tmp_path):
    path = tmp_path / "bomb.elpack"
    zeros = bytes(1 << 20)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped:
        for number in range(2):
            with zipped.open(f"media/{number}.mp4", "w") as member:
                for _ in range(110):
                    member.write(zeros)
    assert path.stat().st_size < 3_000_000
    files, problems = pack_files.read(path)
    assert [p.code for p in problems] == ["pack-size"]
    assert sum(map(len, files.values())) <= limits.PACK_BYTES


def test_a_member_that_lies_about_its_size_is_a_problem():
    data = bytearray(archive(("a.md", b"x" * 5000)))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.index(mark) + at
        data[start : start + 4] = (10).to_bytes(4, "little")
    assert codes(pack_files.read_archive(bytes(data))) == [("a.md", "archive-broken")]


def test_a_folder_that_was_zipped_as_a_whole_is_a_pack():
    members = [("top/pack.yaml", b"1"), ("top/a/b.md", b"2")]
    assert pack_files.read_archive(archive(*members))[0] == {"pack.yaml": b"1", "a/b.md": b"2"}


def test_an_archive_is_the_same_whatever_the_machine_and_the_order():
    files = {"b.md": b"x\ny\n", "a.md": b"1", "media/x.png": b"\r\n"}
    windows = {"media/x.png": b"\r\n", "a.md": b"1", "b.md": b"x\r\ny\r\n"}
    built = pack_files.build_archive(files)
    assert built == pack_files.build_archive(windows)
    assert pack_files.read_archive(built) == (files, [])
    with zipfile.ZipFile(io.BytesIO(built)) as zipped:
        infos = zipped.infolist()
    assert [info.filename for info in infos] == ["a.md", "b.md", "media/x.png"]
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {info.compress_type for info in infos} == {zipfile.ZIP_STORED}


NAMES = st.text(alphabet="abc/.", min_size=1, max_size=8).filter(lambda n: n[-1] != "/")


@given(st.dictionaries(NAMES, st.binary(max_size=40), max_size=4))
def test_an_archive_comes_back_whole_or_with_problems(files):
    back, problems = pack_files.read_archive(pack_files.build_archive(files))
    assert problems or len(back) == len(files)


@given(st.binary(max_size=400))
def test_any_bytes_as_an_archive_give_problems(data):
    files, problems = pack_files.read_archive(data)
    assert files == {}
    assert problems or data.startswith(b"PK")


GOOD = archive(("pack.yaml", b"id: x"), ("a/b.md", b"hello " * 50))


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=6))
@settings(max_examples=300)
def test_a_damaged_archive_gives_problems_or_files(changes):
    data = bytearray(GOOD)
    for at, value in changes:
        data[at] = value
    pack_files.read_archive(bytes(data))


def test_a_file_is_replaced_whole(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"old")
    pack_files.replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert [p.name for p in tmp_path.iterdir()] == ["a.yaml"]
