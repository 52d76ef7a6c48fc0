"""What happened to a completion record, from its issue on. Nothing of it is ever taken away."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from elearn.store import records as store
from elearn.store import revocations
from elearn.store.records import KeptRecord


class What(StrEnum):
    """What happened."""

    ISSUED = "issued"
    RENEWED = "renewed"
    SUPERSEDED = "superseded"
    REINSTATED = "reinstated"
    ASKED = "asked"
    DECLINED = "declined"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a record.

    Attributes:
        what: What it was.
        at: When.
        reason: Why it was revoked, or asked to be.
        version: With `renewed`: the version of the older record.
        two: With `revoked`: one person asked for it and another confirmed.
    """

    what: What
    at: datetime
    reason: str = ""
    version: str = ""
    two: bool = False


def of_record(kept: KeptRecord) -> tuple[Happening, ...]:
    """All that happened to a record, the oldest first."""
    requests = revocations.of_record(kept.id)
    two = any(one.state == "confirmed" and one.asked_by != one.decided_by for one in requests)
    found = [_issue(kept)]
    for status, reason, at in store.statuses(kept.id):
        what = What(status)
        found.append(Happening(what, at, reason, two=two and what is What.REVOKED))
    for one in requests:
        found.append(Happening(What.ASKED, one.asked_at, one.reason))
        if one.state == "declined" and one.decided_at is not None:
            found.append(Happening(What.DECLINED, one.decided_at, one.note))
    order = list(What)
    return tuple(sorted(found, key=lambda one: (one.at, order.index(one.what))))


def _issue(kept: KeptRecord) -> Happening:
    if kept.renews_version:
        return Happening(What.RENEWED, kept.issued_at, version=kept.renews_version)
    return Happening(What.ISSUED, kept.issued_at)


def of_holder(kept: KeptRecord) -> tuple[Happening, ...]:
    """The same for its holder: without what was asked for and not decided, or declined."""
    return tuple(h for h in of_record(kept) if h.what not in (What.ASKED, What.DECLINED))
