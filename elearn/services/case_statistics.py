"""How learners went through a case, for trainers: numbers on its map, and no names."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.case.map import CaseMap, Way, case_map
from elearn.core.case.model import Case
from elearn.core.case.statistics import CaseStatistics, case_statistics
from elearn.core.errors import NotFound
from elearn.services import authoring, shelf
from elearn.services.authoring import FEW, Count
from elearn.services.case_debrief import choice_texts
from elearn.services.shelf import Text
from elearn.store.pages import case_roads


@dataclass(frozen=True, slots=True)
class WayCount:
    """How many roads took a choice. `share` of those that came to the scene; None if too few.

    `late`: how many of them the time ran out with, None where that cannot happen.
    """

    text: str
    judgement: str
    target: str
    count: Count
    share: float | None
    late: Count | None


@dataclass(frozen=True, slots=True)
class SceneCount:
    """A scene: how many roads came there, how many stand there, and which way they went."""

    title: str
    ending: str
    came: Count
    standing: Count
    ways: tuple[WayCount, ...]


@dataclass(frozen=True, slots=True)
class LaterView:
    """What followed a choice, and what followed the others of its scene; shares from 0 to 1."""

    scene: str
    text: str
    judgement: str
    took: int
    took_share: float
    others: int
    others_share: float
    difference: float
    phi: float | None
    small: bool


@dataclass(frozen=True, slots=True)
class CaseReport:
    """How a case of one version was gone through.

    `roads` are first roads, one a learner; `again` how many further ones there are. `labels` are
    the numbers on the ways of the map, `strong` those that `some` or `much` of all roads took,
    `came` the ids of the scenes that somebody came to.
    `too_few` choices are left out of `later`.
    """

    pack_id: str
    version: str
    item_id: str
    course_title: Text
    title: Text
    roads: Count
    finished: Count
    again: Count
    scenes: tuple[SceneCount, ...]
    map: CaseMap
    labels: Mapping[Way, str]
    strong: Mapping[Way, str]
    came: frozenset[str]
    later: tuple[LaterView, ...]
    too_few: int


def told(number: int) -> Count:
    """A number of roads as it may be told: none, or at least five."""
    return Count(number if number >= FEW or number == 0 else None)


def report(
    actor: Actor, version: tuple[str, str], item_id: str, language: str, *, now: datetime
) -> CaseReport:
    """The figures of one case of one version. Versions are never mixed.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If there is no such version or case.
    """
    kept = authoring.require_version(actor, *version)
    case = shelf.item(kept.digest, item_id)
    if not isinstance(case, Case):
        raise NotFound("There is no such case study in this course.")
    reading = shelf.read(kept.digest, language, now.date())
    first: Counter[tuple[str, ...]] = Counter()
    still_open: Counter[tuple[str, ...]] = Counter()
    again = 0
    for road in case_roads.roads(kept.id, item_id):
        if road.number == 1:
            first[road.choices] += 1
        else:
            again += 1
        if not road.finished:
            still_open[road.choices] += 1
    figures = case_statistics(case, first, still_open)
    texts = choice_texts(reading, case)
    titles = {s.id: reading.plain(f"{item_id}/{s.id}#title") for s in case.scenes}
    later = _later(case, figures, titles, texts)
    return CaseReport(
        pack_id=kept.pack_id,
        version=kept.version,
        item_id=item_id,
        course_title=reading.text("pack#title"),
        title=reading.text(f"{item_id}#title"),
        roads=told(figures.roads),
        finished=told(figures.finished),
        again=told(again),
        scenes=_scenes(case, figures, titles, texts),
        map=case_map(case, None, titles, tuple(figures.ways)),
        labels={way: _label(told(count)) for way, count in figures.ways.items()},
        strong=dict(_strong(figures)),
        came=frozenset(name for name, count in figures.came.items() if count),
        later=later,
        too_few=len(figures.later) - len(later),
    )


def _strong(figures: CaseStatistics) -> Iterator[tuple[Way, str]]:
    """The ways that are drawn stronger: from a sixth, and from two fifths of all roads on."""
    for way, count in figures.ways.items():
        if count >= FEW and 6 * count >= figures.roads:
            yield way, "much" if 5 * count >= 2 * figures.roads else "some"


def _label(count: Count) -> str:
    return f"<{FEW}" if count.shown is None else str(count.shown)


def _scenes(
    case: Case, figures: CaseStatistics, titles: Mapping[str, str], texts: Mapping[str, str]
) -> tuple[SceneCount, ...]:
    found = []
    for scene in case.scenes:
        came = figures.came.get(scene.id, 0)
        ways = []
        for choice in scene.choices:
            late = figures.ways.get(Way(scene.id, choice.id, late=True), 0)
            number = figures.ways.get(Way(scene.id, choice.id), 0) + late
            tellable = came >= FEW and told(number).shown is not None
            ways.append(
                WayCount(
                    text=texts[f"{scene.id}/{choice.id}"],
                    judgement=choice.judgement.value,
                    target=titles.get(choice.to, choice.to),
                    count=told(number),
                    share=number / came if tellable else None,
                    late=told(late) if late else None,
                )
            )
        found.append(
            SceneCount(
                title=titles[scene.id],
                ending=scene.ending.value if scene.ending else "",
                came=told(came),
                standing=told(figures.standing.get(scene.id, 0)),
                ways=tuple(ways),
            )
        )
    return tuple(found)


def _later(
    case: Case, figures: CaseStatistics, titles: Mapping[str, str], texts: Mapping[str, str]
) -> tuple[LaterView, ...]:
    """Choices after which most went wrong come first; groups too small to be told are left out."""
    judged = {c.id: c.judgement.value for scene in case.scenes for c in scene.choices}
    found = [
        LaterView(
            scene=titles[each.scene],
            text=texts[f"{each.scene}/{each.choice}"],
            judgement=judged[each.choice],
            took=each.took,
            took_share=each.took_wrong / each.took,
            others=each.others,
            others_share=each.others_wrong / each.others,
            difference=each.difference,
            phi=each.phi,
            small=each.small,
        )
        for each in figures.later
        if min(each.took, each.others) >= FEW and each.difference is not None
    ]
    return tuple(sorted(found, key=lambda view: -view.difference))
