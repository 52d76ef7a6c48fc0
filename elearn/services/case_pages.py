"""The pages of a case study: before, a scene, the debrief with its map."""

from dataclasses import dataclass
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.case.map import CaseMap, case_map
from elearn.core.case.model import Case, Choice, Scene
from elearn.core.case.play import Walk, debrief
from elearn.core.learning.progress import progress
from elearn.services import cases, courses, enrolments, shelf
from elearn.services.courses import Contents
from elearn.services.lessons import Neighbour
from elearn.services.quiz_pages import AttemptLine, around, attempt_lines
from elearn.services.shelf import Reading, SourceNote, Text
from elearn.store import attempts as store


@dataclass(frozen=True, slots=True)
class CaseStartPage:
    """A case before it begins, and how earlier goes ended."""

    pack_id: str
    item_id: str
    course_title: Text
    title: Text
    intro: Text | None
    minutes: int
    scenes: int
    attempts: tuple[AttemptLine, ...]
    open_key: str
    finished: bool
    contents: Contents
    previous: Neighbour | None
    next: Neighbour | None


@dataclass(frozen=True, slots=True)
class ExhibitView:
    """Something to look at."""

    id: str
    title: Text
    text: Text


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A way on."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class RoadStep:
    """A decision already made."""

    scene_title: Text
    choice: Text


@dataclass(frozen=True, slots=True)
class ScenePage:
    """Where the learner stands in a case."""

    key: str
    pack_id: str
    item_id: str
    course_title: Text
    title: Text
    step: int
    scene_title: Text
    text: Text
    consequence: Text | None
    exhibits: tuple[ExhibitView, ...]
    choices: tuple[ChoiceView, ...]
    road: tuple[RoadStep, ...]
    ending: str


@dataclass(frozen=True, slots=True)
class ChoiceJudged:
    """A choice, and what is said of it."""

    text: Text
    judgement: str
    consequence: Text
    debrief: Text


@dataclass(frozen=True, slots=True)
class DebriefLine:
    """A decision looked back at, with what else could have been done."""

    number: int
    scene_title: Text
    taken: ChoiceJudged
    others: tuple[ChoiceJudged, ...]


@dataclass(frozen=True, slots=True)
class DebriefPage:
    """A finished case, looked back at."""

    key: str
    pack_id: str
    item_id: str
    course_title: Text
    title: Text
    ending: str
    ending_title: Text
    ending_text: Text
    lines: tuple[DebriefLine, ...]
    counts: tuple[tuple[str, int], ...]
    scenes_seen: int
    scenes: int
    endings: int
    map: CaseMap
    choice_texts: dict[str, str]
    sources: tuple[SourceNote, ...]
    next: Neighbour | None


def start_page(
    standing: enrolments.Standing, item_id: str, language: str, *, now: datetime
) -> CaseStartPage:
    """A case before it begins."""
    digest = standing.enrolment.digest
    case = cases.require_case(standing, item_id)
    course = shelf.take(digest).course
    reading = shelf.read(digest, language, now.date())
    kept = store.of_item(standing.enrolment.id, item_id)
    previous, following = around(course, reading, case)
    return CaseStartPage(
        pack_id=course.meta.id,
        item_id=item_id,
        course_title=reading.text("pack#title"),
        title=reading.text(f"{item_id}#title"),
        intro=reading.text(f"{item_id}#intro") if case.intro else None,
        minutes=case.minutes,
        scenes=len(case.scenes),
        attempts=attempt_lines([a for a in kept if a.finished_at is not None]),
        open_key=kept[-1].key if kept and kept[-1].finished_at is None else "",
        finished=item_id in standing.done.finished,
        contents=courses.contents(course, reading, progress(course, standing.done).done),
        previous=previous,
        next=following,
    )


def scene_page(actor: Actor, key: str, *, now: datetime) -> ScenePage:
    """Where the learner stands."""
    sitting = cases.require_sitting(actor, key)
    reading = shelf.read(sitting.kept.digest, sitting.kept.language, now.date())
    return scene_of(reading, sitting.case, sitting.walk, key, sitting.shelved.course.meta.id)


def scene_of(reading: Reading, case: Case, walk: Walk, key: str, pack_id: str) -> ScenePage:
    """The page of the scene in which a walk stands."""
    scene = walk.scene
    last = walk.decisions[-1] if walk.decisions else None
    return ScenePage(
        key=key,
        pack_id=pack_id,
        item_id=case.id,
        course_title=reading.text("pack#title"),
        title=reading.text(f"{case.id}#title"),
        step=len(walk.decisions),
        scene_title=reading.text(f"{case.id}/{scene.id}#title"),
        text=reading.text(f"{case.id}/{scene.id}#text"),
        consequence=(
            reading.text(f"{_choice_key(case, last.scene, last.choice)}#consequence")
            if last and last.choice.consequence
            else None
        ),
        exhibits=tuple(
            ExhibitView(
                exhibit,
                reading.text(f"{case.id}/{exhibit}#title"),
                reading.text(f"{case.id}/{exhibit}#text"),
            )
            for exhibit in scene.exhibits
        ),
        choices=tuple(
            ChoiceView(c.id, reading.text(f"{_choice_key(case, scene, c)}#text"))
            for c in scene.choices
        ),
        road=tuple(
            RoadStep(
                reading.text(f"{case.id}/{d.scene.id}#title"),
                reading.text(f"{_choice_key(case, d.scene, d.choice)}#text"),
            )
            for d in walk.decisions
        ),
        ending=scene.ending.value if scene.ending else "",
    )


def _choice_key(case: Case, scene: Scene, choice: Choice) -> str:
    return f"{case.id}/{scene.id}/{choice.id}"


def debrief_page(actor: Actor, key: str, *, now: datetime) -> DebriefPage | None:
    """A finished case with what the law says of each decision; None while under way."""
    sitting = cases.require_sitting(actor, key)
    if not sitting.walk.finished:
        return None
    reading = shelf.read(sitting.kept.digest, sitting.kept.language, now.date())
    course = sitting.shelved.course
    _before, following = around(course, reading, sitting.case)
    return debrief_of(reading, sitting.case, sitting.walk, key, course.meta.id, following)


def debrief_of(  # a page of many parts
    reading: Reading,
    case: Case,
    walk: Walk,
    key: str,
    pack_id: str,
    following: Neighbour | None,
) -> DebriefPage:
    """The debrief of a walk."""
    looked = debrief(case, walk)

    def judged(scene: Scene, choice: Choice) -> ChoiceJudged:
        name = _choice_key(case, scene, choice)
        return ChoiceJudged(
            reading.text(f"{name}#text"),
            choice.judgement.value,
            reading.text(f"{name}#consequence"),
            reading.text(f"{name}#debrief"),
        )

    titles = {s.id: reading.plain(f"{case.id}/{s.id}#title") for s in case.scenes}
    return DebriefPage(
        key=key,
        pack_id=pack_id,
        item_id=case.id,
        course_title=reading.text("pack#title"),
        title=reading.text(f"{case.id}#title"),
        ending=looked.ending.value if looked.ending else "",
        ending_title=reading.text(f"{case.id}/{walk.scene.id}#title"),
        ending_text=reading.text(f"{case.id}/{walk.scene.id}#text"),
        lines=tuple(
            DebriefLine(
                step.number,
                reading.text(f"{case.id}/{step.scene.id}#title"),
                judged(step.scene, step.choice),
                tuple(judged(step.scene, other) for other in step.others),
            )
            for step in looked.steps
        ),
        counts=tuple((judgement.value, n) for judgement, n in looked.counts.items()),
        scenes_seen=looked.scenes_seen,
        scenes=looked.scenes,
        endings=looked.endings,
        map=case_map(case, walk, titles),
        choice_texts={
            f"{s.id}/{c.id}": reading.plain(f"{_choice_key(case, s, c)}#text")
            for s in case.scenes
            for c in s.choices
        },
        sources=reading.sources_of(
            f"{_choice_key(case, s, c)}#debrief" for s in case.scenes for c in s.choices
        ),
        next=following,
    )
