"""Quizzes: begin an attempt, answer, flag, pass on, hand in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import partial

from elearn.core.access import Actor
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.core.quiz import answers as given
from elearn.core.quiz import policy, response
from elearn.core.quiz.answers import Unreadable
from elearn.core.quiz.draw import PaperQuestion
from elearn.core.quiz.lapsed import KeptLapses
from elearn.core.quiz.options import Feedback
from elearn.core.quiz.policy import Refusal
from elearn.core.quiz.response import NO_RESPONSE, Response
from elearn.services import (
    came_to,
    drawing,
    enrolments,
    handing_in,
    lapses,
    quiz_terms,
    responses,
    results,
)
from elearn.services.came_to import percent
from elearn.services.sittings import (
    Sitting,
    of_kept,
    question_at,
    require_quiz,
    require_sitting,
)
from elearn.services.starting import Wanted, begin_or_go_on
from elearn.store import attempts as store
from elearn.store import enrolments as enrolment_store
from elearn.store import question_states
from elearn.store.attempts import KeptAnswer, Saving
from elearn.store.db import begin_write

__all__ = [
    "Outcome",
    "PageSaved",
    "Saved",
    "Sitting",
    "answer",
    "answer_page",
    "begin",
    "check",
    "choose",
    "finish",
    "flag",
    "go_on",
    "percent",
    "question_at",
    "require_quiz",
    "require_sitting",
]

TAB = "tab"
"""The field in which the page's script names its tab."""

_LONGEST_NUMBER = 6


class Outcome(StrEnum):
    """What became of an answer."""

    KEPT = "kept"
    LATE = "late"
    CLOSED = "closed"
    ASIDE = "aside"


CROWD = "elearn.crowd"
"""With this name in a request's environment, its server says that very many wait to hand in."""


@dataclass(frozen=True, slots=True)
class Saved:
    """An answer that was sent.

    Attributes:
        outcome: Kept; late or to a closed question, and kept without counting; or put aside, since
            another tab had saved something that this one had not shown.
        number: The number of the answer that stands now; of one put aside its own.
    """

    outcome: Outcome
    number: int

    def __bool__(self) -> bool:
        """Whether it counts."""
        return self.outcome is Outcome.KEPT


@dataclass(frozen=True, slots=True)
class PageSaved:
    """The answers of a page that was sent, by number of the question; and what was unreadable."""

    saved: Mapping[int, Saved] = field(default_factory=dict)
    unreadable: Mapping[int, BadInput] = field(default_factory=dict)

    def first(self, outcome: Outcome) -> int | None:
        """The number of the first question with that outcome."""
        return next((n for n, saved in self.saved.items() if saved.outcome is outcome), None)


def begin(actor: Actor, pack_id: str, item_id: str, language: str, *, now: datetime) -> str:
    """Begin an attempt, or go on with the open one; its key.

    Raises:
        NotFound: If there is no such quiz.
        Conflict: If no attempt may begin now.
    """
    begin_write()
    standing = enrolments.require_standing(actor, pack_id)
    quiz = require_quiz(standing, item_id)
    enrolment = standing.enrolment
    gone = lapses.lapses(enrolment.digest, now=now)
    if lapses.left_of(enrolment.digest, item_id, now=now).closing is not None:
        raise _CLOSED_BY_LAW
    for kept in store.of_item(enrolment.id, item_id)[-1:]:
        if kept.finished_at is None and results.is_over(kept, now):
            handing_in.hand_in_if_over(of_kept(kept), actor, now=now)
        elif kept.digest != enrolment.digest and results.is_paused(kept, now):
            handing_in.set_aside(kept, now=now)
    enrolment_store.hold(enrolment.id)
    earlier = store.of_item(enrolment.id, item_id)
    terms = quiz_terms.terms(enrolment, item_id, now=now)
    if not earlier or earlier[-1].finished_at is not None:
        past = came_to.past(earlier)
        decided = policy.may_begin(quiz, past, terms.dates, terms.granted, now)
        if decided.refusal is not None:
            raise _refused(decided.refusal)
    ends = policy.deadline(quiz, now, terms.dates, terms.extra)
    draws = partial(drawing.drawn_now, enrolment, quiz, frozenset(gone))
    own = {question.id for question in quiz.own_questions}
    left_out = KeptLapses(left_out=frozenset(own & gone.keys())).to_text()
    wanted = Wanted(item_id, "quiz", language, deadline_at=ends, draws=draws, lapsed=left_out)
    return begin_or_go_on(standing, wanted, actor, now=now)


_CLOSED_BY_LAW = Conflict(
    "This quiz is closed since the law changed. It opens again with a new version of the course.",
    code="quiz-law",
)


def _refused(refusal: Refusal) -> Conflict:
    match refusal:
        case Refusal.NOT_OPEN:
            return Conflict("This quiz is not open yet.", code="quiz-not-open")
        case Refusal.CLOSED:
            return Conflict("This quiz is closed.", code="quiz-closed")
        case Refusal.WAIT:
            return Conflict("The next attempt cannot begin yet.", code="quiz-wait")
        case Refusal.MARKING:
            return Conflict(
                "Your last attempt waits for a trainer. You can try again once it is marked.",
                code="attempt-waits",
            )
        case Refusal.NONE_LEFT:
            return Conflict(
                "You have used all attempts at this quiz. Ask your trainer for another one.",
                code="no-attempt-left",
            )


def based_field(asked: PaperQuestion) -> str:
    """The field that holds the number of the answer which the page showed."""
    return f"based-{asked.token}"


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a form says to one question, on what it is based, and from which tab it comes."""

    asked: PaperQuestion
    said: Response
    based: int | None
    tab: str | None


def _sent(sitting: Sitting, asked: PaperQuestion, form: given.Form) -> _Sent:
    """What a form says to one question.

    Raises:
        BadInput: If it cannot be read.
    """
    read = given.read(asked.question, asked, form)
    if isinstance(read, Unreadable):
        raise BadInput(read.text, code=read.code, details={"field": read.field})
    based = (list(form.get(based_field(asked), ())) or [""])[0]
    tab = (list(form.get(TAB, ())) or [""])[0]
    return _Sent(
        asked,
        responses.said(sitting.quiz, asked, read, form),
        int(based) if based.isdecimal() and len(based) <= _LONGEST_NUMBER else None,
        tab[:16] or None,
    )


def answer(actor: Actor, key: str, number: int, form: given.Form, *, now: datetime) -> Saved:
    """Keep an answer as it was given; what became of it.

    Raises:
        NotFound: If it is not the actor's attempt, or there is no such question.
        BadInput: If the form cannot be read; nothing is changed.
    """
    sitting = require_sitting(actor, key)
    sent = _sent(sitting, question_at(sitting, number), form)
    begin_write()
    store.hold(key)
    return _keep(sitting, sent, now=now)


def _keep(sitting: Sitting, sent: _Sent, *, now: datetime) -> Saved:
    """Keep an answer, with the hints that were taken before. Needs the attempt held."""
    kept, question_id = sitting.kept, sent.asked.question.id
    said = responses.with_hints(kept.id, sent.asked, sent.said)
    saving = Saving(question_id, response.to_raw(said), sent.based, sent.tab)
    number, late, aside = store.add_answer(kept.key, saving, at=now)
    if late:
        again = store.by_key(kept.key)
        ended = again is None or results.is_over(again, now)
        return Saved(Outcome.LATE if ended else Outcome.CLOSED, number)
    if not aside:
        return Saved(Outcome.KEPT, number)
    stands = store.answers(kept.id)[question_id]
    if _same(sent.said, stands) or _unchanged(kept.id, sent):
        return Saved(Outcome.KEPT, stands.number)
    return Saved(Outcome.ASIDE, number)


def _same(said: Response, kept: KeptAnswer | None) -> bool:
    """Whether that was said before; hints are no part of what one says."""
    before = response.from_raw(kept.raw) if kept else NO_RESPONSE
    return replace(said, hints=0) == replace(before, hints=0)


def _unchanged(attempt_id: int, sent: _Sent) -> bool:
    """Whether a tab sends only what it was shown."""
    if sent.based is None:
        return False
    shown = store.answer_numbered(attempt_id, sent.asked.question.id, sent.based)
    return _same(sent.said, shown)


def answer_page(
    actor: Actor, key: str, number: int, form: given.Form, *, now: datetime
) -> PageSaved:
    """Keep the answers of the page on which a question stands; those that did not change stay.

    Raises:
        NotFound: If it is not the actor's attempt, or there is no such question.
    """
    sitting = require_sitting(actor, key)
    readable: dict[int, _Sent] = {}
    unreadable: dict[int, BadInput] = {}
    for n in sitting.page_with(number):
        try:
            sent = _sent(sitting, question_at(sitting, n), form)
        except BadInput as error:
            unreadable[n] = error
        else:
            if not _shown_closed(sitting, sent, form):
                readable[n] = sent
    begin_write()
    store.hold(key)
    stand = store.answers(sitting.kept.id)
    return PageSaved(
        {
            n: _keep_changed(sitting, sent, stand.get(sent.asked.question.id), now=now)
            for n, sent in readable.items()
        },
        unreadable,
    )


def _shown_closed(sitting: Sitting, sent: _Sent, form: given.Form) -> bool:
    """Whether the page showed the question as closed, and so has no fields for it."""
    return (
        sent.asked.question.id in sitting.kept.closed
        and based_field(sent.asked) not in form
        and sent.said == NO_RESPONSE
    )


def _keep_changed(
    sitting: Sitting, sent: _Sent, stands: KeptAnswer | None, *, now: datetime
) -> Saved:
    number = stands.number if stands else 0
    if _same(sent.said, stands):
        return Saved(Outcome.KEPT, number)
    if sent.based is not None and sent.based != number and _unchanged(sitting.kept.id, sent):
        return Saved(Outcome.KEPT, number)
    return _keep(sitting, sent, now=now)


def choose(actor: Actor, key: str, number: int, chosen: int, *, now: datetime) -> Saved:
    """Let one of the answers that two tabs gave stand: it is kept once more, above the others.

    Raises:
        NotFound: If it is not the actor's attempt, or there is no such answer.
    """
    sitting = require_sitting(actor, key)
    asked = question_at(sitting, number)
    begin_write()
    store.hold(key)
    wanted = store.answer_numbered(sitting.kept.id, asked.question.id, chosen)
    if wanted is None:
        raise NotFound("There is no such answer.")
    said = response.from_raw(wanted.raw)
    return _keep(sitting, _Sent(asked, said, None, None), now=now)


def _under_way(actor: Actor, key: str, now: datetime) -> Sitting | None:
    """The attempt, held until the commit; None if it has ended."""
    require_sitting(actor, key)
    begin_write()
    store.hold(key)
    sitting = require_sitting(actor, key)
    return None if results.is_over(sitting.kept, now) else sitting


def flag(actor: Actor, key: str, number: int, *, now: datetime) -> None:
    """Flag a question to come back to it, or take the flag away. Does nothing after the end.

    Raises:
        NotFound: If it is not the actor's attempt, or there is no such question.
    """
    sitting = _under_way(actor, key, now)
    if sitting is None:
        return
    question_id = question_at(sitting, number).question.id
    flagged = question_id not in sitting.kept.flagged
    question_states.set_flag(sitting.kept.id, question_id, flagged=flagged)


def check(actor: Actor, key: str, number: int, *, now: datetime) -> None:
    """Make an answer final and have it shown at once whether it is right.

    Raises:
        NotFound: If it is not the actor's attempt, there is no such question, or this quiz shows
            no answers meanwhile.
        BadInput: If no answer was given.
    """
    sitting = _under_way(actor, key, now)
    if sitting is None:
        return
    asked = question_at(sitting, number)
    if sitting.quiz.shown is not Feedback.AT_ONCE:
        raise NotFound("This quiz shows its answers later.")
    stands = store.answers(sitting.kept.id).get(asked.question.id)
    if stands is None or response.from_raw(stands.raw).answer == given.BlankAnswer():
        raise BadInput("Choose an answer first.", code="answer-missing")
    question_states.close_questions(sitting.kept.id, [asked.question.id], at=now)


def go_on(actor: Actor, key: str, number: int, *, now: datetime) -> None:
    """Pass the page of a question where there is no way back: its questions take no more answers.

    Does nothing on other pages than the one that was reached, and where navigation is free.

    Raises:
        NotFound: If it is not the actor's attempt, or there is no such question.
    """
    sitting = _under_way(actor, key, now)
    if sitting is None or not sitting.quiz.forward:
        return
    page = sitting.page_with(number)
    if page == sitting.reached:
        passed = [question_at(sitting, n).question.id for n in page]
        question_states.pass_questions(sitting.kept.id, passed, at=now)


def finish(actor: Actor, key: str, *, now: datetime, crowd: bool = False) -> None:
    """Hand in: grade everything, keep the marks, note what follows. Twice changes nothing.

    In a `crowd` only the end is kept, so that many can hand in at once: whoever asks about the
    attempt has it graded, and the worker does what follows.
    """
    if crowd:
        handing_in.end_now(actor, key, now=now)
    else:
        handing_in.hand_in(require_sitting(actor, key), actor, now=now)
