"""Whether a finished road passes, by the case's own rule, and what it lacks."""

from dataclasses import dataclass

from elearn.core.case.conditions import Bounds
from elearn.core.case.model import Case, Ending, Scene
from elearn.core.case.play import Walk
from elearn.core.case.state import State


@dataclass(frozen=True, slots=True)
class EndingDemand:
    """The road must end in one of these ways."""

    endings: tuple[Ending, ...]
    met: bool


@dataclass(frozen=True, slots=True)
class MeasureDemand:
    """A measure must stand within bounds at the end; `value` is where it stands."""

    measure: str
    bounds: Bounds
    value: int
    met: bool


Demand = EndingDemand | MeasureDemand


def demands(case: Case, scene: Scene, state: State) -> tuple[Demand, ...]:
    """What the case asks of a road that ends in this scene and state; nothing without a rule."""
    rule = case.passing
    if rule is None:
        return ()
    asked: list[Demand] = []
    if rule.endings:
        asked.append(EndingDemand(rule.endings, scene.ending in rule.endings))
    for measure, bounds in rule.measures.items():
        value = state.measures.get(measure, 0)
        asked.append(MeasureDemand(measure, bounds, value, bounds.hold(value)))
    return tuple(asked)


def passes(case: Case, walk: Walk) -> bool:
    """Whether a road passes: it has reached an ending, and all that the case asks is met."""
    return walk.finished and all(d.met for d in demands(case, walk.scene, walk.state))
