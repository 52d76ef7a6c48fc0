"""Where somebody stands, with attempts that ended by themselves and were not put away yet."""

from dataclasses import replace
from datetime import datetime

from elearn.core.quiz import policy
from elearn.core.quiz.model import PRETEST
from elearn.core.quiz.options import Counts
from elearn.services import came_to, results
from elearn.services.enrolments import Standing
from elearn.services.sittings import of_kept
from elearn.store import attempts, deadlines


def standing_as_of(standing: Standing, now: datetime) -> Standing:
    """Where somebody stands at that moment. It asks again only where an attempt is overdue."""
    due = standing.enrolment.due_at
    if not policy.over(due, now):
        return standing
    passed, finished = set(standing.done.passed), set(standing.done.finished)
    for kept in deadlines.open_of_enrolment(standing.enrolment.id):
        quiz = of_kept(kept).quiz
        if quiz.practice or not results.is_over(kept, now):
            continue
        if quiz.role == PRETEST:
            finished.add(quiz.id)
            continue
        every = attempts.of_item(kept.enrolment_id, quiz.id)
        counted = policy.counted(quiz, came_to.past(results.all_as_of(every, now)))
        if counted is not None and counted.passed:
            passed.add(quiz.id)
        elif quiz.counts is not Counts.HIGHEST and standing.enrolment.completed_at is None:
            passed.discard(quiz.id)
    done = replace(standing.done, passed=frozenset(passed), finished=frozenset(finished))
    return replace(standing, done=done)
