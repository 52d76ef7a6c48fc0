"""What becomes of law between two days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from elearn.core.law import refs
from elearn.core.law.refs import Nearness
from elearn.core.law.register import Instrument, Provision
from elearn.core.law.status import first_day


class Becomes(StrEnum):
    """What becomes of a provision: it begins to apply, it has another wording, it ends.

    `part`: so it goes with something that is part of it.
    """

    BEGINS = "begins"
    WORDING = "wording"
    PART = "part"
    ENDS = "ends"


@dataclass(frozen=True, slots=True)
class Between:
    """The days after `after`, up to and with `until`. Without `after` there are none."""

    after: date | None
    until: date

    def __contains__(self, day: date | None) -> bool:
        """Whether a day is among them; no day is not."""
        return day is not None and self.after is not None and self.after < day <= self.until


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """What becomes of a provision on a day; `day` as a date, `written` as the register has it.

    `part` is the provision that changed, where that is a part of what was asked for.
    """

    day: date
    what: Becomes
    written: str
    part: str = ""


def changes(instrument: Instrument, ref: str, between: Between) -> Iterator[Change]:
    """What becomes of a provision between two days; of the whole instrument if `ref` is empty.

    A provision begins and ends with its instrument, changes with the article that it is part of,
    and changes in part with each of its paragraphs.
    """
    begins = instrument.applies_from or instrument.in_force
    for written, what in ((begins, Becomes.BEGINS), (instrument.repealed, Becomes.ENDS)):
        day = _day(written)
        if day is not None and day in between:
            yield Change(day, what, written)
    if ref:
        for one in instrument.provisions:
            if _day(one.from_) in between or _day(one.until) in between:
                yield from _of_wording(instrument, ref, one, between)


def _day(written: str) -> date | None:
    return first_day(written) if written else None


def _of_wording(
    instrument: Instrument, asked: str, one: Provision, between: Between
) -> Iterator[Change]:
    """What one wording of a provision means for what was asked for, or for what it is part of."""
    nearness = refs.nearness(asked, one.ref)
    if nearness is None:
        return
    part = one.ref if nearness is Nearness.AROUND else ""
    since, until = _day(one.from_), _day(one.until)
    begins = _day(instrument.applies_from or instrument.in_force)
    if since is not None and since != begins and since in between:
        yield Change(since, Becomes.PART if part else Becomes.WORDING, one.from_, part)
    goes_on = any(p.ref == one.ref and _day(p.from_) == until for p in instrument.provisions)
    ends = until is not None and not goes_on and until != _day(instrument.repealed)
    if until is not None and ends and until in between:
        yield Change(until, Becomes.PART if part else Becomes.ENDS, one.until, part)
