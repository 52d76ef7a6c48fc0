"""How learners went through a case: which ways, where they stand, and what mistakes followed.

All figures are of one case in one version; versions are never mixed. A road counts once for each
way it took, however often it came by.

**A later mistake** is a decision that is judged wrong, after the one that is looked at. For each
choice of a scene, the roads that took it there the first time they decided there are compared with
those that took another. Roads that decided nothing afterwards are left out of both groups, since
nothing could follow. With these four numbers

                        a mistake followed   none followed
    took the choice             a                  b
    took another                c                  d

the **difference** is a/(a+b) - c/(c+d), and **phi** the correlation of the two,
(ad - bc) / √((a+b)(c+d)(a+c)(b+d)). Neither says that the choice is the reason.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt

from elearn.core.case.map import Way, ways_of
from elearn.core.case.model import Case, Judgement
from elearn.core.case.play import Walk, walk

SMALL = 20
"""Where either group is smaller than this, figures say little and are marked."""

Roads = Mapping[tuple[str, ...], int]
"""How many learners made just these choices, in this order."""


@dataclass(frozen=True, slots=True)
class Later:
    """What followed a choice, and what followed the others of its scene.

    Attributes:
        scene, choice: Ids.
        took: Roads that took the choice and decided again afterwards.
        took_wrong: Those of them on which a mistake followed.
        others, others_wrong: The same for the roads that took another choice there.
        difference: Of the two shares; None where a group is empty.
        phi: From -1 to 1; None where it cannot be had, for all are alike.
        small: Whether a group is so small that the figures say little.
    """

    scene: str
    choice: str
    took: int
    took_wrong: int
    others: int
    others_wrong: int
    difference: float | None
    phi: float | None
    small: bool


@dataclass(frozen=True, slots=True)
class CaseStatistics:
    """How a case was gone through.

    Attributes:
        roads: How many there are.
        finished: How many of them reached an ending.
        came: By scene id, the roads that came there.
        ways: By way, the roads that took it; ways that none took are left out.
        standing: By scene id, the open roads that stand there.
        later: For each choice that somebody took, in the order of the case.
    """

    roads: int
    finished: int
    came: Mapping[str, int]
    ways: Mapping[Way, int]
    standing: Mapping[str, int]
    later: tuple[Later, ...]


def case_statistics(case: Case, roads: Roads, still_open: Roads) -> CaseStatistics:
    """The figures of a case.

    Args:
        case: The case, in the version on which the roads were taken.
        roads: Those that are counted.
        still_open: Those that have not reached an ending; asked only where they stand.
    """
    walks = [(walk(case, choices), count) for choices, count in roads.items()]
    came: Counter[str] = Counter()
    ways: Counter[Way] = Counter()
    for road, count in walks:
        came.update(dict.fromkeys(road.visited, count))
        ways.update(dict.fromkeys(ways_of(road), count))
    standing: Counter[str] = Counter()
    for choices, count in still_open.items():
        standing[walk(case, choices).scene.id] += count
    return CaseStatistics(
        roads=sum(roads.values()),
        finished=sum(count for road, count in walks if road.finished),
        came=came,
        ways=ways,
        standing=standing,
        later=tuple(_later(case, walks)),
    )


def _later(case: Case, walks: list[tuple[Walk, int]]) -> Iterator[Later]:
    followed: dict[tuple[str, str], list[int]] = {}
    for road, count in walks:
        for scene, choice, wrong in _first_decisions(road):
            numbers = followed.setdefault((scene, choice), [0, 0])
            numbers[wrong] += count
    for scene_ in case.scenes:
        for choice_ in scene_.choices:
            own = followed.get((scene_.id, choice_.id))
            if own is None:
                continue
            rest = [numbers for (s, c), numbers in followed.items() if s == scene_.id]
            b, a = own
            d, c = sum(n[0] for n in rest) - b, sum(n[1] for n in rest) - a
            yield _compared(scene_.id, choice_.id, (a, b, c, d))


def _first_decisions(road: Walk) -> Iterator[tuple[str, str, bool]]:
    """The first decision in each scene, but for the last of all, and whether a mistake followed."""
    wrong_after = [False]
    for decision in reversed(road.decisions[1:]):
        wrong = decision.choice.judgement is Judgement.WRONG
        wrong_after.append(wrong or wrong_after[-1])
    wrong_after.reverse()
    met: set[str] = set()
    for number, decision in enumerate(road.decisions[:-1]):
        if decision.scene.id not in met:
            met.add(decision.scene.id)
            yield decision.scene.id, decision.choice.id, wrong_after[number]


def _compared(scene: str, choice: str, table: tuple[int, int, int, int]) -> Later:
    a, b, c, d = table
    took, others = a + b, c + d
    spread = took * others * (a + c) * (b + d)
    return Later(
        scene=scene,
        choice=choice,
        took=took,
        took_wrong=a,
        others=others,
        others_wrong=c,
        difference=a / took - c / others if took and others else None,
        phi=(a * d - b * c) / sqrt(spread) if spread else None,
        small=min(took, others) < SMALL,
    )
