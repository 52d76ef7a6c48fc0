"""Walking through a case: where the choices lead, and what is said about them afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass

from elearn.core.case.model import Case, Choice, Ending, Judgement, Scene
from elearn.core.errors import Conflict

MAX_STEPS = 200
"""Choices in one walk; a case may lead in circles, but not for ever."""


class ImpossibleChoice(Conflict):
    """A choice that the scene does not offer; `details` holds `scene` and `choice`."""

    code = "impossible-choice"


class WalkTooLong(ImpossibleChoice):
    """More choices than one walk may have."""

    code = "walk-too-long"


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice, and the scene it was made in."""

    scene: Scene
    choice: Choice


@dataclass(frozen=True, slots=True)
class Walk:
    """A road through a case.

    Attributes:
        visited: Ids of the scenes in the order they were entered; a scene may come again.
        scene: Where the walk stands.
        decisions: One fewer than `visited`.
    """

    visited: tuple[str, ...]
    scene: Scene
    decisions: tuple[Decision, ...]

    @property
    def finished(self) -> bool:
        """Whether an ending is reached."""
        return self.scene.ending is not None

    @property
    def ending(self) -> Ending | None:
        """How it ended; None while under way."""
        return self.scene.ending


@dataclass(frozen=True, slots=True)
class DebriefStep:
    """One decision, looked at afterwards; `others` are the choices not taken there.

    `number` counts from 1.
    """

    number: int
    scene: Scene
    choice: Choice
    others: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Debrief:
    """A finished or unfinished road, looked at afterwards.

    Attributes:
        ending: How it ended; None while under way.
        steps: Each decision in turn.
        counts: Decisions by judgement; every judgement has an entry.
        scenes_seen, scenes: Different scenes entered, and how many there are.
        endings: How many endings there are.
    """

    ending: Ending | None
    steps: tuple[DebriefStep, ...]
    counts: dict[Judgement, int]
    scenes_seen: int
    scenes: int
    endings: int


def walk(case: Case, choice_ids: Sequence[str]) -> Walk:
    """Where these choices lead from the start.

    Raises:
        WalkTooLong: If there are more than `MAX_STEPS`.
        ImpossibleChoice: If a scene does not offer the next choice, or the choice leads nowhere.
    """
    if len(choice_ids) > MAX_STEPS:
        raise WalkTooLong(
            f"This road has more than {MAX_STEPS} steps. Start the case again.",
            details={"steps": MAX_STEPS},
        )
    scenes = {scene.id: scene for scene in case.scenes}
    scene = case.scene(case.start)
    visited, decisions = [scene.id], []
    for choice_id in choice_ids:
        choice = next((c for c in scene.choices if c.id == choice_id), None)
        if choice is None or choice.to not in scenes:
            raise ImpossibleChoice(
                "This choice is not open here. Load the page again to see where you are.",
                details={"scene": scene.id, "choice": choice_id},
            )
        decisions.append(Decision(scene, choice))
        scene = scenes[choice.to]
        visited.append(scene.id)
    return Walk(tuple(visited), scene, tuple(decisions))


def debrief(case: Case, walk: Walk) -> Debrief:
    """What there is to say about a walk through this case."""
    steps = tuple(
        DebriefStep(
            number,
            decision.scene,
            decision.choice,
            tuple(c for c in decision.scene.choices if c.id != decision.choice.id),
        )
        for number, decision in enumerate(walk.decisions, 1)
    )
    counts = dict.fromkeys(Judgement, 0)
    for step in steps:
        counts[step.choice.judgement] += 1
    return Debrief(
        ending=walk.ending,
        steps=steps,
        counts=counts,
        scenes_seen=len(set(walk.visited)),
        scenes=len(case.scenes),
        endings=sum(scene.ending is not None for scene in case.scenes),
    )
