"""Acts upon versions with four eyes: one proposes, somebody else confirms, and then it is done.

Where the rule is switched off (a site with one trainer), proposing does it at once. The operator on
the machine itself acts at once too (`act_at_once`), as when a site is set up.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, Conflict, NotAllowed, NotFound
from elearn.services import publishing, shelf
from elearn.services.publishing import DEFAULT, ENDS, PUBLISHES, Act, Settings
from elearn.store import audit, packs, releases
from elearn.store import publications as store
from elearn.store.db import begin_write
from elearn.store.packs import KeptVersion
from elearn.store.publications import KeptPublication

LONGEST = 1000
"""Letters of a reason or a note."""

NEEDS_REASON = frozenset({*ENDS, Act.ROLL_BACK})
"""Acts for which somebody must say why; with `stop` and `withdraw` learners read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An act to propose.

    Attributes:
        act: What is to be done.
        pack_id, version: To which version.
        reason: Why; needed to stop, to withdraw and to roll back.
        settings: How.
    """

    act: Act
    pack_id: str
    version: str
    reason: str = ""
    settings: Settings = DEFAULT


@dataclass(frozen=True, slots=True)
class Proposed:
    """What became of a proposal: its key, and whether it was done at once."""

    key: str
    done: bool


def propose(actor: Actor, proposal: Proposal, *, four_eyes: bool, now: datetime) -> Proposed:
    """Propose an act; without the rule of four eyes it is done at once.

    Raises:
        NotAllowed: If the actor may not publish.
        NotFound: If the version is not installed.
        BadInput: If a reason is missing, or a day makes no sense.
        Conflict: If the version is in no state for it, or something is proposed of it already.
    """
    access.require(actor, Action.PUBLISH_PACKS)
    reason = _reason(proposal)
    _begin(proposal.pack_id, proposal.version)
    kept = require_version(proposal.pack_id, proposal.version)
    publishing.require_possible(proposal.act, kept, proposal.settings, now=now)
    if any(p.state == "proposed" for p in store.of_version(kept.id)):
        raise Conflict(
            "Something is proposed for this version already. Decide about it first.",
            code="proposed-already",
        )
    if not four_eyes:
        return Proposed(_at_once(actor, kept, replace(proposal, reason=reason), now=now), done=True)
    key = secrets.token_hex(10)
    store.add(**_row(actor, key, kept, replace(proposal, reason=reason), now), state="proposed")
    act, by = proposal.act.value, actor.person_id or None
    subject = f"{kept.pack_id} {kept.version}"
    audit.keep_act(by, "publication-proposed", subject, {"act": act}, at=now)
    return Proposed(key, done=False)


def _begin(pack_id: str, version: str) -> None:
    """Begin to write with the pack held, after its version is off the shelf, which may be slow."""
    shelf.take(require_version(pack_id, version).digest)
    begin_write()
    releases.hold(pack_id)


def _row(
    actor: Actor, key: str, kept: KeptVersion, proposal: Proposal, now: datetime
) -> dict[str, object]:
    return {
        "key": key,
        "version_id": kept.id,
        "act": proposal.act.value,
        "reason": proposal.reason,
        "settings": proposal.settings.to_raw(),
        "proposed_by": actor.person_id or None,
        "proposed_at": now,
    }


def _reason(proposal: Proposal) -> str:
    reason = " ".join(proposal.reason.split())
    if len(reason) > LONGEST or len(proposal.settings.law_note) > LONGEST:
        raise BadInput("Write at most 1000 letters.", code="reason-long")
    if proposal.act in NEEDS_REASON and not reason:
        raise BadInput("Say why, in at most 1000 letters.", code="reason-missing")
    return reason


def require_version(pack_id: str, version: str) -> KeptVersion:
    """An installed version.

    Raises:
        NotFound: If it is not installed.
    """
    kept = packs.find_version(pack_id, version)
    if kept is None or kept.kind == packs.BRIDGE:
        raise NotFound(
            "%(pack)s %(version)s is not installed here.",
            values={"pack": pack_id, "version": version},
        )
    return kept


def _at_once(actor: Actor, kept: KeptVersion, proposal: Proposal, *, now: datetime) -> str:
    """Do what is proposed, and keep that it was; its key."""
    _require_compared(proposal.act, kept, proposal.settings)
    key, by = secrets.token_hex(10), actor.person_id or None
    row = _row(actor, key, kept, proposal, now)
    store.add(**row, state="confirmed", decided_by=by, decided_at=now)
    publishing.carry_out(proposal.act, kept, proposal.reason, proposal.settings, by=by, now=now)
    return key


def act_at_once(actor: Actor, proposal: Proposal, *, now: datetime) -> None:
    """Do something to a version as the operator, who needs nobody else's word.

    Raises:
        NotAllowed: If the actor is anybody else: they propose.
        NotFound: If the version is not installed.
        BadInput: If a reason is missing, or a day makes no sense.
        Conflict: If the version is in no state for it.
    """
    access.require(actor, Action.PUBLISH_PACKS)
    if actor.person_id:
        raise NotAllowed("Propose it; somebody else confirms.", code="four-eyes")
    reason = _reason(proposal)
    _begin(proposal.pack_id, proposal.version)
    kept = require_version(proposal.pack_id, proposal.version)
    for open_ in store.of_version(kept.id):
        if open_.state == "proposed":
            raise Conflict(
                "Something is proposed for this version already. Decide about it first.",
                code="proposed-already",
            )
    _at_once(actor, kept, replace(proposal, reason=reason), now=now)


def require(actor: Actor, key: str) -> KeptPublication:
    """An act, for somebody who may look at it as the second person.

    Raises:
        NotAllowed: If the actor may not.
        NotFound: If there is none with that key.
    """
    access.require(actor, Action.REVIEW_PACKS)
    kept = store.by_key(key)
    if kept is None:
        raise NotFound("There is no such proposal.")
    return kept


def confirm(
    actor: Actor, key: str, *, meaning_same: bool = False, note: str = "", now: datetime
) -> KeptPublication:
    """Confirm what somebody else has proposed, and do it.

    Args:
        actor: Who confirms.
        key: Of the proposal.
        meaning_same: They have compared what the pack declares to mean the same.
        note: What they want to add.
        now: When.

    Raises:
        NotAllowed: If the actor may not, or has proposed it.
        NotFound: If there is none.
        BadInput: If what is declared to mean the same was not compared.
        Conflict: If it was decided already, or the version is in no state for it any more.
    """
    kept = _open(actor, key)
    if actor.person_id and actor.person_id == kept.proposed_by:
        raise NotAllowed("Somebody else must confirm what you proposed.", code="publication-own")
    version = require_version(kept.pack_id, kept.version)
    act = Act(kept.act)
    settings = replace(Settings.from_raw(kept.settings), meaning_same=meaning_same)
    _require_compared(act, version, settings)
    _decide(actor, kept, "confirmed", settings, note, now=now)
    by = actor.person_id or None
    publishing.carry_out(act, version, kept.reason, settings, by=by, now=now)
    return kept


def decline(actor: Actor, key: str, *, note: str = "", now: datetime) -> None:
    """Decline a proposal, or take back one's own. Nothing has changed and nothing will.

    Raises:
        NotAllowed: If the actor may not.
        NotFound: If there is none.
        Conflict: If it was decided already.
    """
    kept = _open(actor, key)
    _decide(actor, kept, "declined", Settings.from_raw(kept.settings), note, now=now)
    subject = f"{kept.pack_id} {kept.version}"
    by = actor.person_id or None
    audit.keep_act(by, "publication-declined", subject, {"act": kept.act}, at=now)


def _open(actor: Actor, key: str) -> KeptPublication:
    """A proposal that nobody has decided about; held, with its pack, until the commit."""
    found = require(actor, key)
    _begin(found.pack_id, found.version)
    store.hold(key)
    kept = require(actor, key)
    if kept.state != "proposed":
        raise Conflict("This proposal was decided already.", code="publication-decided")
    return kept


def _decide(
    actor: Actor, kept: KeptPublication, state: str, settings: Settings, note: str, *, now: datetime
) -> None:
    note = " ".join(note.split())
    if len(note) > LONGEST:
        raise BadInput("Write at most 1000 letters.", code="reason-long")
    by = actor.person_id or None
    store.decide(kept.id, state, settings=settings.to_raw(), note=note, by=by, at=now)


def declared(kept: KeptVersion) -> tuple[str, ...]:
    """What a version declares to mean the same as in an earlier one that is here, by id."""
    same = publishing.update_policy(kept.digest).meaning_same
    if same is None or packs.find_version(kept.pack_id, same.since) is None:
        return ()
    return tuple(sorted(same.ids))


def _require_compared(act: Act, kept: KeptVersion, settings: Settings) -> None:
    if act in PUBLISHES and not settings.meaning_same and declared(kept):
        raise BadInput(
            "This version declares that some changes leave the meaning as it was. Compare them, "
            "and say that you have.",
            code="meaning-not-compared",
        )
