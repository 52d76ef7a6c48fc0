"""What became of law since a pack was checked, as the checker says it."""

from dataclasses import dataclass
from datetime import date, timedelta

from elearn.core.law.register import Instrument
from elearn.core.law.since import Becomes, Between, Change, changes

GRACE = timedelta(days=90)
"""For so long a change of law is a warning: what was said may still be right."""


@dataclass(frozen=True, slots=True)
class Days:
    """The day that decides what applies, and that on which the pack was checked, if it says so."""

    as_of: date
    checked: date | None

    @property
    def since(self) -> Between:
        """The days since the check."""
        return Between(self.checked, self.as_of)

    def long_since(self, day: date) -> bool:
        """Whether the time is over in which a change is a warning."""
        return day + GRACE <= self.as_of


def changed(instrument: Instrument, ref: str, days: Days) -> Change | None:
    """The last change of a cited provision since the check but its end; None without."""
    found = (c for c in changes(instrument, ref, days.since) if c.what is not Becomes.ENDS)
    return max(found, default=None)


def words(change: Change) -> str:
    """A change in words that continue after the name of the law."""
    match change.what:
        case Becomes.BEGINS:
            return f"applies as of {change.written}"
        case Becomes.WORDING:
            return f"has another wording as of {change.written}"
        case Becomes.PART:
            return f"changed in part, {change.part}, as of {change.written}"
        case Becomes.ENDS:
            return f"is repealed as of {change.written}"
