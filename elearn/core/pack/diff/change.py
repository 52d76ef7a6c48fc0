"""A change between two versions of a pack, and the part of the version number that it demands.

Numbers are semantic versions (semver.org 2.0.0) with the meaning that docs/versions.md gives to
their parts: what a change does to people who learn from the pack.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from fractions import Fraction

from elearn.core.ids import version_key
from elearn.core.pack.model import Course, Pack


class Level(IntEnum):
    """A part of the version number; a greater one says more."""

    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """How it is written: `patch`, `minor`, `major`."""
        return self.name.lower()


class ChangeKind(StrEnum):
    """What sort of change it is."""

    ITEM_ADDED = "item-added"
    ITEM_REMOVED = "item-removed"
    ITEM_MOVED = "item-moved"
    MODULE = "module"
    QUESTION_ADDED = "question-added"
    QUESTION_REMOVED = "question-removed"
    QUESTION_MOVED = "question-moved"
    PART_ADDED = "part-added"
    PART_REMOVED = "part-removed"
    PART_MOVED = "part-moved"
    TEXT = "text"
    TEXT_ADDED = "text-added"
    TEXT_REMOVED = "text-removed"
    TEXT_MOVED = "text-moved"
    LAYOUT = "layout"
    LINK = "link"
    MEDIA = "media"
    KEY = "key"
    WEIGHT = "weight"
    PASS_MARK = "pass-mark"  # noqa: S105 - a quiz's word, not a password
    DRAW = "draw"
    RULE = "rule"
    ROAD = "road"
    COMPLETION_RULE = "completion-rule"
    PREREQUISITE = "prerequisite"
    OUTCOME = "outcome"
    ALIGNMENT = "alignment"
    CITATION = "citation"
    TRANSLATION = "translation"
    LANGUAGE = "language"
    CREDENTIAL = "credential"
    FACT = "fact"
    POLICY = "policy"
    LAW_BASIS = "law-basis"
    LAW = "law"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change.

    Attributes:
        kind: What sort of change.
        level: What it demands of the version number.
        item: The id of the item, `bank/ID` for a bank; of a register the id of the instrument or
            judgment, or `glossary/ID`; empty for the pack itself.
        part: What of it: a question's id or a block's address, in a case a scene; what lies deeper
            follows after `/` (`q-transit/a`, `s-arrival/c-ask`). Of the pack itself an outcome, a
            module or a file. Empty for the whole.
        field: The field that differs (`prompt`, `minutes`); empty where it is the thing itself.
        language: Of a translation; empty for the source language.
        before: What stood there, as plain text; empty where nothing did.
        after: What stands there now, likewise.
        amount: The share of the words that differ, 0 to 1, where words do.
        why: Why it demands this level: a key of `core.pack.diff.why.WHY`.
        declared: Whether the level is lower than the change alone would demand, because the author
            declares that the meaning is the same. A second person must confirm that.
    """

    kind: ChangeKind
    level: Level
    why: str
    item: str = ""
    part: str = ""
    field: str = ""
    language: str = ""
    before: str = ""
    after: str = ""
    amount: Fraction = Fraction(0)
    declared: bool = False

    @property
    def head(self) -> str:
        """The question, block, scene or section that the part belongs to."""
        return self.part.partition("/")[0]


SAME_MAY = frozenset(
    {ChangeKind.TEXT, ChangeKind.TEXT_ADDED, ChangeKind.TEXT_REMOVED, ChangeKind.OUTCOME}
)
"""Changes of words, which may leave the meaning as it was."""

_GONE = frozenset({ChangeKind.QUESTION_REMOVED, ChangeKind.TEXT_REMOVED})


def demanded(changes: Iterable[Change]) -> Level:
    """What all these changes demand; a patch where there are none."""
    return max((change.level for change in changes), default=Level.PATCH)


def claimed(old_version: str, new_version: str) -> Level:
    """What a version number claims over another: the first part of it that differs.

    What was only a draft of the same number (`2.0.0-draft.1` before `2.0.0`) promised nothing to
    anybody, so that whatever changed after it is claimed.

    Raises:
        ValueError: If one is no version, or the new one is not higher.
    """
    old, new = version_key(old_version), version_key(new_version)
    if new <= old:
        raise ValueError(f"{new_version} is not higher than {old_version}")
    if new[0] != old[0]:
        return Level.MAJOR
    if new[1] != old[1]:
        return Level.MINOR
    return Level.PATCH if new[2] != old[2] else Level.MAJOR


def changed(changes: Iterable[Change], least: Level) -> dict[str, frozenset[str]]:
    """Items that changed at that level or above, each with those of its parts that did.

    What was removed is not among them, since nobody can learn it any more; an item that only lost
    something has no parts. Changes of the pack itself are not among them either.
    """
    gone = {c.item for c in changes if c.kind is ChangeKind.ITEM_REMOVED}
    found: dict[str, set[str]] = {}
    for change in changes:
        if change.level < least or not change.item or change.item in gone:
            continue
        parts = found.setdefault(change.item, set())
        if change.head and change.kind not in _GONE:
            parts.add(change.head)
    return {item: frozenset(parts) for item, parts in found.items()}


def declared_same(pack: Pack) -> frozenset[str]:
    """Ids of what the author of a version declares to mean the same as in the version before."""
    same = pack.update.meaning_same if isinstance(pack, Course) else None
    return frozenset(same.ids) if same else frozenset()


def next_version(old_version: str, level: Level) -> str:
    """The lowest version after `old_version` that claims that level.

    Raises:
        ValueError: If it is no version.
    """
    major, minor, patch, whole, _parts = version_key(old_version)
    if level is Level.MAJOR:
        return f"{major + 1}.0.0"
    if level is Level.MINOR:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1 if whole else patch}"
