"""What differs between two versions of a register: which law changed, how, and from which day."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from elearn.core.law import labels
from elearn.core.law.register import Instrument, Judgment, Provision, Register
from elearn.core.law.status import first_day

_WORD = re.compile(r"\w+")


class Kind(StrEnum):
    """What became of an instrument or a provision.

    `new-wording` is law from its day on. `reworded` is the register's own text about law that did
    not change: what was written from it may be wrong all the same. `announced` is what somebody
    says ahead of the register.
    """

    REPEALED = "repealed"
    REPLACED = "replaced"
    NEW_WORDING = "new-wording"
    REWORDED = "reworded"
    DATES = "dates"
    NEW = "new"
    REMOVED = "removed"
    ANNOUNCED = "announced"


_OF_ALL = frozenset({Kind.REPEALED, Kind.REPLACED, Kind.DATES, Kind.REMOVED, Kind.ANNOUNCED})
"""Kinds that, said of a whole instrument, touch every provision of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change.

    Attributes:
        name: The instrument or judgment.
        ref: The provision, as the register writes it; empty for the whole.
        kind: What became of it.
        day: From when, as the register has it (may be partial); empty where nobody said.
        before, after: What it said then and says now, in the register's words (Markdown); for
            `dates` what the register said about its days.
        replaced_by: Ids of the instruments that took its place.
    """

    name: str
    ref: str
    kind: Kind
    day: str = ""
    before: str = ""
    after: str = ""
    replaced_by: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """As a citation: `sbc:6(1)(a)`."""
        return labels.join(self.name, self.ref)

    @property
    def whole(self) -> bool:
        """Whether every provision of the instrument is touched."""
        return not self.ref and self.kind in _OF_ALL


@dataclass(frozen=True, slots=True)
class _Between:
    """The days on which two versions were checked: what was ahead on the first may be law since."""

    first: date
    last: date

    def came(self, day: str) -> bool:
        """Whether a day that both versions name has come between their own days."""
        return bool(day) and self.first < first_day(day) <= self.last


def changes(old: Register, new: Register) -> tuple[Change, ...]:
    """What changed from one version of a register to another, in the order of the newer one.

    What the older version knew ahead of its day, and what has come true by the day of the newer
    one, is a change of law like any other.

    A provision that the register lists for the first time, without a day from which it applies, is
    no change of law: the register only says more than before.
    """
    found: list[Change] = []
    between = _Between(old.checked, new.checked)
    for name, now in new.instruments.items():
        before = old.instruments.get(name)
        found += _new(now) if before is None else _instrument(before, now, between)
    for name, judged in new.judgments.items():
        earlier = old.judgments.get(name)
        found += _judgment(earlier, judged, between) if earlier else ()
    for name in (*old.instruments, *old.judgments):
        if name not in new.instruments and name not in new.judgments:
            found.append(Change(name=name, ref="", kind=Kind.REMOVED))
    return tuple(found)


def _new(now: Instrument) -> Iterator[Change]:
    yield Change(name=now.id, ref="", kind=Kind.NEW, day=_start(now), after=now.note)


def _start(instrument: Instrument) -> str:
    return instrument.applies_from or instrument.in_force


def _instrument(old: Instrument, new: Instrument, between: _Between) -> Iterator[Change]:
    ends = new.repealed and (new.repealed != old.repealed or between.came(new.repealed))
    if ends:
        kind = Kind.REPLACED if new.repealed_by else Kind.REPEALED
        yield Change(name=new.id, ref="", kind=kind, day=new.repealed, replaced_by=new.repealed_by)
    elif _dates(old) != _dates(new) or between.came(_start(new)):
        day = new.repealed or _start(new)
        yield Change(
            name=new.id, ref="", kind=Kind.DATES, day=day, before=_dates(old), after=_dates(new)
        )
    if not ends and _words(old.note) != _words(new.note):
        yield Change(name=new.id, ref="", kind=Kind.REWORDED, before=old.note, after=new.note)
    for change in _provisions(new.id, old.provisions, new.provisions, between):
        falls_with_it = change.kind is Kind.REPEALED and change.day == new.repealed
        if not (ends and falls_with_it):
            yield change


def _judgment(old: Judgment, new: Judgment, between: _Between) -> Iterator[Change]:
    if _words(old.holding) != _words(new.holding):
        yield Change(name=new.id, ref="", kind=Kind.REWORDED, before=old.holding, after=new.holding)
    yield from _provisions(new.id, old.provisions, new.provisions, between)


def _dates(instrument: Instrument) -> str:
    """What decides when an instrument is law, as one text."""
    parts = {
        "type": "proposal" if instrument.type == "proposal" else "",
        "in force": instrument.in_force,
        "applies from": instrument.applies_from,
        "repealed": instrument.repealed,
    }
    return ", ".join(f"{name}: {value}" for name, value in parts.items() if value)


def _words(text: str) -> list[str]:
    """A text as its words, so that layout and marks are no change."""
    return _WORD.findall(text.casefold())


def _by_ref(provisions: Iterable[Provision]) -> dict[str, list[Provision]]:
    found: dict[str, list[Provision]] = {}
    for provision in provisions:
        found.setdefault(provision.ref, []).append(provision)
    return found


def _provisions(
    name: str, old: tuple[Provision, ...], new: tuple[Provision, ...], between: _Between
) -> Iterator[Change]:
    before, after = _by_ref(old), _by_ref(new)
    for ref, wordings in after.items():
        if ref in before:
            yield from _wordings(name, before[ref], wordings, between)
        elif first := next((w for w in wordings if w.from_), None):
            yield Change(name=name, ref=ref, kind=Kind.NEW, day=first.from_, after=first.text)
    for ref, wordings in before.items():
        if ref not in after:
            yield Change(name=name, ref=ref, kind=Kind.REMOVED, before=wordings[-1].text)


def _wordings(
    name: str, old: list[Provision], new: list[Provision], between: _Between
) -> Iterator[Change]:
    """The changes of one provision, from the list of its wordings then and now."""
    came = _came_true(name, old, new, between)
    yield from came
    before, after = {w.from_ for w in old}, {w.from_ for w in new}
    lost = [w for w in old if w.from_ not in after]
    replaced = bool(came)
    for wording in (w for w in new if w.from_ not in before):
        moved = next((w for w in lost if _same_words(w, wording)), None)
        if moved is not None:  # what it says did not change, only from when it says so
            lost.remove(moved)
            yield _other_dates(name, moved, wording)
            continue
        replaced = True
        yield Change(
            name=name,
            ref=wording.ref,
            kind=Kind.NEW_WORDING,
            day=wording.from_,
            before=old[-1].text,
            after=wording.text,
        )
    if lost and not replaced:
        yield Change(
            name=name, ref=new[0].ref, kind=Kind.DATES, before=_span(old), after=_span(new)
        )
    for earlier, now in _same(old, new):
        yield from _same_wording(name, earlier, now, replaced=replaced)


def _came_true(
    name: str, old: list[Provision], new: list[Provision], between: _Between
) -> list[Change]:
    """Wordings that were ahead and hold since, or, if there are none, the end that was ahead."""
    known = {w.from_ for w in old}
    found = [
        Change(
            name=name,
            ref=now.ref,
            kind=Kind.NEW_WORDING if n else Kind.NEW,
            day=now.from_,
            before=new[n - 1].text if n else "",
            after=now.text,
        )
        for n, now in enumerate(new)
        if now.from_ in known and between.came(now.from_)
    ]
    ended = {w.until for w in old}
    last = new[-1]
    if not found and last.until in ended and between.came(last.until):
        found.append(
            Change(name=name, ref=last.ref, kind=Kind.REPEALED, day=last.until, before=last.text)
        )
    return found


def _same_words(one: Provision, other: Provision) -> bool:
    return _words(f"{one.title} {one.text}") == _words(f"{other.title} {other.text}")


def _other_dates(name: str, old: Provision, new: Provision) -> Change:
    day = new.until if new.until != old.until else new.from_
    return Change(
        name=name,
        ref=new.ref,
        kind=Kind.DATES,
        day=day or old.until,
        before=_span([old]),
        after=_span([new]),
    )


def _span(wordings: list[Provision]) -> str:
    return "; ".join(f"{w.from_ or '…'}/{w.until or '…'}" for w in wordings)


def _same(old: list[Provision], new: list[Provision]) -> Iterator[tuple[Provision, Provision]]:
    by_start = {w.from_: w for w in old}
    return ((by_start[w.from_], w) for w in new if w.from_ in by_start)


def _same_wording(name: str, old: Provision, new: Provision, *, replaced: bool) -> Iterator[Change]:
    """`replaced`: another wording follows, which is said already."""
    if old.until != new.until and not replaced:
        if new.until and not old.until:
            yield Change(name=name, ref=new.ref, kind=Kind.REPEALED, day=new.until, before=new.text)
        else:
            yield _other_dates(name, old, new)
    if not _same_words(old, new):
        before, after = old.text or old.title, new.text or new.title
        yield Change(name=name, ref=new.ref, kind=Kind.REWORDED, before=before, after=after)


def to_raw(change: Change) -> dict[str, object]:
    """As values that JSON can hold; what is empty is left out."""
    raw: dict[str, object] = {"name": change.name, "kind": change.kind.value}
    for name in ("ref", "day", "before", "after"):
        if value := getattr(change, name):
            raw[name] = value
    if change.replaced_by:
        raw["replaced_by"] = list(change.replaced_by)
    return raw


def from_raw(raw: Mapping[str, object]) -> Change:
    """What `to_raw` made this from.

    Raises:
        KeyError, ValueError: If it is something else.
    """
    texts = {name: str(raw.get(name, "")) for name in ("ref", "day", "before", "after")}
    others = raw.get("replaced_by", ())
    assert isinstance(others, list | tuple)
    return Change(
        name=str(raw["name"]),
        kind=Kind(str(raw["kind"])),
        replaced_by=tuple(map(str, others)),
        **texts,
    )
