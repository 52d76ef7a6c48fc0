"""Who will hold a current record on a day to come, when law changes by then.

A record is current on a day if it still holds then, and if what was taught is still law: nothing
that its version cites ends or gets another wording between the day of which the author knew the law
(`LawBasis.known_until`) and that day. That cited law begins to apply by then is no such thing: it
was taught as law to come. Nor is a change under which what the version says was found to be right
still.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from elearn.core.law import labels
from elearn.core.law.register import Register
from elearn.core.law.since import Becomes, Between, Change, changes


class Ready(StrEnum):
    """How somebody will stand on the day, who needs attention first.

    With a record that holds, but law changes that it was taught by; with one that ends before;
    under way, without a record that holds; never began; ready.
    """

    LAW = "law"
    ENDS = "ends"
    UNDER_WAY = "under-way"
    NONE = "none"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Touched:
    """Law that a version cites and that is otherwise by the day: the citation, and how."""

    cite: str
    change: Change


def touched(
    cites: Collection[str],
    register: Register,
    known_until: date,
    day: date,
    right: Collection[tuple[str, date]] = (),
) -> tuple[Touched, ...]:
    """What a version cites that ends or changes by a day, the earliest first.

    Args:
        cites: All that it cites.
        register: The register that knows what changes when.
        known_until: The last day of which its author knew the law.
        day: The day to come.
        right: Citations and days of changes under which the version was found to be right still.
    """
    between = Between(known_until, day)
    found = []
    for cite in dict.fromkeys(cites):
        matter = [
            c
            for c in _changes(cite, register, between)
            if c.what is not Becomes.BEGINS and (cite, c.day) not in right
        ]
        if matter:
            found.append(Touched(cite, min(matter)))
    return tuple(sorted(found, key=lambda one: (one.change, one.cite)))


def days_ahead(cites: Collection[str], register: Register, today: date) -> Mapping[date, int]:
    """The days after today on which cited law begins, changes or ends, and how much of it."""
    between = Between(today, date.max)
    found: Counter[date] = Counter()
    for cite in dict.fromkeys(cites):
        found.update({change.day for change in _changes(cite, register, between)})
    return dict(sorted(found.items()))


def _changes(cite: str, register: Register, between: Between) -> list[Change]:
    name, ref = labels.split(cite)
    instrument = register.instruments.get(name)
    return list(changes(instrument, ref, between)) if instrument else []
