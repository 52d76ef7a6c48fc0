"""Bytes of unknown encoding as text. Any bytes give a text; what had to be guessed is said."""

import codecs
import re

from elearn.core.said import Said

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_HIGH_PAIR = re.compile(rb"[\xc0-\xff]{2}")
_HIGH = re.compile(rb"[\x80-\xff]")
# What no text file may hold: controls, halves of surrogate pairs, and signs that are none.
# Three of those that are none mark escapes in GIFT, so they must not come from outside.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_BREAKS = "\r\x0c\x85\u2028\u2029"
_NAMES = {"cp1250": "Windows-1250 (Central European)", "cp1251": "Windows-1251 (Cyrillic)"}
_SAMPLE = 200_000


def decode(data: bytes) -> tuple[str, list[str]]:
    """The text with LF line ends, and sentences that say what was guessed or taken out.

    A byte order mark decides; then what an XML declaration says, if the bytes agree; then UTF-8
    and UTF-16; then Windows-1251 if high bytes stand together, as Cyrillic letters do in words,
    and Windows-1250 otherwise.
    """
    encoding, said = _encoding(data)
    text = data.decode(encoding, "replace")
    if "\ufffd" in text and "\ufffd".encode() not in data:
        said.append(
            Said("Some bytes are no %(encoding)s; they became �.", encoding=encoding.upper())
        )
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    for other in _BREAKS:
        text = text.replace(other, "\n")
    if _FORBIDDEN.search(text):
        text = _FORBIDDEN.sub("", text)
        said.append(Said("Control characters were taken out."))
    return text, said


def _encoding(data: bytes) -> tuple[str, list[str]]:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name, []
    declared = _DECLARED.search(data[:400])
    names = [declared[1].decode("ascii"), "utf-8"] if declared else ["utf-8"]
    for name in names:
        if _agrees(data, name):
            return name, []
    if name := wide(data[:_SAMPLE]):
        return name, [Said("The file was taken for %(name)s.", name=name.upper())]
    sample = data[:_SAMPLE] if _HIGH.search(data[:_SAMPLE]) else data
    pairs, high = len(_HIGH_PAIR.findall(sample)), len(_HIGH.findall(sample))
    guess = "cp1251" if 3 * pairs > high else "cp1250"
    return guess, [
        Said(
            "The file is not UTF-8; it was taken for %(names)s. Look at its letters.",
            names=_NAMES[guess],
        )
    ]


def _agrees(data: bytes, name: str) -> bool:
    try:
        if not codecs.lookup(name)._is_text_encoding:  # noqa: SLF001 - there is no public question
            return False
        if name.lower().replace("_", "-") in ("utf-16", "utf-32", "utf-16le", "utf-16be", "utf-7"):
            return False  # the declaration itself was read as single bytes
        data.decode(name)
    except (LookupError, UnicodeError, ValueError):
        return False
    return True


def wide(sample: bytes) -> str:
    """The kind of UTF-16 that stands there without a mark, or nothing.

    Every second byte of Latin text and markup is zero.
    """
    half = len(sample) // 2
    if half < 2:
        return ""
    if sample[1::2].count(0) > 0.4 * half:
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) > 0.4 * half else ""
