"""A branching case study: a graph of scenes. Texts are Markdown unless a field says otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from elearn.core.case.conditions import Bounds, Condition

KNOWN_MEASURES = ("law", "protection", "safety", "time")
"""Measures that need no title: the interface has a word for each, in all its languages."""

REASONING_MOST = 1000
"""Characters that a learner may write by default."""


class Judgement(StrEnum):
    """What the law and good practice say about a choice."""

    RIGHT = "right"
    ACCEPTABLE = "acceptable"
    WRONG = "wrong"


class Ending(StrEnum):
    """How a road ends."""

    GOOD = "good"
    MIXED = "mixed"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that choices move up and down, within bounds. `title` is plain text."""

    id: str
    title: str = ""
    start: int = 5
    min: int = 0
    max: int = 10


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Something the officer can look at. `title` is plain text."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    """Something that arrives once `when` holds, and stays. `title` and `sender` are plain text."""

    id: str
    title: str
    text: str
    when: Condition
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Reasoning:
    """Why, in the learner's own words: what is asked, and what a good answer says.

    `most` is the number of characters that may be written.
    """

    prompt: str
    model_answer: str
    most: int = REASONING_MOST


@dataclass(frozen=True, slots=True)
class Choice:
    """A way on from a scene.

    Attributes:
        effects: By how much the choice moves measures.
        minutes: Of case time that it costs.
        reveals: Ids of exhibits that can be looked at from then on.
        condition: When it is open; always, where there is none.
        closed: Why it is not open. With it the choice is shown all the same, but cannot be taken.
        reasoning: What whoever takes it is asked to write.
        outcomes: What it shows, besides those of the scene.
    """

    id: str
    text: str
    to: str
    judgement: Judgement
    consequence: str
    debrief: str
    effects: Mapping[str, int] = field(default_factory=dict)
    minutes: int = 0
    reveals: tuple[str, ...] = ()
    condition: Condition | None = None
    closed: str = ""
    reasoning: Reasoning | None = None
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """A situation. An ending has `ending` and no choices. `title` is plain text."""

    id: str
    title: str
    text: str
    exhibits: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    ending: Ending | None = None
    reasoning: Reasoning | None = None
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Budget:
    """How many minutes of case time there are, and the scene to which the last one leads."""

    minutes: int
    to: str


@dataclass(frozen=True, slots=True)
class PassRule:
    """What a road must reach to pass: one of these kinds of endings, and all of these bounds."""

    endings: tuple[Ending, ...] = ()
    measures: Mapping[str, Bounds] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case study; an item of a pack. Without `passing`, whoever reaches an ending has passed."""

    id: str
    title: str
    minutes: int
    start: str
    scenes: tuple[Scene, ...]
    exhibits: tuple[Exhibit, ...] = ()
    outcomes: tuple[str, ...] = ()
    intro: str = ""
    measures: tuple[Measure, ...] = ()
    messages: tuple[Message, ...] = ()
    budget: Budget | None = None
    passing: PassRule | None = None
    path: str = ""

    def scene(self, scene_id: str) -> Scene:
        """The scene with that id.

        Raises:
            KeyError: If there is none.
        """
        for scene in self.scenes:
            if scene.id == scene_id:
                return scene
        raise KeyError(scene_id)
