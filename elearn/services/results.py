"""What attempts at a quiz came to.

One whose deadline has come counts as handed in at that moment, whether or not anybody has put it
away since.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict

from elearn.core.quiz import policy, response, score
from elearn.core.quiz.grade import Mark, Verdict
from elearn.core.quiz.lapsed import LAPSED, KeptLapses, unmarked
from elearn.core.quiz.score import Score
from elearn.services import corrections, lapses
from elearn.services.sittings import Sitting, of_kept
from elearn.store import attempts as store
from elearn.store.attempts import KeptAnswer, KeptAttempt


@dataclass(frozen=True, slots=True)
class Graded:
    """The answers that count, what each question is worth, and the sum.

    `waits`: people have to mark some, so that there is no result before it is released. Nobody
    marks what was written in practice. `lapsed` is to be kept with the attempt.
    """

    answers: Mapping[str, KeptAnswer]
    marks: Mapping[str, Mark]
    total: Score
    waits: bool
    lapsed: KeptLapses


def graded(sitting: Sitting, *, at: datetime) -> Graded:
    """An attempt that ends or ended at that moment, marked as it stands."""
    answers = store.answers(sitting.kept.id)
    said = {q: response.from_raw(a.raw) for q, a in answers.items()}
    known = corrections.of_digest(sitting.kept.digest)
    marks = score.marks(sitting.paper, said, sitting.quiz.certainty, known)
    gone = _lapsed(sitting, answers, at)
    marks = {name: LAPSED if name in gone.unmarked else mark for name, mark in marks.items()}
    waits = any(mark.verdict is Verdict.WAITING for mark in marks.values())
    total = score.score(sitting.quiz, marks.values())
    return Graded(answers, marks, total, waits and not sitting.quiz.practice, gone)


def _lapsed(sitting: Sitting, answers: Mapping[str, KeptAnswer], at: datetime) -> KeptLapses:
    """What lapsed of an attempt: as was kept at its end, or as the law is if it ends now."""
    kept = KeptLapses.from_text(sitting.kept.lapsed)
    if sitting.kept.finished_at is not None:
        return kept
    asked = [one.question.id for one in sitting.paper.questions]
    answered = {name: answer.at for name, answer in answers.items()}
    found = lapses.lapses(sitting.kept.digest, now=at)
    return replace(kept, unmarked=unmarked(asked, found, answered, at))


class Columns(TypedDict):
    """What an attempt keeps of its result."""

    points: str | None
    points_max: str | None
    passed: bool | None


NO_RESULT = Columns(points=None, points_max=None, passed=None)
"""What an attempt keeps while it waits for people."""


def columns(total: Score) -> Columns:
    """A sum as an attempt keeps it."""
    return {"points": str(total.points), "points_max": str(total.max), "passed": total.passed}


def is_paused(kept: KeptAttempt, now: datetime) -> bool:
    """Whether the time of an open attempt stands still: its quiz is closed since law lapsed.

    So it is before anybody has put that down, too; but what ended earlier has ended.
    """
    if kept.finished_at is not None or kept.kind != "quiz":
        return False
    if kept.paused_at is not None:
        return True
    since = lapses.left_of(kept.digest, kept.item_id, now=now).since_when
    return since is not None and (kept.deadline_at is None or kept.deadline_at > since)


def is_over(kept: KeptAttempt, now: datetime) -> bool:
    """Whether an attempt has ended: handed in, or its deadline has come and is not paused."""
    if kept.finished_at is not None:
        return True
    return policy.over(kept.deadline_at, now) and not is_paused(kept, now)


def as_of(sitting: Sitting, now: datetime) -> Sitting:
    """The attempt as it stands at that moment: handed in, if its deadline has come."""
    kept = sitting.kept
    if kept.finished_at is not None or kept.deadline_at is None or not is_over(kept, now):
        return sitting
    found = graded(sitting, at=kept.deadline_at)
    result = NO_RESULT if found.waits else columns(found.total)
    ended = replace(kept, finished_at=kept.deadline_at, lapsed=found.lapsed.to_text(), **result)
    return replace(sitting, kept=ended)


def all_as_of(kept: Iterable[KeptAttempt], now: datetime) -> list[KeptAttempt]:
    """Attempts at a quiz as they stand at that moment."""
    return [
        attempt if attempt.finished_at or not is_over(attempt, now) else _ended(attempt, now)
        for attempt in kept
    ]


def _ended(kept: KeptAttempt, now: datetime) -> KeptAttempt:
    return as_of(of_kept(kept), now).kept
