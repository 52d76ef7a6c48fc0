"""Every state that a case can come to, found step by step, so that no road ends in front of a wall.

Only what can make a difference is told apart: choices, scenes and exhibits that some condition
names, measures that one looks at, time up to the last moment that matters. A case without
conditions has as many states as scenes.
"""

from collections import deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from elearn.core.case.conditions import (
    After,
    Been,
    Condition,
    Made,
    Measured,
    Shown,
    atoms,
    holds,
)
from elearn.core.case.model import Case, Choice
from elearn.core.case.passing import demands
from elearn.core.case.state import State, begin, is_open, scenes_of, take

MOST_STATES = 20_000
"""States that are looked at; a wider case is looked at so far and not further."""


@dataclass(frozen=True, slots=True)
class Road:
    """A scene in which something is wrong, and the choices that lead there; the shortest way."""

    scene: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explored:
    """What was found.

    Attributes:
        complete: Whether every state was looked at; otherwise only what is found is certain.
        scenes: Ids of the scenes that some road reaches.
        opened: Ids of the choices that are open on some road.
        arrived: Ids of the messages that arrive on some road.
        stuck: Scenes with choices of which none is open, on some road; one road for each.
        endless: Scenes from which no ending can be reached, on some road; one road for each.
        passable: Whether some road passes.
    """

    complete: bool
    scenes: frozenset[str]
    opened: frozenset[str]
    arrived: frozenset[str]
    stuck: tuple[Road, ...]
    endless: tuple[Road, ...]
    passable: bool


def explore(case: Case, most: int = MOST_STATES) -> Explored:
    """Look at every state of a case whose choices all lead to scenes that exist.

    Args:
        case: The case.
        most: States to look at, at least 1.
    """
    search = _Search(case, most)
    search.run()
    return search.found()


class _Search:
    """Breadth first, so that the road to each state is a shortest one."""

    def __init__(self, case: Case, most: int) -> None:
        self.case = case
        self.most = most
        self.scenes = scenes_of(case)
        self.matter = _What(case)
        self.states: list[State] = []
        self.came: list[tuple[int, str] | None] = []
        self.before: list[list[int]] = []
        self.opened: set[str] = set()
        self.arrived: set[str] = set()
        self.complete = True

    def run(self) -> None:
        numbers: dict[Hashable, int] = {}
        waiting: deque[int] = deque()

        def meet(state: State, came: tuple[int, str] | None) -> None:
            key = self.matter.key(state)
            number = numbers.get(key)
            if number is None:
                if len(self.states) >= self.most:
                    self.complete = False
                    return
                number = numbers[key] = len(self.states)
                self.states.append(state)
                self.came.append(came)
                self.before.append([])
                waiting.append(number)
            if came is not None:
                self.before[number].append(came[0])

        meet(begin(self.case, self.scenes), None)
        while waiting:
            number = waiting.popleft()
            state = self.states[number]
            self.arrived.update(m.id for m in self.case.messages if holds(m.when, state))
            for choice in self.open_in(state):
                self.opened.add(choice.id)
                meet(take(self.case, self.scenes, state, choice), (number, choice.id))

    def open_in(self, state: State) -> Iterator[Choice]:
        return (c for c in self.scenes[state.scene].choices if is_open(c, state))

    def found(self) -> Explored:
        stuck = [n for n, state in enumerate(self.states) if self.is_stuck(state)]
        ends = [n for n, s in enumerate(self.states) if self.scenes[s.scene].ending is not None]
        fine = self.leading_to([*ends, *stuck])
        lost = [n for n, s in enumerate(self.states) if n not in fine and self.has_choices(s)]
        return Explored(
            complete=self.complete,
            scenes=frozenset(state.scene for state in self.states),
            opened=frozenset(self.opened),
            arrived=frozenset(self.arrived),
            stuck=self.roads(stuck),
            endless=self.roads(lost) if self.complete else (),
            passable=any(self.passes(self.states[n]) for n in ends),
        )

    def has_choices(self, state: State) -> bool:
        return bool(self.scenes[state.scene].choices)

    def is_stuck(self, state: State) -> bool:
        return self.has_choices(state) and next(self.open_in(state), None) is None

    def passes(self, state: State) -> bool:
        return all(d.met for d in demands(self.case, self.scenes[state.scene], state))

    def leading_to(self, numbers: list[int]) -> set[int]:
        reached, open_ = set(numbers), list(numbers)
        while open_:
            for number in self.before[open_.pop()]:
                if number not in reached:
                    reached.add(number)
                    open_.append(number)
        return reached

    def roads(self, numbers: list[int]) -> tuple[Road, ...]:
        """A road for each scene among these states; states are numbered by their distance."""
        found: dict[str, Road] = {}
        for number in numbers:
            scene = self.states[number].scene
            if scene not in found:
                found[scene] = Road(scene, self.road_to(number))
        return tuple(found.values())

    def road_to(self, number: int) -> tuple[str, ...]:
        choices: list[str] = []
        came = self.came[number]
        while came is not None:
            number, choice = came
            choices.append(choice)
            came = self.came[number]
        return tuple(reversed(choices))


class _What:
    """What of a state can make a difference later."""

    def __init__(self, case: Case) -> None:
        named = [a for condition in _conditions(case) for a in atoms(condition)]
        self.choices = frozenset(a.choice for a in named if isinstance(a, Made))
        self.scenes = frozenset(a.scene for a in named if isinstance(a, Been))
        self.exhibits = frozenset(a.exhibit for a in named if isinstance(a, Shown))
        measures = {a.measure for a in named if isinstance(a, Measured)}
        measures.update(case.passing.measures if case.passing else ())
        self.measures = tuple(m.id for m in case.measures if m.id in measures)
        moments = [a.minutes for a in named if isinstance(a, After)]
        if case.budget is not None:
            moments.append(case.budget.minutes)
        self.last_moment = max(moments, default=0)

    def key(self, state: State) -> Hashable:
        return (
            state.scene,
            tuple(state.measures[m] for m in self.measures),
            min(state.minutes, self.last_moment),
            state.made & self.choices,
            state.been & self.scenes,
            state.exhibits & self.exhibits,
        )


def _conditions(case: Case) -> Iterator[Condition | None]:
    for scene in case.scenes:
        yield from (choice.condition for choice in scene.choices)
    yield from (message.when for message in case.messages)
