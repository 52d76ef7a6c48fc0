"""What every check looks at."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from elearn.core.case.model import Case
from elearn.core.law.register import Register
from elearn.core.pack.codes import problem
from elearn.core.pack.facts import Facts, Sources
from elearn.core.pack.model import Bank, BankDraw, Course, Lesson, Pack, Quiz
from elearn.core.pack.yaml_tree import Keys
from elearn.core.problems import Problem
from elearn.core.quiz.questions import Question

_LOOKED_AT = 500
"""Names that one is compared with; more would take long where many are wrong."""


@dataclass(frozen=True, slots=True)
class Look:
    """A pack and what it is checked against.

    Attributes:
        pack: The pack, as far as it could be read.
        files: All its files.
        sources: What each file says.
        register: The register to check citations against; None where there is none at hand.
        as_of: The day that decides what is repealed.
    """

    pack: Pack
    files: Mapping[str, bytes]
    sources: Sources
    register: Register | None
    as_of: date

    def say(self, code: str, path: str, keys: Keys, text: str) -> Problem:
        """A problem at the line of a value."""
        return problem(path, self.sources.line(path, *keys), code, text)

    @property
    def facts(self) -> Iterable[Facts]:
        """The facts of all files, by path."""
        return self.sources.facts.values()


Check = Callable[[Look], Iterator[Problem]]
"""A check: looks and yields problems."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A question and where it stands. `where` is `lesson`, `quiz` or `bank`."""

    question: Question
    path: str
    keys: Keys
    where: str


def placed_questions(course: Course) -> Iterator[Placed]:
    """All questions of a course, self-checks and banks included."""
    for item in course.items:
        match item:
            case Lesson():
                for i, check in enumerate(item.checks):
                    yield Placed(check.question, item.path, ("checks", i), "lesson")
            case Quiz():
                yield from _listed(item, "quiz")
            case Case():
                pass
    for bank in course.banks:
        yield from _listed(bank, "bank")


def placed_draws(quiz: Quiz) -> Iterator[tuple[BankDraw, Keys]]:
    """What a quiz draws, section by section, each with the keys under which it stands."""
    for n, part in enumerate(quiz.parts):
        at: Keys = ("sections", n) if part.id else ()
        for i, draw in enumerate(part.draw):
            yield draw, (*at, "draw", i)


def _listed(quiz: Quiz | Bank, where: str) -> Iterator[Placed]:
    for i, question in enumerate(quiz.questions):
        yield Placed(question, quiz.path, ("questions", i), where)
    for n, section in enumerate(quiz.sections if isinstance(quiz, Quiz) else ()):
        for i, question in enumerate(section.questions):
            yield Placed(question, quiz.path, ("sections", n, "questions", i), where)


def nearest(name: str, known: Iterable[str]) -> str:
    """` Did you mean …?`, or nothing."""
    near = difflib.get_close_matches(name[:100], list(islice(known, _LOOKED_AT)), n=1, cutoff=0.6)
    return f" Did you mean {near[0]}?" if near else ""
