"""What differs in the texts of two versions, in every language, from their compiled pages."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from elearn.core.pack.compile import LATIN, Compiled
from elearn.core.pack.diff import html
from elearn.core.pack.diff.blocks import Match, matches
from elearn.core.pack.diff.change import Change, ChangeKind, Level
from elearn.core.pack.diff.cites import citations
from elearn.core.pack.diff.html import NOTES, Bit
from elearn.core.pack.diff.spots import Care, Spot, Spots
from elearn.core.pack.diff.wording import Pair, translation, wording
from elearn.core.pack.markup import Part
from elearn.core.pack.texts import Unit

_BODY = "body"


@dataclass(frozen=True, slots=True)
class Version:
    """The texts of one version: its units by key, where they stand, and their pages."""

    units: Mapping[str, Unit]
    spots: Spots
    compiled: Compiled

    def source(self, key: str) -> str:
        """A text in the source language, as HTML; empty where there is none."""
        return self.html(self.compiled.language, key)

    def html(self, language: str, key: str) -> str:
        """A text; empty where there is none in that language."""
        found = self.compiled.texts[language].get(key)
        return found.html if found else ""


def text_changes(old: Version, new: Version, changes: Iterable[Change]) -> Iterator[Change]:
    """All changes of texts but those of what came or went as a whole, which `changes` name."""
    whole = {(c.item, c.part) for c in changes if c.kind in _WHOLE}
    languages = _languages(old, new)
    cited: dict[str, None] = {}
    for unit, spots in _compared(old, new):
        if unit.field == _BODY:
            if _body_differs(old, new, unit.context, languages):
                yield from _lesson(old, new, unit.context, spots.of(unit), languages)
            continue
        if not _text_differs(old, new, unit.key, languages):
            continue
        spot = spots.of(unit)
        if (unit.key in old.units and unit.key in new.units) or not _within(spot, whole):
            cited[_first(unit)] = None
            yield from _text(old, new, unit, spot, languages)
    yield from _citations(old, new, cited, whole)


def _compared(old: Version, new: Version) -> Iterator[tuple[Unit, Spots]]:
    """The texts of both versions, with the places of the version that has them."""
    for unit in new.units.values():
        yield unit, new.spots
    for key, unit in old.units.items():
        if key not in new.units:
            yield unit, old.spots


def _text_differs(old: Version, new: Version, key: str, languages: list[str]) -> bool:
    if old.source(key) != new.source(key):
        return True
    return any(old.html(language, key) != new.html(language, key) for language in languages)


def _text(
    old: Version, new: Version, unit: Unit, spot: Spot, languages: list[str]
) -> Iterator[Change]:
    before, after = old.source(unit.key), new.source(unit.key)
    if before != after and spot.care is not Care.ACCEPTED:
        yield wording(Pair(spot, unit.field, before, after))
    for language in languages:
        was, now = old.html(language, unit.key), new.html(language, unit.key)
        # What has no words to translate differs as its source does.
        if was != now and (was, now) != (before, after):
            yield translation(Pair(spot, unit.field, was, now), language)


_WHOLE = frozenset(
    {
        ChangeKind.ITEM_ADDED,
        ChangeKind.ITEM_REMOVED,
        ChangeKind.QUESTION_ADDED,
        ChangeKind.QUESTION_REMOVED,
        ChangeKind.PART_ADDED,
        ChangeKind.PART_REMOVED,
        ChangeKind.OUTCOME,
        ChangeKind.MODULE,
    }
)


def _within(spot: Spot, whole: set[tuple[str, str]]) -> bool:
    """Whether a text belongs to something that came or went as a whole."""
    if (spot.item, "") in whole and spot.item:
        return True
    part = spot.part
    while part:
        if (spot.item, part) in whole:
            return True
        part = part.rpartition("/")[0]
    return False


def _languages(old: Version, new: Version) -> list[str]:
    """Translations that both have; a language that came or went is one change by itself."""
    source = {old.compiled.language, new.compiled.language, LATIN}
    return [x for x in new.compiled.languages if x in old.compiled.languages and x not in source]


def _first(unit: Unit) -> str:
    return unit.context.partition("/")[0]


def _citations(
    old: Version, new: Version, heads: Container[str], whole: set[tuple[str, str]]
) -> Iterator[Change]:
    """What is cited otherwise in the questions, scenes and items that have a text that differs."""
    groups: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for unit, spots in _compared(old, new):
        if unit.field == _BODY or _first(unit) not in heads:
            continue
        spot = spots.of(unit)
        both = unit.key in old.units and unit.key in new.units
        if both or not _within(spot, whole):
            was, now = groups.setdefault((spot.item, spot.part.partition("/")[0]), ([], []))
            was.extend(_cites(old, unit.key))
            now.extend(_cites(new, unit.key))
    for (item, part), (was, now) in groups.items():
        change = citations(item, part, _once(was), _once(now))
        if change is not None:
            yield change


def _cites(version: Version, key: str) -> tuple[str, ...]:
    found = version.compiled.texts[version.compiled.language].get(key)
    return found.cites if found else ()


def _once(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))


def _body_differs(old: Version, new: Version, lesson: str, languages: list[str]) -> bool:
    """Whether a lesson that both versions have reads otherwise in some language."""
    if _parts(old, lesson, old.compiled.language) != _parts(new, lesson, new.compiled.language):
        return True
    return any(_parts(old, lesson, x) != _parts(new, lesson, x) for x in languages)


def _parts(version: Version, lesson: str, language: str) -> tuple[Part, ...]:
    body = version.compiled.lessons[language].get(lesson)
    return body.parts if body else ()


def _lesson(
    old: Version, new: Version, lesson: str, spot: Spot, languages: list[str]
) -> Iterator[Change]:
    """The changes of a lesson's text, block by block."""
    was = old.compiled.lessons[old.compiled.language].get(lesson)
    now = new.compiled.lessons[new.compiled.language].get(lesson)
    if was is None or now is None:
        return
    found = list(matches(html.bits(was), html.bits(now)))
    for match in found:
        yield from _block(match, spot)
    change = citations(spot.item, spot.part, was.cites, now.cites)
    if change is not None:
        yield change
    for language in languages:
        if _parts(old, lesson, language) != _parts(new, lesson, language):
            yield from _translated(old, new, lesson, spot, language, found)


def _block(match: Match, spot: Spot) -> Iterator[Change]:
    bit = match.new or match.old
    assert bit is not None
    at = replace(spot, part=bit.name)
    if match.old and match.new and match.old.name == match.new.name and bit.name != NOTES:
        if match.moved:
            text = html.words(bit.html)
            yield Change(
                kind=ChangeKind.TEXT_MOVED,
                level=Level.PATCH,
                why="order",
                item=spot.item,
                part=bit.name.removeprefix("check:"),
                field="block",
                before=text,
                after=text,
            )
        return
    if bit.name.startswith("check:"):
        # That a self-check came or went is a change of its question.
        return
    before, after = _of(match.old), _of(match.new)
    if before != after:
        yield wording(Pair(at, "block", before, after))


def _of(bit: Bit | None) -> str:
    return bit.html if bit else ""


def _translated(
    old: Version, new: Version, lesson: str, spot: Spot, language: str, found: list[Match]
) -> Iterator[Change]:
    was = _bits(old, lesson, language)
    now = _bits(new, lesson, language)
    for match in found:
        bit = match.new or match.old
        assert bit is not None
        before = was.get(match.old.name, "") if match.old else ""
        after = now.get(match.new.name, "") if match.new else ""
        if before == after or not (match.old and match.new):
            continue
        if (before, after) == (match.old.html, match.new.html):
            continue
        change = translation(Pair(replace(spot, part=bit.name), "block", before, after), language)
        if change.before != change.after:
            yield change


def _bits(version: Version, lesson: str, language: str) -> dict[str, str]:
    body = version.compiled.lessons[language].get(lesson)
    return {b.name: b.html for b in html.bits(body) if not b.fallback} if body else {}
