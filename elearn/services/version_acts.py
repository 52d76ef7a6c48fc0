"""What was done to a version, what is proposed, and what may be proposed of it."""

from dataclasses import dataclass
from datetime import date, datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.store import publications, releases
from elearn.store.packs import KeptVersion
from elearn.store.releases import KeptRelease


@dataclass(frozen=True, slots=True)
class Waiting:
    """An act that is proposed."""

    key: str
    act: str


@dataclass(frozen=True, slots=True)
class VersionActs:
    """What was done to a version, and what can be.

    Attributes:
        may: What the actor may propose of it (`services.publishing.Act`); nothing while something
            is proposed.
        proposed: What waits for a second person.
        ended_at, end_reason, law_note: When and why it was stopped or withdrawn.
        sunset_on: The first day on which it completes nothing any more, since there is a later one.
    """

    may: tuple[str, ...]
    proposed: Waiting | None
    ended_at: datetime | None
    end_reason: str
    law_note: str
    sunset_on: date | None


def of_version(actor: Actor, kept: KeptVersion) -> VersionActs:
    """What was done to a version, and what the actor may propose. Two queries."""
    found = releases.of_pack(kept.pack_id)
    own = next(r for r in found if r.id == kept.id)
    acts = publications.of_version(kept.id)
    may = access.may(actor, Action.PUBLISH_PACKS)
    proposed = next((Waiting(p.key, p.act) for p in acts if p.state == "proposed"), None)
    return VersionActs(
        may=_possible(own, found, kept.kind) if may and proposed is None else (),
        proposed=proposed,
        ended_at=own.ended_at,
        end_reason=own.end_reason,
        law_note=own.law_note,
        sunset_on=own.release.sunset_on,
    )


def _possible(own: KeptRelease, found: list[KeptRelease], kind: str) -> tuple[str, ...]:
    """What may be proposed of a version as it stands; a register is not finished by anybody."""
    live, course = own.state in ("published", "retired"), kind == "course"
    later = [r for r in found if r.release.key > own.release.key]
    ahead = any(r.release.current and r.release.major == own.release.major for r in later)
    offered = any(r.state == "published" for r in later)
    possible = {
        "publish": own.state in ("installed", "retired", "stopped") and not ahead,
        "stop": live and course,
        "withdraw": live,
        "sunset": live and course and own.release.current and offered,
        "retire": own.state == "published",
        "roll-back": own.published_at is not None and bool(later) and own.state != "withdrawn",
    }
    return tuple(act for act, may in possible.items() if may)
