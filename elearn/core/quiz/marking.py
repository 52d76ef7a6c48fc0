"""Marking by people: who may mark an answer, when two marks are needed, and what marks come to.

A mark that people gave is worked out here from their judgements alone, in the order in which they
were made. Of several by one marker the last counts, until somebody has settled a difference.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from elearn.core.quiz.kinds.extended import Extended, judge
from elearn.core.quiz.mark import Judged, Mark, marked
from elearn.core.quiz.options import Marking

LONGEST_COMMENT = 4000
"""Characters of a comment for the learner."""

LONGEST_REASON = 1000
"""Characters of the reason for settling a difference."""


class MarkingState(StrEnum):
    """How far the marking of an answer is."""

    WAITING = "waiting"
    """Nobody has marked it."""
    SECOND = "second"
    """A second marker is wanted."""
    DIFFERING = "differing"
    """Two markers differ by more than is tolerated."""
    MARKED = "marked"
    """There is a result, which learners see once it is released."""


class Refusal(StrEnum):
    """Why somebody may not mark an answer."""

    OWN = "own-answer"
    MARKED = "marked-already"
    DIFFERING = "to-be-settled"
    NOT_DIFFERING = "nothing-to-settle"
    CORRECTED = "question-corrected"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one marker found.

    Attributes:
        marker: A number that stands for the marker.
        levels: The level reached of each criterion, by id.
        share: Of the question's points, 0 to 1.
        comment: For the learner.
        settles: Whether it ends a difference between two others, with a reason.
    """

    marker: int
    levels: Mapping[str, str]
    share: Fraction
    comment: str = ""
    settles: bool = False


def rule_of(question: Extended, of_quiz: Marking) -> Marking:
    """How an answer to a question is marked: as the question says, or else as its quiz does.

    Whether markers see names is for the quiz alone.
    """
    if question.marking is None:
        return of_quiz
    return replace(question.marking, anonymous=of_quiz.anonymous)


def judgement(
    question: Extended, marker: int, levels: Mapping[str, str], comment: str, *, settles: bool
) -> Judgement:
    """What a marker found, with the share that follows from the rubric.

    Raises:
        BadInput: If a criterion is not judged, or by a level that it does not have.
    """
    mark = judge(question, levels)
    assert mark.judged is not None
    return Judgement(marker, dict(mark.judged.levels), mark.share, comment, settles)


def standing(judgements: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """Those that count: the last one that settles, or else the last one of each marker.

    In the order in which the markers came.
    """
    settled = [j for j in judgements if j.settles]
    if settled:
        return (settled[-1],)
    return tuple({j.marker: j for j in judgements}.values())


def state(question: Extended, rule: Marking, judgements: Sequence[Judgement]) -> MarkingState:
    """How far the marking of an answer is."""
    found = standing(judgements)
    if not found:
        return MarkingState.WAITING
    if found[0].settles or not rule.double:
        return MarkingState.MARKED
    if len(found) == 1:
        return MarkingState.SECOND
    apart = abs(found[0].share - found[1].share) * question.points
    return MarkingState.DIFFERING if apart > rule.tolerance else MarkingState.MARKED


def may_mark(
    marker: int, learner: int, rule: Marking, judgements: Sequence[Judgement]
) -> Refusal | None:
    """Why somebody may not mark an answer, or mark it anew; None if they may.

    Nobody marks their own answer. Whoever has marked may change that until it is settled; others
    come in as long as a marker is wanted.
    """
    if marker == learner:
        return Refusal.OWN
    found = standing(judgements)
    if found and found[0].settles:
        return Refusal.MARKED
    if any(j.marker == marker for j in found):
        return None
    return Refusal.MARKED if len(found) >= (2 if rule.double else 1) else None


def may_settle(marker: int, learner: int, now: MarkingState) -> Refusal | None:
    """Why somebody may not settle a difference; None if they may.

    A third person may, or one of the two once they have agreed.
    """
    if marker == learner:
        return Refusal.OWN
    return None if now is MarkingState.DIFFERING else Refusal.NOT_DIFFERING


def combined(question: Extended, rule: Marking, judgements: Sequence[Judgement]) -> Mark | None:
    """The mark that the judgements come to; None while one is wanting or they differ too much.

    The mean of two, exactly. Of the levels, those that all markers chose are told; the comments
    follow one another.
    """
    if state(question, rule, judgements) is not MarkingState.MARKED:
        return None
    found = standing(judgements)
    if not rule.double:
        found = found[-1:]
    share = sum((j.share for j in found), Fraction(0)) / len(found)
    levels = tuple(
        (criterion.id, found[0].levels[criterion.id])
        for criterion in question.rubric
        if len({j.levels.get(criterion.id) for j in found}) == 1
    )
    best = {c.id: {x.id for x in c.levels if x.points == c.most} for c in question.rubric}
    parts = {name: level in best[name] for name, level in levels}
    comment = "\n\n".join(dict.fromkeys(j.comment for j in found if j.comment))
    judged = Judged(levels, comment)
    return marked(question, share.numerator, share.denominator, parts, judged=judged)
