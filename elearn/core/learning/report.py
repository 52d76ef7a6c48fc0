"""Reports that leaders take away: of what, what narrows them, when they come by themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from elearn.core.learning.compliance import Status


class ReportKind(StrEnum):
    """What a report is of."""

    COMPLETIONS = "completions"
    UNDER_WAY = "under-way"
    COMPLIANCE = "compliance"


class Form(StrEnum):
    """The kind of file."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"


class Rhythm(StrEnum):
    """How often a saved report is made by itself."""

    NEVER = "never"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class RecordState(StrEnum):
    """How a record stands on the day of the report."""

    VALID = "valid"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


State = RecordState | Status
"""How a record stands, or how somebody stands with what is asked."""

_STATES: Mapping[ReportKind, type[RecordState] | type[Status] | None] = {
    ReportKind.COMPLETIONS: RecordState,
    ReportKind.UNDER_WAY: None,
    ReportKind.COMPLIANCE: Status,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A report and what narrows it. What is empty narrows nothing.

    Attributes:
        kind: What it is of.
        unit: The key of a unit; it and what hangs below it.
        course: The id of a pack.
        state: How a record stands, for completions; how somebody stands, for compliance.
        name: A part of a name.
        first, last: The days of completion, or of the beginning, both included; not for compliance.
        day: As of which day, for compliance; None for the day on which the report is made.
    """

    kind: ReportKind = ReportKind.COMPLETIONS
    unit: str = ""
    course: str = ""
    state: State | None = None
    name: str = ""
    first: date | None = None
    last: date | None = None
    day: date | None = None

    @property
    def narrowed(self) -> bool:
        """Whether anything narrows it."""
        return self != Asked(self.kind)

    def to_raw(self) -> dict[str, str]:
        """As it stands in an address and is kept: what is empty is left out."""
        raw = {
            "kind": self.kind.value,
            "unit": self.unit,
            "course": self.course,
            "state": self.state.value if self.state else "",
            "name": self.name,
            "first": self.first.isoformat() if self.first else "",
            "last": self.last.isoformat() if self.last else "",
            "day": self.day.isoformat() if self.day else "",
        }
        return {key: value for key, value in raw.items() if value}


def read(raw: Mapping[str, str]) -> Asked:
    """What an address asks for; what is not understood counts as not given."""
    kind = raw.get("kind", "")
    asked = Asked(
        kind=ReportKind(kind) if kind in list(ReportKind) else ReportKind.COMPLETIONS,
        unit=raw.get("unit", "")[:64],
        course=raw.get("course", "")[:64],
        name=" ".join(raw.get("name", "").split())[:100],
        first=_day(raw.get("first", "")),
        last=_day(raw.get("last", "")),
        day=_day(raw.get("day", "")),
    )
    states, state = _STATES[asked.kind], raw.get("state", "")
    found = states(state) if states is not None and state in list(states) else None
    return fitting(replace(asked, state=found))


def fitting(asked: Asked) -> Asked:
    """The same without what does not fit its kind."""
    states = _STATES[asked.kind]
    if states is None or not isinstance(asked.state, states):
        asked = replace(asked, state=None)
    if asked.kind is ReportKind.COMPLIANCE:
        return replace(asked, first=None, last=None)
    return replace(asked, day=None)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if date(2000, 1, 1) <= found <= date(2199, 12, 31) else None


def next_day(rhythm: Rhythm, today: date) -> date | None:
    """When a saved report is made next: on a Monday, on the first of a month, or never."""
    match rhythm:
        case Rhythm.WEEKLY:
            return today + timedelta(days=7 - today.weekday())
        case Rhythm.MONTHLY:
            return (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        case Rhythm.NEVER:
            return None
