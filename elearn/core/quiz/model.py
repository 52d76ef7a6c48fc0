"""A quiz and the banks it draws from, once read. Texts are Markdown unless a field says plain."""

from dataclasses import dataclass

from elearn.core.quiz.questions import Question


@dataclass(frozen=True, slots=True)
class BankDraw:
    """So many questions from that bank."""

    bank: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """A quiz. `title` is plain; `pass_percent` is of the points; `attempts` None means no limit."""

    id: str
    title: str
    minutes: int
    questions: tuple[Question, ...]
    pass_percent: int
    attempts: int | None = None
    shuffle: bool = True
    draw: tuple[BankDraw, ...] = ()
    intro: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """Questions that quizzes draw from."""

    id: str
    title: str
    questions: tuple[Question, ...]
    path: str = ""
