"""Keeping compliance worked out: who is concerned by a change is put down, a worker does the rest.

`concern` is for whoever changes what compliance follows from: memberships, the places of units,
duties, exemptions, prior learning, records, the law. Days that merely pass change nothing here:
timelines know the days to come.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from elearn.core.learning.compliance import SOON, Held, Status, timeline
from elearn.core.learning.compliance_counts import Cell, changes, places
from elearn.core.learning.duty import Asked, Duty, Exemption, PriorLearning
from elearn.services import jobs, webhook_news
from elearn.services.jobs import JobRecord
from elearn.store import compliance as store
from elearn.store import compliance_counts as counts
from elearn.store import duties
from elearn.store import jobs as job_store
from elearn.store.compliance import NOTHING, Kept, Standing

KIND = "compliance"
"""The kind of job."""

BATCH = 50
"""So many people are worked out in one transaction; others wait meanwhile to write."""

_UNITS_AT_ONCE = 20
_MOST_BUNDLED = 500


def concern(
    person_ids: Collection[int] = (),
    *,
    unit_ids: Collection[int] = (),
    version_ids: Collection[int] = (),
    everybody: bool = False,
    now: datetime,
) -> None:
    """Ask that these people be worked out anew, with the change that concerns them.

    Needs a writing transaction. Costs one row, however many they are.

    Args:
        person_ids: People.
        unit_ids: Everybody who is, was or is counted in or below these units.
        version_ids: Everybody who holds or held a record of these versions of packs.
        everybody: All people.
        now: The moment.
    """
    whom: dict[str, list[int]] = {
        "people": sorted(set(person_ids)),
        "units": sorted(set(unit_ids)),
        "versions": sorted(set(version_ids)),
    }
    for name, numbers in whom.items():
        if numbers:
            jobs.enqueue(KIND, {name: numbers}, now=now)
    if everybody:
        jobs.enqueue(KIND, {"everybody": True}, now=now)


def law_days(version_ids: Collection[int]) -> Mapping[int, date]:
    """Since when law that these versions rest on is otherwise, as is worked off; by version."""
    return store.law_days(version_ids)


def concern_law(before: Mapping[int, date], version_ids: Collection[int], *, now: datetime) -> None:
    """Ask for those who hold records of the versions of which the day is another than before.

    Needs a writing transaction.
    """
    after = store.law_days(version_ids)
    other = {number for number in version_ids if before.get(number) != after.get(number)}
    concern(version_ids=other, now=now)
    webhook_news.tell_law(after, other, now=now)


def handler(soon: timedelta, give_way: Callable[[], None]) -> jobs.Handler:
    """The handler of these jobs: some people, then another job for the others.

    Args:
        soon: What ends or is due within this time is due soon.
        give_way: Called before each piece of work that is one of many.
    """

    def carry_on(job: JobRecord, now: datetime) -> None:
        if "people" in job.payload:
            _work_off(job, soon, now)
            return
        give_way()
        after = int(job.payload.get("after", 0))
        store.begin_alone()
        found = _whom(job, after)
        refresh(found, now=now, soon=soon)
        if len(found) == BATCH:
            jobs.enqueue(KIND, {**job.payload, "after": found[-1]}, now=now)

    return carry_on


def _work_off(job: JobRecord, soon: timedelta, now: datetime) -> None:
    """Work out these people, with those of the jobs that wait beside this one."""
    store.begin_alone()
    people = {int(number) for number in job.payload["people"]}
    for other in job_store.take_waiting(KIND, "people", now, limit=_MOST_BUNDLED):
        people.update(int(number) for number in other["people"])
    first, *rest = sorted(people)[:BATCH], sorted(people)[BATCH:]
    refresh(first, now=now, soon=soon)
    if rest[0]:
        jobs.enqueue(KIND, {"people": rest[0]}, now=now)


def _whom(job: JobRecord, after: int) -> list[int]:
    if "units" in job.payload:
        return store.people_of_units(job.payload["units"], after, limit=BATCH)
    if "versions" in job.payload:
        return store.people_with_versions(job.payload["versions"], after, limit=BATCH)
    return store.everybody(after, limit=BATCH)


def refresh(
    person_ids: Collection[int],
    *,
    now: datetime,  # noqa: ARG001  # timelines are of every day, whenever they are made
    soon: timedelta = SOON,
) -> int:
    """Work out these people anew and keep what changed; how many stood otherwise before.

    In one transaction, with a fixed number of queries for each 50 of them. Done twice, it changes
    nothing the second time.
    """
    store.begin_alone()
    numbers = sorted(set(person_ids))
    return sum(_refresh_some(numbers[n : n + BATCH], soon) for n in range(0, len(numbers), BATCH))


def _refresh_some(person_ids: Sequence[int], soon: timedelta) -> int:
    before = store.kept_of(person_ids)
    other = {
        person_id: made
        for person_id, made in worked_out(person_ids, soon=soon).items()
        if made != before.get(person_id, NOTHING)
    }
    if not other:
        return 0
    total: Counter[Cell] = Counter()
    emptied: set[Cell] = set()
    for person_id, made in other.items():
        old = before.get(person_id, NOTHING)
        gone = changes(old.spans, old.places)
        total.subtract(gone)
        total.update(changes(made.spans, made.places))
        emptied.update(gone)
    store.keep(other)
    counts.add(total, emptied)
    return len(other)


def worked_out(person_ids: Sequence[int], *, soon: timedelta = SOON) -> dict[int, Kept]:
    """Timelines and places of these people, as they follow from what is known now. Reads only."""
    standing = store.standing_of(person_ids)
    asked = _by_person_and_pack(duties.of(person_ids))
    held = store.held_by(person_ids)
    return {
        person_id: _of_person(person_id, standing, asked.get(person_id, {}), held, soon)
        for person_id in person_ids
        if person_id in standing.left
    }


class _OfPack:
    """What is asked of one person for one pack, and what excuses or replaces it."""

    def __init__(self) -> None:
        self.duties: list[Duty] = []
        self.exemptions: list[Exemption] = []
        self.prior: list[PriorLearning] = []


_ByPack = Mapping[str, _OfPack]


def _by_person_and_pack(asked: Asked) -> Mapping[int, _ByPack]:
    found: dict[int, dict[str, _OfPack]] = defaultdict(lambda: defaultdict(_OfPack))
    for duty in asked.duties:
        found[duty.person_id][duty.pack_id].duties.append(duty)
    for exemption in asked.exemptions:
        found[exemption.person_id][exemption.pack_id].exemptions.append(exemption)
    for prior in asked.prior:
        found[prior.person_id][prior.pack_id].prior.append(prior)
    return found


def _of_person(
    person_id: int,
    standing: Standing,
    asked: _ByPack,
    held: Mapping[tuple[int, str], list[Held]],
    soon: timedelta,
) -> Kept:
    made = {
        pack_id: timeline(
            one.duties, held.get((person_id, pack_id), ()), one.exemptions, one.prior, soon=soon
        )
        for pack_id, one in sorted(asked.items())
    }
    spans = {pack_id: found for pack_id, found in made.items() if found}
    left = standing.left[person_id]
    under = places(standing.belongings.get(person_id, ()), standing.tree, left)
    return Kept(spans, under)


def refresh_next(after: int, *, now: datetime, soon: timedelta = SOON) -> tuple[int, int | None]:
    """Work out the next people after one anew, whoever they are.

    Returns:
        How many stood otherwise before, and after whom to go on; None at the end.
    """
    store.begin_alone()
    found = store.everybody(after, limit=BATCH)
    changed = refresh(found, now=now, soon=soon)
    return changed, found[-1] if len(found) == BATCH else None


def recount_next(after: int) -> tuple[int, int | None]:
    """Make the sums of the next units after one anew, where they disagree with the timelines.

    Returns:
        How many units that were, and after which to go on; None at the end.
    """
    store.begin_alone()
    found = counts.units(after, limit=_UNITS_AT_ONCE)
    wrong = counts.differing(found)
    if wrong:
        counts.recount(wrong)
    return len(wrong), found[-1] if len(found) == _UNITS_AT_ONCE else None


def disagreements(day: date, *, limit: int = 50) -> int:
    """How many of the units at the top have sums that a count of their people does not bear out.

    As of that day. Reads only.
    """
    tops = counts.top_units(day, limit=limit)
    summed, counted = counts.on_day(tops, day), counts.counted_on(tops, day)
    nobody: Counter[Status] = Counter()
    keys = {*summed, *counted}
    return len({k[0] for k in keys if summed.get(k, nobody) != counted.get(k, nobody)})
