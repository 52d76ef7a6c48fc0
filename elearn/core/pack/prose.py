"""The Markdown texts of what a file holds, each with the keys under which it stands."""

from collections.abc import Iterable, Iterator

from elearn.core.case.model import Case, Reasoning
from elearn.core.law.register import Instrument, Judgment, Provision, Term
from elearn.core.pack.model import Bank, Course, Meta, Quiz
from elearn.core.pack.schema import questions
from elearn.core.pack.schema.kinds.base import PLAIN
from elearn.core.pack.yaml_tree import Keys
from elearn.core.quiz.questions import Question

Prose = Iterator[tuple[Keys, str]]
"""Keys and text; texts may be empty."""


def of_questions(asked: Iterable[Question], at: Keys = ()) -> Prose:
    """The texts of a list of questions under the key `questions`."""
    for index, question in enumerate(asked):
        yield from of_question(question, (*at, "questions", index))


def of_question(question: Question, at: Keys = ()) -> Prose:
    """The texts of one question."""
    for said in questions.said(question):
        if said.kind != PLAIN:
            yield (*at, *said.keys), said.text
    for index, cite in enumerate(question.basis or ()):
        yield (*at, "basis", index), f"[@{cite}]"  # it is looked up as if it stood in a text


def of_quiz(quiz: Quiz | Bank) -> Prose:
    """The texts of a quiz or a bank."""
    if isinstance(quiz, Quiz):
        yield ("intro",), quiz.intro
        for i, section in enumerate(quiz.sections):
            yield ("sections", i, "intro"), section.intro
            yield from of_questions(section.questions, ("sections", i))
    yield from of_questions(quiz.questions)


def of_case(case: Case) -> Prose:
    """The texts of a case study."""
    yield ("intro",), case.intro
    for i, exhibit in enumerate(case.exhibits):
        yield ("exhibits", i, "text"), exhibit.text
    for i, message in enumerate(case.messages):
        yield ("messages", i, "text"), message.text
    for i, scene in enumerate(case.scenes):
        yield ("scenes", i, "text"), scene.text
        yield from _reasoning(scene.reasoning, ("scenes", i, "reasoning"))
        for j, choice in enumerate(scene.choices):
            at = ("scenes", i, "choices", j)
            yield (*at, "text"), choice.text
            yield (*at, "closed"), choice.closed
            yield (*at, "consequence"), choice.consequence
            yield (*at, "debrief"), choice.debrief
            yield from _reasoning(choice.reasoning, (*at, "reasoning"))


def _reasoning(reasoning: Reasoning | None, at: Keys) -> Prose:
    if reasoning is not None:
        yield (*at, "prompt"), reasoning.prompt
        yield (*at, "model-answer"), reasoning.model_answer


def of_course(course: Course) -> Prose:
    """The texts of a course's pack.yaml."""
    yield from of_meta(course.meta)
    yield ("audience",), course.audience


def of_meta(meta: Meta) -> Prose:
    """The texts that every pack.yaml has."""
    yield ("summary",), meta.summary


def of_law(entries: Iterable[Instrument | Judgment | Term]) -> Prose:
    """The texts of a list of instruments, judgments or terms."""
    for i, entry in enumerate(entries):
        match entry:
            case Term():
                yield (i, "definition"), entry.definition
                yield (i, "note"), entry.note
            case Instrument():
                yield (i, "note"), entry.note
                yield from _provisions(entry.provisions, i)
            case Judgment():
                yield (i, "holding"), entry.holding
                yield from _provisions(entry.provisions, i)


def _provisions(provisions: Iterable[Provision], i: int) -> Prose:
    for j, provision in enumerate(provisions):
        yield (i, "provisions", j, "text"), provision.text
        yield (i, "provisions", j, "change"), provision.change
