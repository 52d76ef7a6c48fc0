"""Files that hold no questions that can be read here: what they are, and what to do instead."""

import codecs
import io
import re
import struct
import zipfile
import zlib

from elearn.core.said import Said
from elearn.interop import decode

Reasons = tuple[Said, ...]
"""What a file is, and what to do instead, in whole sentences."""

_TEXT = Said("Questions are read from GIFT, Moodle XML, Aiken and the spreadsheet template.")
_MBZ = (
    Said(
        "This is a backup of a Moodle course (.mbz), which holds more than questions. In Moodle, "
        "open the question bank, choose Export, then Moodle XML, and import that file."
    ),
)
_ARCHIVE = (Said("This is an archive. Unpack it and import the files with questions one by one."),)
_OFFICE = (
    Said("This is a document of an office program. Copy the questions into the template (.xlsx)."),
)
_BEGINNINGS: tuple[tuple[bytes, Reasons], ...] = (
    (b"%PDF", (Said("This is a PDF document, from which no questions can be taken."), _TEXT)),
    (
        b"\xd0\xcf\x11\xe0",
        (Said("This is a file of an old office program (.xls, .doc). Save it as .xlsx."),),
    ),
    (b"{\\rtf", _OFFICE),
    (b"MZ", (Said("This is a program for Windows."), _TEXT)),
    (b"\x7fELF", (Said("This is a program."), _TEXT)),
    (b"\x89PNG", (Said("This is a picture."), _TEXT)),
    (b"\xff\xd8\xff", (Said("This is a picture."), _TEXT)),
    (b"GIF8", (Said("This is a picture."), _TEXT)),
    (b"RIFF", (Said("This is a picture, sound or film."), _TEXT)),
    (b"ID3", (Said("This is a sound."), _TEXT)),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ", _ARCHIVE),
    (b"SQLite format 3", (Said("This is a database."), _TEXT)),
)
_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
_BACKUP_NAMES = (b".ARCHIVE_INDEX", b"moodle_backup.xml")
_ALSO_WORDS = frozenset({b"MZ", b"RIFF", b"ID3", b"BZh", b"Rar!"})
"""Beginnings that may be those of a word too."""
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_SAMPLE = 4000
_HEAD = 64 * 1024
_LIST_BYTES = 5_000_000
"""The list of members in a ZIP archive that is still looked at."""
_WEB_PAGE = re.compile(r"\s*(?:<!doctype\s+html|<html[\s>])", re.IGNORECASE)
_QTI = re.compile(r"<(?:questestinterop|assessmentItem|assessmentTest|qti-assessment-item)\b")
_IMSCC = re.compile(r"<manifest\b")


def is_workbook(data: bytes) -> bool:
    """Whether the file is a spreadsheet in the format of Excel."""
    return "xl/workbook.xml" in _members(data)


def instead(data: bytes) -> Reasons:
    """What a file is that can hold no questions, and what to do; empty if it may hold some."""
    if not data.strip():
        return (Said("The file is empty."),)
    for beginning, reason in _BEGINNINGS:
        if data.startswith(beginning) and (beginning not in _ALSO_WORDS or b"\0" in data[:_SAMPLE]):
            return reason
    if data.startswith(_GZIP):
        head = _unpacked(data)
        return _MBZ if any(name in head for name in _BACKUP_NAMES) else _ARCHIVE
    if data.startswith((_ZIP, b"PK\x05\x06")):
        return _zip(data)
    return (Said("This is no text file."), _TEXT) if _is_binary(data[:_SAMPLE]) else ()


def _is_binary(sample: bytes) -> bool:
    """Whether a tenth of the bytes are controls that no text has, in UTF-16 either."""
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE)):
        return False
    controls = len(_CONTROLS.findall(sample))
    return 10 * controls > len(sample) and not decode.wide(sample)


def instead_of_text(text: str) -> Reasons:
    """The same for the beginning of a text."""
    if _WEB_PAGE.match(text):
        return (Said("This is a page of a web site, saved as it was shown."), _TEXT)
    if _QTI.search(text) or _IMSCC.search(text):
        return (Said("This is a file in the format QTI or Common Cartridge."), _TEXT)
    return ()


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(data[:_HEAD], _HEAD)
    except zlib.error:
        return b""


def _zip(data: bytes) -> Reasons:
    names = _members(data)
    if "moodle_backup.xml" in names:
        return _MBZ
    if "pack.yaml" in names or any(
        name.count("/") == 1 and name.endswith("/pack.yaml") for name in names
    ):
        return (Said("This is the archive of a pack. Upload it on the page for packs."),)
    if "imsmanifest.xml" in names:
        return (
            Said("This is a package in the format IMS (QTI, Common Cartridge or SCORM)."),
            _TEXT,
        )
    if "word/document.xml" in names or "mimetype" in names or "ppt/presentation.xml" in names:
        return _OFFICE
    return _ARCHIVE


def _members(data: bytes) -> frozenset[str]:
    """The names in a ZIP archive; none if it is none, is broken, or its list is endless."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 70_000))
    if not data.startswith(b"PK") or end < 0 or len(data) < end + 22:
        return frozenset()
    (size,) = struct.unpack_from("<L", data, end + 12)
    if size > _LIST_BYTES:
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError):
        return frozenset()
