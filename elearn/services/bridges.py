"""From the version that somebody completed to the current one: offered, made once, begun.

A bridge is a course like any other once it is there; `services.bridge_making` makes it.
"""

import secrets
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from elearn.core.access import Actor
from elearn.core.errors import Conflict, NotFound
from elearn.core.ids import version_key
from elearn.core.learning import bridge as core
from elearn.core.learning.renewal import Term, term
from elearn.core.pack import subset
from elearn.core.pack.model import BridgeBasis, Item, Quiz
from elearn.core.pack.subset import Selection
from elearn.services import bridge_making, enrolments, renewals, shelf
from elearn.services.enrolments import Standing, person_of
from elearn.services.shelf import Text
from elearn.store import bridges as store
from elearn.store import enrolments as enrolment_store
from elearn.store import packs as pack_store
from elearn.store import renewals as renewal_store
from elearn.store.bridges import DoneItem, Way
from elearn.store.db import begin_write


@dataclass(frozen=True, slots=True)
class Offer:
    """Something changed since a version was completed.

    `due_on` is the day until which the bridge is to be taken, where there is one; `going_on` the
    id of the bridge where it was begun and is not finished; `asked`: a leader asks for it.
    """

    pack_id: str
    title: Text
    completed: str
    current: str
    due_on: date | None = None
    going_on: str = ""
    asked: bool = False


@dataclass(frozen=True, slots=True)
class BridgeNote:
    """What a bridge leads to, for whoever takes it.

    `in_vain`: it renews nothing, since the record that it was to renew does not stand any more, or
    the version that it leads to completes nothing.
    """

    pack_id: str
    completed: str
    current: str
    in_vain: bool


@dataclass(frozen=True, slots=True)
class BridgeLine:
    """A lesson or case study of a bridge; `new`: the version that was completed had none such."""

    kind: str
    title: Text
    minutes: int
    new: bool


@dataclass(frozen=True, slots=True)
class BridgePage:
    """What changed since somebody completed a course, and how to renew the record.

    `lines` and `asked` are empty where nothing changed that would have to be learnt. `asked` is how
    many questions the quiz asks, of `questions` that changed.
    """

    offer: Offer
    completed_on: date
    valid_until: date | None
    months: int | None
    lines: tuple[BridgeLine, ...]
    questions: int
    asked: int
    minutes: int
    record_key: str

    @property
    def empty(self) -> bool:
        """Whether there is nothing to learn."""
        return not self.lines and not self.asked


def offers(
    person_id: int, language: str, taking: AbstractSet[str], *, now: datetime
) -> tuple[Offer, ...]:
    """The bridges that are open to somebody, but for those that they take already. One query."""
    found = every_offer(person_id, language, taking, now=now).values()
    return tuple(offer for offer in found if not offer.going_on)


def every_offer(
    person_id: int, language: str, taking: AbstractSet[str], *, now: datetime
) -> dict[str, Offer]:
    """The bridges that are open to somebody, with those that they take already, by course."""
    found = _best(person_id, store.ways_of(person_id), now.date())
    return {way.pack_id: _offer(way, language, taking, now) for way in found if _open(way)}


def offer(person_id: int, pack_id: str, language: str, *, now: datetime) -> Offer | None:
    """The bridge from what somebody completed of a pack, if one is open to them."""
    way = _way(person_id, pack_id, now.date())
    if way is None:
        return None
    return _offer(way, language, _taking(person_id, way), now)


def note(basis: BridgeBasis, standing: Standing) -> BridgeNote:
    """What a bridge leads to, and whether it still can. At most three queries."""
    under_way = standing.enrolment.completed_at is None
    in_vain = under_way and renewals.found(standing.enrolment) is None
    return BridgeNote(basis.of, basis.from_, basis.to, in_vain)


def offer_to(actor: Actor, pack_id: str, language: str, *, now: datetime) -> Offer | None:
    """The same for the actor."""
    return offer(person_of(actor), pack_id, language, now=now)


def _way(person_id: int, pack_id: str, day: date) -> Way | None:
    ways = _best(person_id, store.ways_of(person_id, pack_id), day)
    return next((way for way in ways if _open(way)), None)


def _taking(person_id: int, way: Way) -> frozenset[str]:
    if way.bridge_pack is None:
        return frozenset()
    standing = enrolment_store.open_standing(person_id, way.bridge_pack)
    begun = standing is not None and standing.enrolment.completed_at is None
    return frozenset({way.bridge_pack}) if begun else frozenset()


def _best(person_id: int, ways: Iterable[Way], day: date) -> Iterable[Way]:
    """For each pack the way from the newest version with a record that holds to the newest one.

    In the grace period of an institution a record that has ended counts as one that holds.
    """
    known = list(ways)
    ended = any(way.valid_until is not None and way.valid_until < day for way in known)
    grace = renewal_store.grace_of((person_id,), day).get(person_id, 0) if ended else 0
    valid = [way for way in known if term(way.valid_until, grace, day) is not Term.EXPIRED]
    valid.sort(key=lambda way: way.pack_id)
    for _pack, group in groupby(valid, key=lambda way: way.pack_id):
        found = list(group)
        best = max(found, key=lambda w: (version_key(w.version), version_key(w.to_version)))
        if core.leads_on(best.version, best.to_version):
            asked = any(way.asked for way in found)
            yield replace(best, due_on=_due(best, found), asked=asked)


def _due(best: Way, ways: Iterable[Way]) -> date | None:
    """The first day that any version since asks for, or a leader."""
    since = version_key(best.version)
    days = [way.due_on for way in ways if version_key(way.to_version) > since]
    days += [way.asked_until for way in ways]
    return min((day for day in days if day is not None), default=None)


def _open(way: Way) -> bool:
    """Whether the newer version offers a bridge, and there is anything in it as far as is known."""
    if way.made and way.bridge_pack is None:
        return False
    return shelf.take(way.to_digest).course.update.bridge


def _offer(way: Way, language: str, taking: AbstractSet[str], now: datetime) -> Offer:
    return Offer(
        pack_id=way.pack_id,
        title=shelf.read(way.to_digest, language, now.date()).text("pack#title"),
        completed=way.version,
        current=way.to_version,
        due_on=way.due_on,
        going_on=way.bridge_pack if way.bridge_pack in taking and way.bridge_pack else "",
        asked=way.asked,
    )


def page(actor: Actor, pack_id: str, language: str, *, now: datetime) -> BridgePage:
    """What changed since the actor completed a course. Reads only.

    Raises:
        NotFound: If they hold no record of it that holds, or there is nothing newer.
    """
    person_id = person_of(actor)
    way = _require_way(person_id, pack_id, now)
    chosen = bridge_making.chosen(way.digest, way.to_digest)
    new = shelf.take(way.to_digest).course
    lines = tuple(_lines(way, chosen, language, now))
    asked = min(len(chosen.questions), subset.SHORT)
    return BridgePage(
        offer=_offer(way, language, _taking(person_id, way), now),
        completed_on=way.issued_at.date(),
        valid_until=way.valid_until,
        months=new.validity_months,
        lines=lines,
        questions=len(chosen.questions),
        asked=asked,
        minutes=sum(line.minutes for line in lines) + asked * subset.MINUTES,
        record_key=way.record_key,
    )


def _require_way(person_id: int, pack_id: str, now: datetime) -> Way:
    way = _way(person_id, pack_id, now.date())
    if way is None:
        raise NotFound("There is nothing newer than what you have completed here.")
    return way


def _lines(way: Way, chosen: Selection, language: str, now: datetime) -> Iterable[BridgeLine]:
    old, new = shelf.take(way.digest).course, shelf.take(way.to_digest).course
    reading = shelf.read(way.to_digest, language, now.date())
    known = {item.id for item in old.items}
    kinds = {**dict.fromkeys(chosen.lessons, "lesson"), **dict.fromkeys(chosen.cases, "case")}
    for item in new.items:
        if item.id in kinds:
            title = reading.text(f"{item.id}#title")
            yield BridgeLine(kinds[item.id], title, item.minutes, item.id not in known)


def start(actor: Actor, pack_id: str, *, now: datetime) -> str | None:
    """Begin the bridge, or go on with it; its id. Twice changes nothing.

    None if nothing changed that would have to be learnt: this is kept, and not offered again.

    Raises:
        NotFound: If the actor holds no record that holds, or there is nothing newer.
        Conflict: If a newer version has come since they looked.
    """
    person_id = person_of(actor)
    way = _require_way(person_id, pack_id, now)
    bridge_pack = way.bridge_pack or bridge_making.make(way, now=now)
    if bridge_pack is None:
        return None
    carried = _known(person_id, bridge_pack)
    begin_write()
    enrolment_store.hold_learner(person_id)
    way = _require_way(person_id, pack_id, now)  # a record may have been revoked meanwhile
    if way.bridge_pack != bridge_pack:
        raise Conflict("A newer version has come. Look again at what has changed.", code="newer")
    _enrol(person_id, bridge_pack, now=now)
    standing = enrolments.require_standing(actor, bridge_pack)
    for done in carried:
        enrolment_store.set_state(
            standing.enrolment.id,
            done.item_id,
            done.state,
            version_id=done.version_id,
            at=done.at,
        )
    enrolments.complete_if_done(standing.enrolment.id, actor, now=now)  # all of it was done before
    return bridge_pack


def _known(person_id: int, bridge_pack: str) -> list[DoneItem]:
    """What somebody has read or finished already, elsewhere, just as it stands in a bridge.

    In the newer version itself, in another bridge, or long ago, where it is asked only now.
    """
    version = pack_store.newest_published(bridge_pack)
    assert version is not None  # a bridge is published as it is made, and never retired
    course = shelf.take(version.digest).course
    items = {item.id: item for item in course.items if not isinstance(item, Quiz)}
    found = store.done_of(person_id, items) if items else []
    return [done for done in found if _is_same(done.digest, items[done.item_id])]


def _is_same(digest: str, item: Item) -> bool:
    try:
        return shelf.take(digest).same(item)
    except NotFound:  # a version whose archive is not kept here says nothing
        return False


def _enrol(person_id: int, bridge_pack: str, *, now: datetime) -> None:
    version = pack_store.newest_published(bridge_pack)
    line_id = pack_store.line_of(version.id) if version else None
    assert line_id is not None  # a bridge is published as it is made, and never retired
    standing = enrolment_store.open_standing(person_id, bridge_pack)
    if standing is not None:
        if standing.enrolment.completed_at is None:
            return
        # The record that it had issued was revoked, and the older one holds again: once more.
        enrolment_store.end(standing.enrolment.id, at=now)
    if not enrolment_store.take_up_again(person_id, line_id, at=now):
        enrolment_store.enrol(secrets.token_urlsafe(12), person_id, line_id, at=now)
