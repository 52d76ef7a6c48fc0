"""What is known about somebody, for themselves: the profile, the export, and who looked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from elearn.core.access import Actor
from elearn.core.errors import NotFound
from elearn.core.personal_data import DATA_GROUPS
from elearn.store import name_changes, people
from elearn.store import personal_data as store
from elearn.store.name_changes import NameChangeRecord
from elearn.store.people import PersonRecord
from elearn.store.personal_data import LookRecord

__all__ = ["LookRecord", "NameChangeRecord", "PersonRecord"]


_ANSWER_SHOWN = timedelta(days=60)
"""So long the page says that a name was declined."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What stands on the page about oneself. `name_declined`: a name lately asked for in vain."""

    person: PersonRecord
    units: tuple[str, ...]
    name_change: NameChangeRecord | None
    name_declined: str = ""


def _own_number(actor: Actor) -> int:
    if not actor.person_id:
        raise NotFound("This account has just been closed.")
    return actor.person_id


def profile(actor: Actor, *, now: datetime) -> Profile:
    """The actor's own data, at a glance.

    Raises:
        NotFound: If the account was closed meanwhile.
    """
    number = _own_number(actor)
    person = people.by_id(number)
    if person is None:
        raise NotFound("This account has just been closed.")
    units = tuple(people.unit_names(number, now.date()))
    asked = name_changes.open_of(number)
    declined = "" if asked else name_changes.declined_since(number, now - _ANSWER_SHOWN)
    return Profile(person, units, asked, declined)


def looks_at(actor: Actor, *, limit: int = 50, before: int | None = None) -> list[LookRecord]:
    """Who else looked at the actor's data, newest first; `before` is the last `id` shown."""
    return store.looks_at(_own_number(actor), limit=min(limit, 200), before=before)


def export(actor: Actor, *, now: datetime) -> dict[str, Any]:
    """Everything that is kept about the actor, group by group, ready for JSON."""
    number = _own_number(actor)
    groups = {
        group.key: {
            "about": group.title,
            "purpose": group.purpose,
            "kept": group.kept,
            "data": [
                {"table": h.table, "rows": rows}
                for h in group.holdings
                if (rows := store.rows_of(h, number))
            ],
        }
        for group in DATA_GROUPS
    }
    looks = [
        {"at": look.at.isoformat(), "by": look.by, "page": look.page}
        for look in store.looks_at(number, limit=10_000, before=None)
    ]
    return {"exported_at": now.isoformat(), "groups": groups, "looked_at_by": looks}
