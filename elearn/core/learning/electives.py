"""Electives of a programme that is asked: which of its courses somebody owes on which days.

All of a choice are owed until enough of them are held. From then on the others are owed no more,
for good: when one that was held ends, it is that one which is to be renewed, or another taken in
its place.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from elearn.core.learning.compliance import Held, end_by_date, moved
from elearn.core.learning.duty import A_DAY, Choice, Days, Duty, PriorLearning, span


@dataclass(frozen=True, slots=True)
class _Group:
    """The duties of one person that come from one choice of one assignment."""

    person_id: int
    choice: Choice
    months: int | None


def owed(
    duties: Iterable[Duty],
    held: Mapping[tuple[int, str], Collection[Held]],
    prior: Iterable[PriorLearning],
) -> list[Duty]:
    """The same duties, those of electives only on the days on which they are owed.

    Args:
        duties: Of any number of people.
        held: Their records, by person and pack.
        prior: What they learnt elsewhere; it counts like a record.
    """
    every: dict[tuple[int, str], list[Held]] = defaultdict(list)
    for key, some in held.items():
        every[key].extend(some)
    for one in prior:
        every[one.person_id, one.pack_id].append(Held(one.from_day, until=one.valid_until))
    known: dict[_Group, dict[str, list[Days]]] = {}
    found: list[Duty] = []
    for duty in duties:
        if duty.choice is None:
            found.append(duty)
            continue
        group = _Group(duty.person_id, duty.choice, duty.renew_months)
        if group not in known:
            known[group] = _free(group, every)
        found.extend(_without(duty, known[group].get(duty.pack_id, ())))
    return found


def _free(group: _Group, every: Mapping[tuple[int, str], list[Held]]) -> dict[str, list[Days]]:
    """The days on which each course of a choice is not owed."""
    spans = {
        pack_id: [_days(one, group.months) for one in every.get((group.person_id, pack_id), ())]
        for pack_id in group.choice.packs
    }
    turns = {day for some in spans.values() for days in some for day in days}
    free: dict[str, list[Days]] = defaultdict(list)
    ever: set[str] = set()
    enough = False
    for first, after in pairwise(sorted({*turns, date.min, date.max})):
        has = {p for p, some in spans.items() if any(s[0] <= first < s[1] for s in some)}
        ever |= has
        now = len(has) >= group.choice.number
        enough = enough or now
        if enough:
            for pack_id in set(spans) - (has if now else ever):
                free[pack_id].append((first, after))
    return free


def _days(held: Held, months: int | None) -> Days:
    """The days on which something held counts."""
    end = end_by_date(held, months)
    if held.ends_by_law and held.law_day is not None:
        end = min(end, moved(held.law_day, -A_DAY))
    after = date.max if end == date.max else moved(end, A_DAY)
    return held.from_day, max(held.from_day, min(after, held.to_day or date.max))


def _without(duty: Duty, free: Iterable[Days]) -> Iterable[Duty]:
    """A duty on its days but these; these are in order and do not overlap."""
    first, after = span(duty.from_day, duty.to_day)
    for begins, ends in free:
        if ends <= first or after <= begins:
            continue
        if first < begins:
            yield replace(duty, from_day=first, to_day=begins)
        first = max(first, ends)
    if first < after:
        yield replace(duty, from_day=first, to_day=None if after == date.max else after)
