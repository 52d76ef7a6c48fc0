"""Indicators computed from completion records: exact, for those who run the programme.

What is counted is collected record by record, so that only people and quarters are kept in memory.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from elearn.core.indicator.logframe import Logframe, Measure
from elearn.core.indicator.shapes import SHAPES, UNKNOWN, WOMAN, By, name_of, quarter

ENOUGH = 3
"""From so many people on an institution counts as reached in what is shared: fewer round to 0."""


class Who(NamedTuple):
    """What is known of somebody on the last day of the period."""

    country: str = UNKNOWN
    institution: str = UNKNOWN
    sex: str = UNKNOWN
    function: str = UNKNOWN


class Fact(NamedTuple):
    """A completion record. `current`: it holds on the last day, and the law it taught still is."""

    record_id: int
    person_id: int
    pack_id: str
    day: date
    current: bool


class Gained(NamedTuple):
    """Somebody sat a post-test: results before and after in per cent."""

    person_id: int
    pack_id: str
    day: date
    before: float
    after: float


class Moved(NamedTuple):
    """Somebody moved to another unit of their institution."""

    person_id: int
    day: date


class Atom(NamedTuple):
    """What figures are added up from: somebody in a quarter, with a weight."""

    person_id: int
    quarter: str
    weight: float = 1


NOBODY_KNOWN = Who()


class RecordSet:
    """The digest of an ordered set of record numbers, fed in ascending order."""

    def __init__(self) -> None:
        self._hash = sha256()
        self.count = 0
        self._last = 0

    def add(self, number: int) -> None:
        """The next number.

        Raises:
            ValueError: If it is not larger than the one before.
        """
        if number <= self._last:
            raise ValueError("record numbers must ascend")
        self._last = number
        self.count += 1
        self._hash.update(b"%d\n" % number)

    @property
    def digest(self) -> str:
        """SHA-256 over the decimal numbers, each with a line feed."""
        return self._hash.hexdigest()


@dataclass(slots=True)
class _Sums:
    """What is collected over some packs."""

    completions: Counter[tuple[int, str]] = field(default_factory=Counter)
    current: set[tuple[int, str]] = field(default_factory=set)


class Value(NamedTuple):
    """What an indicator has reached. `number` is None where nothing is known.

    `of` is how many people a share or a mean is of; of institutions, how many have at least
    `ENOUGH` people trained.
    """

    number: float | None
    of: int | None = None


Table = Mapping[str, Value]
"""Values by `row|column`; an empty key is the total."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that a logframe asks for, exact.

    `values` by the indicator's id; `tables` by the indicator's id and the name of the shape.
    """

    values: Mapping[str, Value]
    tables: Mapping[str, Mapping[str, Table]]
    people: int
    records: int
    digest: str

    def to_raw(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "values": {name: list(value) for name, value in self.values.items()},
            "tables": {
                name: {
                    shape: {key: list(value) for key, value in sorted(table.items())}
                    for shape, table in tables.items()
                }
                for name, tables in self.tables.items()
            },
            "people": self.people,
            "records": self.records,
            "digest": self.digest,
        }

    @classmethod
    def from_raw(cls, raw: Mapping[str, Any]) -> "Figures":
        """What `to_raw` wrote."""
        return cls(
            {name: Value(*value) for name, value in raw["values"].items()},
            {
                name: {
                    shape: {key: Value(*value) for key, value in table.items()}
                    for shape, table in tables.items()
                }
                for name, tables in raw["tables"].items()
            },
            raw["people"],
            raw["records"],
            raw["digest"],
        )


Reduce = Callable[[Sequence[Atom]], Value]


@dataclass(slots=True)
class Collector:
    """Takes facts one by one; then says the figures of a logframe."""

    frame: Logframe
    who: Mapping[int, Who]
    seen: RecordSet = field(default_factory=RecordSet)
    people: set[int] = field(default_factory=set)
    _sums: dict[tuple[str, ...], _Sums] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for indicator in self.frame.indicators:
            self._sums[indicator.packs] = _Sums()

    def take(self, facts: Iterable[Fact]) -> None:
        """Count facts, in ascending order of their numbers."""
        groups = [(frozenset(packs), sums) for packs, sums in self._sums.items()]
        for fact in facts:
            self.seen.add(fact.record_id)
            self.people.add(fact.person_id)
            key = (fact.person_id, quarter(fact.day))
            for packs, sums in groups:
                if packs and fact.pack_id not in packs:
                    continue
                sums.completions[key] += 1
                if fact.current:
                    sums.current.add(key)

    def figures(self, gained: Iterable[Gained], moved: Iterable[Moved]) -> Figures:
        """The figures, once everything was taken.

        Args:
            gained: One result of each post-test of each person in the period.
            moved: Those who moved to another unit of their institution in the period, once a move.
        """
        kept, moves = list(gained), list(moved)
        made: dict[tuple[Measure, tuple[str, ...]], dict[str, dict[str, Value]]] = {}
        values, tables = {}, {}
        for one in self.frame.indicators:
            key = (one.measure, one.packs)
            reduce = self._reduce(one.measure)
            atoms = self._atoms(one.measure, one.packs, kept, moves)
            if key not in made:
                made[key] = {
                    name_of(shape): self._table(atoms, shape, reduce)
                    for shape in SHAPES[one.measure]
                }
            values[one.id], tables[one.id] = reduce(atoms), made[key]
        return Figures(values, tables, len(self.people), self.seen.count, self.seen.digest)

    def _atoms(
        self, measure: Measure, packs: tuple[str, ...], gained: list[Gained], moved: list[Moved]
    ) -> list[Atom]:
        sums = self._sums[packs]
        match measure:
            case Measure.CERTIFIED_CURRENT_LAW:
                return [Atom(*key) for key in sums.current]
            case Measure.KNOWLEDGE_GAIN:
                wanted = frozenset(packs)
                return [
                    Atom(g.person_id, quarter(g.day), g.after - g.before)
                    for g in gained
                    if not wanted or g.pack_id in wanted
                ]
            case Measure.TRANSFERS:
                trained = {person_id for person_id, _quarter in sums.completions}
                return [Atom(m.person_id, quarter(m.day)) for m in moved if m.person_id in trained]
            case Measure.WORKSHOP_EVALUATIONS:
                return []
            case _people:
                return [Atom(*key, number) for key, number in sums.completions.items()]

    def _reduce(self, measure: Measure) -> Reduce:
        match measure:
            case Measure.COMPLETIONS | Measure.TRANSFERS:
                return lambda atoms: Value(sum(int(atom.weight) for atom in atoms))
            case Measure.KNOWLEDGE_GAIN | Measure.WORKSHOP_EVALUATIONS:
                return _mean
            case Measure.WOMENS_SHARE:
                return self._women
            case Measure.INSTITUTIONS_REACHED:
                return self._institutions
            case Measure.PEOPLE_TRAINED | Measure.CERTIFIED_CURRENT_LAW:
                return lambda atoms: Value(len({atom.person_id for atom in atoms}))

    def _known(self, person_id: int) -> Who:
        return self.who.get(person_id, NOBODY_KNOWN)

    def _women(self, atoms: Sequence[Atom]) -> Value:
        """The share of women among those whose sex is known, in per cent."""
        people = {atom.person_id for atom in atoms}
        known = [sex for p in people if (sex := self._known(p).sex) != UNKNOWN]
        if not known:
            return Value(None, 0)
        return Value(100 * known.count(WOMAN) / len(known), len(known))

    def _institutions(self, atoms: Sequence[Atom]) -> Value:
        people: dict[str, set[int]] = defaultdict(set)
        for atom in atoms:
            people[self._known(atom.person_id).institution].add(atom.person_id)
        people.pop(UNKNOWN, None)
        return Value(len(people), sum(len(some) >= ENOUGH for some in people.values()))

    def _table(
        self, atoms: Iterable[Atom], shape: tuple[By, ...], reduce: Reduce
    ) -> dict[str, Value]:
        cells: dict[str, list[Atom]] = defaultdict(list)
        for atom in atoms:
            keys = [self._key(atom, by) for by in shape]
            if len(keys) == 1:
                cells[f"{keys[0]}|"].append(atom)
            else:
                row, column = keys
                for key in (f"{row}|{column}", f"{row}|", f"|{column}"):
                    cells[key].append(atom)
            cells["|"].append(atom)
        return {key: reduce(some) for key, some in cells.items()}

    def _key(self, atom: Atom, by: By) -> str:
        if by is By.QUARTER:
            return atom.quarter
        return str(getattr(self._known(atom.person_id), by.value))


def _mean(atoms: Sequence[Atom]) -> Value:
    """The mean of the weights; points of per cent where these are gains."""
    if not atoms:
        return Value(None, 0)
    mean = sum(atom.weight for atom in atoms) / len(atoms)
    return Value(mean, len({atom.person_id for atom in atoms}))
