"""An attempt at a quiz with everything that belongs to it."""

from dataclasses import dataclass

from elearn.core.access import Actor
from elearn.core.errors import NotFound
from elearn.core.pack.model import Quiz
from elearn.core.quiz import paging
from elearn.core.quiz.draw import Paper, PaperQuestion
from elearn.core.quiz.lapsed import KeptLapses
from elearn.core.quiz.paging import Pages
from elearn.services import enrolments, shelf
from elearn.services.enrolments import Standing
from elearn.services.shelf import Shelved
from elearn.store import attempts as store
from elearn.store.attempts import KeptAttempt


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt with everything that belongs to it."""

    kept: KeptAttempt
    shelved: Shelved
    quiz: Quiz
    paper: Paper

    @property
    def pages(self) -> Pages:
        """The numbers of the questions, page by page."""
        return paging.pages(self.quiz.layout, [asked.section for asked in self.paper.questions])

    def page_with(self, number: int) -> tuple[int, ...]:
        """The numbers of the questions that stand on one page with that one.

        Raises:
            NotFound: If the paper is shorter.
        """
        question_at(self, number)
        return self.pages[paging.page_of(self.pages, number)]

    @property
    def reached(self) -> tuple[int, ...]:
        """The page at which somebody is who cannot go back."""
        gone_by = self.kept.gone_by
        asked = enumerate(self.paper.questions, 1)
        passed = frozenset(n for n, one in asked if one.question.id in gone_by)
        return self.pages[paging.reached(self.pages, passed)]

    def may_open(self, number: int) -> bool:
        """Whether the question with that number may be looked at now."""
        return not self.quiz.forward or number in self.reached


def require_sitting(actor: Actor, key: str) -> Sitting:
    """The actor's own attempt at a quiz.

    Raises:
        NotFound: If it is somebody else's, or there is none.
    """
    return of_kept(require_own(actor, key))


def require_own(actor: Actor, key: str) -> KeptAttempt:
    """The row of the actor's own attempt at a quiz.

    Raises:
        NotFound: If it is somebody else's, or there is none.
    """
    kept = store.by_key(key)
    if kept is None or kept.kind != "quiz" or kept.person_id != enrolments.person_of(actor):
        raise NotFound("There is no such attempt.")
    return kept


def of_kept(kept: KeptAttempt) -> Sitting:
    """That attempt at a quiz with everything that belongs to it."""
    shelved = shelf.take(kept.digest)
    quiz = shelved.item(kept.item_id)
    assert isinstance(quiz, Quiz)
    left_out = KeptLapses.from_text(kept.lapsed).left_out
    paper = shelved.paper(quiz, kept.seed, kept.draw_version, kept.drawn, left_out)
    return Sitting(kept, shelved, quiz, paper)


def require_quiz(standing: Standing, item_id: str) -> Quiz:
    """The quiz of a course.

    Raises:
        NotFound: If the course has no such quiz.
    """
    item = shelf.item(standing.enrolment.digest, item_id)
    if not isinstance(item, Quiz):
        raise NotFound("There is no such quiz in this course.")
    return item


def question_at(sitting: Sitting, number: int) -> PaperQuestion:
    """The question with that number, from 1.

    Raises:
        NotFound: If the paper is shorter.
    """
    if not 1 <= number <= len(sitting.paper.questions):
        raise NotFound("This quiz has no such question.")
    return sitting.paper.questions[number - 1]
