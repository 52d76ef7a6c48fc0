"""The page that shows two versions of a pack side by side, change by change."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.errors import NotFound
from elearn.core.ids import version_key
from elearn.core.pack.diff.change import Change, ChangeKind, Level, claimed, demanded, next_version
from elearn.core.pack.diff.words import Piece, Side, pieces
from elearn.core.pack.model import Course
from elearn.services import authoring, contents, pack_changes, shelf
from elearn.services.shelf import Shelved
from elearn.store import packs
from elearn.store.packs import KeptVersion

PER_PAGE = 40
"""Changes on a page."""

_PLACE = 90


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of it is to be shown.

    Attributes:
        against: The version to compare with; empty for the newest lower one, or else any other.
        least: `patch`, `minor` or `major`: what demands less is left out.
        page: Which forty of the changes.
    """

    against: str = ""
    least: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change.

    Attributes:
        level: `patch`, `minor` or `major`.
        kind: What sort of change: a `ChangeKind`.
        why: Key of the sentence that says why it demands this level.
        part: Its ids; `place` says in words where that is.
        lang: The language of its texts; `language` is set where that is a translation.
        before, after: Runs of words; those that are gone or new are marked.
        same: Whether both are the same words: what moved, or looks different.
        percent: The share of the words that differ; 0 where that says nothing.
    """

    level: str
    kind: str
    why: str
    part: str
    place: str
    field: str
    lang: str
    language: str
    declared: bool
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    same: bool
    percent: int


@dataclass(frozen=True, slots=True)
class ChangedItem:
    """An item with its changes; `kind` is that of the item, empty for the pack itself."""

    item: str
    kind: str
    title: str
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What differs between two versions.

    Attributes:
        kind: `course` or `register`.
        against: The version that it is compared with; empty where there is no other.
        others: All versions that it can be compared with.
        demanded: What the changes demand of the number.
        enough: Whether the number says so; None where it is not the higher one.
        proposed: The lowest number that would.
        counts: How many changes demand each level.
        declared: How many are a patch only because the author declares the meaning the same.
        least: The level from which on changes are shown.
    """

    pack_id: str
    title: str
    lang: str
    kind: str
    version: str
    against: str
    others: tuple[str, ...]
    demanded: str = ""
    enough: bool | None = None
    proposed: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    declared: int = 0
    least: str = Level.PATCH.word
    items: tuple[ChangedItem, ...] = ()
    page: int = 1
    pages: int = 1


def changes_page(
    actor: Actor, pack_id: str, version: str, wanted: Wanted, *, now: datetime
) -> ChangesPage:
    """What changed from another version of a pack to this one; citations as they read today.

    Raises:
        NotAllowed: If the actor neither writes packs nor reviews them.
        NotFound: If one of the versions is not installed.
    """
    kept = authoring.require_reviewable(actor, pack_id, version)
    others = [v for v in packs.versions_of(pack_id) if v.version != version]
    before = _before(kept, others, wanted.against)
    plain = ChangesPage(
        pack_id=pack_id,
        title=kept.title,
        lang=kept.language,
        kind=kept.kind,
        version=version,
        against=before.version if before else "",
        others=tuple(v.version for v in others),
    )
    if before is None:
        return plain
    changes = pack_changes.between(before.digest, kept.digest)
    level = _level(wanted.least)
    chosen = [change for change in changes if change.level >= level]
    pages = max(1, -(-len(chosen) // PER_PAGE))
    page = min(max(wanted.page, 1), pages)
    shown = chosen[(page - 1) * PER_PAGE : page * PER_PAGE]
    return replace(
        plain,
        demanded=demanded(changes).word,
        enough=_enough(before.version, version, changes),
        proposed=next_version(before.version, demanded(changes)),
        counts={x.word: sum(change.level == x for change in changes) for x in Level},
        declared=sum(change.declared for change in changes),
        least=level.word,
        items=told(shown, before, kept, now=now),
        page=page,
        pages=pages,
    )


def told(
    changes: Iterable[Change], before: KeptVersion, kept: KeptVersion, *, now: datetime
) -> tuple[ChangedItem, ...]:
    """Changes between two versions item by item, with the words that differ marked."""
    reading = _Reading(shelf.take(before.digest), shelf.take(kept.digest), now)
    return tuple(_items(changes, reading))


def _before(kept: KeptVersion, others: list[KeptVersion], against: str) -> KeptVersion | None:
    if against:
        found = next((v for v in others if v.version == against), None)
        if found is None:
            raise NotFound("This version is not installed here.")
        return found
    key = version_key(kept.version)
    lower = [v for v in others if version_key(v.version) < key]
    return next(iter(lower or others), None)


def _level(word: str) -> Level:
    return next((level for level in Level if level.word == word), Level.PATCH)


def _enough(was: str, now: str, changes: Iterable[Change]) -> bool | None:
    try:
        return claimed(was, now) >= demanded(changes)
    except ValueError:
        return None


def _items(changes: Iterable[Change], reading: "_Reading") -> Iterable[ChangedItem]:
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(change.item, []).append(change)
    for item, found in groups.items():
        lines = tuple(reading.line(change) for change in found)
        yield ChangedItem(item, reading.kind(item), reading.title(item), lines)


class _Reading:
    """Both versions, to say in words what changes name by ids."""

    def __init__(self, old: Shelved, new: Shelved, now: datetime) -> None:
        self.versions = (new, old)
        pack = new.pack
        self.law = shelf.law_of(pack, now.date()) if isinstance(pack, Course) else None
        self.labels = self._labels()

    def line(self, change: Change) -> ChangeLine:
        cited = change.kind is ChangeKind.CITATION
        say = self._each_label if cited else self._labelled
        before, after = say(change.before), say(change.after)
        runs = pieces(before, after)
        return ChangeLine(
            level=change.level.word,
            kind=change.kind.value,
            why=change.why,
            part=change.part,
            place=self._place(change),
            field=change.field,
            lang=change.language or self.versions[0].pack.meta.language,
            language=change.language,
            declared=change.declared,
            before=tuple(run for run in runs if run.side is not Side.NEW),
            after=tuple(run for run in runs if run.side is not Side.GONE),
            same=before == after,
            percent=round(100 * change.amount) if 0 < change.amount < 1 else 0,
        )

    def kind(self, item: str) -> str:
        """`lesson`, `quiz`, `case`, `bank`, or `law`; empty for the pack itself."""
        if not item:
            return ""
        if item.startswith("bank/"):
            return "bank"
        packs = (version.pack for version in self.versions)
        found = (i for pack in packs if isinstance(pack, Course) for i in pack.items)
        return next((contents.kind_of(i) for i in found if i.id == item), "law")

    def title(self, item: str) -> str:
        """What an item is called; its id where it has no name."""
        if not item:
            return ""
        return self._first(f"{item}#title", f"{item}#short", f"{item}#name") or item

    def _place(self, change: Change) -> str:
        """The question, scene, section, outcome or provision that a change is in."""
        if not change.part:
            return ""
        head, item = change.head, change.item
        if not item:
            return self._first(f"pack/{head}#text", f"module/{head}#title")
        own = f"{item}/{change.part}#title", f"{item}/{head}#title"
        text = self._first(f"{head}#prompt", *own)
        return text if len(text) <= _PLACE else f"{text[: _PLACE - 1].rstrip()}…"

    def _first(self, *keys: str) -> str:
        """The first text by one of these keys, in the source language; the new version's first."""
        found = (
            " ".join(version.compiled.plain(version.compiled.language, key).split())
            for version in self.versions
            for key in keys
        )
        return next(filter(None, found), "")

    def _labels(self) -> re.Pattern[str] | None:
        """Keys of provisions, to be shown as readers see them."""
        keys = {key for version in self.versions for key in _cites(version) if ":" in key}
        if self.law is None or not keys:
            return None
        return re.compile("|".join(map(re.escape, sorted(keys, key=len, reverse=True))))

    def _label(self, key: str) -> str:
        return self.law.label(key, self.versions[0].compiled.language) if self.law else key

    def _labelled(self, text: str) -> str:
        if self.labels is None or ":" not in text:
            return text
        return self.labels.sub(lambda match: self._label(match[0]), text)

    def _each_label(self, text: str) -> str:
        return "; ".join(self._label(key) for key in text.split(", ")) if text else ""


def _cites(version: Shelved) -> Iterable[str]:
    compiled = version.compiled
    for text in compiled.texts[compiled.language].values():
        yield from text.cites
    for body in compiled.lessons[compiled.language].values():
        yield from body.cites
