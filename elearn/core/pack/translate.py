"""Catalogues of translations: reading, measuring, bringing up to date.

A translation replaces the words of one paragraph (heading, cell, title …) and cannot change how
a text is built. It must point at the same law, terms, links and media as its source.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

from babel.messages.catalog import Message as BabelMessage
from babel.messages.pofile import normalize, read_po, unescape

from elearn.core.pack import inline
from elearn.core.pack.codes import problem
from elearn.core.pack.markdown import parse_inline
from elearn.core.pack.model import Pack
from elearn.core.pack.schema.kinds.base import PLAIN
from elearn.core.pack.texts import Unit, message_id, messages, units
from elearn.core.problems import Problem

NEAR = 0.6
"""How alike (0 to 1) an old text must be for its translation to be offered as a fuzzy one."""

_NEAR_MOST = 200
_WIDTH = 100
_NOBODY = "FULL NAME <EMAIL@ADDRESS>"
_PLURAL = re.compile(r"\s*(?:#~\s*)?(?:msgid_plural|msgstr\s*\[)")
_REVISED = re.compile(r'"PO-Revision-Date:\s*(\d{4}-\d{2}-\d{2})')
_NO_PLURALS = "Packs have no plural entries; take this one out."

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Message:
    """A text that wants a translation."""

    context: str
    id: str
    paths: tuple[str, ...]
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What a catalogue says of a text. `line` is counted from 1; `previous` is the older source."""

    context: str
    id: str
    text: str
    fuzzy: bool = False
    line: int = 0
    comments: tuple[str, ...] = ()
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A catalogue, read. Keys are context and message id; `revised` is when it was last worked on.

    `revised` is the day that PO editors write into the header; None where there is none.
    """

    path: str = ""
    entries: dict[Key, Entry] = field(default_factory=dict)
    obsolete: dict[Key, Entry] = field(default_factory=dict)
    translator: str = ""
    revised: date | None = None

    def get(self, context: str, content: str) -> str | None:
        """The translation; None where it is missing, or made from an older source (fuzzy)."""
        entry = self.entries.get((context, message_id(content)))
        return entry.text if entry and entry.text and not entry.fuzzy else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a catalogue covers a pack.

    Attributes:
        total: How many texts there are.
        missing: Texts without any translation.
        stale: Entries made from an older source.
        unknown: Entries whose text the pack does not hold (any more).
    """

    total: int
    missing: tuple[Message, ...]
    stale: tuple[Entry, ...]
    unknown: tuple[Entry, ...]


def wanted(pack: Pack) -> dict[Key, Message]:
    """All texts of a pack that want a translation, in reading order."""
    found: dict[Key, Message] = {}
    for unit in units(pack):
        for content in messages(unit):
            _want(found, unit, content)
    return found


def _want(found: dict[Key, Message], unit: Unit, content: str) -> None:
    known = found.get((unit.context, content))
    plain = unit.kind == PLAIN
    if known is None:
        found[unit.context, content] = Message(unit.context, content, (unit.path,), plain)
    elif unit.path not in known.paths or (known.plain and not plain):
        paths = tuple(dict.fromkeys((*known.paths, unit.path)))
        found[unit.context, content] = Message(unit.context, content, paths, known.plain and plain)


def read_catalogue(data: bytes, path: str) -> tuple[Catalogue, list[Problem]]:
    """A catalogue from its file. Whatever the bytes, problems are returned, nothing is raised."""
    catalogue, problems = _read(data, path)
    return catalogue, list(problems)


@lru_cache(maxsize=8)
def _read(data: bytes, path: str) -> tuple[Catalogue, list[Problem]]:
    """The same; kept for a while, since a catalogue is read to be checked and to be compiled."""
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        say = "This catalogue is not UTF-8; save it as UTF-8."
        return Catalogue(path), [problem(path, line, "translation-syntax", say)]
    zero = next((n for n, line in enumerate(lines, 1) if "\0" in line), 0)
    if zero:
        say = "This is no catalogue: it holds a zero byte. Save it as UTF-8."
        return Catalogue(path), [problem(path, zero, "translation-syntax", say)]
    plural = next((n for n, line in enumerate(lines, 1) if _PLURAL.match(line)), 0)
    if plural:
        # Not left to Babel: it fills the memory with every form up to the number claimed.
        return Catalogue(path), [problem(path, plural, "translation-syntax", _NO_PLURALS)]
    try:
        babel = read_po(lines, abort_invalid=True)
    except Exception as error:  # noqa: BLE001 - Babel's reader raises many kinds on broken files
        line = int(getattr(error, "lineno", -1)) + 1
        say = (
            f"The catalogue cannot be read: {str(error)[:200]}. Open it in a PO editor to mend it."
        )
        return Catalogue(path), [problem(path, line, "translation-syntax", say)]
    entries: dict[Key, Entry] = {}
    problems: list[Problem] = []
    for message in babel:
        if message.id:
            _keep(entries, message, path, problems)
    obsolete: dict[Key, Entry] = {}
    for message in babel.obsolete.values():
        _keep(obsolete, message, path, problems)
    translator = "" if babel.last_translator == _NOBODY else babel.last_translator
    return Catalogue(path, entries, obsolete, translator, _revised(lines)), problems


def _revised(lines: list[str]) -> date | None:
    """The day of the header's `PO-Revision-Date`; templates hold words in its place."""
    found = next((match for line in lines if (match := _REVISED.match(line))), None)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _keep(
    entries: dict[Key, Entry], message: BabelMessage, path: str, problems: list[Problem]
) -> None:
    line = message.lineno or 0
    if not isinstance(message.id, str) or not isinstance(message.string, str):
        problems.append(problem(path, line, "translation-syntax", _NO_PLURALS))
        return
    # Babel hands on "#| msgid" lines as comments.
    comments = tuple(c for c in message.user_comments if not c.startswith("|"))
    quoted = [c.partition('"')[2] for c in message.user_comments if c.startswith("|")]
    entry = Entry(
        message.context or "",
        message_id(message.id),
        message.string,
        message.fuzzy,
        line,
        comments,
        "".join(unescape(f'"{text}') for text in quoted),
    )
    entries[entry.context, entry.id] = entry


def coverage(pack: Pack, catalogue: Catalogue) -> Coverage:
    """How far a catalogue covers a pack."""
    return _coverage(wanted(pack), catalogue)


def _coverage(texts: dict[Key, Message], catalogue: Catalogue) -> Coverage:
    missing, stale = [], []
    for key, message in texts.items():
        entry = catalogue.entries.get(key)
        if entry is None or not entry.text:
            missing.append(message)
        elif entry.fuzzy:
            stale.append(entry)
    unknown = tuple(entry for key, entry in catalogue.entries.items() if key not in texts)
    return Coverage(len(texts), tuple(missing), tuple(stale), unknown)


def problems(pack: Pack, catalogue: Catalogue) -> list[Problem]:
    """What is wrong with a catalogue, beside how it is written: the checker calls this."""
    texts = wanted(pack)
    found = _coverage(texts, catalogue)
    path = catalogue.path
    result = list(_wrong_pointers(texts, catalogue))
    if found.missing:
        first = found.missing[0]
        say = (
            f"{len(found.missing)} of {found.total} texts have no translation and are shown in the "
            f"source language; the first is in {first.context}: {_short(first.id)}."
        )
        result.append(problem(path, 0, "translation-missing", say))
    for entry in found.stale:
        say = (
            f"The translation of {_short(entry.id)} was made from an older text and is not shown; "
            "look at it and take the fuzzy mark away."
        )
        result.append(problem(path, entry.line, "translation-stale", say))
    for entry in found.unknown:
        say = (
            f"The pack has no text {_short(entry.id)} in {entry.context or 'no context'}; "
            "`elearn pack translate` brings the catalogue up to date."
        )
        result.append(problem(path, entry.line, "translation-unknown", say))
    return result


def _wrong_pointers(texts: dict[Key, Message], catalogue: Catalogue) -> Iterator[Problem]:
    for key, message in texts.items():
        entry = catalogue.entries.get(key)
        if entry is None or not entry.text or entry.fuzzy or message.plain:
            continue
        for sentence in pointer_faults(message.id, entry.text):
            yield problem(catalogue.path, entry.line, "translation-reference", sentence)


@lru_cache(maxsize=8192)
def pointer_faults(source: str, translation: str) -> tuple[str, ...]:
    """What a translation points at otherwise than its source, one sentence each.

    Kept for a while: most texts of a version are those of the version before.
    """
    env = {"footnotes": {"refs": _AnyNote(), "list": {}}}
    there = inline.pointers(parse_inline(source, env))
    here = inline.pointers(parse_inline(translation, env))
    found = [
        f"The translation of {_short(source)} leaves out the {kind} {what!r}."
        for kind, what in there - here
    ]
    found += [
        f"The translation of {_short(source)} adds the {kind} {what!r}, which its source has not."
        for kind, what in here - there
    ]
    return tuple(found)


class _AnyNote(dict[str, int]):
    """Takes every footnote for known, since a paragraph is read without its document."""

    def __contains__(self, key: object) -> bool:
        return True


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "…")


def update(pack: Pack, old: bytes | None, language: str, path: str = "") -> bytes:
    """A catalogue brought up to date.

    New texts come in without a translation, or with that of the most similar old text of the
    same context, marked fuzzy. Translations of texts that are gone are kept as obsolete.
    The same pack and catalogue give the same bytes.
    """
    catalogue = read_catalogue(old, path)[0] if old else Catalogue(path)
    texts = wanted(pack)
    spare = {k: e for k, e in (catalogue.obsolete | catalogue.entries).items() if k not in texts}
    spare = {key: entry for key, entry in spare.items() if entry.text}
    used: set[Key] = set()
    out = [_header(pack, language, catalogue)]
    for key, message in texts.items():
        entry = catalogue.entries.get(key) or catalogue.obsolete.get(key)
        if entry is None or not entry.text:
            near = _nearest(message, spare, used)
            entry = near or entry or Entry(message.context, message.id, "")
        out.append(_written(message, entry))
    out += [_obsolete(entry) for key, entry in spare.items() if key not in used]
    return "\n".join(out).encode("utf-8", "replace")


def cut(pack: Pack, catalogue: Catalogue, language: str, more: Mapping[Key, str]) -> bytes:
    """A catalogue with just the texts of a pack, from that of a larger one.

    Args:
        pack: The smaller pack.
        catalogue: That of the larger one; what it marks as fuzzy stays so.
        language: Its language.
        more: Translations of texts that the larger one does not have.
    """
    out = [_header(pack, language, catalogue)]
    for key, message in wanted(pack).items():
        entry = catalogue.entries.get(key) or Entry(*key, more.get(key, ""))
        if entry.text:
            out.append(_written(message, entry))
    return "\n".join(out).encode("utf-8", "replace")


def _nearest(message: Message, spare: dict[Key, Entry], used: set[Key]) -> Entry | None:
    """The most similar spare entry of the same context, as a fuzzy one."""
    best, best_ratio = None, NEAR
    matcher = SequenceMatcher(b=message.id[:2000], autojunk=False)
    same = (e for (context, _), e in spare.items() if context == message.context)
    for _, entry in zip(range(_NEAR_MOST), same, strict=False):
        matcher.set_seq1(entry.id[:2000])
        if matcher.real_quick_ratio() < best_ratio or matcher.quick_ratio() < best_ratio:
            continue
        ratio = matcher.ratio()
        if ratio >= best_ratio and (best is None or ratio > best_ratio):
            best, best_ratio = entry, ratio
    if best is None:
        return None
    used.add((best.context, best.id))
    return Entry(
        message.context, message.id, best.text, fuzzy=True, comments=best.comments, previous=best.id
    )


def _header(pack: Pack, language: str, catalogue: Catalogue) -> str:
    translator, revised = catalogue.translator, catalogue.revised
    fields = [
        f"Project-Id-Version: {pack.meta.id}",
        f"Language: {language}",
        *([f"Last-Translator: {translator}"] if translator else []),
        *([f"PO-Revision-Date: {revised.isoformat()} 00:00+0000"] if revised else []),
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
    ]
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in fields)


def _written(message: Message, entry: Entry) -> str:
    lines = [f"# {comment}".rstrip() for comment in entry.comments]
    lines += [f"#: {path}" for path in message.paths if path]
    if entry.fuzzy and entry.text:
        lines.append("#, fuzzy")
        if entry.previous:
            lines += [f"#| {line}" for line in _pair("msgid", entry.previous)]
    lines += _pair("msgctxt", message.context)
    lines += _pair("msgid", message.id)
    lines += _pair("msgstr", entry.text)
    return "\n".join(lines) + "\n"


def _obsolete(entry: Entry) -> str:
    pairs = (("msgctxt", entry.context), ("msgid", entry.id), ("msgstr", entry.text))
    lines = [f"# {comment}".rstrip() for comment in entry.comments]
    lines += [f"#~ {line}" for name, text in pairs for line in _pair(name, text)]
    return "\n".join(lines) + "\n"


def _pair(name: str, text: str) -> list[str]:
    return f"{name} {normalize(text, width=_WIDTH)}".split("\n")
