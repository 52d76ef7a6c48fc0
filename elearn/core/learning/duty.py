"""What is asked of people: assignments to units, roles and persons, and the duties they make.

An *assignment* says what is asked of whom; a *duty* is what one assignment asks of one person for
one pack, from a day to a day. Duties are computed from dated rows (who belonged where, how units
hung, who held which role), so that what was asked on a past day can be said for ever. Days are
half-open: the first day counts, the last does not; None means without end.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypeVar

from elearn.core.learning.programme import Step

Days = tuple[date, date]
"""From a day up to, and without, another; `date.max` stands for no end."""

Row = TypeVar("Row")
Key = TypeVar("Key")

A_DAY = timedelta(days=1)
EVER: Days = (date.min, date.max)
_HIGHEST = 50
"""So many units are looked at above one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """So many of these packs are to be held (`core.learning.electives`)."""

    packs: tuple[str, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Duty:
    """What one assignment asks of one person for one pack.

    Attributes:
        from_day: Since when it is asked: the assignment's start, or the day on which the person
            came under it.
        to_day: Until when (half-open): they left the unit or role, or the assignment ended.
        due: The last day on which it is in time.
        renew_months: It is to be held anew every so many months; None: once is enough.
        on_law_change: It is to be held anew when the law changes.
        compulsory: False for what is only recommended.
        choice: It is one of several to choose from; None: it is required.
    """

    person_id: int
    assignment_id: int
    pack_id: str
    from_day: date
    to_day: date | None
    due: date
    renew_months: int | None
    on_law_change: bool
    compulsory: bool
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class Exemption:
    """A pack is not asked of a person in these days."""

    person_id: int
    pack_id: str
    from_day: date
    to_day: date | None


@dataclass(frozen=True, slots=True)
class PriorLearning:
    """A person learnt elsewhere what a pack teaches. It counts like a record of `from_day`.

    `valid_until` is the last day on which it holds.
    """

    person_id: int
    pack_id: str
    from_day: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Asked:
    """All that was ever asked of some people, and what excuses or replaces it."""

    duties: tuple[Duty, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    prior: tuple[PriorLearning, ...] = ()


@dataclass(frozen=True, slots=True)
class Owed:
    """What is asked of one person for one pack on a day, by all assignments together.

    Attributes:
        due: The earliest day of those that count: what is compulsory, where anything is.
        renew_months, on_law_change: The strictest of them.
        exempt: It is not asked of them this day.
        recognised: What they learnt elsewhere holds in its place this day.
        choice: It is one of several to choose from; None where anything asks for itself.
    """

    pack_id: str
    due: date
    renew_months: int | None
    on_law_change: bool
    compulsory: bool
    exempt: bool = False
    recognised: bool = False
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """What is asked of a unit and all below, of a role there, or of one person.

    Attributes:
        unit_id, role, person_id: A person alone; or a unit; or a role, in the reach of a unit or,
            without one, everywhere.
        from_day, to_day: When it stands.
        first_day: Since when it stands with all that it replaced: changing an assignment does not
            begin anybody's time anew.
        due_on: The day by which it is due; None where only days are given.
        due_days: So many days after coming under it. With `due_on`, for those who come later.
        pack_id: The pack that is asked; empty where it is a programme.
        steps: The steps of that programme, in the version that is asked.
    """

    id: int
    unit_id: int | None
    role: str | None
    person_id: int | None
    pack_id: str
    from_day: date
    to_day: date | None
    first_day: date
    due_on: date | None
    due_days: int | None
    renew_months: int | None = None
    on_law_change: bool = False
    compulsory: bool = True
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Belonging:
    """A person belonged to a unit."""

    person_id: int
    unit_id: int
    from_day: date
    to_day: date | None


@dataclass(frozen=True, slots=True)
class Place:
    """A unit hung below another one, or stood at the top."""

    unit_id: int
    parent_id: int | None
    from_day: date
    to_day: date | None


@dataclass(frozen=True, slots=True)
class Holding:
    """A person held a role, for a unit or for the whole site."""

    person_id: int
    role: str
    unit_id: int | None
    from_day: date
    to_day: date | None


@dataclass(frozen=True, slots=True)
class Facts:
    """The dated rows from which duties follow. `left`: the day on which people left for good."""

    left: Mapping[int, date | None]
    belongings: Sequence[Belonging] = ()
    places: Sequence[Place] = ()
    holdings: Sequence[Holding] = ()
    assignments: Sequence[Assignment] = ()


def both(one: Days, other: Days) -> Days | None:
    """The days that lie in both; None if there are none."""
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first < last else None


def merged(spans: Iterable[Days]) -> list[Days]:
    """The same days, in order, with as few spans as can be."""
    found: list[Days] = []
    for span in sorted(spans):
        if found and span[0] <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], span[1]))
        else:
            found.append(span)
    return found


def span(from_day: date, to_day: date | None) -> Days:
    """A dated row as days."""
    return (from_day, to_day or date.max)


@dataclass(slots=True)
class Tree:
    """The units above a unit, with the days on which each was; worked out once a unit."""

    places: Mapping[int, list[Place]]
    _known: dict[int, dict[int, list[Days]]] = field(default_factory=dict)

    def above(self, unit_id: int) -> dict[int, list[Days]]:
        """The unit itself while it stood, and all above it, by their numbers."""
        if unit_id not in self._known:
            found: dict[int, list[Days]] = defaultdict(list)
            waiting = [(unit_id, EVER, 0)]
            while waiting:
                at, days, height = waiting.pop()
                for place in self.places.get(at, ()):
                    here = both(days, span(place.from_day, place.to_day))
                    if here is None:
                        continue
                    found[at].append(here)
                    if place.parent_id is not None and height < _HIGHEST:
                        waiting.append((place.parent_id, here, height + 1))
            self._known[unit_id] = {unit: merged(spans) for unit, spans in found.items()}
        return self._known[unit_id]


def duties(facts: Facts) -> list[Duty]:
    """Every duty that follows from the facts, by person, assignment and day."""
    under = _under(facts)
    by_id = {assignment.id: assignment for assignment in facts.assignments}
    found: list[Duty] = []
    for person_id, number in sorted(under):
        alive = span(date.min, facts.left.get(person_id))
        for days in merged(under[person_id, number]):
            here = both(days, alive)
            duty = _duty(person_id, by_id[number], here) if here else None
            if duty is not None:
                found.extend(_of_steps(duty, by_id[number].steps))
    return found


def _under(facts: Facts) -> dict[tuple[int, int], list[Days]]:
    """Who was under which assignment's unit, role or name, and when; whenever that stood."""
    tree = Tree(_grouped(facts.places, lambda place: place.unit_id))
    of_unit = _grouped((a for a in facts.assignments if a.role is None), lambda a: a.unit_id)
    of_role = _grouped((a for a in facts.assignments if a.role is not None), lambda a: a.role)
    found: dict[tuple[int, int], list[Days]] = defaultdict(list)
    members = _grouped(facts.belongings, lambda b: b.person_id)
    for belonging in facts.belongings:
        for unit_id, here in _reached(tree, belonging):
            for assignment in of_unit.get(unit_id, ()):
                found[belonging.person_id, assignment.id].append(here)
    for holding in facts.holdings:
        for assignment in of_role.get(holding.role, ()):
            found[holding.person_id, assignment.id] += _held_within(
                holding, assignment.unit_id, tree, members.get(holding.person_id, [])
            )
    for assignment in facts.assignments:
        if assignment.person_id is not None and assignment.person_id in facts.left:
            found[assignment.person_id, assignment.id].append(EVER)
    return found


def _held_within(
    holding: Holding, unit_id: int | None, tree: Tree, members: Sequence[Belonging]
) -> list[Days]:
    """When a role was held within the reach of a unit: for a unit there, or by a member there."""
    days = span(holding.from_day, holding.to_day)
    if unit_id is None:
        return [days]
    if holding.unit_id is not None:
        spans = tree.above(holding.unit_id).get(unit_id, [])
    else:
        spans = [here for b in members for up, here in _reached(tree, b) if up == unit_id]
    return [here for one in spans if (here := both(one, days)) is not None]


def _reached(tree: Tree, belonging: Belonging) -> Iterable[tuple[int, Days]]:
    """The units that somebody was in or below through one membership, and when."""
    days = span(belonging.from_day, belonging.to_day)
    for unit_id, spans in tree.above(belonging.unit_id).items():
        for one in spans:
            here = both(one, days)
            if here is not None:
                yield unit_id, here


def _duty(person_id: int, assignment: Assignment, under: Days) -> Duty | None:
    """What an assignment asks of somebody who was under it in these days."""
    stands = both(under, span(assignment.from_day, assignment.to_day))
    if stands is None:
        return None
    came = max(under[0], assignment.first_day)
    return Duty(
        person_id=person_id,
        assignment_id=assignment.id,
        pack_id=assignment.pack_id,
        from_day=stands[0],
        to_day=None if stands[1] == date.max else stands[1],
        due=due_day(assignment, came),
        renew_months=assignment.renew_months,
        on_law_change=assignment.on_law_change,
        compulsory=assignment.compulsory,
    )


def _of_steps(duty: Duty, steps: Sequence[Step]) -> Iterable[Duty]:
    """The duty of a pack as it is; that of a programme as one of each of its packs."""
    if not steps:
        yield duty
    for step in steps:
        choice = Choice(step.packs, step.number) if step.elective else None
        for pack_id in step.packs:
            yield replace(duty, pack_id=pack_id, choice=choice)


def due_day(assignment: Assignment, came: date) -> date:
    """When it is due for somebody who came under it on that day."""
    if assignment.due_on is None:
        return came + timedelta(days=assignment.due_days or 0)
    if came <= assignment.first_day:
        return assignment.due_on
    return max(assignment.due_on, came + timedelta(days=assignment.due_days or 0))


def owed(asked: Asked, day: date) -> tuple[Owed, ...]:
    """What is asked of one person on a day, what is due first first. `asked` is of one person."""
    exempt = {e.pack_id for e in asked.exemptions if _on(e.from_day, e.to_day, day)}
    elsewhere = recognised(asked, day)
    stand = [d for d in asked.duties if _on(d.from_day, d.to_day, day)]
    found = []
    for pack_id, every in _grouped(stand, lambda d: d.pack_id).items():
        firm = [d for d in every if d.compulsory] or every
        found.append(
            Owed(
                pack_id=pack_id,
                due=min(d.due for d in firm),
                renew_months=min((d.renew_months for d in firm if d.renew_months), default=None),
                on_law_change=any(d.on_law_change for d in firm),
                compulsory=firm[0].compulsory,
                exempt=pack_id in exempt,
                recognised=pack_id in elsewhere,
                choice=None if any(d.choice is None for d in firm) else firm[0].choice,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.due, one.pack_id)))


def recognised(asked: Asked, day: date) -> frozenset[str]:
    """The courses in whose place something learnt elsewhere holds on a day. Of one person."""
    return frozenset(
        p.pack_id
        for p in asked.prior
        if p.from_day <= day and (p.valid_until is None or day <= p.valid_until)
    )


def full_years(since: date | None, day: date) -> int:
    """Full years from one day to another; 0 where the first is unknown or to come."""
    if since is None or since > day:
        return 0
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def _on(from_day: date, to_day: date | None, day: date) -> bool:
    return from_day <= day and (to_day is None or day < to_day)


def _grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found
