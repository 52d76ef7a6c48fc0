"""A pack on disk: a folder or an archive as paths and bytes, and back.

Nothing here writes what it reads, so a hostile archive has nowhere to escape to.
"""

import io
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import IO, cast

from elearn.core.pack import limits
from elearn.core.pack.codes import problem
from elearn.core.pack.digest import canonical
from elearn.core.pack.places import PICTURES, is_text, text_limit
from elearn.core.problems import Problem

Read = tuple[dict[str, bytes], list[Problem]]
"""Contents by path, and what could not be read."""

_SKIPPED = frozenset({"__pycache__", "Thumbs.db", "desktop.ini", "node_modules"})
_SKIPPED_ENDINGS = ("~", ".swp", ".swo", ".bak", ".tmp", ".orig", ".elpack")
_DRIVE = re.compile(r"[A-Za-z]:")
_CHUNK = 1 << 20
_DEPTH = 8
_ARCHIVE_BYTES = limits.PACK_BYTES + 20_000_000
_LIST_BYTES = 5_000_000
"""The list of members in an archive: 20,000 of them need about half of it."""
_WHOLE = "The pack may have {} MB in all; what comes after this file was not read."


def read(path: Path) -> Read:
    """Read a folder or an archive.

    Raises:
        FileNotFoundError: If there is nothing at `path`.
    """
    if path.is_dir():
        return read_folder(path)
    if not path.exists():
        raise FileNotFoundError(path)
    if not path.is_file():
        return {}, [problem("", 0, "file-link", "This is neither a folder nor an archive.")]
    return read_archive(path)


class _Gathered:
    """Files read so far, within the limits of a pack."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.problems: list[Problem] = []
        self.bytes = 0
        self._folded: dict[str, str] = {}

    def say(self, path: str, code: str, text: str) -> None:
        self.problems.append(problem(path, 0, code, text))

    def add(self, path: str, file: IO[bytes], declared: int = 0) -> bool:
        """Read one file; False if the pack is too big to go on.

        `declared` is the size that an archive claims; what is really read is counted too.
        """
        most = _most(path)
        room = limits.PACK_BYTES - self.bytes
        if min(most, declared) > room:
            self.say(path, "pack-size", _WHOLE.format(limits.PACK_BYTES // 1_000_000))
            return False
        data = _read_at_most(file, min(most, room + 1))
        if len(data) > room:
            self.say(path, "pack-size", _WHOLE.format(limits.PACK_BYTES // 1_000_000))
            return False
        self.bytes += len(data)
        if self._is_new(path):
            self.files[path] = data
        return True

    def _is_new(self, path: str) -> bool:
        folded = unicodedata.normalize("NFC", path).casefold()
        other = self._folded.setdefault(folded, path)
        if other != path:
            text = f"On some machines this is the same file as {other}; rename one."
            self.say(path, "file-clash", text)
        return other == path


def _most(path: str) -> int:
    """How much of a file is read: one byte past its limit, so that the check sees the fault."""
    if is_text(path):
        return text_limit(path) + 1
    if path.endswith(PICTURES):
        return limits.PICTURE_BYTES + 1
    return limits.PACK_BYTES + 1


def _read_at_most(file: IO[bytes], most: int) -> bytes:
    # BytesIO hands its memory on without copying it.
    whole = io.BytesIO()
    while whole.tell() < most and (part := file.read(min(_CHUNK, most - whole.tell()))):
        whole.write(part)
    return whole.getvalue()


def read_folder(folder: Path) -> Read:
    """Read a folder. Hidden files and what editors leave behind are passed over."""
    got = _Gathered()
    for path, entry in _walk(folder, "", got):
        if len(got.files) > limits.PACK_FILES:
            break
        try:
            with _open(Path(entry.path)) as file:
                if not got.add(path, file):
                    break
        except OSError as error:
            got.say(path, "file-unreadable", f"The file cannot be read: {error.strerror}.")
    return got.files, got.problems


def _open(path: Path) -> IO[bytes]:
    """Open a regular file, without following a link that was put there since the look."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    return os.fdopen(os.open(path, flags | getattr(os, "O_NONBLOCK", 0)), "rb")


def _walk(folder: Path, prefix: str, got: _Gathered) -> Iterable[tuple[str, os.DirEntry[str]]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        got.say(prefix.rstrip("/"), "file-unreadable", f"Cannot be read: {error.strerror}.")
        return
    for entry in entries:
        if _skipped(entry.name):
            continue
        path = prefix + entry.name
        fault = _oddity(entry, path)
        if fault:
            got.say(ascii(path)[1:-1] if fault[0] == "file-name" else path, *fault)
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), path + "/", got)
        else:
            yield path, entry


def _oddity(entry: os.DirEntry[str], path: str) -> tuple[str, str] | None:
    """Why something in a folder is not read: a code and a sentence."""
    if not _printable(path):
        return "file-name", "The name is not readable text; rename it."
    if entry.is_symlink() or getattr(entry, "is_junction", bool)():
        return "file-link", "Put the file itself here instead of a link to it."
    if entry.is_dir(follow_symlinks=False):
        deep = path.count("/") >= _DEPTH
        return ("file-kind", "Folders are nested too deep; move the files up.") if deep else None
    if not entry.is_file(follow_symlinks=False):
        return "file-link", "This is no regular file; remove it."
    return None


def _skipped(name: str) -> bool:
    return name.startswith((".", "#")) or name in _SKIPPED or name.endswith(_SKIPPED_ENDINGS)


def _printable(path: str) -> bool:
    return path.isprintable() and not any("\ud800" <= c <= "\udfff" for c in path)


def read_archive(source: Path | bytes) -> Read:
    """Read a ZIP archive. Whatever is in it, nothing is raised and nothing written."""
    got = _Gathered()
    try:
        if isinstance(source, Path) and source.stat().st_size > _ARCHIVE_BYTES:
            got.say("", "pack-size", f"A pack may have {limits.PACK_BYTES // 1_000_000} MB.")
            return got.files, got.problems
        with _opened(source) as file, zipfile.ZipFile(cast("IO[bytes]", _Wary(file))) as zipped:
            _members(zipped, got)
    except _TooLong:
        got.say(
            "", "file-count", f"A pack may hold {limits.PACK_FILES:,} files, this one has more."
        )
    except OSError as error:
        got.say("", "file-unreadable", f"The archive cannot be read: {error.strerror or error}.")
    except (zipfile.BadZipFile, *_BROKEN):
        text = "This is no readable ZIP archive; build it again with `elearn pack build`."
        got.say("", "archive-broken", text)
    return _without_top_folder(got.files), got.problems


def _opened(source: Path | bytes) -> IO[bytes]:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


class _TooLong(Exception):
    """The archive's list of its members is longer than any pack's."""


class _Wary:
    """An archive's file that hands out little at a time.

    `zipfile` reads the list of members whole and makes an object of each, however many.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable
        self._read = file.read

    def read(self, size: int = -1) -> bytes:
        if size > _LIST_BYTES:
            raise _TooLong
        data = self._read(size if size >= 0 else _LIST_BYTES + 1)
        if len(data) > _LIST_BYTES:
            raise _TooLong
        return data


_BROKEN = (
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    IndexError,
    KeyError,
    MemoryError,
    AttributeError,
    TypeError,
)
"""What `zipfile` raises on archives that were made to hurt it."""


def _members(zipped: zipfile.ZipFile, got: _Gathered) -> None:
    members = zipped.infolist()
    if len(members) > 2 * limits.PACK_FILES:
        text = f"A pack may hold {limits.PACK_FILES:,} files, this one has {len(members):,}."
        got.say("", "file-count", text)
        return
    seen: set[str] = set()
    for member in members:
        path = _member_path(member, got)
        if path is None or member.is_dir():
            continue
        if path in seen:
            got.say(path, "archive-duplicate", "The archive holds this name twice; keep one.")
            continue
        seen.add(path)
        if not _member(zipped, member, path, got):
            return


def _member_path(member: zipfile.ZipInfo, got: _Gathered) -> str | None:
    """The path of a member that stays inside the pack, or None."""
    name = member.orig_filename
    shown = name if _printable(name) else ascii(name)[1:-1]
    shown = shown[: limits.PATH_CHARACTERS]
    parts = name.removesuffix("/").split("/")
    if "\\" in name or _DRIVE.match(name) or any(part in ("", ".", "..") for part in parts):
        got.say(shown, "file-path", "The path leads out of the pack; use plain relative paths.")
        return None
    if not _printable(name):
        got.say(shown, "file-name", "The name is not readable text; rename it.")
        return None
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        got.say(shown, "file-link", "Put the file itself into the archive instead of a link.")
        return None
    if member.flag_bits & 0x1:
        got.say(shown, "archive-encrypted", "The file is encrypted; build without a password.")
        return None
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # The others can ask for gigabytes before the first byte comes out.
        text = "It is compressed in an unusual way; build the archive with `elearn pack build`."
        got.say(shown, "archive-broken", text)
        return None
    return unicodedata.normalize("NFC", name)


def _member(zipped: zipfile.ZipFile, member: zipfile.ZipInfo, path: str, got: _Gathered) -> bool:
    try:
        with zipped.open(member) as file:
            return got.add(path, file, member.file_size)
    except (zipfile.BadZipFile, OSError, *_BROKEN):
        got.say(path, "archive-broken", "This file of the archive is damaged; build it again.")
        return True


def _without_top_folder(files: dict[str, bytes]) -> dict[str, bytes]:
    """Files of a folder that was zipped as a whole, as if its content had been."""
    tops = {path.partition("/")[0] for path in files}
    if len(tops) == 1 and (top := tops.pop() + "/") + "pack.yaml" in files:
        return {path.removeprefix(top): data for path, data in files.items()}
    return files


def build_archive(files: dict[str, bytes]) -> bytes:
    """A ZIP archive: sorted, stored, dates of 1980. Equal trees give equal bytes anywhere."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as zipped:
        for path, data in canonical(files):
            member = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            member.create_system = 3
            member.external_attr = (stat.S_IFREG | 0o644) << 16
            zipped.writestr(member, data)
    return buffer.getvalue()


def write_new_folder(folder: Path, files: dict[str, bytes]) -> None:
    """Write files into a folder that is not there yet.

    Raises:
        FileExistsError: If there is something at `folder`.
        OSError: If it cannot be written.
    """
    folder.mkdir(parents=True)
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file whole: whoever reads it sees the old content or the new, never a part.

    Raises:
        OSError: If it cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
