"""The Markdown texts of what a file holds, each with the keys under which it stands."""

from collections.abc import Iterable, Iterator

from elearn.core.case.model import Case
from elearn.core.law.register import Instrument, Judgment, Provision, Term
from elearn.core.pack.model import Bank, Course, Meta, Quiz
from elearn.core.pack.yaml_tree import Keys
from elearn.core.quiz import questions as q

Prose = Iterator[tuple[Keys, str]]
"""Keys and text; texts may be empty."""


def of_questions(questions: Iterable[q.Question]) -> Prose:
    """The texts of a list of questions under the key `questions`."""
    for index, question in enumerate(questions):
        yield from of_question(question, ("questions", index))


def of_question(question: q.Question, at: Keys = ()) -> Prose:
    """The texts of one question."""
    yield (*at, "prompt"), question.prompt
    yield (*at, "reason"), question.reason
    match question:
        case q.Single() | q.Multiple():
            for i, option in enumerate(question.options):
                yield (*at, "options", i, "text"), option.text
                yield (*at, "options", i, "feedback"), option.feedback
        case q.Matching():
            for i, pair in enumerate(question.pairs):
                yield (*at, "pairs", i, "left"), pair.left
                yield (*at, "pairs", i, "right"), pair.right
            yield from _entries(question.extra, (*at, "extra"))
        case q.Ordering():
            yield from _entries(question.items, (*at, "items"))
        case q.TrueFalse() | q.Numeric() | q.ShortText():
            pass


def _entries(entries: Iterable[q.Entry], at: Keys) -> Prose:
    for i, entry in enumerate(entries):
        yield (*at, i, "text"), entry.text


def of_quiz(quiz: Quiz | Bank) -> Prose:
    """The texts of a quiz or a bank."""
    if isinstance(quiz, Quiz):
        yield ("intro",), quiz.intro
    yield from of_questions(quiz.questions)


def of_case(case: Case) -> Prose:
    """The texts of a case study."""
    yield ("intro",), case.intro
    for i, exhibit in enumerate(case.exhibits):
        yield ("exhibits", i, "text"), exhibit.text
    for i, scene in enumerate(case.scenes):
        yield ("scenes", i, "text"), scene.text
        for j, choice in enumerate(scene.choices):
            at = ("scenes", i, "choices", j)
            yield (*at, "text"), choice.text
            yield (*at, "consequence"), choice.consequence
            yield (*at, "debrief"), choice.debrief


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
