"""The pages of those who mark: what waits, the answers of a quiz, one answer with its rubric."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import NotFound
from elearn.core.pack.model import Quiz
from elearn.core.quiz import given
from elearn.core.quiz.answers import ExtendedAnswer
from elearn.core.quiz.marking import MarkingState, Refusal
from elearn.core.quiz.options import Marking
from elearn.services import looks, marking, shelf
from elearn.services.kinds import extended
from elearn.services.kinds.base import CriterionRow
from elearn.services.marking import Script
from elearn.services.shelf import Reading, Text
from elearn.store import marking as store
from elearn.store.marking import KeptHumanMark, KeptWritten, Waiting


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A quiz of a version whose answers wait: how many in which state, and since when."""

    pack_id: str
    version: str
    item_id: str
    course_title: Text
    title: Text
    waiting: int
    second: int
    differing: int
    marked: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class QueuePage:
    """All quizzes with answers that wait for people, the longest waiting first."""

    lines: tuple[QueueLine, ...]


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """An answer in the list of its quiz.

    Attributes:
        taken: Whether somebody else has it at the moment.
        held: Whether the actor has it at the moment.
        mine: Whether the actor has marked it.
        own: Whether it is the actor's own answer, which others mark.
        name: Whose it is, where the quiz shows that and the actor may know it; else empty.
    """

    key: str
    number: int
    at: datetime
    state: str
    taken: bool
    held: bool
    mine: bool
    own: bool
    name: str


@dataclass(frozen=True, slots=True)
class QuizMarkingPage:
    """The answers of a quiz that are not released.

    `ready` and `held` count attempts: those that can be released, and those that still wait.
    `shown` are the people whose names are shown.
    """

    pack_id: str
    version: str
    item_id: str
    course_title: Text
    title: Text
    answers: tuple[AnswerLine, ...]
    ready: int
    held: int
    double: bool
    shown: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OtherFinding:
    """What one of two markers found, for whoever settles their difference."""

    letter: str
    criteria: tuple[CriterionRow, ...]
    points: Fraction
    comment: str


@dataclass(frozen=True, slots=True)
class MarkingPage:
    """An answer to mark.

    Attributes:
        number: All that is said of who wrote it, unless there is a `name`.
        name: Whose it is, where the quiz shows that and the actor may know it; else empty.
        shown: The people whose names are shown.
        held: Whether the actor has the answer, so that the form may be sent.
        until: So long it is theirs.
        refused: Why the actor may not mark it; empty if they may.
        settles: Whether the form settles a difference.
        others: The two findings that differ.
    """

    key: str
    number: int
    name: str
    shown: tuple[int, ...]
    pack_id: str
    version: str
    item_id: str
    title: Text
    prompt: Text
    text: str
    language: str
    points: int
    criteria: tuple[CriterionRow, ...]
    comment: str
    reason: str
    model: Text | None
    why: Text | None
    state: str
    double: bool
    held: bool
    until: datetime | None
    refused: str
    settles: bool
    others: tuple[OtherFinding, ...]


def queue_page(actor: Actor, language: str, *, now: datetime) -> QueuePage:
    """What waits.

    Raises:
        NotAllowed: If the actor may not mark.
    """
    access.require(actor, Action.MARK_ANSWERS)
    quizzes: dict[tuple[str, str, str], list[Waiting]] = {}
    for line in store.waiting():
        quizzes.setdefault((line.pack_id, line.version, line.item_id), []).append(line)
    return QueuePage(tuple(_line(found, language, now) for found in quizzes.values()))


def _line(found: list[Waiting], language: str, now: datetime) -> QueueLine:
    first = found[0]
    counts = {line.state: line.count for line in found}
    reading = shelf.read(first.digest, language, now.date())
    return QueueLine(
        pack_id=first.pack_id,
        version=first.version,
        item_id=first.item_id,
        course_title=reading.text("pack#title"),
        title=reading.text(f"{first.item_id}#title"),
        oldest=min(line.oldest for line in found),
        **{state.value: counts.get(state.value, 0) for state in MarkingState},
    )


def quiz_page(
    actor: Actor, version: tuple[str, str], item_id: str, language: str, *, now: datetime
) -> QuizMarkingPage:
    """The answers of a quiz of a version, oldest first.

    Raises:
        NotAllowed: If the actor may not mark.
        NotFound: If there is no such version or quiz.
    """
    marker = marking.marker_of(actor)
    kept = marking.require_version(actor, *version)
    quiz = shelf.item(kept.digest, item_id)
    if not isinstance(quiz, Quiz):
        raise NotFound("There is no such quiz in this version.")
    answers = store.of_quiz(kept.id, item_id)
    mine = store.marked_by(marker, (a.id for a in answers))
    ready = {r.attempt_id for r in store.ready(kept.id, item_id)}
    names = _names(actor, quiz.marking, answers, now=now)
    reading = shelf.read(kept.digest, language, now.date())
    return QuizMarkingPage(
        pack_id=kept.pack_id,
        version=kept.version,
        item_id=item_id,
        course_title=reading.text("pack#title"),
        title=reading.text(f"{item_id}#title"),
        answers=tuple(
            _answer_line(a, marker, now, marked=a.id in mine, name=names.get(a.learner_id, ""))
            for a in answers
        ),
        ready=len(ready),
        held=len({a.attempt_id for a in answers} - ready),
        double=quiz.marking.double,
        shown=tuple(names),
    )


def keep_look(actor: Actor, page: QuizMarkingPage | MarkingPage, *, now: datetime) -> None:
    """Keep that the actor saw whose answers these are, where names are shown."""
    looks.keep(actor, "marking", {}, page.shown, now=now)


def _names(
    actor: Actor, rule: Marking, answers: Iterable[KeptWritten], *, now: datetime
) -> dict[int, str]:
    """Who wrote these answers, as far as the quiz shows it and the actor may know it."""
    if rule.anonymous:
        return {}
    reach = access.scope(actor, Action.SEE_MARKED_NAMES)
    return store.names({a.learner_id for a in answers}, reach, now.date())


def _answer_line(
    kept: KeptWritten, marker: int, now: datetime, *, marked: bool, name: str
) -> AnswerLine:
    leased = kept.leased_until is not None and kept.leased_until > now
    held = leased and kept.leased_by == marker
    return AnswerLine(
        key=kept.key,
        number=kept.number,
        at=kept.at,
        state=kept.state,
        taken=leased and not held,
        held=held,
        mine=marked,
        own=kept.learner_id == marker,
        name=name,
    )


@dataclass(frozen=True, slots=True)
class Filled:
    """What was sent and has to be mended."""

    levels: Mapping[str, str]
    comment: str
    reason: str


def marking_page(
    actor: Actor, key: str, *, filled: Filled | None = None, now: datetime
) -> MarkingPage:
    """An answer with its rubric, in the language in which it was written.

    A second marker does not see what the first one found.

    Raises:
        NotAllowed: If the actor may not mark, or it is their own answer.
        NotFound: If there is no such answer.
    """
    marker = marking.marker_of(actor)
    script = marking.require_script(actor, key)
    kept, question = script.kept, script.question
    reading = shelf.read(kept.digest, kept.language, now.date())
    refused = marking.refusal(script, marker)
    settles = script.state is MarkingState.DIFFERING
    shown = filled or _own(script.found, marker)
    held = marking.holds(script, marker, now)
    answer = given.from_raw(kept.raw)
    names = _names(actor, script.rule, (kept,), now=now)
    return MarkingPage(
        key=key,
        number=kept.number,
        name=names.get(kept.learner_id, ""),
        shown=tuple(names),
        pack_id=kept.pack_id,
        version=kept.version,
        item_id=kept.item_id,
        title=reading.text(f"{kept.item_id}#title"),
        prompt=reading.text(f"{question.id}#prompt"),
        text=answer.text if isinstance(answer, ExtendedAnswer) else "",
        language=kept.language,
        points=question.points,
        criteria=extended.criteria(reading, question, shown.levels),
        comment=shown.comment,
        reason=shown.reason,
        model=reading.text(f"{question.id}#model") if question.model else None,
        why=reading.text(f"{question.id}#reason") if question.reason else None,
        state=script.state.value,
        double=script.rule.double,
        held=held and refused is None,
        until=kept.leased_until if held else None,
        refused=refused.value if refused is not None else _taken(script, marker, now),
        settles=settles,
        others=_others(reading, script) if settles else (),
    )


def _own(found: Iterable[KeptHumanMark], marker: int) -> Filled:
    mine = [m for m in found if m.marker_id == marker]
    return Filled(mine[-1].levels, mine[-1].comment, "") if mine else Filled({}, "", "")


def _taken(script: Script, marker: int, now: datetime) -> str:
    until = script.kept.leased_until
    others = script.kept.leased_by not in (None, marker)
    return "being-marked" if others and until is not None and until > now else ""


def _others(reading: Reading, script: Script) -> tuple[OtherFinding, ...]:
    last = {m.marker_id: m for m in script.found}
    return tuple(
        OtherFinding(
            letter,
            extended.criteria(reading, script.question, m.levels),
            Fraction(m.share) * script.question.points,
            m.comment,
        )
        for letter, m in zip("AB", last.values(), strict=False)
    )


__all__ = [
    "AnswerLine",
    "Filled",
    "MarkingPage",
    "QueuePage",
    "QuizMarkingPage",
    "Refusal",
    "keep_look",
    "marking_page",
    "queue_page",
    "quiz_page",
]
