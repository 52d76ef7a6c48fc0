"""A whole case study on one page, for those who write or teach it: nothing is hidden."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from elearn.core.case import conditions as c
from elearn.core.case.map import CaseMap, case_map
from elearn.core.case.model import Case, Choice, Measure, Reasoning, Scene
from elearn.core.case.passing import demands
from elearn.core.case.state import begin, scenes_of
from elearn.services.case_debrief import choice_texts
from elearn.services.case_pages import DemandView, choice_key, demand_views
from elearn.services.shelf import EMPTY, Reading, SourceNote, Text


@dataclass(frozen=True, slots=True)
class ConditionView:
    """A condition: its kind, what it names (plain, or a measure's own), and its numbers.

    `kind` is measure, exhibit, choice, scene, after, left, all, any or not.
    """

    kind: str
    name: str = ""
    measure: str = ""
    title: Text = EMPTY
    bounds: c.Bounds | None = None
    minutes: int = 0
    parts: "tuple[ConditionView, ...]" = ()


@dataclass(frozen=True, slots=True)
class WhyWhole:
    """What is asked, and the model answer."""

    prompt: Text
    model_answer: Text


@dataclass(frozen=True, slots=True)
class Effect:
    """By how much a choice moves a measure."""

    measure: str
    title: Text
    change: int


@dataclass(frozen=True, slots=True)
class ChoiceWhole:
    """A choice with all that belongs to it. `reveals` are titles of exhibits."""

    text: Text
    judgement: str
    target: str
    consequence: Text
    debrief: Text
    effects: tuple[Effect, ...]
    minutes: int
    reveals: tuple[str, ...]
    condition: ConditionView | None
    closed: Text
    why: WhyWhole | None


@dataclass(frozen=True, slots=True)
class SceneWhole:
    """A scene with its choices. `exhibits` and `outcomes` are plain texts."""

    id: str
    title: Text
    text: Text
    ending: str
    exhibits: tuple[str, ...]
    outcomes: tuple[str, ...]
    why: WhyWhole | None
    choices: tuple[ChoiceWhole, ...]


@dataclass(frozen=True, slots=True)
class ThingWhole:
    """An exhibit, or a message with its sender and when it arrives."""

    title: Text
    text: Text
    sender: Text = EMPTY
    when: ConditionView | None = None


@dataclass(frozen=True, slots=True)
class MeasureWhole:
    """A measure and its bounds."""

    title: Text
    measure: Measure


@dataclass(frozen=True, slots=True)
class CaseWhole:
    """All of a case. `budget` are its minutes and the scene to which the last one leads."""

    intro: Text | None
    minutes: int
    measures: tuple[MeasureWhole, ...]
    budget: tuple[int, str] | None
    demands: tuple[DemandView, ...]
    scenes: tuple[SceneWhole, ...]
    exhibits: tuple[ThingWhole, ...]
    messages: tuple[ThingWhole, ...]
    map: CaseMap
    choice_texts: dict[str, str]
    sources: tuple[SourceNote, ...]


def whole(reading: Reading, case: Case) -> CaseWhole:
    """All of a case, in the order of its file."""
    return _Writer(reading, case).case_whole()


class _Writer:
    def __init__(self, reading: Reading, case: Case) -> None:
        self.reading = reading
        self.case = case
        self.titles = {s.id: reading.plain(f"{case.id}/{s.id}#title") for s in case.scenes}
        self.things = {e.id: reading.plain(f"{case.id}/{e.id}#title") for e in case.exhibits}
        self.texts = choice_texts(reading, case)
        self.choices = {key.partition("/")[2]: text for key, text in self.texts.items()}

    def text(self, key: str) -> Text:
        return self.reading.text(f"{self.case.id}/{key}")

    def case_whole(self) -> CaseWhole:
        case = self.case
        scenes = scenes_of(case)
        asked = demands(case, scenes[case.start], begin(case, scenes))
        said = [
            f"{choice_key(case, s, choice)}#{field}"
            for s in case.scenes
            for choice in s.choices
            for field in ("debrief", "model-answer")
        ]
        said += [
            f"{case.id}/{s.id}#{field}" for s in case.scenes for field in ("text", "model-answer")
        ]
        return CaseWhole(
            intro=self.reading.text(f"{case.id}#intro") if case.intro else None,
            minutes=case.minutes,
            measures=tuple(MeasureWhole(self.text(f"{m.id}#title"), m) for m in case.measures),
            budget=(case.budget.minutes, self.titles[case.budget.to]) if case.budget else None,
            demands=demand_views(self.reading, case, asked, looked=False),
            scenes=tuple(self.scene(scene) for scene in case.scenes),
            exhibits=tuple(
                ThingWhole(self.text(f"{e.id}#title"), self.text(f"{e.id}#text"))
                for e in case.exhibits
            ),
            messages=tuple(
                ThingWhole(
                    self.text(f"{m.id}#title"),
                    self.text(f"{m.id}#text"),
                    self.text(f"{m.id}#from"),
                    self.condition(m.when),
                )
                for m in case.messages
            ),
            map=case_map(case, None, self.titles),
            choice_texts=self.texts,
            sources=self.reading.sources_of(said),
        )

    def scene(self, scene: Scene) -> SceneWhole:
        return SceneWhole(
            id=scene.id,
            title=self.text(f"{scene.id}#title"),
            text=self.text(f"{scene.id}#text"),
            ending=scene.ending.value if scene.ending else "",
            exhibits=tuple(self.things[name] for name in scene.exhibits),
            outcomes=tuple(self.reading.plain(f"pack/{name}#text") for name in scene.outcomes),
            why=self.why(scene.id, scene.reasoning),
            choices=tuple(self.choice(scene, choice) for choice in scene.choices),
        )

    def choice(self, scene: Scene, choice: Choice) -> ChoiceWhole:
        name = f"{scene.id}/{choice.id}"
        return ChoiceWhole(
            text=self.text(f"{name}#text"),
            judgement=choice.judgement.value,
            target=self.titles.get(choice.to, choice.to),
            consequence=self.text(f"{name}#consequence"),
            debrief=self.text(f"{name}#debrief"),
            effects=self.effects(choice.effects),
            minutes=choice.minutes,
            reveals=tuple(self.things[exhibit] for exhibit in choice.reveals),
            condition=self.condition(choice.condition) if choice.condition else None,
            closed=self.text(f"{name}#closed"),
            why=self.why(name, choice.reasoning),
        )

    def effects(self, effects: Mapping[str, int]) -> tuple[Effect, ...]:
        return tuple(
            Effect(name, self.text(f"{name}#title"), change)
            for name, change in effects.items()
            if change
        )

    def why(self, name: str, reasoning: Reasoning | None) -> WhyWhole | None:
        if reasoning is None:
            return None
        return WhyWhole(self.text(f"{name}#reasoning"), self.text(f"{name}#model-answer"))

    def condition(  # noqa: C901, PLR0911  # a line a kind
        self, condition: c.Condition
    ) -> ConditionView:
        match condition:
            case c.Measured(measure, bounds):
                title = self.text(f"{measure}#title")
                return ConditionView("measure", measure=measure, title=title, bounds=bounds)
            case c.Shown(name):
                return ConditionView("exhibit", self.things.get(name, name))
            case c.Made(name):
                return ConditionView("choice", self.choices.get(name, name))
            case c.Been(name):
                return ConditionView("scene", self.titles.get(name, name))
            case c.After(minutes):
                return ConditionView("after", minutes=minutes)
            case c.Left(minutes):
                return ConditionView("left", minutes=minutes)
            case c.Every(parts):
                return ConditionView("all", parts=tuple(map(self.condition, parts)))
            case c.Some(parts):
                return ConditionView("any", parts=tuple(map(self.condition, parts)))
            case c.Not(part):
                return ConditionView("not", parts=(self.condition(part),))
            case _:
                assert_never(condition)
