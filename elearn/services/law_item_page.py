"""An item that a change of law touches: each place, what it says, and what can be decided."""

from dataclasses import dataclass
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.errors import NotFound
from elearn.core.ids import version_key
from elearn.core.law import labels
from elearn.core.law.changes import from_raw
from elearn.core.law.outcome import Outcome
from elearn.core.pack import present
from elearn.core.pack.citations import place_html
from elearn.core.pack.present import Law
from elearn.services import law_pages, shelf
from elearn.services.law_hits import AROUND, require
from elearn.services.law_pages import ChangeLine, ImpactLine, PackLine
from elearn.services.shelf import Text
from elearn.store import law_hits as hits
from elearn.store import law_impacts as store
from elearn.store import packs
from elearn.store.law_hits import KeptHit, Key

_FIELDS = ("prompt", "text", "title")
"""Where the words of a place stand that names its law apart from them (`basis`)."""


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place that cites what changed, in all versions that say the same there.

    Attributes:
        id: Names it in the form.
        versions: Where it says this.
        shown: What it says.
        cites: What it cites, in words.
        change: The number of the change nearest to it, counted from 1.
        nearness: How near: `same`, `part`, `around`, `whole`.
    """

    id: int
    part: str
    role: str
    language: str
    versions: tuple[str, ...]
    shown: Text
    cites: str
    change: int
    nearness: str
    state: str
    in_version: str
    note: str
    handler: str
    handled_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether it waits."""
        return self.state == Outcome.OPEN.value


@dataclass(frozen=True, slots=True)
class ItemPage:
    """An item that a change of law touches.

    Attributes:
        item: As addresses have it.
        preview: Pack version and item at which it can be looked at whole; None for banks.
        changes: What changed, as far as it concerns this item.
        versions: Installed versions in which it may say something else.
        following: The next item with open places, as addresses have it; empty if there is none.
    """

    line: ImpactLine
    pack: PackLine
    item: str
    title: str
    kind: str
    preview: tuple[str, str] | None
    changes: tuple[ChangeLine, ...]
    places: tuple[PlaceLine, ...]
    versions: tuple[str, ...]
    following: str

    @property
    def open(self) -> int:
        """How many places wait."""
        return sum(place.open for place in self.places)


def item_page(
    actor: Actor, key: str, where: tuple[str, str], language: str, *, now: datetime
) -> ItemPage:
    """An item, with each of its places.

    Raises:
        NotAllowed: If the actor does not work off changes of law.
        NotFound: If there is no such impact, or it does not touch this item.
    """
    kept = require(actor, key)
    pack_id, asked = where
    item = "" if asked == AROUND else asked
    found = hits.of_item(kept.id, pack_id, item)
    if not found:
        raise NotFound("This change of law does not touch that.")
    today = now.date()
    law = law_pages.law_for(kept.register_id, kept.to_version, today)
    changes = law_pages.change_lines(map(from_raw, kept.changes), law, language)
    titles = law_pages.item_titles(store.versions_of(kept.id), pack_id, language, today)
    title, kind = titles.get(item, (item, ""))
    places = _places(found, law, language)
    newest = max(found, key=lambda hit: version_key(hit.version)).version
    return ItemPage(
        line=law_pages.line_of(kept, language, today),
        pack=law_pages.pack_line(kept, pack_id, today),
        item=asked,
        title=title,
        kind=kind,
        preview=(newest, item) if kind in ("lesson", "quiz", "case") else None,
        changes=tuple(c for c in changes if c.number in {p.change for p in places}),
        places=places,
        versions=_later(pack_id, found),
        following=_following(kept.id, pack_id, item),
    )


def _places(found: list[KeptHit], law: Law | None, language: str) -> tuple[PlaceLine, ...]:
    same: dict[tuple[Key, str], list[KeptHit]] = {}
    for hit in found:
        same.setdefault((hit.key, hit.state), []).append(hit)
    return tuple(_place(group, law, language) for group in same.values())


def _place(group: list[KeptHit], law: Law | None, language: str) -> PlaceLine:
    first, last = group[0], group[-1]
    return PlaceLine(
        id=first.id,
        part=first.part,
        role=first.role,
        language=first.language,
        versions=tuple(hit.version for hit in group),
        shown=_shown(last, law),
        cites=law_pages.say(law, labels.join(first.name, first.ref), language),
        change=first.number + 1,
        nearness=first.nearness,
        state=first.state,
        in_version=first.in_version,
        note=first.note,
        handler=first.handler,
        handled_at=first.handled_at,
    )


def _shown(hit: KeptHit, law: Law | None) -> Text:
    """What a place says, without addresses that would stand twice on a page."""
    try:
        compiled = shelf.take(hit.digest).compiled
    except NotFound:
        return shelf.EMPTY
    html = place_html(compiled, hit.language, hit.item, hit.part, hit.mark)
    if not html:
        texts = (compiled.text(hit.language, f"{hit.part}#{name}").html for name in _FIELDS)
        html = next(filter(None, texts), "")
    shown = present.present(
        html, language=hit.language, law=law, media_base=f"/media/{hit.digest}/"
    )
    return Text(present.without_addresses(shown), "")


def _later(pack_id: str, found: list[KeptHit]) -> tuple[str, ...]:
    """Installed versions that are newer than some version which is touched, the newest first."""
    oldest = min(version_key(hit.version) for hit in found)
    return tuple(
        kept.version for kept in packs.versions_of(pack_id) if version_key(kept.version) > oldest
    )


def _following(impact_id: int, pack_id: str, item: str) -> str:
    """The next item with open places, from this one on and then from the beginning."""
    tallies = hits.items_of(impact_id, pack_id)
    at = next((n for n, tally in enumerate(tallies) if tally.item == item), 0)
    for tally in (*tallies[at + 1 :], *tallies[:at]):
        if tally.open_hits:
            return tally.item or AROUND
    return ""
