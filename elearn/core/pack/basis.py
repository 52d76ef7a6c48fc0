"""The law that the key of a question rests on.

An author may name it under `basis`. Otherwise it is what speaks for the right answer: the citations
of the reason, of the model answer, of right options and regions with their feedback, and of a
true/false statement that is true. What a wrong option, a hint or the story of the question cites
is not what the key rests on: it may well be law of the past.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from elearn.core.law import labels
from elearn.core.pack.model import Course, Lesson, Quiz
from elearn.core.pack.references import references
from elearn.core.pack.schema import questions
from elearn.core.pack.schema.kinds.base import PLAIN, Said
from elearn.core.quiz.questions import Hotspot, Multiple, Question, Single, TrueFalse

_FOR_THE_ANSWER = frozenset({"reason", "model"})


def basis_of(question: Question) -> tuple[str, ...]:
    """The citations (`sbc:6(1)(a)`) that the key of a question rests on, each once."""
    if question.basis is not None:
        return tuple(dict.fromkeys(question.basis))
    cites = (
        cite
        for said in questions.said(question)
        if said.kind != PLAIN and _speaks_for_the_key(question, said)
        for cite in _cited(said.text)
    )
    return tuple(dict.fromkeys(cites))


@lru_cache(maxsize=1024)
def _cited(text: str) -> tuple[str, ...]:
    """What a text cites. Kept, since most questions of a version are those of the one before."""
    return tuple(labels.join(cite.id, cite.ref) for cite in references(text).cites)


def _speaks_for_the_key(question: Question, said: Said) -> bool:
    if not said.part:
        true = isinstance(question, TrueFalse) and question.answer
        return said.field in _FOR_THE_ANSWER or (true and said.field == "prompt")
    return said.part in _right_parts(question)


def _right_parts(question: Question) -> frozenset[str]:
    match question:
        case Single() | Multiple():
            return frozenset(option.id for option in question.options if option.right)
        case Hotspot():
            return frozenset(region.id for region in question.regions if region.right)
        case _:
            return frozenset()


def bases_of(course: Course) -> Mapping[str, tuple[str, ...]]:
    """The same for every question of a course, by question id; those that rest on nothing not."""
    found = {question.id: basis_of(question) for question in _questions(course)}
    return {question_id: cites for question_id, cites in found.items() if cites}


def _questions(course: Course) -> Iterator[Question]:
    for item in course.items:
        if isinstance(item, Lesson):
            yield from (check.question for check in item.checks)
        elif isinstance(item, Quiz):
            yield from item.own_questions
    for bank in course.banks:
        yield from bank.questions
