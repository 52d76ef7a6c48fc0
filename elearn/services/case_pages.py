"""The pages of a case study before its end: the front page, a scene."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.case.conditions import Bounds
from elearn.core.case.model import Case, Choice, Scene
from elearn.core.case.passing import Demand, EndingDemand, demands
from elearn.core.case.play import Walk
from elearn.core.case.state import begin, scenes_of
from elearn.core.learning.progress import progress
from elearn.services import cases, enrolments, law_notices, shelf, updates
from elearn.services.contents import Contents, contents
from elearn.services.law_notices import LawWarning
from elearn.services.lessons import Neighbour
from elearn.services.quiz_pages import around
from elearn.services.shelf import Reading, Text
from elearn.services.updates import VersionNote
from elearn.store import attempts as attempt_store
from elearn.store import cases as store
from elearn.store.attempts import KeptAttempt


@dataclass(frozen=True, slots=True)
class DemandView:
    """What a road must reach: kinds of endings, or a measure within bounds.

    `title` is empty for a measure that the interface has a word for. `value` is where the measure
    stands; None where no road is looked at.
    """

    endings: tuple[str, ...]
    measure: str
    title: Text
    bounds: Bounds
    value: int | None
    met: bool


@dataclass(frozen=True, slots=True)
class RoadLine:
    """An earlier road. `ending` is its kind: good, mixed or bad."""

    key: str
    number: int
    finished_at: datetime | None
    ending: str
    passed: bool


@dataclass(frozen=True, slots=True)
class CaseStartPage:
    """A case before it begins, and how earlier goes ended. `finished`: it has been passed."""

    pack_id: str
    item_id: str
    course_title: Text
    title: Text
    intro: Text | None
    minutes: int
    scenes: int
    case_minutes: int | None
    demands: tuple[DemandView, ...]
    attempts: tuple[RoadLine, ...]
    open_key: str
    finished: bool
    contents: Contents
    previous: Neighbour | None
    next: Neighbour | None
    law: LawWarning | None = None
    note: VersionNote | None = None


@dataclass(frozen=True, slots=True)
class MeasureView:
    """Where a measure stands, and by how much the last choice moved it."""

    id: str
    title: Text
    value: int
    min: int
    max: int
    change: int


@dataclass(frozen=True, slots=True)
class TimeView:
    """Minutes of case time: left, and how many there are."""

    left: int
    total: int


@dataclass(frozen=True, slots=True)
class ThingView:
    """An exhibit, or a message with its `sender`.

    `here`: the scene or the last choice brings it. `seen`: it has been opened before.
    """

    id: str
    title: Text
    text: Text
    seen: bool
    here: bool
    sender: Text | None = None
    message: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """What the learner is asked to write, in at most so many characters."""

    prompt: Text
    most: int


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A way on. `closed` says why it cannot be taken. `why` is what only this choice asks."""

    id: str
    text: Text
    closed: Text | None = None
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class RoadStep:
    """A decision already made."""

    scene_title: Text
    choice: Text


@dataclass(frozen=True, slots=True)
class ScenePage:
    """Where the learner stands in a case.

    `choices` can be taken; `closed` are those that the case shows though they cannot be; `hidden`
    are not offered at all (for authors). `why` is what the scene asks whoever decides.
    """

    key: str
    pack_id: str
    item_id: str
    course_title: Text
    title: Text
    step: int
    scene_title: Text
    text: Text
    consequence: Text | None
    time_up: bool
    measures: tuple[MeasureView, ...]
    time: TimeView | None
    exhibits: tuple[ThingView, ...]
    messages: tuple[ThingView, ...]
    choices: tuple[ChoiceView, ...]
    closed: tuple[ChoiceView, ...]
    hidden: tuple[ChoiceView, ...]
    why: Why | None
    road: tuple[RoadStep, ...]
    ending: str

    @property
    def unread(self) -> int:
        """How many messages were not read yet."""
        return sum(not message.seen for message in self.messages)


def start_page(
    standing: enrolments.Standing, item_id: str, language: str, *, now: datetime
) -> CaseStartPage:
    """A case before it begins."""
    digest = standing.enrolment.digest
    case = cases.require_case(standing, item_id)
    course = shelf.take(digest).course
    reading = shelf.read(digest, language, now.date())
    kept = attempt_store.of_item(standing.enrolment.id, item_id)
    previous, following = around(course, reading, case)
    scenes = scenes_of(case)
    asked = demands(case, scenes[case.start], begin(case, scenes))
    return CaseStartPage(
        pack_id=course.meta.id,
        item_id=item_id,
        course_title=reading.text("pack#title"),
        title=reading.text(f"{item_id}#title"),
        intro=reading.text(f"{item_id}#intro") if case.intro else None,
        minutes=case.minutes,
        scenes=len(case.scenes),
        case_minutes=case.budget.minutes if case.budget else None,
        demands=demand_views(reading, case, asked, looked=False),
        attempts=tuple(_road_line(a) for a in kept if a.finished_at is not None),
        open_key=kept[-1].key if kept and kept[-1].finished_at is None else "",
        finished=item_id in standing.done.finished,
        contents=contents(course, reading, progress(course, standing.done).done),
        previous=previous,
        next=following,
        law=law_notices.warning(standing.enrolment, (item_id,), reading, "", now),
        note=updates.note_of(standing.enrolment, now=now),
    )


def _road_line(kept: KeptAttempt) -> RoadLine:
    """A road, judged by the version on which it was taken."""
    case = shelf.item(kept.digest, kept.item_id)
    assert isinstance(case, Case)
    scene = scenes_of(case).get(kept.ending or "")
    ending = scene.ending.value if scene and scene.ending else ""
    return RoadLine(kept.key, kept.number, kept.finished_at, ending, bool(kept.passed))


def demand_views(
    reading: Reading, case: Case, asked: Collection[Demand], *, looked: bool
) -> tuple[DemandView, ...]:
    """What a case asks of a road; `looked` if it is held against one."""

    def view(demand: Demand) -> DemandView:
        if isinstance(demand, EndingDemand):
            kinds = tuple(ending.value for ending in demand.endings)
            return DemandView(kinds, "", shelf.EMPTY, Bounds(), None, demand.met)
        title = reading.text(f"{case.id}/{demand.measure}#title")
        value = demand.value if looked else None
        return DemandView((), demand.measure, title, demand.bounds, value, demand.met)

    return tuple(view(demand) for demand in asked)


def scene_page(actor: Actor, key: str, *, now: datetime) -> ScenePage:
    """Where the learner stands."""
    sitting = cases.require_sitting(actor, key)
    reading = shelf.read(sitting.kept.digest, sitting.kept.language, now.date())
    seen = store.seen(sitting.kept.id)
    at = (key, sitting.shelved.course.meta.id)
    return scene_of(reading, sitting.case, sitting.walk, at, seen)


def scene_of(
    reading: Reading,
    case: Case,
    walk: Walk,
    at: tuple[str, str],
    seen: Collection[str],
) -> ScenePage:
    """The page of the scene in which a walk stands.

    Args:
        reading: The course in the reader's language.
        case: The case.
        walk: The road so far.
        at: The go's key, and the pack's id.
        seen: Ids of the exhibits and messages that were opened.
    """
    scene = walk.scene
    last = walk.decisions[-1] if walk.decisions else None
    closed = [choice_view(reading, case, scene, c) for c in walk.closed_choices]
    return ScenePage(
        key=at[0],
        pack_id=at[1],
        item_id=case.id,
        course_title=reading.text("pack#title"),
        title=reading.text(f"{case.id}#title"),
        step=len(walk.decisions),
        scene_title=reading.text(f"{case.id}/{scene.id}#title"),
        text=reading.text(f"{case.id}/{scene.id}#text"),
        consequence=(
            reading.text(f"{choice_key(case, last.scene, last.choice)}#consequence")
            if last and last.choice.consequence
            else None
        ),
        time_up=last is not None and last.diverted,
        measures=measure_views(reading, case, walk),
        time=time_view(walk),
        exhibits=_exhibits(reading, case, walk, seen),
        messages=_messages(reading, case, walk, seen),
        choices=tuple(choice_view(reading, case, scene, c) for c in walk.open_choices),
        closed=tuple(view for view in closed if view.closed),
        hidden=tuple(view for view in closed if not view.closed),
        why=_why(reading, f"{case.id}/{scene.id}", scene),
        road=tuple(
            RoadStep(
                reading.text(f"{case.id}/{d.scene.id}#title"),
                reading.text(f"{choice_key(case, d.scene, d.choice)}#text"),
            )
            for d in walk.decisions
        ),
        ending=scene.ending.value if scene.ending else "",
    )


def measure_views(reading: Reading, case: Case, walk: Walk) -> tuple[MeasureView, ...]:
    """Where the measures stand, and how the last choice moved them."""
    now, before = walk.states[-1], walk.states[-2:][0]
    return tuple(
        MeasureView(
            id=measure.id,
            title=reading.text(f"{case.id}/{measure.id}#title"),
            value=now.measures[measure.id],
            min=measure.min,
            max=measure.max,
            change=now.measures[measure.id] - before.measures[measure.id],
        )
        for measure in case.measures
    )


def time_view(walk: Walk) -> TimeView | None:
    """The case time that is left; None where there is no limit."""
    state = walk.state
    if state.budget is None or state.left is None:
        return None
    return TimeView(state.left, state.budget)


def _exhibits(
    reading: Reading, case: Case, walk: Walk, seen: Collection[str]
) -> tuple[ThingView, ...]:
    """Those of the scene first, then those that were shown before."""
    revealed = walk.decisions[-1].choice.reveals if walk.decisions else ()
    here = tuple(dict.fromkeys((*walk.scene.exhibits, *revealed)))
    known = [e.id for e in case.exhibits if e.id in walk.state.exhibits and e.id not in here]
    return tuple(
        ThingView(
            id=name,
            title=reading.text(f"{case.id}/{name}#title"),
            text=reading.text(f"{case.id}/{name}#text"),
            seen=name in seen,
            here=name in here,
        )
        for name in (*here, *known)
    )


def _messages(
    reading: Reading, case: Case, walk: Walk, seen: Collection[str]
) -> tuple[ThingView, ...]:
    """The newest first."""
    return tuple(
        ThingView(
            id=arrival.message.id,
            title=reading.text(f"{case.id}/{arrival.message.id}#title"),
            text=reading.text(f"{case.id}/{arrival.message.id}#text"),
            seen=arrival.message.id in seen,
            here=arrival.step == len(walk.decisions),
            sender=(
                reading.text(f"{case.id}/{arrival.message.id}#from")
                if arrival.message.sender
                else None
            ),
            message=True,
        )
        for arrival in reversed(walk.messages)
    )


def choice_view(reading: Reading, case: Case, scene: Scene, choice: Choice) -> ChoiceView:
    """A choice as the learner reads it."""
    name = choice_key(case, scene, choice)
    return ChoiceView(
        choice.id,
        reading.text(f"{name}#text"),
        reading.text(f"{name}#closed") if choice.closed else None,
        _why(reading, name, choice),
    )


def _why(reading: Reading, name: str, asker: Scene | Choice) -> Why | None:
    if asker.reasoning is None:
        return None
    return Why(reading.text(f"{name}#reasoning"), asker.reasoning.most)


def choice_key(case: Case, scene: Scene, choice: Choice) -> str:
    """The context of a choice's texts."""
    return f"{case.id}/{scene.id}/{choice.id}"
