"""What a difference between two texts is, and what it demands."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from elearn.core.pack.diff import html, words
from elearn.core.pack.diff.change import Change, ChangeKind, Level
from elearn.core.pack.diff.spots import Care, Spot

PATCH, MINOR, MAJOR = Level.PATCH, Level.MINOR, Level.MAJOR

_WORDS = {
    Care.LOOSE: (MINOR, "words"),
    Care.ASKED: (MINOR, "asked-text"),
    Care.ACCEPTED: (MAJOR, "key"),
    Care.OUTCOME: (MAJOR, "outcome"),
    Care.LAW: (MINOR, "law-text"),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A text in both versions, as HTML; empty where there is none. `field` is its name there."""

    spot: Spot
    field: str
    before: str
    after: str


def wording(pair: Pair) -> Change:
    """The change of a text in the source language whose HTML differs."""
    before, after = html.words(pair.before), html.words(pair.after)
    base = _base(pair, before, after)
    if before == after:
        return _same_words(pair, base)
    cited = html.cites(pair.before) or html.cites(pair.after)
    if not pair.before or not pair.after:
        return _one_sided(base, came=bool(pair.after), cited=bool(cited))
    level, why = _WORDS[pair.spot.care]
    if pair.spot.care is Care.LOOSE:
        if cited:
            why = "cited-text"
        elif words.is_spelling(before, after):
            level, why = PATCH, "spelling"
    kind = ChangeKind.OUTCOME if pair.spot.care is Care.OUTCOME else ChangeKind.TEXT
    return replace(base, kind=kind, level=level, why=why, amount=words.amount(before, after))


def _base(pair: Pair, before: str, after: str, **more: Any) -> Change:
    return Change(
        kind=ChangeKind.LAYOUT,
        level=PATCH,
        why="layout",
        item=pair.spot.item,
        part=pair.spot.part,
        field=pair.field,
        before=before,
        after=after,
        **more,
    )


def _same_words(pair: Pair, base: Change) -> Change:
    """Pictures, links or the layout differ; a question's picture is part of what is asked."""
    was, now = html.media(pair.before), html.media(pair.after)
    if was != now:
        asked = pair.spot.care is Care.ASKED
        level, why = (MINOR, "media-asked") if asked else (PATCH, "media")
        return replace(base, kind=ChangeKind.MEDIA, level=level, why=why, before=was, after=now)
    was, now = html.links(pair.before), html.links(pair.after)
    if was != now:
        return replace(base, kind=ChangeKind.LINK, why="link", before=was, after=now)
    return base


def _one_sided(base: Change, *, came: bool, cited: bool) -> Change:
    kind = ChangeKind.TEXT_ADDED if came else ChangeKind.TEXT_REMOVED
    why = "text-new" if came else "cited-gone" if cited else "text-gone"
    return replace(base, kind=kind, level=MINOR, why=why, amount=Fraction(1))


def translation(pair: Pair, language: str) -> Change:
    """The change of a translation; one that is missing is shown in the source language."""
    before, after = html.words(pair.before), html.words(pair.after)
    level, why, kind = PATCH, "translation", ChangeKind.TRANSLATION
    if before and not after:
        why = "translation-lost"
    if pair.spot.care is Care.ACCEPTED and before and after and before != after:
        level, why, kind = MAJOR, "accepted", ChangeKind.KEY
    base = _base(pair, before, after, language=language)
    share = words.amount(before, after)
    return replace(base, kind=kind, level=level, why=why, amount=share)
