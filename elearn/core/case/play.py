"""Walking through a case: where the choices lead, and what is said about them afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from elearn.core.case.conditions import holds
from elearn.core.case.model import Case, Choice, Ending, Judgement, Message, Reasoning, Scene
from elearn.core.case.state import State, begin, is_open, leads_to, scenes_of, take
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
    """A choice, and the scene it was made in.

    `diverted` if the time ran out with it, so that it did not lead where it says.
    """

    scene: Scene
    choice: Choice
    diverted: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message, and after how many choices it arrived."""

    message: Message
    step: int


@dataclass(frozen=True, slots=True)
class Walk:
    """A road through a case.

    Attributes:
        visited: Ids of the scenes in the order they were entered; a scene may come again.
        scene: Where the walk stands.
        decisions: One fewer than `visited`.
        states: What the road added up to in each of `visited`.
        messages: What arrived, in the order in which it did.
    """

    visited: tuple[str, ...]
    scene: Scene
    decisions: tuple[Decision, ...]
    states: tuple[State, ...]
    messages: tuple[Arrival, ...] = ()

    @property
    def state(self) -> State:
        """What the road adds up to now."""
        return self.states[-1]

    @property
    def finished(self) -> bool:
        """Whether an ending is reached."""
        return self.scene.ending is not None

    @property
    def ending(self) -> Ending | None:
        """How it ended; None while under way."""
        return self.scene.ending

    @property
    def open_choices(self) -> tuple[Choice, ...]:
        """The choices that can be taken now."""
        return tuple(c for c in self.scene.choices if is_open(c, self.state))

    @property
    def closed_choices(self) -> tuple[Choice, ...]:
        """Those of this scene that cannot be taken now, for its condition does not hold."""
        return tuple(c for c in self.scene.choices if not is_open(c, self.state))


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
class OutcomeLine:
    """The decisions that show one outcome; `outcome` is empty for those that name none.

    `counts` has an entry for every judgement.
    """

    outcome: str
    counts: dict[Judgement, int]
    steps: tuple[DebriefStep, ...]


@dataclass(frozen=True, slots=True)
class Debrief:
    """A finished or unfinished road, looked at afterwards.

    Attributes:
        ending: How it ended; None while under way.
        steps: Each decision in turn.
        counts: Decisions by judgement; every judgement has an entry.
        scenes_seen, scenes: Different scenes entered, and how many there are.
        endings: How many endings there are.
        outcomes: The decisions by the outcomes that their choices and scenes name; empty where
            none of them names any.
    """

    ending: Ending | None
    steps: tuple[DebriefStep, ...]
    counts: dict[Judgement, int]
    scenes_seen: int
    scenes: int
    endings: int
    outcomes: tuple[OutcomeLine, ...] = ()


def _offered(scenes: Mapping[str, Scene], state: State, choice_id: str) -> Choice:
    scene = scenes[state.scene]
    choice = next((c for c in scene.choices if c.id == choice_id), None)
    details = {"scene": scene.id, "choice": choice_id}
    if choice is not None and choice.to not in scenes:  # only in a case that is being written
        raise ImpossibleChoice(
            "This choice leads to a scene that is not there. The list of problems says where.",
            details=details,
        )
    if choice is None or not is_open(choice, state):
        raise ImpossibleChoice(
            "This choice is not open here. Load the page again to see where you are.",
            details=details,
        )
    return choice


def walk(case: Case, choice_ids: Sequence[str]) -> Walk:
    """Where these choices lead from the start.

    Raises:
        WalkTooLong: If there are more than `MAX_STEPS`.
        ImpossibleChoice: If a scene does not offer the next choice, it is not open, or the choice
            leads nowhere.
    """
    if len(choice_ids) > MAX_STEPS:
        raise WalkTooLong(
            f"This road has more than {MAX_STEPS} steps. Start the case again.",
            details={"steps": MAX_STEPS},
        )
    scenes = scenes_of(case)
    state = begin(case, scenes)
    states, decisions = [state], []
    for choice_id in choice_ids:
        scene = scenes[state.scene]
        choice = _offered(scenes, state, choice_id)
        diverted = leads_to(case, scenes, state, choice) != choice.to
        decisions.append(Decision(scene, choice, diverted))
        state = take(case, scenes, state, choice)
        states.append(state)
    return Walk(
        visited=tuple(each.scene for each in states),
        scene=scenes[state.scene],
        decisions=tuple(decisions),
        states=tuple(states),
        messages=_arrivals(case, states),
    )


def _arrivals(case: Case, states: Sequence[State]) -> tuple[Arrival, ...]:
    """Each message with the first state in which its condition holds."""
    found = []
    for message in case.messages:
        step = next((n for n, state in enumerate(states) if holds(message.when, state)), None)
        if step is not None:
            found.append(Arrival(message, step))
    return tuple(sorted(found, key=lambda arrival: arrival.step))


def reasoning_of(scene: Scene, choice: Choice) -> Reasoning | None:
    """What whoever takes this choice is asked to write: its own, or else what the scene asks."""
    return choice.reasoning or scene.reasoning


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
    return Debrief(
        ending=walk.ending,
        steps=steps,
        counts=_counts(steps),
        scenes_seen=len(set(walk.visited)),
        scenes=len(case.scenes),
        endings=sum(scene.ending is not None for scene in case.scenes),
        outcomes=tuple(_by_outcome(steps)),
    )


def _counts(steps: Iterable[DebriefStep]) -> dict[Judgement, int]:
    counts = dict.fromkeys(Judgement, 0)
    for step in steps:
        counts[step.choice.judgement] += 1
    return counts


def _by_outcome(steps: Sequence[DebriefStep]) -> Iterable[OutcomeLine]:
    """The outcomes in the order in which they came up; decisions without any come last."""
    found: dict[str, list[DebriefStep]] = {}
    for step in steps:
        for outcome in dict.fromkeys((*step.scene.outcomes, *step.choice.outcomes)) or ("",):
            found.setdefault(outcome, []).append(step)
    rest = found.pop("", [])
    if not found:
        return
    for outcome, those in found.items():
        yield OutcomeLine(outcome, _counts(those), tuple(those))
    if rest:
        yield OutcomeLine("", _counts(rest), tuple(rest))
