"""The debrief of a case study: each decision with the law, by outcome, and the map."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.case.map import CaseMap, Way, case_map, ways_of
from elearn.core.case.model import Case, Choice, Judgement, Scene
from elearn.core.case.passing import demands
from elearn.core.case.play import DebriefStep, OutcomeLine, Walk, debrief, reasoning_of, walk
from elearn.services import cases, shelf
from elearn.services.case_pages import (
    DemandView,
    MeasureView,
    ThingView,
    TimeView,
    choice_key,
    demand_views,
    measure_views,
    scene_of,
    time_view,
)
from elearn.services.cases import CaseSitting
from elearn.services.lessons import Neighbour
from elearn.services.quiz_pages import around
from elearn.services.shelf import Reading, SourceNote, Text
from elearn.store import attempts as attempt_store
from elearn.store import cases as store

MOST_ROADS = 50
"""Earlier roads that the map shows."""


@dataclass(frozen=True, slots=True)
class ChoiceJudged:
    """A choice, and what is said of it."""

    text: Text
    judgement: str
    consequence: Text
    debrief: Text


@dataclass(frozen=True, slots=True)
class Reasoned:
    """What was asked, what the learner wrote (nothing: empty), and the model answer beside it."""

    prompt: Text
    written: str
    model_answer: Text


@dataclass(frozen=True, slots=True)
class DebriefLine:
    """A decision looked back at, with what else could have been done.

    `effects` are the measures that it moved, as they stood afterwards; `minutes` what it cost.
    """

    number: int
    scene_title: Text
    taken: ChoiceJudged
    others: tuple[ChoiceJudged, ...]
    effects: tuple[MeasureView, ...]
    minutes: int
    time_up: bool
    reasoned: Reasoned | None


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """The decisions that show one outcome; `title` is empty for those that name none.

    `counts` are pairs of judgement and number, `steps` the numbers of the decisions, `law` the
    labels and anchors of what their debriefs cite.
    """

    title: Text
    counts: tuple[tuple[str, int], ...]
    steps: tuple[int, ...]
    law: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DebriefPage:
    """A finished case, looked back at.

    `passed` with `demands`: what the case asked and whether this road met it. `finished`: this or
    another road has passed. `roads`: how many other roads the map shows.
    """

    key: str
    pack_id: str
    item_id: str
    course_title: Text
    title: Text
    ending: str
    ending_title: Text
    ending_text: Text
    passed: bool
    finished: bool
    demands: tuple[DemandView, ...]
    measures: tuple[MeasureView, ...]
    time: TimeView | None
    exhibits: tuple[ThingView, ...]
    messages: tuple[ThingView, ...]
    outcomes: tuple[OutcomeView, ...]
    lines: tuple[DebriefLine, ...]
    counts: tuple[tuple[str, int], ...]
    scenes_seen: int
    scenes: int
    endings: int
    roads: int
    map: CaseMap
    choice_texts: dict[str, str]
    sources: tuple[SourceNote, ...]
    next: Neighbour | None


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds a road that is looked back at.

    Attributes:
        key, pack_id: The go and the pack.
        following: The item that comes after the case.
        others: The ways that other roads of the learner took, and how many roads these were.
        written: What the learner wrote, by the number of the step.
        seen: Ids of the exhibits and messages that were opened.
        finished: Whether some road of theirs has passed.
    """

    key: str = ""
    pack_id: str = ""
    following: Neighbour | None = None
    others: frozenset[Way] = frozenset()
    roads: int = 0
    written: Mapping[int, str] | None = None
    seen: Collection[str] = ()
    finished: bool = False


def debrief_page(actor: Actor, key: str, *, now: datetime) -> DebriefPage | None:
    """A finished case with what the law says of each decision; None while under way."""
    sitting = cases.require_sitting(actor, key)
    if not sitting.walk.finished:
        return None
    kept = sitting.kept
    reading = shelf.read(kept.digest, kept.language, now.date())
    course = sitting.shelved.course
    _before, following = around(course, reading, sitting.case)
    all_goes = attempt_store.of_item(kept.enrolment_id, kept.item_id)
    others, roads = _other_roads(sitting, [a.id for a in all_goes if a.digest == kept.digest])
    about = Around(
        key=key,
        pack_id=course.meta.id,
        following=following,
        others=others,
        roads=roads,
        written=store.reasonings(kept.id),
        seen=store.seen(kept.id),
        finished=any(go.passed for go in all_goes),
    )
    return debrief_of(reading, sitting.case, sitting.walk, about)


def _other_roads(sitting: CaseSitting, go_ids: list[int]) -> tuple[frozenset[Way], int]:
    """The ways that the learner's other goes at this version took, and how many they are."""
    ids = [go_id for go_id in go_ids if go_id != sitting.kept.id][-MOST_ROADS:]
    if not ids:
        return frozenset(), 0
    roads = [walk(sitting.case, made) for made in store.choices_of(ids).values() if made]
    return frozenset(way for road in roads for way in ways_of(road)), len(roads)


def debrief_of(reading: Reading, case: Case, road: Walk, about: Around) -> DebriefPage:
    """The debrief of a road."""
    looked = debrief(case, road)
    asked = demands(case, road.scene, road.state)
    titles = {s.id: reading.plain(f"{case.id}/{s.id}#title") for s in case.scenes}
    last = scene_of(reading, case, road, (about.key, about.pack_id), about.seen)
    return DebriefPage(
        key=about.key,
        pack_id=about.pack_id,
        item_id=case.id,
        course_title=last.course_title,
        title=last.title,
        ending=last.ending,
        ending_title=last.scene_title,
        ending_text=last.text,
        passed=road.finished and all(d.met for d in asked),
        finished=about.finished,
        demands=demand_views(reading, case, asked, looked=True),
        measures=measure_views(reading, case, road),
        time=time_view(road),
        exhibits=last.exhibits,
        messages=last.messages,
        outcomes=tuple(_outcome(reading, case, line) for line in looked.outcomes),
        lines=tuple(_line(reading, case, road, step, about) for step in looked.steps),
        counts=_numbers(looked.counts),
        scenes_seen=looked.scenes_seen,
        scenes=looked.scenes,
        endings=looked.endings,
        roads=about.roads,
        map=case_map(case, road, titles, about.others),
        choice_texts=choice_texts(reading, case),
        sources=reading.sources_of(_said(case, _all_choices(case))),
        next=about.following,
    )


def choice_texts(reading: Reading, case: Case) -> dict[str, str]:
    """The words of every choice, by `SCENE/CHOICE`."""
    return {
        f"{s.id}/{c.id}": reading.plain(f"{choice_key(case, s, c)}#text")
        for s, c in _all_choices(case)
    }


_Placed = tuple[Scene, Choice]


def _all_choices(case: Case) -> list[_Placed]:
    return [(scene, choice) for scene in case.scenes for choice in scene.choices]


def _said(case: Case, choices: Iterable[_Placed]) -> Iterable[str]:
    """The keys of what is said afterwards of choices, model answers included."""
    for scene, choice in choices:
        name = choice_key(case, scene, choice)
        yield f"{name}#debrief"
        if choice.reasoning:
            yield f"{name}#model-answer"
        elif scene.reasoning:
            yield f"{case.id}/{scene.id}#model-answer"


def _numbers(counts: Mapping[Judgement, int]) -> tuple[tuple[str, int], ...]:
    return tuple((judgement.value, number) for judgement, number in counts.items())


def _outcome(reading: Reading, case: Case, line: OutcomeLine) -> OutcomeView:
    keys = _said(case, ((step.scene, step.choice) for step in line.steps))
    return OutcomeView(
        title=reading.text(f"pack/{line.outcome}#text") if line.outcome else shelf.EMPTY,
        counts=_numbers(line.counts),
        steps=tuple(step.number for step in line.steps),
        law=tuple((note.label, note.anchor) for note in reading.sources_of(keys)),
    )


def _line(
    reading: Reading, case: Case, road: Walk, step: DebriefStep, about: Around
) -> DebriefLine:
    number = step.number
    so_far = Walk(
        road.visited[: number + 1],
        road.scene,
        road.decisions[:number],
        road.states[: number + 1],
    )
    return DebriefLine(
        number,
        reading.text(f"{case.id}/{step.scene.id}#title"),
        _judged(reading, case, step.scene, step.choice),
        tuple(_judged(reading, case, step.scene, other) for other in step.others),
        tuple(view for view in measure_views(reading, case, so_far) if view.change),
        step.choice.minutes,
        road.decisions[number - 1].diverted,
        _reasoned(reading, case, step, (about.written or {}).get(number, "")),
    )


def _judged(reading: Reading, case: Case, scene: Scene, choice: Choice) -> ChoiceJudged:
    name = choice_key(case, scene, choice)
    return ChoiceJudged(
        reading.text(f"{name}#text"),
        choice.judgement.value,
        reading.text(f"{name}#consequence"),
        reading.text(f"{name}#debrief"),
    )


def _reasoned(reading: Reading, case: Case, step: DebriefStep, written: str) -> Reasoned | None:
    if reasoning_of(step.scene, step.choice) is None:
        return None
    own = step.choice.reasoning is not None
    name = choice_key(case, step.scene, step.choice) if own else f"{case.id}/{step.scene.id}"
    return Reasoned(
        reading.text(f"{name}#reasoning"), written, reading.text(f"{name}#model-answer")
    )
