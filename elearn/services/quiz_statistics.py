"""How the questions of a quiz did, from all finished attempts at one version of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import NotFound
from elearn.core.pack.model import Course, Quiz
from elearn.core.quiz import answers as given
from elearn.core.quiz.answers import MultipleAnswer, SingleAnswer
from elearn.core.quiz.questions import Multiple, Question, Single
from elearn.core.quiz.statistics import Asked, QuizStatistics, Sat, quiz_statistics
from elearn.services import shelf
from elearn.store import packs
from elearn.store.pages import quiz_results
from elearn.store.pages.quiz_results import Marked


@dataclass(frozen=True, slots=True)
class QuizReport:
    """The figures of a quiz, with the prompts of its questions in the source language."""

    pack_id: str
    version: str
    quiz_id: str
    title: str
    prompts: dict[str, str]
    figures: QuizStatistics


def report(actor: Actor, pack_id: str, version: str, quiz_id: str) -> QuizReport:
    """The figures of one quiz of one version. Versions are never mixed.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If there is no such version or quiz.
    """
    access.require(actor, Action.AUTHOR_PACKS)
    kept = packs.find_version(pack_id, version) if version else packs.newest_published(pack_id)
    if kept is None:
        raise NotFound(f"There is no such version of {pack_id} here.")
    course = shelf.take(kept.digest).course
    quiz = shelf.item(kept.digest, quiz_id)
    if not isinstance(quiz, Quiz):
        raise NotFound(f"{quiz_id} is no quiz of {pack_id}.")
    questions = tuple(questions_of(course, quiz))
    figures = quiz_statistics(
        [_asked(question) for question in questions],
        _sittings(quiz_results.marked(kept.id, quiz_id)),
    )
    compiled = shelf.take(kept.digest).compiled
    language = course.meta.language
    return QuizReport(
        pack_id,
        kept.version,
        quiz_id,
        quiz.title,
        {q.id: compiled.plain(language, f"{q.id}#prompt") for q in questions},
        figures,
    )


def questions_of(course: Course, quiz: Quiz) -> Iterator[Question]:
    """The questions that an attempt may ask: its own, and those of its banks."""
    yield from quiz.questions
    own = {question.id for question in quiz.questions}
    for draw in quiz.draw:
        yield from (q for q in course.bank(draw.bank).questions if q.id not in own)


def _asked(question: Question) -> Asked:
    options = (
        {option.id: option.right for option in question.options}
        if isinstance(question, Single | Multiple)
        else {}
    )
    return Asked(question.id, question.points, options)


def _sittings(rows: Iterator[Marked]) -> Iterator[Sat]:
    for _attempt, marks in groupby(rows, key=lambda row: row.attempt_id):
        shares: dict[str, float] = {}
        chosen: dict[str, tuple[str, ...]] = {}
        for mark in marks:
            shares[mark.question_id] = float(Fraction(mark.share))
            chosen[mark.question_id] = _chosen(mark)
        yield Sat(shares, chosen)


def _chosen(mark: Marked) -> tuple[str, ...]:
    answer = given.from_raw(mark.raw) if mark.raw else None
    if isinstance(answer, SingleAnswer):
        return (answer.option,)
    return tuple(answer.options) if isinstance(answer, MultipleAnswer) else ()
