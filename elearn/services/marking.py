"""Marking by people: an answer is handed over, taken, marked, settled; results are released.

Until its result is released, an attempt is finished but waits: it has no points and is neither
passed nor failed. Markers see a number, and a name only where the quiz says so.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, Conflict, ElearnError, NotAllowed, NotFound
from elearn.core.pack.model import Quiz
from elearn.core.quiz import marking as core
from elearn.core.quiz.correct import settled
from elearn.core.quiz.draw import Paper
from elearn.core.quiz.mark import Judged, Mark, Verdict
from elearn.core.quiz.marking import Judgement, MarkingState, Refusal
from elearn.core.quiz.options import Marking
from elearn.core.quiz.questions import Extended
from elearn.services import corrections, shelf
from elearn.services.shelf import Shelved
from elearn.store import marking as store
from elearn.store import packs
from elearn.store.attempts import KeptAnswer, KeptAttempt, KeptMark
from elearn.store.db import begin_write
from elearn.store.marking import KeptHumanMark, KeptWritten
from elearn.store.packs import KeptVersion

LEASE = timedelta(minutes=30)
"""So long an answer is kept for whoever took it."""

GRADER = "human"
"""What the marks of people say of their grader."""


@dataclass(frozen=True, slots=True)
class Script:
    """An answer that people mark, with its question and all that was found so far.

    `corrected`: a correction has decided about all answers to the question.
    """

    kept: KeptWritten
    shelved: Shelved
    question: Extended
    rule: Marking
    found: tuple[KeptHumanMark, ...]
    corrected: bool

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """What was found, as the rules want it."""
        return tuple(
            Judgement(
                m.marker_id, m.levels, Fraction(m.share), m.comment, settles=m.settles is not None
            )
            for m in self.found
        )

    @property
    def state(self) -> MarkingState:
        """How far the marking is."""
        return core.state(self.question, self.rule, self.judgements)


def hand_over(
    kept: KeptAttempt,
    marks: Mapping[str, Mark],
    answers: Mapping[str, KeptAnswer],
    *,
    now: datetime,
) -> bool:
    """Let the answers of an attempt that only people can mark wait for them; whether there are any.

    Needs a writing transaction, in which the attempt ends.
    """
    waiting = [name for name, mark in marks.items() if mark.verdict is Verdict.WAITING]
    if waiting:
        store.hold_quiz(kept.version_id)
    for question_id in waiting:
        store.add(
            key=secrets.token_urlsafe(12),
            attempt_id=kept.id,
            question_id=question_id,
            answer_id=answers[question_id].id,
            version_id=kept.version_id,
            item_id=kept.item_id,
            digest=kept.digest,
            at=now,
        )
    return bool(waiting)


def marker_of(actor: Actor) -> int:
    """The person behind an actor who marks.

    Raises:
        NotAllowed: If the actor may not mark.
    """
    access.require(actor, Action.MARK_ANSWERS)
    if not actor.person_id:  # the operator is nobody in particular
        raise NotAllowed("Only a person marks answers.")
    return actor.person_id


def require_script(actor: Actor, key: str) -> Script:
    """An answer, for somebody who may mark.

    Raises:
        NotAllowed: If the actor may not mark, or it is their own answer.
        NotFound: If there is no such answer, or its result was released.
    """
    marker = marker_of(actor)
    kept = store.by_key(key)
    if kept is None or kept.released_at is not None:
        raise NotFound("There is no such answer to mark.")
    if kept.learner_id == marker:
        raise _refused(Refusal.OWN)
    return _script(kept)


def _script(kept: KeptWritten) -> Script:
    shelved = shelf.take(kept.digest)
    quiz = shelved.item(kept.item_id)
    assert isinstance(quiz, Quiz)
    question = _question(shelved, quiz, kept.question_id)
    rule = core.rule_of(question, quiz.marking)
    known = corrections.of_version(kept.pack_id, kept.version).get(question.id, ())
    decided = settled(question, known) is not None
    return Script(kept, shelved, question, rule, tuple(store.found(kept.id)), decided)


def _question(shelved: Shelved, quiz: Quiz, question_id: str) -> Extended:
    banks = (question for bank in shelved.course.banks for question in bank.questions)
    for question in (*quiz.own_questions, *banks):
        if question.id == question_id and isinstance(question, Extended):
            return question
    raise NotFound("There is no such question in this version.")


def refusal(script: Script, marker: int) -> Refusal | None:
    """Why somebody may not mark, or settle, this answer now; None if they may."""
    learner = script.kept.learner_id
    if script.corrected:
        return Refusal.CORRECTED
    if script.state is MarkingState.DIFFERING:
        return core.may_settle(marker, learner, script.state)
    return core.may_mark(marker, learner, script.rule, script.judgements)


def _require_may(script: Script, marker: int) -> None:
    why = refusal(script, marker)
    if why is not None:
        raise _refused(why)


def _refused(why: Refusal) -> ElearnError:
    match why:
        case Refusal.OWN:
            return NotAllowed(
                "This is your own answer. Somebody else must mark it.", code=why.value
            )
        case Refusal.MARKED:
            return Conflict("This answer has been marked already.", code=why.value)
        case Refusal.DIFFERING:
            return Conflict("Two markers differ here. Settle it, with a reason.", code=why.value)
        case Refusal.NOT_DIFFERING:
            return Conflict("There is nothing to settle here.", code=why.value)
        case Refusal.CORRECTED:
            return Conflict(
                "This question was corrected: its answers need no mark any more.", code=why.value
            )


def holds(script: Script, marker: int, now: datetime) -> bool:
    """Whether somebody has this answer at the moment."""
    until = script.kept.leased_until
    return script.kept.leased_by == marker and until is not None and until > now


def take(actor: Actor, key: str, *, now: datetime) -> None:
    """Take an answer, so that nobody else marks it meanwhile.

    Raises:
        NotAllowed: If the actor may not mark, or it is their own.
        NotFound: If there is no such answer.
        Conflict: If somebody else has it, or it needs no mark.
    """
    marker = marker_of(actor)
    begin_write()
    store.hold(key)
    script = require_script(actor, key)
    _require_may(script, marker)
    if not store.lease(script.kept.id, marker, now=now, until=now + LEASE):
        raise Conflict("Somebody else is marking this answer.", code="being-marked")


def take_next(
    actor: Actor, pack_id: str, version: str, item_id: str, *, now: datetime
) -> str | None:
    """Take the oldest answer of a quiz that wants this marker; its key, or None if none does.

    Raises:
        NotAllowed: If the actor may not mark.
        NotFound: If there is no such version.
    """
    marker = marker_of(actor)
    kept = require_version(actor, pack_id, version)
    begin_write()
    store.hold_quiz(kept.id)
    found = store.next_for(marker, kept.id, item_id, now=now)
    if found is None or not store.lease(found.id, marker, now=now, until=now + LEASE):
        return None
    return found.key


def give_back(actor: Actor, key: str) -> None:
    """Leave an answer to others, unmarked.

    Raises:
        NotAllowed: If the actor may not mark.
        NotFound: If there is no such answer.
    """
    marker = marker_of(actor)
    begin_write()
    store.give_back(require_script(actor, key).kept.id, marker)


def require_version(actor: Actor, pack_id: str, version: str) -> KeptVersion:
    """A version, for somebody who may mark.

    Raises:
        NotAllowed: If the actor may not.
        NotFound: If there is no such version.
    """
    marker_of(actor)
    kept = packs.find_version(pack_id, version)
    if kept is None:
        raise NotFound("There is no such version here.")
    return kept


@dataclass(frozen=True, slots=True)
class Finding:
    """What a marker sent: levels by criterion, a comment, and the reason if it settles."""

    levels: Mapping[str, str]
    comment: str
    reason: str = ""


def mark(actor: Actor, key: str, finding: Finding, *, now: datetime) -> MarkingState:
    """Keep what a marker found; how far the marking is then.

    Raises:
        NotAllowed: If the actor may not mark, or it is their own answer.
        NotFound: If there is no such answer.
        Conflict: If the answer needs no mark, or somebody else has it.
        BadInput: If a criterion is not judged, a text is too long, or a reason is missing.
    """
    marker = marker_of(actor)
    begin_write()
    store.hold(key)
    script = require_script(actor, key)
    _require_may(script, marker)
    settles = script.state is MarkingState.DIFFERING
    comment, reason = _texts(finding, settles=settles)
    judged = core.judgement(script.question, marker, finding.levels, comment, settles=settles)
    if not store.lease(script.kept.id, marker, now=now, until=now + LEASE):
        raise Conflict("Somebody else is marking this answer.", code="being-marked")
    store.add_mark(
        written_id=script.kept.id,
        marker_id=marker,
        levels=dict(judged.levels),
        share=str(judged.share),
        comment=comment,
        settles=reason if settles else None,
        digest=script.kept.digest,
        at=now,
    )
    then = core.state(script.question, script.rule, (*script.judgements, judged))
    store.set_state(script.kept.id, then.value)
    return then


def _texts(finding: Finding, *, settles: bool) -> tuple[str, str]:
    comment = _tidy(finding.comment)
    reason = " ".join(finding.reason.split())
    if len(comment) > core.LONGEST_COMMENT:
        raise BadInput("Use at most 4000 characters for the comment.", code="comment-long")
    if settles and not 0 < len(reason) <= core.LONGEST_REASON:
        raise BadInput("Say why, in at most 1000 characters.", code="reason-bad")
    return comment, reason


def _tidy(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(c for c in x if c.isprintable()).rstrip() for x in lines).strip()


def combined(kept: Iterable[KeptWritten]) -> dict[str, Mark]:
    """The marks that people gave to these answers, by question.

    Raises:
        Conflict: If one is not marked yet.
    """
    found = {}
    for each in kept:
        script = _script(each)
        mark = core.combined(script.question, script.rule, script.judgements)
        if mark is None:
            raise Conflict("Not every answer is marked yet.", code="not-marked")
        found[each.question_id] = mark
    return found


def judged_to_raw(judged: Judged | None) -> dict[str, Any] | None:
    """How people judged, as a mark keeps it."""
    if judged is None:
        return None
    return {"levels": dict(judged.levels), "comment": judged.comment}


def _mark_of(kept: KeptMark, out_of: int) -> Mark:
    """A kept mark as it was worked out, but for what the review works out again."""
    raw = kept.judged
    judged = Judged(tuple(raw["levels"].items()), raw["comment"]) if raw else None
    share, points = Fraction(kept.share), Fraction(kept.points)
    return Mark(share, points, out_of, Verdict(kept.verdict), {}, judged=judged)


def marks_of(paper: Paper, marks: Mapping[str, KeptMark]) -> dict[str, Mark]:
    """The marks among these that people gave, by question; none before they are released."""
    points = {asked.question.id: asked.question.points for asked in paper.questions}
    return {
        name: _mark_of(kept, points[name])
        for name, kept in marks.items()
        if kept.judged is not None and name in points
    }
