"""What a road through a case adds up to: measures, time, exhibits, what was done and seen.

A state follows from the choices alone. Messages follow from the states (`core.case.play`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from elearn.core.case.conditions import holds
from elearn.core.case.model import Case, Choice, Scene

Scenes = Mapping[str, Scene]
"""The scenes of a case by their ids."""


@dataclass(frozen=True, slots=True)
class State:
    """Where somebody stands in a case.

    Attributes:
        scene: Id of the scene.
        measures: Where each measure stands, by id; always within its bounds.
        minutes: Case time used.
        budget: Case time that there is; None without a limit.
        exhibits: Ids of the exhibits that can be looked at.
        made: Ids of the choices made.
        been: Ids of the scenes entered, this one among them.
    """

    scene: str
    measures: Mapping[str, int]
    minutes: int
    budget: int | None
    exhibits: frozenset[str]
    made: frozenset[str]
    been: frozenset[str]

    @property
    def left(self) -> int | None:
        """Case time left; None without a limit."""
        return None if self.budget is None else max(0, self.budget - self.minutes)


def scenes_of(case: Case) -> Scenes:
    """The scenes of a case by their ids."""
    return {scene.id: scene for scene in case.scenes}


def begin(case: Case, scenes: Scenes) -> State:
    """The state before the first choice."""
    return State(
        scene=case.start,
        measures={m.id: m.start for m in case.measures},
        minutes=0,
        budget=case.budget.minutes if case.budget else None,
        exhibits=frozenset(scenes[case.start].exhibits),
        made=frozenset(),
        been=frozenset({case.start}),
    )


def is_open(choice: Choice, state: State) -> bool:
    """Whether a choice of the scene in which somebody stands can be taken."""
    return holds(choice.condition, state)


def leads_to(case: Case, scenes: Scenes, state: State, choice: Choice) -> str:
    """The scene that a choice leads to from there.

    The choice that uses up the last of the time leads to the scene that the budget names, unless it
    leads to an ending: what is decided just in time is decided.
    """
    budget = case.budget
    if budget is None or state.minutes >= budget.minutes:
        return choice.to
    late = state.minutes + choice.minutes >= budget.minutes
    return budget.to if late and scenes[choice.to].ending is None else choice.to


def take(case: Case, scenes: Scenes, state: State, choice: Choice) -> State:
    """The state after a choice that is open. Scenes that it leads to must exist."""
    scene = scenes[leads_to(case, scenes, state, choice)]
    return State(
        scene=scene.id,
        measures={
            m.id: min(m.max, max(m.min, state.measures[m.id] + choice.effects.get(m.id, 0)))
            for m in case.measures
        },
        minutes=state.minutes + choice.minutes,
        budget=state.budget,
        exhibits=state.exhibits.union(choice.reveals, scene.exhibits),
        made=state.made | {choice.id},
        been=state.been | {scene.id},
    )
