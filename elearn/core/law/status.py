"""Whether an instrument or a provision is law on a given day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from elearn.core.law.register import Instrument, Provision, Register

_NEVER_IN_FORCE = ("declaration", "soft-law", "standard")
"""Texts that are adopted, and that is all."""


class Standing(StrEnum):
    """What a law is on a day."""

    IN_FORCE = "in-force"
    NOT_YET = "not-yet"
    REPEALED = "repealed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Status:
    """How something stands on a day.

    Attributes:
        standing: What it is.
        since: The day from which it applies, as the register has it (may be partial or empty).
        until: The day from which it no longer applies (may be partial or empty).
        replaced_by: Ids of the instruments that took its place.
    """

    standing: Standing
    since: str = ""
    until: str = ""
    replaced_by: tuple[str, ...] = ()

    @property
    def doubtful(self) -> bool:
        """Whether a reader must be warned."""
        return self.standing in (Standing.NOT_YET, Standing.REPEALED)


def status(register: Register, name: str, ref: str, day: date) -> Status:
    """How an instrument, one of its provisions or a judgment stands on `day`.

    Args:
        register: Where to look.
        name: Id of the instrument or judgment.
        ref: The provision as the register writes it; empty for the whole.
        day: The day that matters.

    Returns:
        `unknown` where the register has no such thing, or says neither since when it applies
        nor that it ended.
    """
    if name in register.judgments:
        judgment = register.judgments[name]
        known = not ref or any(p.ref == ref for p in judgment.provisions)
        standing = _standing(judgment.date, "", day) if known else Standing.UNKNOWN
        return Status(standing, judgment.date)
    instrument = register.instruments.get(name)
    if instrument is None:
        return Status(Standing.UNKNOWN)
    whole = of_instrument(instrument, day)
    if not ref or whole.standing is Standing.REPEALED:
        return whole
    return _of_provision(instrument, whole, ref, day)


def of_instrument(instrument: Instrument, day: date) -> Status:
    """How a whole instrument stands on `day`."""
    since = instrument.applies_from or instrument.in_force
    if instrument.type == "proposal" and not since:
        return Status(Standing.NOT_YET, replaced_by=instrument.repealed_by)
    if instrument.type in _NEVER_IN_FORCE:
        since = since or instrument.adopted
    return Status(
        _standing(since, instrument.repealed, day),
        since,
        instrument.repealed,
        instrument.repealed_by,
    )


def provision_on(provisions: tuple[Provision, ...], ref: str, day: date) -> Provision | None:
    """The wording of a provision that holds on `day`, or else the nearest one."""
    wordings = [p for p in provisions if p.ref == ref]
    for wording in wordings:
        if _standing(wording.from_, wording.until, day, silent=True) is Standing.IN_FORCE:
            return wording
    past = [p for p in wordings if p.until and first_day(p.until) <= day]
    return past[-1] if past else (wordings[0] if wordings else None)


def _of_provision(instrument: Instrument, whole: Status, ref: str, day: date) -> Status:
    wording = provision_on(instrument.provisions, ref, day)
    if wording is None:
        return Status(Standing.UNKNOWN, whole.since, whole.until, whole.replaced_by)
    until = wording.until or whole.until
    if not wording.from_ and not wording.until:
        return Status(whole.standing, whole.since, until, whole.replaced_by)
    standing = _standing(wording.from_ or whole.since, until, day, silent=True)
    if whole.standing is Standing.NOT_YET and standing is Standing.IN_FORCE and not wording.from_:
        standing = Standing.NOT_YET
    return Status(standing, wording.from_ or whole.since, until, whole.replaced_by)


def _standing(since: str, until: str, day: date, *, silent: bool = False) -> Standing:
    """`silent`: no dates at all mean that it holds, instead of unknown."""
    if until and first_day(until) <= day:
        return Standing.REPEALED
    if since:
        return Standing.NOT_YET if first_day(since) > day else Standing.IN_FORCE
    return Standing.IN_FORCE if silent else Standing.UNKNOWN


def first_day(partial: str) -> date:
    """The first day that a date of the register can mean: `2016` is 1 January 2016.

    Raises:
        ValueError: If it is not `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    """
    year, month, day = (*partial.split("-"), "1", "1")[:3]
    return date(int(year), int(month), int(day))
