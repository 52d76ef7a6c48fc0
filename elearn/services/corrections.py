"""Corrections: a published question was wrong. One proposes, another one confirms, marks follow.

Nothing is edited: new marks are appended, and what a correction did to each attempt is kept beside
it. What a confirmed correction says holds at once for whoever hands in from then on.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, Conflict, NotAllowed, NotFound
from elearn.core.pack.model import Course
from elearn.core.quiz import given
from elearn.core.quiz.correct import (
    Correction,
    CorrectionKind,
    changes,
    corrected,
    require_fitting,
)
from elearn.core.quiz.given import Answer, truth
from elearn.core.quiz.questions import Question, kind_of
from elearn.services import shelf
from elearn.services.quiz_questions import find_question, require_question
from elearn.store import audit, packs
from elearn.store import corrections as store
from elearn.store.corrections import KeptCorrection
from elearn.store.db import begin_write

LONGEST_REASON = 1000
"""Letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A correction to propose.

    Attributes:
        version: The version at which the question was looked at; empty for the newest published.
        answer: With `key` and `also`: the right answer.
        versions: Those that it concerns; empty for all in which the question has the same key.
        by: Who proposes, where the operator does so on the command line.
    """

    pack_id: str
    version: str
    question_id: str
    kind: CorrectionKind
    reason: str
    answer: Answer | None = None
    may_lower: bool = False
    versions: tuple[str, ...] = ()
    by: str = ""


def same_versions(pack_id: str, question: Question) -> tuple[str, ...]:
    """The versions of a pack in which a question has the same key, the newest first."""
    found = []
    for kept in packs.versions_of(pack_id):
        other = find_question(kept.digest, question.id)
        if other is None or kind_of(other) != kind_of(question):
            continue
        if truth(other) == truth(question):
            found.append(kept.version)
    return tuple(found)


def propose(actor: Actor, proposal: Proposal, *, now: datetime) -> str:
    """Propose a correction; its key. Nothing changes until somebody else confirms it.

    Raises:
        NotAllowed: If the actor may not correct marks.
        NotFound: If there is no such version or question.
        BadInput: If there is no reason, the answer does not fit, or all of it holds already.
    """
    access.require(actor, Action.CORRECT_MARKS)
    _require_named(actor, proposal.by)
    reason = proposal.reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise BadInput("Say why, in at most 1000 letters.", code="reason-bad")
    kept, question = require_question(proposal.pack_id, proposal.version, proposal.question_id)
    wanted = Correction(proposal.kind, proposal.answer)
    require_fitting(question, wanted)
    before = of_version(proposal.pack_id, kept.version).get(question.id, ())
    if not changes(question, before, wanted):
        raise BadInput("This changes nothing: it holds already.", code="correction-same")
    versions = _require_versions(proposal, kept.version, question)
    begin_write()
    key = secrets.token_hex(10)  # it is typed in commands: no dash may begin it
    store.add(
        key=key,
        pack_id=proposal.pack_id,
        versions=list(versions),
        question_id=question.id,
        kind=proposal.kind.value,
        answer=given.to_raw(proposal.answer) if proposal.answer is not None else None,
        reason=reason,
        may_lower=proposal.may_lower,
        proposed_by=actor.person_id or None,
        proposed_at=now,
    )
    _note(actor, "correction-proposed", key, proposal.by, now=now)
    return key


def _require_versions(proposal: Proposal, version: str, question: Question) -> Sequence[str]:
    if not proposal.versions:
        return same_versions(proposal.pack_id, question) or (version,)
    for named in proposal.versions:
        require_question(proposal.pack_id, named, question.id)
    return proposal.versions


def _require_named(actor: Actor, by: str) -> None:
    """The operator acts under a name, so that it can be said who it was."""
    if not actor.person_id and not by.strip():
        raise BadInput("Say who does this: give a name.", code="nobody-named")


def _note(actor: Actor, action: str, key: str, by: str, *, now: datetime) -> None:
    details = {"by": " ".join(by.split())[:200]} if not actor.person_id else {}
    audit.keep_act(actor.person_id or None, action, f"correction:{key}", details, at=now)


def require(actor: Actor, key: str) -> KeptCorrection:
    """A correction, for somebody who may correct marks.

    Raises:
        NotAllowed: If the actor may not.
        NotFound: If there is none with that key.
    """
    access.require(actor, Action.CORRECT_MARKS)
    kept = store.by_key(key)
    if kept is None:
        raise NotFound("There is no such correction.")
    return kept


def confirm(actor: Actor, key: str, *, now: datetime, by: str = "") -> KeptCorrection:
    """Confirm a correction that somebody else has proposed; it holds from now on.

    Attempts handed in before are marked again by `services.regrading`.

    Raises:
        NotAllowed: If the actor may not, or has proposed it.
        NotFound: If there is none.
        Conflict: If it was decided already.
    """
    kept = _decide(actor, key, "confirmed", by, now=now)
    _note(actor, "correction-confirmed", key, by, now=now)
    return kept


def decline(actor: Actor, key: str, *, now: datetime, by: str = "") -> None:
    """Decline a correction, or take back one's own proposal. Nothing has changed and nothing will.

    Raises:
        NotAllowed: If the actor may not.
        NotFound: If there is none.
        Conflict: If it was decided already.
    """
    _decide(actor, key, "declined", by, now=now)
    _note(actor, "correction-declined", key, by, now=now)


def _decide(actor: Actor, key: str, state: str, by: str, *, now: datetime) -> KeptCorrection:
    access.require(actor, Action.CORRECT_MARKS)
    _require_named(actor, by)
    begin_write()
    store.hold(key)
    kept = require(actor, key)
    if kept.state != "proposed":
        raise Conflict("This correction was decided already.", code="correction-decided")
    own = actor.person_id and actor.person_id == kept.proposed_by
    if own and state == "confirmed":
        raise NotAllowed("Somebody else must confirm what you proposed.", code="correction-own")
    store.decide(kept.id, state, by=actor.person_id or None, at=now)
    return kept


def correction_of(kept: KeptCorrection) -> Correction:
    """What it says of the question."""
    answer = given.from_raw(kept.answer) if kept.answer else None
    return Correction(CorrectionKind(kept.kind), answer)


def of_version(
    pack_id: str, version: str, *, before: KeptCorrection | None = None
) -> dict[str, tuple[Correction, ...]]:
    """The confirmed corrections that concern a version, by question, in the order of confirming.

    With `before` only those that held when that one was confirmed; all, if nobody has confirmed it.
    """
    found: dict[str, tuple[Correction, ...]] = {}
    for kept in store.confirmed(pack_id):
        if before is not None and kept.id == before.id:
            break
        if version in kept.versions:
            found[kept.question_id] = (*found.get(kept.question_id, ()), correction_of(kept))
    return found


def of_versions(versions: Mapping[str, str]) -> dict[tuple[str, str], tuple[Correction, ...]]:
    """The same for a version of each of several packs, by pack and question. One query."""
    found: dict[tuple[str, str], tuple[Correction, ...]] = {}
    for kept in store.confirmed_of(versions):
        if versions[kept.pack_id] in kept.versions:
            key = (kept.pack_id, kept.question_id)
            found[key] = (*found.get(key, ()), correction_of(kept))
    return found


def of_digest(digest: str) -> dict[str, tuple[Correction, ...]]:
    """The same, for the version with that content; of a bridge, those of its course."""
    pack = shelf.take(digest).pack
    pack_id = pack.subject if isinstance(pack, Course) else pack.meta.id
    return of_version(pack_id, pack.meta.version)


def as_corrected(
    questions: Sequence[Question], corrections: dict[str, tuple[Correction, ...]]
) -> tuple[Question, ...]:
    """Questions with the keys that they should have had."""
    return tuple(corrected(q, corrections.get(q.id, ())) for q in questions)
