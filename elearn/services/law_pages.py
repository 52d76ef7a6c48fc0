"""What trainers see of changes of law: those that were opened, and where each of them stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from elearn.core import access
from elearn.core.access import Action, Actor, Role
from elearn.core.errors import NotFound
from elearn.core.law import labels
from elearn.core.law.changes import Change, from_raw
from elearn.core.pack.diff import words
from elearn.core.pack.diff.words import Piece
from elearn.core.pack.present import Law
from elearn.services import contents, shelf
from elearn.services.law_hits import AROUND, require
from elearn.services.law_impacts import Source, named
from elearn.store import law_hits as hits
from elearn.store import law_impacts as store
from elearn.store import packs, roles
from elearn.store.law_impacts import KeptImpact, KeptVersion


@dataclass(frozen=True, slots=True)
class ImpactLine:
    """An impact in the list. `late`: places wait, and the day has passed.

    `label` says the provision in words; empty where two versions of a register are compared.
    """

    key: str
    source: str
    label: str
    register_id: str
    from_version: str
    to_version: str
    provision: str
    day: date | None
    owner: str
    due: date | None
    late: bool
    hits: int
    open: int
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class RegisterChoice:
    """A register of which several versions are installed, the newest first."""

    register_id: str
    title: str
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImpactsPage:
    """All impacts, and what there is to look at."""

    impacts: tuple[ImpactLine, ...]
    registers: tuple[RegisterChoice, ...]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What changed, in words. `number` counts from 1; `replaced_by` are labels.

    `pieces` are what the register says of it, before and now in one.
    """

    number: int
    label: str
    kind: str
    day: str
    pieces: tuple[Piece, ...]
    replaced_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item that is touched. `item` as addresses have it; `kind` is empty around the items."""

    item: str
    title: str
    kind: str
    hits: int
    open: int


@dataclass(frozen=True, slots=True)
class PackLine:
    """A pack that is touched, with those of its versions that are."""

    pack_id: str
    title: str
    versions: tuple[str, ...]
    hits: int
    open: int
    records: int
    owner: str
    owner_key: str
    due: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class ImpactPage:
    """One impact: what changed, and how far each pack is."""

    line: ImpactLine
    reason: str
    changes: tuple[ChangeLine, ...]
    packs: tuple[PackLine, ...]


@dataclass(frozen=True, slots=True)
class PackPage:
    """A pack that an impact touches: its items, and who has them."""

    line: ImpactLine
    pack: PackLine
    items: tuple[ItemLine, ...]
    trainers: tuple[tuple[str, str], ...]


def impacts_page(actor: Actor, language: str = "en", *, now: datetime) -> ImpactsPage:
    """All impacts, newest first.

    Raises:
        NotAllowed: If the actor does not work off changes of law.
    """
    access.require(actor, Action.WORK_OFF_LAW)
    lines = tuple(line_of(kept, language, now.date()) for kept in store.listing())
    return ImpactsPage(lines, tuple(_registers()))


def _registers() -> Iterable[RegisterChoice]:
    for kept in packs.published_registers():
        versions = tuple(v.version for v in packs.versions_of(kept.pack_id))
        yield RegisterChoice(kept.pack_id, kept.title, versions)


def line_of(kept: KeptImpact, language: str, today: date) -> ImpactLine:
    """An impact as lists show it."""
    source = Source(kept.register_id, kept.from_version, kept.to_version, kept.provision, kept.day)
    return ImpactLine(
        key=kept.key,
        source=named(source),
        label=label_of(source, language, today),
        register_id=kept.register_id,
        from_version=kept.from_version,
        to_version=kept.to_version,
        provision=kept.provision,
        day=kept.day,
        owner=kept.owner,
        due=kept.due,
        late=bool(kept.open_hits and kept.due and kept.due < today),
        hits=kept.hits,
        open=kept.open_hits,
        opened_at=kept.opened_at,
    )


def impact_page(actor: Actor, key: str, language: str = "en", *, now: datetime) -> ImpactPage:
    """One impact.

    Raises:
        NotAllowed: If the actor does not work off changes of law.
        NotFound: If there is none with that key.
    """
    kept = require(actor, key)
    law = law_for(kept.register_id, kept.to_version, now.date())
    found = [from_raw(raw) for raw in kept.changes]
    return ImpactPage(
        line=line_of(kept, language, now.date()),
        reason=kept.reason,
        changes=change_lines(found, law, language),
        packs=tuple(_packs(kept, now.date())),
    )


def pack_page(actor: Actor, key: str, pack_id: str, language: str, *, now: datetime) -> PackPage:
    """A pack that an impact touches.

    Raises:
        NotAllowed: If the actor does not work off changes of law.
        NotFound: If there is no such impact, or it does not touch the pack.
    """
    kept = require(actor, key)
    pack = pack_line(kept, pack_id, now.date())
    titles = item_titles(store.versions_of(kept.id), pack_id, language, now.date())
    return PackPage(
        line=line_of(kept, language, now.date()),
        pack=pack,
        items=tuple(
            ItemLine(t.item or AROUND, *titles.get(t.item, (t.item, "")), t.hits, t.open_hits)
            for t in hits.items_of(kept.id, pack_id)
        ),
        trainers=trainers(now.date()),
    )


def pack_line(kept: KeptImpact, pack_id: str, today: date) -> PackLine:
    """A pack that an impact touches.

    Raises:
        NotFound: If it does not touch it.
    """
    for line in _packs(kept, today):
        if line.pack_id == pack_id:
            return line
    raise NotFound("This change of law does not touch that.")


def item_titles(
    versions: Iterable[KeptVersion], pack_id: str, language: str, day: date
) -> dict[str, tuple[str, str]]:
    """Title and kind of the items of a pack, by the newest version that has each."""
    found: dict[str, tuple[str, str]] = {}
    for version in (v for v in versions if v.pack_id == pack_id):
        try:
            reading = shelf.read(version.digest, language, day)
        except NotFound:
            continue
        course = reading.shelved.course
        found[""] = (reading.plain("pack#title"), "")
        for item in course.items:
            found[item.id] = (reading.plain(f"{item.id}#title"), contents.kind_of(item))
        for bank in course.banks:
            found[f"bank/{bank.id}"] = (reading.plain(f"bank/{bank.id}#title"), "bank")
    return found


def trainers(day: date) -> tuple[tuple[str, str], ...]:
    """Key and name of those who may work off changes of law."""
    return tuple(roles.holders(Role.TRAINER.value, day))


def law_for(register_id: str, version: str, day: date) -> Law | None:
    """A version of a register, or the newest published one, to say what citations are called."""
    kept = packs.find_version(register_id, version) if version else None
    kept = kept or packs.newest_published(register_id)
    return shelf.law_at(kept.digest, day) if kept else None


def label_of(source: Source, language: str, today: date) -> str:
    """The provision of a source in words; empty where it compares two versions of a register."""
    if not source.provision:
        return ""
    return say(law_for(source.register_id, "", today), source.provision, language)


def say(law: Law | None, key: str, language: str) -> str:
    """A citation in words."""
    return law.label(key, language) if law else labels.label(key, None, language)


def change_lines(found: Iterable[Change], law: Law | None, language: str) -> tuple[ChangeLine, ...]:
    """Changes in words."""
    return tuple(
        ChangeLine(
            number,
            say(law, change.key, language),
            change.kind.value,
            change.day,
            words.pieces(change.before, change.after),
            tuple(say(law, name, language) for name in change.replaced_by),
        )
        for number, change in enumerate(found, 1)
    )


def _packs(kept: KeptImpact, today: date) -> Iterable[PackLine]:
    by_pack: dict[str, list[KeptVersion]] = {}
    for version in store.versions_of(kept.id):
        by_pack.setdefault(version.pack_id, []).append(version)
    for pack_id, versions in by_pack.items():
        newest = versions[-1]
        open_hits = sum(v.open_hits for v in versions)
        yield PackLine(
            pack_id=pack_id,
            title=newest.title,
            versions=tuple(v.version for v in versions),
            hits=sum(v.hits for v in versions),
            open=open_hits,
            records=sum(v.records for v in versions),
            owner=newest.owner,
            owner_key=newest.owner_key,
            due=newest.due,
            late=bool(open_hits and newest.due and newest.due < today),
        )


def places_of_pack(actor: Actor, key: str, pack_id: str) -> list[dict[str, Any]]:
    """Each place of a pack that an impact touches, as plain values.

    Raises:
        NotAllowed: If the actor does not work off changes of law.
        NotFound: If there is no such impact, or it does not touch the pack.
    """
    kept = require(actor, key)
    found = []
    for tally in hits.items_of(kept.id, pack_id):
        found += [
            {
                "version": hit.version,
                "item": hit.item,
                "part": hit.part,
                "role": hit.role,
                "language": hit.language,
                "cites": labels.join(hit.name, hit.ref),
                "state": hit.state,
                "in_version": hit.in_version,
                "note": hit.note,
                "by": hit.handler,
                "at": hit.handled_at,
            }
            for hit in hits.of_item(kept.id, pack_id, tally.item)
        ]
    if not found:
        raise NotFound("This change of law does not touch that.")
    return found
