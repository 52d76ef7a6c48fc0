"""A branching case study: a graph of scenes. Texts are Markdown unless a field says otherwise."""

from dataclasses import dataclass
from enum import StrEnum


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
class Exhibit:
    """Something the officer can look at. `title` is plain text."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A way on from a scene."""

    id: str
    text: str
    to: str
    judgement: Judgement
    consequence: str
    debrief: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A situation. An ending has `ending` and no choices. `title` is plain text."""

    id: str
    title: str
    text: str
    exhibits: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    ending: Ending | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case study; an item of a pack."""

    id: str
    title: str
    minutes: int
    start: str
    scenes: tuple[Scene, ...]
    exhibits: tuple[Exhibit, ...] = ()
    outcomes: tuple[str, ...] = ()
    intro: str = ""
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
