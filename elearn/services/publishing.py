"""Acts upon versions, done: publish, stop, withdraw, set a sunset, retire.

Who may is not asked here. Each act needs a writing transaction of its caller and changes as few
rows as can be: a patch changes the release line's row beside its own, however many follow it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from elearn.core.errors import BadInput, Conflict
from elearn.core.ids import version_key
from elearn.core.learning import policy
from elearn.core.learning.policy import Publishing, State
from elearn.core.pack.model import Course, UpdatePolicy
from elearn.services import jobs, shelf
from elearn.store import audit, moves, packs, releases
from elearn.store.packs import KeptVersion
from elearn.store.releases import KeptRelease


class Act(StrEnum):
    """What can be done to a version."""

    PUBLISH = "publish"
    ROLL_BACK = "roll-back"
    STOP = "stop"
    WITHDRAW = "withdraw"
    SUNSET = "sunset"
    RETIRE = "retire"


PUBLISHES = frozenset({Act.PUBLISH, Act.ROLL_BACK})
"""Acts that offer a version to learners."""

ENDS = {Act.STOP: State.STOPPED, Act.WITHDRAW: State.WITHDRAWN}
"""Acts after which a version completes nothing."""

_DONE = {
    Act.PUBLISH: "pack-published",
    Act.ROLL_BACK: "pack-published",
    Act.STOP: "pack-stopped",
    Act.WITHDRAW: "pack-withdrawn",
    Act.SUNSET: "pack-sunset",
    Act.RETIRE: "pack-retired",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """How an act is to be done.

    Attributes:
        urgent: With `publish`: the law has changed, earlier versions stop.
        law_note: What has changed in the law, for learners; plain text.
        sunset_on: With `publish` from when on earlier versions complete nothing, instead of what
            the pack says; with `sunset` from when on this one's line does, None for never.
        bridge_due_on: With `publish`: until when those who completed an earlier version take the
            bridge.
        meaning_same: What the pack declares to mean the same was compared by whoever decided.
        by, second: Who acts, where the operator does so on the command line.
    """

    urgent: bool = False
    law_note: str = ""
    sunset_on: date | None = None
    bridge_due_on: date | None = None
    meaning_same: bool = False
    by: str = ""
    second: str = ""

    def to_raw(self) -> dict[str, Any]:
        """As JSON; without what is as it is by default."""
        raw = {f.name: getattr(self, f.name) for f in fields(self)}
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in raw.items()
            if value
        }

    @classmethod
    def from_raw(cls, raw: Mapping[str, Any]) -> "Settings":
        """What `to_raw` wrote."""
        given = {f.name: raw[f.name] for f in fields(cls) if f.name in raw}
        for name in ("sunset_on", "bridge_due_on"):
            if name in given:
                given[name] = date.fromisoformat(given[name])
        return cls(**given)


DEFAULT = Settings()


def update_policy(digest: str) -> UpdatePolicy:
    """What a version says about updates; of a register what is usual."""
    pack = shelf.take(digest).pack
    return pack.update if isinstance(pack, Course) else UpdatePolicy()


def publishing(kept: KeptVersion, settings: Settings) -> Publishing:
    """Publishing that version, for the rules of `core.learning.policy`."""
    return Publishing(
        kept.version,
        update_policy(kept.digest),
        urgent=settings.urgent,
        sunset_on=settings.sunset_on,
        bridge_due_on=settings.bridge_due_on,
    )


def require_possible(act: Act, kept: KeptVersion, settings: Settings, *, now: datetime) -> None:
    """Refuse what makes no sense as things stand; reads only.

    Raises:
        Conflict: If the version is in no state for it.
        BadInput: If a day makes no sense.
    """
    found = releases.of_pack(kept.pack_id)
    if act in PUBLISHES:
        _require_publishable(kept, settings, found, now=now)
    elif act in ENDS:
        if kept.state not in (State.PUBLISHED, State.RETIRED):
            raise Conflict(
                "Only a version that is or was offered can be stopped or withdrawn.",
                code="version-not-live",
            )
    elif act is Act.RETIRE:
        if kept.state != State.PUBLISHED:
            raise Conflict("Only a published version can be retired.", code="version-not-live")
    else:
        _require_sunset(kept, settings, found, now=now)


def _require_publishable(
    kept: KeptVersion, settings: Settings, found: list[KeptRelease], *, now: datetime
) -> None:
    if kept.state == State.WITHDRAWN:
        raise Conflict(
            "A withdrawn version stays withdrawn. Give what is right a new version number.",
            code="version-withdrawn",
        )
    if kept.state == State.PUBLISHED:
        raise Conflict("This version is published already.", code="version-published")
    own = version_key(kept.version)
    ahead = [r for r in found if r.release.current and r.release.major == own[0]]
    if kept.kind == "course" and ahead and own < ahead[0].release.key:
        raise Conflict(
            "%(version)s has been published already. Give this version a higher number.",
            code="version-behind",
            values={"version": ahead[0].version},
        )
    for day in (settings.sunset_on, settings.bridge_due_on):
        if day is not None and day < now.date():
            raise BadInput("This day has passed. Choose a later one.", code="day-past")


def _require_sunset(
    kept: KeptVersion, settings: Settings, found: list[KeptRelease], *, now: datetime
) -> None:
    own = next(r for r in found if r.id == kept.id)
    if own.line_id is None or not own.release.current or kept.state not in ("published", "retired"):
        raise Conflict(
            "Only the version that a release line leads to can have a sunset.",
            code="version-not-current",
        )
    day = settings.sunset_on
    if day is None:
        return
    if day < now.date():
        raise BadInput("This day has passed. Choose a later one.", code="day-past")
    all_ = [r.release for r in found]
    if not any(r.key > own.release.key for r in policy.offered(all_, now.date())):
        raise Conflict(
            "There is no later version to go on with, so this one has no sunset.",
            code="no-later-version",
        )


def carry_out(
    act: Act, kept: KeptVersion, reason: str, settings: Settings, *, by: int | None, now: datetime
) -> None:
    """Do it. Needs a writing transaction in which the pack is held.

    Raises:
        Conflict: If the version is in no state for it.
        BadInput: If a day makes no sense.
    """
    require_possible(act, kept, settings, now=now)
    if act in PUBLISHES:
        _publish(kept, settings, by=by, now=now)
    elif act in ENDS:
        ends = ENDS[act]
        note = settings.law_note
        releases.end([kept.id], ends, reason=reason, law_note=note, by=by, at=now)
        tell_later(kept.id, now=now)
    elif act is Act.RETIRE:
        packs.retire(kept.id, at=now)
    else:
        own = next(r for r in releases.of_pack(kept.pack_id) if r.id == kept.id)
        assert own.line_id is not None
        releases.set_sunset(own.line_id, settings.sunset_on)
    details = settings.to_raw() | ({"reason": reason} if reason else {})
    audit.keep_act(by, _DONE[act], f"{kept.pack_id} {kept.version}", details, at=now)
    if act in PUBLISHES:
        jobs.enqueue("law", {}, now=now, once=f"law:version-{kept.id}:{now.isoformat()}")
    if moves.candidates(kept.pack_id, 0, now.date(), limit=1):
        go_on_later(kept.pack_id, now=now)
    shelf.forget_newest()


def _publish(kept: KeptVersion, settings: Settings, *, by: int | None, now: datetime) -> None:
    if kept.kind != "course":
        packs.publish(kept.id, by=by, at=now)
        return
    found = releases.of_pack(kept.pack_id)
    by_version = {r.version: r for r in found}
    change = policy.plan(publishing(kept, settings), [r.release for r in found], now.date())
    own_line = by_version[kept.version].line_id
    if change.hold and change.hold_until is not None:
        held = by_version[change.hold]
        assert held.line_id is not None
        releases.hold_learners(held.line_id, held.id, change.hold_until)
    if change.release and own_line is not None:
        releases.release_learners(own_line)
    lines = {r.release.major: r.line_id for r in found}
    for major, day in change.sunsets.items():
        line_id = lines[major]
        assert line_id is not None
        releases.set_sunset(line_id, day)
    if change.stop:
        stopped = [by_version[version].id for version in change.stop]
        reason = f"{kept.version} takes its place."
        note = settings.law_note
        releases.end(stopped, State.STOPPED, reason=reason, law_note=note, by=by, at=now)
        for version_id in stopped:
            tell_later(version_id, now=now)
    packs.publish(kept.id, by=by, at=now)
    _carry_later(own_line, now=now)
    if settings.bridge_due_on is not None:
        releases.set_bridge_due(kept.id, settings.bridge_due_on)


def _carry_later(line_id: int | None, *, now: datetime) -> None:
    """Ask for what is unchanged again to be carried over to those who came from another line."""
    if line_id is not None and moves.gone_on_to(line_id, 0, limit=1):
        jobs.enqueue("carrying-over", {"line": line_id, "after": 0}, now=now)


def go_on_later(pack_id: str, *, now: datetime) -> None:
    """Ask for those to be taken along whose version is over."""
    jobs.enqueue("going-on", {"pack": pack_id, "after": 0}, now=now)


def tell_later(version_id: int, *, now: datetime) -> None:
    """Ask for those to be told whom the end of a version concerns."""
    jobs.enqueue("version-ended", {"version": version_id, "after": 0}, now=now)
