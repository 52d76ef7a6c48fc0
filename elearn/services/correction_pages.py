"""The pages on which trainers propose corrections, see what they would do, and confirm them."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput
from elearn.core.quiz import answers, draw, given
from elearn.core.quiz.answers import Answer, Unreadable
from elearn.core.quiz.correct import (
    NEEDS_ANSWER,
    CorrectionKind,
    corrected,
    may_be_also,
    may_rekey,
)
from elearn.core.quiz.draw import PaperQuestion
from elearn.core.quiz.given import (
    MultipleAnswer,
    NumericAnswer,
    SingleAnswer,
    TextAnswer,
    TrueFalseAnswer,
)
from elearn.core.quiz.numbers import parse_number
from elearn.core.quiz.questions import Multiple, Numeric, Question, ShortText, Single, TrueFalse
from elearn.services import authoring, corrections, question_forms, regrading, shelf
from elearn.services.answer_words import AnswerLine, answer_words
from elearn.services.authoring import Count
from elearn.services.corrections import Proposal
from elearn.services.question_forms import QuestionForm
from elearn.services.quiz_questions import quizzes_with, require_question
from elearn.services.shelf import Reading, Text
from elearn.store import corrections as store
from elearn.store import packs
from elearn.store.corrections import KeptCorrection
from elearn.store.packs import KeptVersion


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """A correction in the list.

    Attributes:
        prompt: The question, in plain words; its id where it is not here any more.
        course: The title of its course.
        proposer, decider: Empty where the operator acted.
        mine: Whether the reader has proposed it, so that somebody else must confirm it.
    """

    key: str
    prompt: str
    course: str
    pack_id: str
    versions: tuple[str, ...]
    question_id: str
    kind: str
    reason: str
    may_lower: bool
    state: str
    proposer: str
    proposed_at: datetime
    decider: str
    decided_at: datetime | None
    done: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """All corrections, newest first; those that wait for the reader come before the others."""

    corrections: tuple[CorrectionLine, ...]
    pack_id: str


@dataclass(frozen=True, slots=True)
class Effects:
    """What a correction does, in numbers of attempts; small ones are not told."""

    concerned: Count
    marks: Count
    up: Count
    down: Count
    kept: Count
    passes: Count
    fails: Count


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    """One correction, with the question and what it would do or did.

    Attributes:
        prompt: The question.
        before: What the key says without it, where it is about an answer.
        answer: The answer that it is about.
        quizzes: Ids and titles of the quizzes that may ask the question.
    """

    line: CorrectionLine
    prompt: Text
    before: tuple[AnswerLine, ...]
    answer: tuple[AnswerLine, ...]
    quizzes: tuple[tuple[str, str], ...]
    effects: Effects | None
    may_confirm: bool
    may_decline: bool


@dataclass(frozen=True, slots=True)
class ProposePage:
    """A question, to say what was wrong with it.

    Attributes:
        course: The title of the course.
        form: The question's own form, with what the key says now.
        rekeys: Whether its key is one answer, so that another can be put in its place.
        also: Whether another answer can be right, too.
        versions: In which the question has the same key; all are chosen to begin with.
    """

    pack_id: str
    course: str
    version: str
    question_id: str
    form: QuestionForm
    rekeys: bool
    also: bool
    versions: tuple[str, ...]


def _line(kept: KeptCorrection, actor: Actor, prompt: str, course: str) -> CorrectionLine:
    return CorrectionLine(
        kept.key,
        prompt or kept.question_id,
        course or kept.pack_id,
        kept.pack_id,
        tuple(kept.versions),
        kept.question_id,
        kept.kind,
        kept.reason,
        kept.may_lower,
        kept.state,
        kept.proposer or "",
        kept.proposed_at,
        kept.decider or "",
        kept.decided_at,
        kept.done_at is not None,
        mine=actor.person_id is not None and kept.proposed_by == actor.person_id,
    )


def corrections_page(
    actor: Actor, pack_id: str = "", language: str = "", *, now: datetime
) -> CorrectionsPage:
    """Corrections, of one pack or of all, in the reader's language.

    Raises:
        NotAllowed: If the actor may not correct marks.
    """
    access.require(actor, Action.CORRECT_MARKS)
    versions = {(v.pack_id, v.version): v for v in packs.all_versions()}

    def line(kept: KeptCorrection) -> CorrectionLine:
        version = versions.get((kept.pack_id, kept.versions[0]))
        if version is None:
            return _line(kept, actor, "", "")
        reading = shelf.read(version.digest, language or version.language, now.date())
        prompt = reading.plain(f"{kept.question_id}#prompt")
        return _line(kept, actor, prompt, reading.plain("pack#title"))

    lines = [line(kept) for kept in store.listing(pack_id)]
    lines.sort(key=lambda found: found.state != "proposed" or found.mine)
    return CorrectionsPage(tuple(lines), pack_id)


def correction_page(actor: Actor, key: str, language: str = "", *, now: datetime) -> CorrectionPage:
    """One correction; as long as nobody has decided, with what it would do.

    Raises:
        NotAllowed: If the actor may not correct marks.
        NotFound: If there is none with that key.
    """
    kept = corrections.require(actor, key)
    version, question = require_question(kept.pack_id, kept.versions[0], kept.question_id)
    reading = shelf.read(version.digest, language or version.language, now.date())
    open_ = kept.state == "proposed"
    answer = corrections.correction_of(kept).answer
    prompt = reading.text(f"{question.id}#prompt")
    return CorrectionPage(
        _line(kept, actor, prompt.plain, reading.plain("pack#title")),
        prompt,
        _before(reading, kept, question) if answer is not None else (),
        answer_words(reading, question, answer) if answer is not None else (),
        _quizzes(reading, version, question.id),
        _effects(kept),
        may_confirm=open_ and kept.proposed_by != (actor.person_id or None),
        may_decline=open_,
    )


def _before(reading: Reading, kept: KeptCorrection, question: Question) -> tuple[AnswerLine, ...]:
    """The key as it is without this correction."""
    earlier = corrections.of_version(kept.pack_id, kept.versions[0], before=kept)
    then = corrected(question, earlier.get(question.id, ()))
    if isinstance(then, ShortText):  # several words may be right
        return (AnswerLine(" · ".join(then.answers)),)
    return answer_words(reading, question, given.truth(then))


def _quizzes(
    reading: Reading, version: KeptVersion, question_id: str
) -> tuple[tuple[str, str], ...]:
    found = quizzes_with(version.digest, question_id)
    return tuple((quiz.id, reading.plain(f"{quiz.id}#title")) for quiz in found)


def _effects(kept: KeptCorrection) -> Effects | None:
    if kept.state == "declined":
        return None
    seen = regrading.preview(kept) if kept.state == "proposed" else regrading.done(kept)
    anybody = seen.concerned > 0

    def count(number: int) -> Count:
        return authoring.few(number, anybody=anybody and number > 0)

    return Effects(
        count(seen.concerned),
        count(seen.marks),
        count(seen.up),
        count(seen.down),
        count(seen.kept),
        count(seen.passes),
        count(seen.fails),
    )


def _asked(version: KeptVersion, question: Question) -> PaperQuestion:
    """The question as a form; for trainers, so that nothing need be secret about its tokens."""
    seed = hashlib.sha256(f"{version.digest}/{question.id}".encode()).hexdigest()[:32]
    return draw.paper_question(question, seed, shuffle=False)


def propose_page(
    actor: Actor,
    pack_id: str,
    version: str,
    question_id: str,
    language: str = "",
    *,
    now: datetime,
) -> ProposePage:
    """A question, to say what was wrong with it.

    Raises:
        NotAllowed: If the actor may not correct marks.
        NotFound: If there is no such version or question.
    """
    access.require(actor, Action.CORRECT_MARKS)
    kept, question = require_question(pack_id, version, question_id)
    reading = shelf.read(kept.digest, language or kept.language, now.date())
    known = corrections.of_version(pack_id, kept.version).get(question.id, ())
    key = given.truth(corrected(question, known))
    return ProposePage(
        pack_id,
        reading.plain("pack#title"),
        kept.version,
        question.id,
        question_forms.form_of(reading, _asked(kept, question), key),
        may_rekey(question),
        may_be_also(question),
        corrections.same_versions(pack_id, question) or (kept.version,),
    )


@dataclass(frozen=True, slots=True)
class Typed:
    """What a trainer filled in: fields of the page, and those of the question's own form."""

    kind: str
    reason: str
    may_lower: bool
    versions: tuple[str, ...]
    fields: answers.Form


def propose(
    actor: Actor, pack_id: str, version: str, question_id: str, typed: Typed, *, now: datetime
) -> str:
    """Propose what was filled in; the correction's key.

    Raises:
        NotAllowed: If the actor may not correct marks.
        NotFound: If there is no such version or question.
        BadInput: If something is missing or does not fit.
    """
    access.require(actor, Action.CORRECT_MARKS)
    kept, question = require_question(pack_id, version, question_id)
    if typed.kind not in list(CorrectionKind):
        raise BadInput("Choose what follows from it.", code="correction-kind-missing")
    if not typed.versions:
        raise BadInput("Choose at least one version.", code="correction-no-version")
    kind = CorrectionKind(typed.kind)
    answer: Answer | None = None
    if kind in NEEDS_ANSWER:
        read = answers.read(question, _asked(kept, question), typed.fields)
        if isinstance(read, Unreadable):
            raise BadInput(read.text, code=read.code)
        answer = read
    wanted = Proposal(
        pack_id=pack_id,
        version=kept.version,
        question_id=question_id,
        kind=kind,
        reason=typed.reason,
        answer=answer,
        may_lower=typed.may_lower,
        versions=typed.versions,
    )
    return corrections.propose(actor, wanted, now=now)


def read_key(pack_id: str, version: str, question_id: str, text: str) -> Answer | None:
    """An answer as it is typed on the command line; None for nothing.

    An option's id, ids with commas between, `true` or `false`, a number, a text; for other kinds
    the answer as it is kept, in JSON.

    Raises:
        NotFound: If there is no such version or question.
        BadInput: If it cannot be read.
    """
    if not text:
        return None
    _kept, question = require_question(pack_id, version, question_id)
    answer = _typed_key(question, text)
    if answer is None:
        raise BadInput("This answer does not fit the question.", code="correction-answer-unfit")
    return answer


def _typed_key(question: Question, text: str) -> Answer | None:
    match question:
        case Single():
            return SingleAnswer(text)
        case Multiple():
            return MultipleAnswer(frozenset(part.strip() for part in text.split(",")))
        case TrueFalse():
            return TrueFalseAnswer(text == "true") if text in ("true", "false") else None
        case Numeric():
            number = parse_number(text, question.unit)
            return None if number is None else NumericAnswer(number, text)
        case ShortText():
            return TextAnswer(text)
        case _:
            return _from_json(text)


def _from_json(text: str) -> Answer:
    try:
        return given.from_raw(json.loads(text))
    except ValueError:
        raise BadInput("This is no answer in JSON.", code="correction-answer-unfit") from None
