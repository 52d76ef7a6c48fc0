"""Shares: show a record of one's own to others by a link, see when it was opened, take it back."""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from elearn.core.access import Actor
from elearn.core.errors import Conflict, NotFound, TooMany
from elearn.core.learning import record as record_core
from elearn.core.learning import share as core
from elearn.core.learning.record import Value
from elearn.core.learning.share import Choice, State, Wish
from elearn.core.sign_in import NETWORK, OPENINGS, network_of
from elearn.services import looks, records
from elearn.services.guarding import Origin, Watch, keyed
from elearn.services.records import RecordPage, Verification
from elearn.store import records as record_store
from elearn.store import shares as store
from elearn.store.db import begin_write
from elearn.store.shares import KeptShare

MOST_OPEN = 20
"""So many links to one record may work at a time."""

KEPT = timedelta(days=180)
"""So long after its last day a link stays in its maker's list."""


@dataclass(frozen=True, slots=True)
class ShareLine:
    """A link as its maker sees it."""

    key: str
    label: str
    state: State
    chosen: tuple[Choice, ...]
    until: date
    made_at: datetime
    opened: int
    last_opened: datetime | None


@dataclass(frozen=True, slots=True)
class SharesPage:
    """The links to one record; `offered`: what a new one may show."""

    record: RecordPage
    shares: tuple[ShareLine, ...]
    offered: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """What a link shows: what everybody with the code may know, and the chosen facts by key.

    `results` are the graded items by title, in whole per cents.
    """

    record: Verification
    facts: dict[str, Value]
    until: date
    code: str = ""
    results: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SharePage:
    """One link, with what it shows and when it was opened. `token` is part of its address."""

    record: RecordPage
    share: ShareLine
    token: str
    shown: Shared
    openings: tuple[datetime, ...] = field(default=())


def my_shares(actor: Actor, record_key: str, *, now: datetime) -> SharesPage:
    """The links to one of the actor's own records.

    Raises:
        NotFound: If it is somebody else's record, or there is none.
    """
    page, number = _own(actor, record_key, now=now)
    lines = tuple(_line(kept, now) for kept in store.of_record(number))
    return SharesPage(page, lines, core.offered(page.facts))


def my_share(actor: Actor, record_key: str, key: str, *, now: datetime) -> SharePage:
    """One link to one of the actor's own records.

    Raises:
        NotFound: If there is none.
    """
    page, kept = _own_share(actor, record_key, key, now=now)
    return SharePage(
        record=page,
        share=_line(kept, now),
        token=kept.token,
        shown=_shown(kept, now=now),
        openings=tuple(store.openings(kept.id)),
    )


def share(actor: Actor, record_key: str, wish: Wish, *, now: datetime) -> str:
    """Make a link to one of the actor's own records; its key.

    Raises:
        NotFound: If it is somebody else's record, or there is none.
        BadInput: If the wish cannot be fulfilled; see `core.learning.share.check`.
        Conflict: If too many links to this record work already.
    """
    begin_write()
    page, number = _own(actor, record_key, now=now)
    core.check(wish, page.facts, now.date())
    record_store.hold(number)  # two requests at once cannot make more than there may be
    lines = [_line(kept, now) for kept in store.of_record(number)]
    if sum(line.state is State.OPEN for line in lines) >= MOST_OPEN:
        raise Conflict(
            "Twenty links to this record work already. Take one back first.", code="share-many"
        )
    key = secrets.token_urlsafe(12)
    store.keep(
        {
            "key": key,
            "token": secrets.token_urlsafe(18),
            "record_id": number,
            "chosen": sorted(wish.chosen),
            "until": wish.until,
            "label": wish.label.strip(),
            "made_at": now,
        }
    )
    return key


def take_back(actor: Actor, record_key: str, key: str, *, now: datetime) -> None:
    """Let a link show nothing any more, at once; if it does not already, nothing changes.

    Raises:
        NotFound: If there is no such link to one of the actor's own records.
    """
    begin_write()
    _page, kept = _own_share(actor, record_key, key, now=now)
    store.take_back(kept.id, at=now)


def open_share(token: str, actor: Actor, origin: Origin, *, now: datetime) -> Shared | None:
    """What a link shows; None if it shows nothing: it ended, was taken back, or never was.

    That it was opened is kept for its maker; who opened it only where that person is signed in.

    Raises:
        TooMany: If that network has opened links too often; `details["wait"]` is in seconds.
    """
    kept = store.by_token(token) if len(token) <= 32 else None
    owner = record_store.by_id(kept.record_id) if kept else None
    if kept is not None and owner is not None and owner.person_id == actor.person_id:
        return _shown(kept, now=now) if _state(kept, now) is State.OPEN else None
    _count(_openings_of(kept, origin) if kept else _guesses_from(origin), now)
    if kept is None or owner is None or owner.facts is None or _state(kept, now) is not State.OPEN:
        return None
    store.add_opening(kept.id, at=now)
    looks.keep(actor, "share", {}, [owner.person_id], now=now)
    return _shown(kept, now=now)


def tidy(now: datetime) -> None:
    """Forget links whose last day lies half a year back."""
    begin_write()
    store.forget_ended_before((now - KEPT).date())


def _own(actor: Actor, record_key: str, *, now: datetime) -> tuple[RecordPage, int]:
    page = records.my_record(actor, record_key, now=now)
    kept = record_store.by_key(record_key)
    assert kept is not None
    return page, kept.id


def _own_share(
    actor: Actor, record_key: str, key: str, *, now: datetime
) -> tuple[RecordPage, KeptShare]:
    page, number = _own(actor, record_key, now=now)
    kept = store.by_key(key)
    if kept is None or kept.record_id != number:
        raise NotFound("There is no such link.")
    return page, kept


def _state(kept: KeptShare, now: datetime) -> State:
    return core.state(kept.until, taken_back=kept.taken_back_at is not None, today=now.date())


def _chosen(kept: KeptShare) -> tuple[Choice, ...]:
    return tuple(choice for choice in Choice if choice in kept.chosen)


def _line(kept: KeptShare, now: datetime) -> ShareLine:
    return ShareLine(
        key=kept.key,
        label=kept.label,
        state=_state(kept, now),
        chosen=_chosen(kept),
        until=kept.until,
        made_at=kept.made_at,
        opened=kept.opened,
        last_opened=kept.last_opened,
    )


def _shown(share: KeptShare, *, now: datetime) -> Shared:
    kept = record_store.by_id(share.record_id)
    assert kept is not None
    assert kept.facts is not None
    chosen = _chosen(share)
    found = records.described("", kept, now=now)
    facts = record_core.from_raw(kept.facts)
    return Shared(
        record=found,
        facts=core.shown(facts, chosen),
        until=share.until,
        code=records.shown_code(kept) if Choice.CODE in chosen else "",
        results=records.results_of(facts, now) if Choice.MARKS in chosen else (),
    )


def _count(watch: Watch, now: datetime) -> None:
    """Count one more opening, or refuse it; openings at the same moment queue here."""
    wait, held = watch.hold(now)
    if wait:
        raise TooMany("Too many tries. Wait a little.", details={"wait": wait})
    watch.failed(held, now)


def _openings_of(kept: KeptShare, origin: Origin) -> Watch:
    network = network_of(origin.address)
    subject = keyed(origin.secret, "share:open", f"{network}\0{kept.id}")
    return Watch({subject: OPENINGS}, subject)


def _guesses_from(origin: Origin) -> Watch:
    subject = keyed(origin.secret, "share:network", network_of(origin.address))
    return Watch({subject: NETWORK}, subject)
