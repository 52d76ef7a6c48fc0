"""The audit trail for an administrator: who did what, when, to whom; newest first."""

from dataclasses import dataclass
from datetime import date, datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.services import looks
from elearn.store.pages import audit as store
from elearn.store.pages.audit import Entry, Wanted

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Filter:
    """What the trail is narrowed to. `before` is the last number of the page before."""

    actor: str = ""
    action: str = ""
    from_day: date | None = None
    to_day: date | None = None
    before: int = 0


@dataclass(frozen=True, slots=True)
class Act:
    """An act. `person` is whom it was about, with `person_key`, where it was about somebody."""

    entry: Entry
    person_key: str
    person: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A page of the trail. `older`: where the next page begins; 0 if none does."""

    filter: Filter
    acts: tuple[Act, ...]
    actions: tuple[str, ...]
    older: int
    people: frozenset[int]


def trail(actor: Actor, asked: Filter) -> AuditPage:
    """A page of the trail. Keep the look with `keep_look`.

    Raises:
        NotAllowed: If the actor is no administrator.
    """
    access.require(actor, Action.SEE_AUDIT)
    wanted = Wanted(
        actor=" ".join(asked.actor.split())[:200],
        action=asked.action[:40],
        from_day=asked.from_day,
        to_day=asked.to_day,
        before=max(0, asked.before),
    )
    found = store.entries(wanted, limit=A_PAGE + 1)
    shown = found[:A_PAGE]
    keys = {e.subject.removeprefix("person:") for e in shown if e.subject.startswith("person:")}
    known = store.names_of(keys)
    acts = tuple(_act(entry, known) for entry in shown)
    people = {e.actor_id for e in shown if e.actor_id is not None}
    people |= {number for number, _name in known.values()}
    return AuditPage(
        filter=asked,
        acts=acts,
        actions=tuple(store.actions()),
        older=shown[-1].id if len(found) > A_PAGE else 0,
        people=frozenset(people),
    )


def _act(entry: Entry, known: dict[str, tuple[int, str]]) -> Act:
    key = entry.subject.removeprefix("person:")
    return Act(entry, key, known[key][1]) if key in known else Act(entry, "", "")


def keep_look(actor: Actor, page: AuditPage, *, now: datetime) -> None:
    """Keep that the actor saw who did what."""
    asked = page.filter
    raw = {
        "actor": asked.actor,
        "action": asked.action,
        "from": asked.from_day.isoformat() if asked.from_day else "",
        "to": asked.to_day.isoformat() if asked.to_day else "",
    }
    narrowed = {key: value for key, value in raw.items() if value}
    looks.keep(actor, "audit", dict(narrowed), page.people, now=now)
