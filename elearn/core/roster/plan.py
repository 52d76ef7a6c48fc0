"""What would become of each row of a roster: one pure function, so that a dry run is the truth.

Nothing here tells one institution about the people of another: whoever is out of reach is refused
in the same words, whatever is known of them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from elearn.core.roster.entries import Entry
from elearn.core.roster.places import Places
from elearn.core.said import Said
from elearn.core.script import fold


class Fate(StrEnum):
    """What becomes of a row, or of somebody who is in no row."""

    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    SAME = "same"
    LEFT = "left"
    REFUSED = "refused"


class Twins(StrEnum):
    """What to do with a row that is likely about somebody who is here under another name."""

    SKIP = "skip"
    SAME = "same"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who has an account.

    Attributes:
        id, key, name: Who it is.
        email, number, language, country, function, sex, years: What is kept; empty for nothing.
        units: The units in reach that they belong to today or will, each with its first day.
        here: Whether they are in reach: they belong to one of these units.
        closed: Whether they belong elsewhere, or have left: then nothing may be said of them.
        higher: Whether their roles are such that only an administrator changes how they sign in.
    """

    id: int
    key: str
    name: str
    email: str = ""
    number: str = ""
    language: str = ""
    country: str = ""
    function: str = ""
    sex: str = ""
    years: int | None = None
    units: tuple[tuple[int, date], ...] = ()
    here: bool = False
    closed: bool = False
    higher: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one row, or of somebody who is in none (`at` is 0 then).

    Attributes:
        fate: What.
        at: The number of the row in the file.
        name: The name in the file; of those who left, theirs.
        person: The number of the person, if they have an account that the reader may know of.
        key: Their key.
        unit: The unit that they belong to afterwards; None if that does not change.
        ends: Units in which their membership ends.
        day: From when on they belong to the unit.
        change: What is kept of them from now on, by name of the column.
        why: Why it is refused, or what else is worth knowing.
        likely: Whether somebody of the same name is here, whatever the script.
    """

    fate: Fate
    at: int
    name: str
    person: int = 0
    key: str = ""
    unit: int | None = None
    ends: tuple[int, ...] = ()
    day: date | None = None
    change: Mapping[str, object] = field(default_factory=dict)
    why: tuple[Said, ...] = ()
    likely: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """How to plan. `whole`: who stands in the unit and not in the file has left it."""

    today: date
    twins: Twins = Twins.SKIP
    whole: bool = False


CANNOT_BE_USED = Said("This service number or e-mail address cannot be used here.")
"""The one answer about everybody out of reach."""
_NO_SIGN_IN = Said("A service number or an e-mail address is needed to sign in.")
_NO_UNIT = Said("No unit of yours has this key, name or path.")
_TWO_UNITS = Said("Several units have this name; write the path or the key.")
_TWO_PEOPLE = Said("The service number and the e-mail address belong to two people.")
_OTHER_NAME = Said("This service number or e-mail address belongs to somebody of another name.")
_SIGN_IN_HELD = Said("Only an administrator changes how this person signs in.")
_TAKEN = Said("Another row gives this person the same service number or e-mail address.")


@lru_cache(maxsize=1024)  # each row asks for its own a few times in a row
def name_key(name: str) -> str:
    """What makes spellings of one name the same: script, capitals, diacritics, order of parts."""
    return " ".join(sorted(fold(name).split()))


class Planner:
    """Plans a roster row by row."""

    def __init__(self, known: Iterable[Known], places: Places, rules: Rules) -> None:
        """Plan against these people and units."""
        self._places, self._rules = places, rules
        self._by_email: dict[str, Known] = {}
        self._by_number: dict[str, Known] = {}
        self._here: list[Known] = []
        self._by_name: dict[str, list[Known]] = defaultdict(list)
        for person in known:
            if person.email:
                self._by_email[person.email] = person
            if person.number:
                self._by_number[person.number] = person
            if person.here:
                self._here.append(person)
                self._by_name[name_key(person.name)].append(person)
        self._rows: dict[str, int] = {}
        self._names: dict[str, list[Entry]] = defaultdict(list)
        self._meant: dict[int, int] = {}
        self._kept_names: set[str] = set()

    def line(self, entry: Entry) -> Line:
        """What becomes of the next row."""
        found = self._line(entry)
        if found.person:
            self._meant.setdefault(found.person, entry.at)
        if found.fate is Fate.REFUSED:
            self._kept_names.add(name_key(entry.name))
            for person in self._matched(entry):
                self._meant.setdefault(person.id, entry.at)
        return found

    def _line(self, entry: Entry) -> Line:
        faults = self._faults(entry)
        if faults:
            return _refused(entry, *faults)
        unit = self._places.named(entry.unit)[0]
        matched = self._matched(entry)
        if not matched:
            return self._for_unknown(entry, unit)
        if any(person.closed for person in matched):
            return _refused(entry, CANNOT_BE_USED)
        if len(matched) > 1:
            return _refused(entry, _TWO_PEOPLE)
        return self._for_known(entry, matched[0], unit)

    def _faults(self, entry: Entry) -> tuple[Said, ...]:
        """Why a row cannot be used, whoever it is about."""
        if entry.faults:
            return entry.faults
        for sign in filter(None, (entry.number, entry.email)):
            first = self._rows.setdefault(sign, entry.at)
            if first != entry.at:
                return (Said("It is the same person as row %(row)s.", row=first),)
        units = self._places.named(entry.unit)
        return () if len(units) == 1 else (_TWO_UNITS if units else _NO_UNIT,)

    def _matched(self, entry: Entry) -> list[Known]:
        """Whom the service number and the e-mail address of a row belong to."""
        found = (self._by_number.get(entry.number), self._by_email.get(entry.email))
        return list({person.id: person for person in found if person is not None}.values())

    def _for_unknown(self, entry: Entry, unit: int) -> Line:
        """Nobody signs in with that: somebody new, or somebody who is here under another name."""
        twin, likely = self._twin(entry)
        if twin is not None:
            if self._rules.twins is Twins.SAME:
                return self._for_known(entry, twin, unit, likely=True)
            if self._rules.twins is Twins.SKIP:
                return _refused(entry, _likely(twin.name), likely=True)
            likely = (_likely(twin.name),)
        if not entry.number and not entry.email:
            return _refused(entry, _NO_SIGN_IN)
        row = self._twin_row(entry)
        if row is not None:
            why = Said("Likely the same person as row %(row)s, spelled otherwise.", row=row)
            if self._rules.twins is not Twins.NEW:
                return _refused(entry, why, likely=True)
            likely = (why,)
        self._names[name_key(entry.name)].append(entry)
        told: dict[str, object] = {
            "name": entry.name,
            "email": entry.email,
            "service_number": entry.number,
            "language": entry.language,
            "country": entry.country,
            "function": entry.function,
            "sex": entry.sex,
        }
        change = {column: value for column, value in told.items() if value}
        if entry.years is not None:
            change["years"] = entry.years
        return Line(
            Fate.NEW,
            entry.at,
            entry.name,
            unit=unit,
            day=entry.joined or self._rules.today,
            change=change,
            why=likely,
            likely=bool(likely),
        )

    def _twin(self, entry: Entry) -> tuple[Known | None, tuple[Said, ...]]:
        """The one person in reach who is likely meant; else a note that the name is not alone."""
        same = self._by_name.get(name_key(entry.name), [])
        fitting = [person for person in same if _may_be(entry, person.number, person.email)]
        if len(fitting) == 1:
            return fitting[0], ()
        if same:
            return None, (Said("Somebody of the same name is here, with another number."),)
        return None, ()

    def _twin_row(self, entry: Entry) -> int | None:
        """An earlier row of the same name, if nothing says that it is somebody else."""
        for other in self._names.get(name_key(entry.name), ()):
            if _may_be(entry, other.number, other.email):
                return other.at
        return None

    def _for_known(self, entry: Entry, person: Known, unit: int, *, likely: bool = False) -> Line:
        first = self._meant.get(person.id)
        if first is not None:
            row = Said("It is the same person as row %(row)s.", row=first)
            return _refused(entry, row, likely=likely)
        if not person.here:
            return self._joins(entry, person, unit)
        change = _changes(entry, person)
        fault = self._fault_of(entry, person, change, likely=likely)
        if fault is not None:
            return _refused(entry, fault, likely=likely)
        units = tuple(dict.fromkeys(number for number, _day in person.units))
        stays = unit in units
        stay = Fate.CHANGED if change else Fate.SAME
        return Line(
            stay if stays else Fate.MOVED,
            entry.at,
            entry.name,
            person.id,
            person.key,
            unit=None if stays else unit,
            ends=() if stays else units,
            day=None if stays else self._moves_on(entry, person),
            change=change,
            why=(_likely(person.name),) if likely else (),
            likely=likely,
        )

    def _fault_of(
        self, entry: Entry, person: Known, change: Mapping[str, object], *, likely: bool
    ) -> Said | None:
        """Why somebody in reach cannot be changed so."""
        if not likely and not _shares_a_name(entry.name, person.name):
            return _OTHER_NAME
        if not {"email", "service_number"} & set(change):
            return None
        if person.higher:
            return _SIGN_IN_HELD
        return _TAKEN if self._taken(change, person) else None

    def _moves_on(self, entry: Entry, person: Known) -> date:
        """The day of a transfer: as the file says, if it is no earlier than where they are now."""
        today = self._rules.today
        latest = max((day for _unit, day in person.units), default=today)
        return entry.joined if entry.joined and latest < entry.joined <= today else today

    def _joins(self, entry: Entry, person: Known, unit: int) -> Line:
        """Somebody who belongs nowhere joins. What is kept of them stays as it is."""
        if not _shares_a_name(entry.name, person.name):
            return _refused(entry, CANNOT_BE_USED)
        return Line(
            Fate.MOVED,
            entry.at,
            entry.name,
            person.id,
            person.key,
            unit,
            day=self._rules.today,
            why=(Said("They have an account and belong to no unit so far."),),
        )

    def _taken(self, change: Mapping[str, object], person: Known) -> bool:
        """Whether a sign-in name that somebody would get is another's."""
        email, number = str(change.get("email", "")), str(change.get("service_number", ""))
        holders = (self._by_email.get(email), self._by_number.get(number))
        return any(holder is not None and holder.id != person.id for holder in holders)

    def missing(self, inside: frozenset[int]) -> Iterable[Line]:
        """Those who stand in these units and in no row: they have left, if the file is all."""
        if not self._rules.whole:
            return
        for person in self._here:
            ends = tuple(unit for unit, _day in person.units if unit in inside)
            if not ends or person.id in self._meant or name_key(person.name) in self._kept_names:
                continue
            yield Line(Fate.LEFT, 0, person.name, person.id, person.key, ends=ends)


def _refused(entry: Entry, *why: Said, likely: bool = False) -> Line:
    return Line(Fate.REFUSED, entry.at, entry.name, why=why, likely=likely)


def _likely(name: str) -> Said:
    return Said("Likely %(name)s, who is here already.", name=name)


def _may_be(entry: Entry, number: str, email: str) -> bool:
    """Whether nothing says that it is somebody else: no two numbers, no two addresses."""
    return not (
        (entry.number and number and entry.number != number)
        or (entry.email and email and entry.email != email)
    )


def _shares_a_name(one: str, other: str) -> bool:
    return bool(set(fold(one).split()) & set(fold(other).split()))


def _changes(entry: Entry, person: Known) -> dict[str, object]:
    """What of somebody changes. What the file does not say stays; so does a chosen language."""
    change: dict[str, object] = {}
    if name_key(entry.name) != name_key(person.name):
        change["name"] = entry.name
    compared = {
        "email": (entry.email, person.email),
        "service_number": (entry.number, person.number),
        "country": (entry.country, person.country),
        "function": (entry.function, person.function),
        "sex": (entry.sex, person.sex),
    }
    change |= {column: new for column, (new, old) in compared.items() if new and new != old}
    if entry.language and not person.language:
        change["language"] = entry.language
    if entry.years is not None and entry.years != person.years:
        change["years"] = entry.years
    return change


def counts(lines: Sequence[Line]) -> dict[str, int]:
    """How many there are of each fate."""
    found = Counter(line.fate for line in lines)
    return {fate.value: found[fate] for fate in Fate}
