"""How the questions of a quiz did, from finished attempts at one version of it.

Of each person the first one counts, so that nobody weighs more by trying again; figures of every
attempt are there for who asks. Versions are never mixed.
"""

import json
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, Conflict
from elearn.core.quiz import answers as given
from elearn.core.quiz import draw, outcomes, scatter
from elearn.core.quiz.correct import Correction, settled
from elearn.core.quiz.gain import Distribution
from elearn.core.quiz.grade import Verdict
from elearn.core.quiz.pace import seconds_spent
from elearn.core.quiz.questions import Question
from elearn.core.quiz.scatter import Placed
from elearn.core.quiz.statistics import (
    Asked,
    ItemStatistics,
    QuizStatistics,
    figures,
    tally_of,
)
from elearn.core.quiz.tally import Outcome
from elearn.services import corrections, gains, quiz_questions, shelf
from elearn.services.shelf import Shelved
from elearn.store.pages import quiz_results

FEW = 5
"""With fewer people than this, figures would tell who answered what."""

TIMED = 500
"""The time spent on questions is told from so many of the newest attempts."""


@dataclass(frozen=True, slots=True)
class QuizReport:
    """The figures of a quiz, with the texts of its questions.

    Attributes:
        prompts: By question.
        labels: By question, what its options and parts say.
        typed: Ids of the questions to which a word or a number is typed.
        every: Whether they are of every attempt; else of the first one of each person.
        people, attempts: How many people finished how many attempts at this version.
    """

    pack_id: str
    version: str
    quiz_id: str
    title: str
    prompts: dict[str, str]
    figures: QuizStatistics
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    typed: tuple[str, ...] = ()
    every: bool = False
    people: int = 0
    attempts: int = 0


def report(
    actor: Actor,
    pack_id: str,
    version: str,
    quiz_id: str,
    language: str = "",
    *,
    every: bool = False,
) -> QuizReport:
    """The figures of one quiz of one version. Versions are never mixed.

    Of each person the first finished attempt, or `every` one. Texts are in that language, or else
    in the one in which the course was written.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If there is no such version or quiz.
    """
    access.require(actor, Action.AUTHOR_PACKS)
    kept, quiz = quiz_questions.require_quiz(pack_id, version, quiz_id)
    shelved = shelf.take(kept.digest)
    known = corrections.of_version(pack_id, kept.version)
    questions = corrections.as_corrected(
        tuple(quiz_questions.questions_of(shelved.course, quiz)), known
    )
    asked = [_asked(question, corrected=question.id in known) for question in questions]
    compiled, language = shelved.compiled, language or shelved.course.meta.language
    found = quiz_figures(
        kept.id, quiz_id, questions, asked, given_away=_given_away(questions, known), every=every
    )
    people, attempts = quiz_results.sizes(kept.id, quiz_id)
    return QuizReport(
        pack_id,
        kept.version,
        quiz_id,
        compiled.plain(language, f"{quiz_id}#title"),
        {q.id: compiled.plain(language, f"{q.id}#prompt") for q in questions},
        _without_typed(found) if every else found,
        {q.id: _labels(shelved, q, language) for q in asked},
        tuple(q.id for q in asked if q.typed),
        every,
        people,
        attempts,
    )


def _without_typed(found: QuizStatistics) -> QuizStatistics:
    """The same without what was typed: one person may have typed it five times."""
    return replace(found, items=tuple(replace(item, typed=()) for item in found.items))


def _asked(question: Question, *, corrected: bool) -> Asked:
    """The question as statistics see it.

    Where values are drawn, a right mark stands for right parts; a correction parts the two.
    """
    asked = outcomes.asked(question)
    return replace(asked, parts=()) if corrected and draw.is_seeded(question) else asked


def _given_away(
    questions: Iterable[Question], known: Mapping[str, Sequence[Correction]]
) -> frozenset[str]:
    """Ids of the questions on which the answer decides about nothing."""
    return frozenset(q.id for q in questions if settled(q, known.get(q.id, ())) is not None)


def quiz_figures(
    version_id: int,
    quiz_id: str,
    questions: Sequence[Question],
    asked: Sequence[Asked],
    *,
    given_away: Collection[str] = (),
    every: bool = False,
) -> QuizStatistics:
    """The figures of a version of a quiz. Reads three times at most, however many attempts.

    Of each person the first finished attempt, or `every` one.
    """
    by_id = {q.id: (q, a.parts) for q, a in zip(questions, asked, strict=True)}
    in_parts = [
        question.id for question in asked if question.options or question.parts or question.typed
    ]

    def read(key: Hashable) -> Outcome | None:
        return _read(str(key), by_id, given_away)

    tally = tally_of(asked, read)
    seeded = [question.id for question in questions if draw.is_seeded(question)]
    for found in quiz_results.outcomes(version_id, quiz_id, in_parts, seeded, every=every):
        tally.add(found)
    spent = seconds_spent(quiz_results.saves(version_id, quiz_id, attempts=TIMED, every=every))
    return figures(asked, tally, spent)


@dataclass(frozen=True, slots=True)
class Dot:
    """A question in the picture, and where its number stands."""

    number: int
    at: Placed
    flagged: bool


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A question with its figures; `number` counts from 1. `typed`: a word or a number is typed."""

    number: int
    prompt: str
    figures: ItemStatistics
    labels: dict[str, str]
    typed: bool


@dataclass(frozen=True, slots=True)
class StatisticsPage:
    """How a quiz did. Nothing but the titles where too few people took it to tell it.

    `every`: the figures are of every attempt, else of the first one of each person. `attempts` is
    how many there are.
    """

    pack_id: str
    version: str
    course_title: str
    quiz_id: str
    title: str
    told: bool
    figures: QuizStatistics
    items: tuple[ItemLine, ...]
    dots: tuple[Dot, ...]
    few: int = FEW
    timed: int = TIMED
    gain: Distribution | None = None
    every: bool = False
    attempts: int = 0


def statistics_page(
    actor: Actor,
    pack_id: str,
    version: str,
    quiz_id: str,
    language: str = "",
    *,
    every: bool = False,
) -> StatisticsPage:
    """The figures of a quiz as trainers see them, in the reader's language.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If there is no such version or quiz.
    """
    found = report(actor, pack_id, version, quiz_id, language, every=every)
    kept, quiz = quiz_questions.require_quiz(pack_id, version, quiz_id)
    told = found.people >= FEW
    items = tuple(
        ItemLine(
            number, found.prompts[item.id], item, found.labels[item.id], item.id in found.typed
        )
        for number, item in enumerate(found.figures.items, 1)
    )
    return StatisticsPage(
        found.pack_id,
        found.version,
        shelf.take(kept.digest).compiled.plain(language or kept.language, "pack#title"),
        quiz_id,
        found.title,
        told,
        found.figures,
        items if told else (),
        _dots(items) if told else (),
        gain=gains.figures_of(kept.id, quiz),
        every=every,
        attempts=found.attempts,
    )


def _dots(items: Iterable[ItemLine]) -> tuple[Dot, ...]:
    found = [
        (line, line.figures.facility, line.figures.discrimination)
        for line in items
        if line.figures.facility is not None and line.figures.discrimination is not None
    ]
    places = scatter.place([(line.number, x, y) for line, x, y in found])
    return tuple(
        Dot(line.number, at, bool(line.figures.flags))
        for (line, _x, _y), at in zip(found, places, strict=True)
    )


def require_told(
    actor: Actor,
    pack_id: str,
    version: str,
    quiz_id: str,
    language: str = "",
    *,
    every: bool = False,
) -> StatisticsPage:
    """The same for a file.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If there is no such version or quiz.
        Conflict: If too few people took it to tell it.
    """
    page = statistics_page(actor, pack_id, version, quiz_id, language, every=every)
    if not page.told:
        raise Conflict("Figures are told from five people on.", code="too-few-attempts")
    return page


_COUNTED = frozenset({Verdict.RIGHT, Verdict.PARTLY, Verdict.WRONG, Verdict.BLANK})


def _read(
    text: str,
    questions: Mapping[str, tuple[Question, tuple[str, ...]]],
    given_away: Collection[str],
) -> Outcome | None:
    question_id, share, verdict, seed, raw = text.split(" ", 4)
    if question_id not in questions or verdict not in _COUNTED:
        return None
    question, parts = questions[question_id]
    earned = Fraction(share)
    if not raw:
        right = parts if verdict == Verdict.RIGHT and draw.is_seeded(question) else ()
        return Outcome(question_id, earned, right=right)
    try:
        asked = draw.as_drawn(question, seed) if seed else question
        answer, decided = given.from_raw(json.loads(raw)), question_id not in given_away
        return outcomes.outcome(asked, earned, answer, decided=decided)
    except (BadInput, Conflict):  # kept in a shape of its own time
        return Outcome(question_id, earned)


_TEXTS = ("text", "left", "label", "prompt")
"""What the text of an option or a part is called, by kind."""


def _labels(shelved: Shelved, question: Asked, language: str) -> dict[str, str]:
    found = {}
    for name in (*question.options, *question.parts):
        keys = (f"{question.id}/{name}#{text}" for text in _TEXTS)
        texts = (shelved.compiled.plain(language, key) for key in keys)
        found[name] = next((text for text in texts if text), name)
    return found
