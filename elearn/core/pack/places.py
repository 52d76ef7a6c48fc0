"""Which files a pack holds, and where they stand."""

import re
from enum import StrEnum

from elearn.core.pack import limits


class Place(StrEnum):
    """What a file is, by its path."""

    HEAD = "pack.yaml"
    NOTE = "a note for people"
    CHANGELOG = "the changelog"
    MODULE = "module.yaml"
    LESSON = "a lesson"
    QUIZ = "a quiz"
    CASE = "a case study"
    BANK = "a bank"
    CREDITS = "media.yaml"
    MEDIUM = "a media file"
    LOCALE = "a catalogue"
    INSTRUMENTS = "instruments"
    JUDGMENTS = "judgments"
    GLOSSARY = "the glossary"
    STRANGE = "none of these"


PICTURES = (".svg", ".png", ".jpg", ".webp")
SOUNDS = (".mp3", ".ogg")
FILMS = (".mp4", ".webm")
WORDS = (".txt", ".vtt")
MEDIA = (*PICTURES, *SOUNDS, *FILMS, *WORDS)

NOTES = frozenset({"README.md", "LICENSE", "LICENSE.md", "LICENSE.txt", "CHANGELOG.md"})

_NAME = re.compile(r"[a-z0-9_][a-z0-9_.-]*")
_MODULE = r"(?!(?:banks|media|locale)/)[^/]+/"

_COMMON = (
    (Place.HEAD, r"pack\.yaml"),
    (Place.CHANGELOG, r"CHANGELOG\.md"),
    (Place.NOTE, r"(?:README|LICENSE)\.md|LICENSE(?:\.txt)?"),
    (Place.CREDITS, r"media/media\.yaml"),
    (Place.MEDIUM, r"media/[^/]+(?:" + "|".join(re.escape(end) for end in MEDIA) + ")"),
    (Place.LOCALE, r"locale/[^/]+\.po"),
)
_KINDS = {
    "course": (
        *_COMMON,
        (Place.BANK, r"banks/[^/]+\.quiz\.yaml"),
        (Place.MODULE, _MODULE + r"module\.yaml"),
        (Place.LESSON, _MODULE + r"[^/]+\.md"),
        (Place.QUIZ, _MODULE + r"[^/]+\.quiz\.yaml"),
        (Place.CASE, _MODULE + r"[^/]+\.case\.yaml"),
    ),
    "register": (
        *_COMMON,
        (Place.INSTRUMENTS, r"instruments/[^/]+\.yaml"),
        (Place.JUDGMENTS, r"judgments/[^/]+\.yaml"),
        (Place.GLOSSARY, r"glossary\.yaml"),
    ),
}
_PATTERNS = {
    kind: re.compile("|".join(f"(?P<{place.name}>{pattern})" for place, pattern in places))
    for kind, places in _KINDS.items()
}


def place_of(path: str, kind: str) -> Place:
    """What the file is in a pack of that kind (`course` or `register`)."""
    match = _PATTERNS[kind if kind in _PATTERNS else "course"].fullmatch(path)
    return Place[match.lastgroup] if match and match.lastgroup else Place.STRANGE


def is_text(path: str) -> bool:
    """Whether the file is a text: UTF-8, with lines."""
    name = path.rpartition("/")[2]
    return name in NOTES or name.endswith((".yaml", ".md", ".po", ".svg", ".txt", ".vtt"))


def text_limit(path: str) -> int:
    """How many bytes a text file may have."""
    return limits.CATALOGUE_BYTES if path.endswith(".po") else limits.TEXT_BYTES


def well_named(path: str) -> bool:
    """Whether every part of the path is written as names of packs are."""
    return path in NOTES or all(_NAME.fullmatch(part) for part in path.split("/"))
