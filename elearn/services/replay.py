"""Kept answers graded again: does every mark follow from what is kept, and what would change.

Everything is worked out anew from the raw answer, the seed and the pack, by the present grader and
with the corrections that hold. Nothing is written.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, Conflict
from elearn.core.pack.model import Quiz
from elearn.core.quiz import draw, response, score
from elearn.core.quiz.correct import Correction
from elearn.core.quiz.grade import GRADER_VERSION, Mark, Verdict
from elearn.core.quiz.lapsed import LAPSED, KeptLapses
from elearn.core.quiz.mark import NO_PARTS
from elearn.core.quiz.questions import Question
from elearn.core.quiz.response import NO_RESPONSE, worth
from elearn.services import corrections, quiz_questions, shelf
from elearn.store.pages import kept_marks
from elearn.store.pages.kept_marks import KeptRow


class Why(StrEnum):
    """Why a mark is another one."""

    GONE = "gone"
    KIND = "kind"
    UNREADABLE = "unreadable"
    WORTH = "worth"
    GRADER = "grader"
    CORRECTION = "correction"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Given:
    """A mark as it was kept, or as it comes out: points of how many, and in a word."""

    points: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A question of an attempt with another mark; `new` is None where there can be none."""

    question: str
    old: Given
    new: Given | None
    why: Why


@dataclass(frozen=True, slots=True)
class Replayed:
    """An attempt in which something differs.

    Attributes:
        attempt: Its number; it names nobody.
        differences: Question by question.
        percent: The result as kept and as it comes out, rounded down.
        passed: The same for whether it passes.
        changes: Whether the result would change.
    """

    attempt: int
    differences: tuple[Difference, ...]
    percent: tuple[int, int]
    passed: tuple[bool, bool]
    changes: bool


@dataclass(slots=True)
class Replay:
    """A quiz to grade again. The numbers grow while `differing` is gone through."""

    pack_id: str
    quiz_id: str
    version: str
    against: str
    _version_id: int
    _digest: str
    _against_digest: str
    attempts: int = 0
    answers: int = 0
    differing: int = 0
    changes: int = 0
    by_question: Counter[str] = field(default_factory=Counter)

    def differing_attempts(self) -> Iterator[Replayed]:
        """The attempts in which something differs, one after the other."""
        grader = Grader(self)
        rows = kept_marks.of_quiz(self._version_id, self.quiz_id)
        for _attempt, marks in groupby(rows, key=lambda row: row.attempt):
            newest = {row.question_id: row for row in marks}
            self.attempts += 1
            self.answers += sum(row.raw is not None for row in newest.values())
            found = grader.again(list(newest.values()))
            if found is not None:
                self.differing += 1
                self.changes += found.changes
                self.by_question.update(d.question for d in found.differences)
                yield found


def replay(
    actor: Actor, pack_id: str, quiz_id: str, *, version: str = "", against: str = ""
) -> Replay:
    """Prepare to grade all finished attempts at a quiz again.

    Args:
        actor: Who asks.
        pack_id: The pack.
        quiz_id: The quiz.
        version: The version at which it was sat; empty for the newest published.
        against: The version whose questions are used; empty for the same.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If there is no such version or quiz.
    """
    access.require(actor, Action.AUTHOR_PACKS)
    sat, _quiz = quiz_questions.require_quiz(pack_id, version, quiz_id)
    other, _other = quiz_questions.require_quiz(pack_id, against or sat.version, quiz_id)
    return Replay(pack_id, quiz_id, sat.version, other.version, sat.id, sat.digest, other.digest)


class Grader:
    """Grades by the questions of one version, as corrected. `rest` is called after each answer."""

    def __init__(self, asked: Replay, rest: Callable[[], object] = lambda: None) -> None:
        self._rest = rest
        shelved = shelf.take(asked._against_digest)  # noqa: SLF001  # they belong together
        quiz = shelved.item(asked.quiz_id)
        assert isinstance(quiz, Quiz)
        self._quiz = quiz
        self._questions = {
            question.id: shelved.accepting(question)
            for question in quiz_questions.questions_of(shelved.course, quiz)
        }
        self._corrections: Mapping[str, Sequence[Correction]] = corrections.of_version(
            asked.pack_id, asked.against
        )

    def again(self, rows: list[KeptRow]) -> Replayed | None:
        """An attempt graded again; None if all is as it was kept."""
        marks, differences = [], []
        for row in rows:
            mark, why = self._mark(row)
            if mark is not None:
                marks.append(mark)
            old = Given(row.mark_points, row.verdict)
            new = Given(str(mark.points), mark.verdict.value) if mark is not None else None
            if old != new:
                differences.append(Difference(row.question_id, old, new, why))
            self._rest()
        total = score.score(self._quiz, marks)
        first = rows[0]
        kept = _share(first)
        now = total.percent
        changes = (now, total.passed) != (kept, bool(first.passed))
        if first.passed is None or (first.held and now <= kept and not differences):
            changes = False  # it waits for people; or a correction would have lowered it
        if not differences and not changes:
            return None
        return Replayed(
            first.attempt,
            tuple(differences),
            (int(kept), int(now)),
            (bool(first.passed), total.passed),
            changes,
        )

    def _mark(self, row: KeptRow) -> tuple[Mark | None, Why]:
        """The mark that comes out, and why it would be another one."""
        if row.question_id in KeptLapses.from_text(row.lapsed).unmarked:
            return LAPSED, Why.KEY
        question = self._questions.get(row.question_id)
        if question is None:
            return None, Why.GONE
        found = self._corrections.get(question.id, ())
        try:
            said = response.from_raw(row.raw) if row.raw is not None else NO_RESPONSE
        except BadInput:
            return None, Why.UNREADABLE
        try:
            asked = draw.as_drawn(question, row.seed) if draw.is_seeded(question) else question
            mark = worth(asked, said, self._quiz.certainty, found)
        except Conflict:
            return None, Why.KIND
        if mark.verdict is Verdict.WAITING:  # a person marks it, or has
            return _by_a_person(row, question), Why.KIND
        return mark, self._why(row, mark)

    def _why(self, row: KeptRow, mark: Mark) -> Why:
        if self._corrections.get(row.question_id):
            return Why.CORRECTION
        if row.grader_version != GRADER_VERSION:
            return Why.GRADER
        same_share = Fraction(row.share) == mark.share
        return Why.WORTH if same_share else Why.KEY


def _by_a_person(row: KeptRow, question: Question) -> Mark:
    points, verdict = Fraction(row.mark_points), Verdict(row.verdict)
    return Mark(Fraction(row.share), points, question.points, verdict, NO_PARTS)


def _share(row: KeptRow) -> Fraction:
    most = Fraction(row.points_max or 0)
    return Fraction(row.points or 0) * 100 / most if most else Fraction(0)
