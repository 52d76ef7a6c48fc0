"""A quiz and the banks it draws from, once read. Texts are Markdown unless a field says plain."""

from dataclasses import dataclass

from elearn.core.quiz.options import (
    ONE_MARKER,
    CertaintyRule,
    Counts,
    Feedback,
    Layout,
    Marking,
    Navigation,
)
from elearn.core.quiz.questions import Question

PRETEST, POSTTEST = "pretest", "posttest"
ROLES = (PRETEST, POSTTEST)
"""What a quiz may be beyond a quiz: a pretest shows what somebody knew before, and passes nothing;
a post-test asks about the same afterwards, and the gain is kept."""


@dataclass(frozen=True, slots=True)
class BankDraw:
    """So many questions from that bank: with this outcome and difficulty (empty: any), all tags."""

    bank: str
    count: int
    outcome: str = ""
    difficulty: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a quiz under a heading. `title` is plain."""

    id: str
    title: str
    intro: str = ""
    questions: tuple[Question, ...] = ()
    draw: tuple[BankDraw, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """A quiz. `title` is plain; `pass_percent` is of the points; `attempts` None means no limit.

    Attributes:
        minutes: What it is planned for.
        limit: Minutes after which an attempt ends; None without limit.
        wait_minutes: How long after an attempt the next one may begin.
        counts: Which of several attempts counts.
        practice: Counts for nothing: any number of attempts, answers shown at once.
        marking: How people mark what no machine can.
        certainty: Whether learners say how sure they are, and whether that decides about marks.
        questions, draw: What is asked, where there are no sections.
        sections: Else the sections, and nothing outside them.
        role: One of `ROLES`, or empty.
        pair: Of a post-test: the id of its pretest.
    """

    id: str
    title: str
    minutes: int
    questions: tuple[Question, ...]
    pass_percent: int = 0
    attempts: int | None = None
    shuffle: bool = True
    draw: tuple[BankDraw, ...] = ()
    intro: str = ""
    layout: Layout = Layout.ONE
    navigation: Navigation = Navigation.FREE
    limit: int | None = None
    wait_minutes: int = 0
    counts: Counts = Counts.HIGHEST
    feedback: Feedback = Feedback.AFTER
    practice: bool = False
    certainty: CertaintyRule = CertaintyRule.OFF
    marking: Marking = ONE_MARKER
    path: str = ""
    sections: tuple[Section, ...] = ()
    role: str = ""
    pair: str = ""

    @property
    def parts(self) -> tuple[Section, ...]:
        """The sections; a quiz without has a single part, which has no id and no title."""
        if self.sections:
            return self.sections
        return (Section(id="", title="", questions=self.questions, draw=self.draw),)

    @property
    def own_questions(self) -> tuple[Question, ...]:
        """The questions that every attempt asks, section by section."""
        return tuple(question for part in self.parts for question in part.questions)

    @property
    def draws(self) -> tuple[BankDraw, ...]:
        """What is drawn from banks, section by section."""
        return tuple(draw for part in self.parts for draw in part.draw)

    @property
    def most_attempts(self) -> int | None:
        """How many attempts somebody has; None without limit. A pretest is taken once."""
        return 1 if self.role == PRETEST else self.attempts

    @property
    def can_be_passed(self) -> bool:
        """Whether it can count for completion: not in practice, and not as a pretest."""
        return not self.practice and self.role != PRETEST

    @property
    def size(self) -> int:
        """How many questions an attempt asks."""
        return len(self.own_questions) + sum(draw.count for draw in self.draws)

    @property
    def shown(self) -> Feedback:
        """When the right answers are shown; in practice always at once."""
        return Feedback.AT_ONCE if self.practice else self.feedback

    @property
    def forward(self) -> bool:
        """Whether a question that was passed stays closed."""
        return self.navigation is Navigation.FORWARD


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """Questions that quizzes draw from."""

    id: str
    title: str
    questions: tuple[Question, ...]
    path: str = ""
