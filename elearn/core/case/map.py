"""The map of a case: every scene and every way, the road taken and the roads not taken.

Data for a drawing and for words; the template writes the SVG and the sentences. Lengths are CSS
pixels, y grows downwards.
"""

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from elearn.core.case.layout import Arc, Layout, lay_out
from elearn.core.case.model import Case, Choice, Ending, Judgement, Scene
from elearn.core.case.play import Walk

LINE_CHARACTERS = 18
MAX_LINES = 3
BOX_WIDTH = 172
LINE_HEIGHT = 20
_PADDING = 12
_GAP = 24
_BEND = 12
_BETWEEN_LAYERS = 64
_MARGIN = 16
_LANE = 14
_CORNER = 8
_LABEL = 18


class Way(NamedTuple):
    """A choice as it led on; `late` if the time ran out with it, so that it led elsewhere."""

    scene: str
    choice: str
    late: bool = False


def ways_of(walk: Walk) -> list[Way]:
    """The ways that a walk took, in order."""
    return [Way(d.scene.id, d.choice.id, d.diverted) for d in walk.decisions]


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A line of a title; `y` is its base line, `x` its middle (`text-anchor="middle"`)."""

    text: str
    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A scene's box; `x`, `y` is its upper left corner.

    `visits` are the steps at which the walk was here, from 1; empty if never. `clock`: the last
    minute of the time leads here, from wherever somebody is.
    """

    id: str
    title: str
    lines: tuple[TitleLine, ...]
    x: int
    y: int
    width: int
    height: int
    ending: Ending | None
    visits: tuple[int, ...]
    current: bool
    clock: bool = False

    @property
    def visited(self) -> bool:
        """Whether the walk came here."""
        return bool(self.visits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A choice's way: `path` is an SVG path from box to box; `back` ways lead up at the side.

    `earlier` says that another road took it, `late` that the time ran out with it. A number on it
    stands at `label_x`, `label_y` (`text-anchor="middle"`).
    """

    choice: str
    source: str
    target: str
    judgement: Judgement
    taken: bool
    back: bool
    path: str
    earlier: bool = False
    late: bool = False
    label_x: int = 0
    label_y: int = 0

    @property
    def way(self) -> Way:
        """The way that it draws."""
        return Way(self.source, self.choice, self.late)


@dataclass(frozen=True, slots=True)
class WayLine:
    """In words: a choice, where it leads, and whether it was taken, now or by another road."""

    choice: str
    target: str
    target_title: str
    judgement: Judgement
    taken: bool
    earlier: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class SceneLine:
    """In words: a scene and the ways on from it; `clock` as in `Node`."""

    id: str
    title: str
    ending: Ending | None
    visits: tuple[int, ...]
    current: bool
    ways: tuple[WayLine, ...]
    clock: bool = False


@dataclass(frozen=True, slots=True)
class CaseMap:
    """The whole map. Edges come first not taken, then taken, so that the road lies on top.

    `text` says the same without a picture, from the start downwards.
    """

    width: int
    height: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    text: tuple[SceneLine, ...]

    @property
    def view_box(self) -> str:
        """For the `viewBox` attribute."""
        return f"0 0 {self.width} {self.height}"


def case_map(
    case: Case, walk: Walk | None, titles: Mapping[str, str], others: Collection[Way] = ()
) -> CaseMap:
    """The map of a case with somebody's walk on it.

    Where the time ran out is drawn as a way of its own, for the roads that are given only.

    Args:
        case: The case.
        walk: The road taken; None for a bare map.
        titles: The scenes' titles by id, in the reader's language; the case's own where one lacks.
        others: Ways that other roads took.
    """
    scenes = _start_first(case)
    taken = set(ways_of(walk)) if walk else set()
    drawn = list(_drawn(case, scenes, {way for way in (*taken, *others) if way.late}))
    arcs = [Arc(" ".join(map(str, way)), way.scene, target) for way, _, target in drawn]
    plan = lay_out(
        [scene.id for scene in scenes],
        arcs,
        node_width=BOX_WIDTH,
        bend_width=_BEND,
        gap=_GAP,
    )
    named = {scene.id: titles.get(scene.id) or scene.title for scene in scenes}
    nodes = _nodes(scenes, named, plan, walk, case.budget.to if case.budget else "")
    paths, width, height = _Paths(plan, nodes, arcs).draw()
    edges = [
        Edge(
            choice=way.choice,
            source=way.scene,
            target=target,
            judgement=choice.judgement,
            taken=way in taken,
            back=arc.id in plan.back,
            path=paths[arc.id],
            earlier=way in others,
            late=way.late,
            **_label(paths[arc.id]),
        )
        for (way, choice, target), arc in zip(drawn, arcs, strict=True)
    ]
    edges.sort(key=lambda edge: (edge.taken, edge.earlier))
    text = _text(scenes, nodes, named, (taken, others))
    return CaseMap(width, height, tuple(nodes.values()), tuple(edges), text)


_Drawn = tuple[Way, Choice, str]


def _drawn(case: Case, scenes: list[Scene], late: Collection[Way]) -> Iterator[_Drawn]:
    """Every way with its choice and the scene that it leads to."""
    known = {scene.id for scene in scenes}
    for scene in scenes:
        for choice in scene.choices:
            if choice.to in known:
                yield Way(scene.id, choice.id), choice, choice.to
            way = Way(scene.id, choice.id, late=True)
            if way in late and case.budget:
                yield way, choice, case.budget.to


def _label(path: str) -> dict[str, int]:
    """Where a number on a way stands: a little below the box that it leaves."""
    x, y = path.removeprefix("M").split("C")[0].split("V")[0].split()
    return {"label_x": int(x), "label_y": int(y) + _LABEL}


def wrap(title: str, *, width: int = LINE_CHARACTERS, lines: int = MAX_LINES) -> tuple[str, ...]:
    """A title in at most so many lines of so many characters; what does not fit ends in `…`."""
    out: list[str] = []
    for word in unicodedata.normalize("NFC", title).split():
        rest = word
        if out and len(out[-1]) + 1 + len(rest) <= width:
            out[-1] += f" {rest}"
            continue
        while rest:
            out.append(rest[:width])
            rest = rest[width:]
    if len(out) > lines:
        out = out[:lines]
        out[-1] = out[-1][: width - 1].rstrip() + "…"
    return tuple(out)


def _start_first(case: Case) -> list[Scene]:
    return sorted(case.scenes, key=lambda scene: scene.id != case.start)


def _nodes(
    scenes: list[Scene], named: Mapping[str, str], plan: Layout, walk: Walk | None, clock: str
) -> dict[str, Node]:
    """The boxes by scene id, from top to bottom and left to right; `clock` is where time leads."""
    wrapped = {scene.id: wrap(named[scene.id]) for scene in scenes}
    height = max(map(len, wrapped.values()), default=1) * LINE_HEIGHT + 2 * _PADDING
    visits: dict[str, list[int]] = {}
    for step, scene_id in enumerate(walk.visited if walk else (), 1):
        visits.setdefault(scene_id, []).append(step)
    by_id = {scene.id: scene for scene in scenes}
    nodes = {}
    for level, layer in enumerate(plan.layers):
        top = _MARGIN + _BETWEEN_LAYERS // 2 + level * (height + _BETWEEN_LAYERS)
        for name in layer:
            if name not in by_id:
                continue
            centre = round(plan.x[name]) + _MARGIN
            nodes[name] = Node(
                id=name,
                title=named[name],
                lines=_title_lines(wrapped[name], centre, top + height // 2),
                x=centre - BOX_WIDTH // 2,
                y=top,
                width=BOX_WIDTH,
                height=height,
                ending=by_id[name].ending,
                visits=tuple(visits.get(name, ())),
                current=walk is not None and walk.scene.id == name,
                clock=name == clock,
            )
    return nodes


def _title_lines(lines: tuple[str, ...], x: int, middle: int) -> tuple[TitleLine, ...]:
    first = middle - (len(lines) - 1) * LINE_HEIGHT // 2 + 5
    return tuple(TitleLine(text, x, first + i * LINE_HEIGHT) for i, text in enumerate(lines))


class _Paths:
    """Draws the ways once the boxes stand."""

    def __init__(self, plan: Layout, nodes: Mapping[str, Node], arcs: list[Arc]) -> None:
        self.plan = plan
        self.nodes = nodes
        self.arcs = arcs
        self.right = max((node.x + node.width for node in nodes.values()), default=0)
        self.right = max([self.right, *(round(x) + _MARGIN + _BEND for x in plan.x.values())])
        self.bottom = max((node.y + node.height for node in nodes.values()), default=0)
        self.level = {name: i for i, layer in enumerate(plan.layers) for name in layer}

    def draw(self) -> tuple[dict[str, str], int, int]:
        """Paths by arc, and the size of the whole drawing."""
        leave, arrive = self._ports()
        back = [arc for arc in self.arcs if arc.id in self.plan.back]
        lanes = {arc.id: self.right + _LANE * (i + 1) for i, arc in enumerate(back)}
        paths = {}
        for arc in self.arcs:
            start = leave[arc.id], self.nodes[arc.source].y + self.nodes[arc.source].height
            end = arrive[arc.id], self.nodes[arc.target].y
            if arc.id in lanes:
                paths[arc.id] = _around(start, end, lanes[arc.id])
            else:
                paths[arc.id] = self._downward(self.plan.routes[arc.id], start, end)
        width = max([self.right, *lanes.values()]) + _MARGIN
        return paths, width, self.bottom + _BETWEEN_LAYERS // 2 + _MARGIN

    def _ports(self) -> tuple[dict[str, int], dict[str, int]]:
        """Where on a box's edge each way leaves and arrives, in the order of their other ends."""
        leaving: dict[str, list[tuple[float, int, str]]] = {}
        arriving: dict[str, list[tuple[float, int, str]]] = {}
        for i, arc in enumerate(self.arcs):
            route = self.plan.routes.get(arc.id)
            far = float("inf")
            leaving.setdefault(arc.source, []).append(
                (self.plan.x[route[1]] if route else far, i, arc.id)
            )
            arriving.setdefault(arc.target, []).append(
                (self.plan.x[route[-2]] if route else far, i, arc.id)
            )
        return self._spread(leaving), self._spread(arriving)

    def _spread(self, ways: Mapping[str, list[tuple[float, int, str]]]) -> dict[str, int]:
        return {
            arc_id: self.nodes[name].x + BOX_WIDTH * (i + 1) // (len(found) + 1)
            for name, found in ways.items()
            for i, (_, _, arc_id) in enumerate(sorted(found))
        }

    def _downward(
        self, route: tuple[str, ...], start: tuple[int, int], end: tuple[int, int]
    ) -> str:
        """A curve through the layers; straight down beside the boxes that it passes."""
        height = next(iter(self.nodes.values())).height
        points = [start]
        for bend in route[1:-1]:
            x = round(self.plan.x[bend]) + _MARGIN
            top = start[1] + _BETWEEN_LAYERS
            top += (self.level[bend] - self.level[route[0]] - 1) * (height + _BETWEEN_LAYERS)
            points += [(x, top), (x, top + height)]
        points.append(end)
        path = f"M{start[0]} {start[1]}"
        for i, ((x1, y1), (x2, y2)) in enumerate(pairwise(points)):
            middle = (y1 + y2) // 2
            path += f"V{y2}" if i % 2 else f"C{x1} {middle} {x2} {middle} {x2} {y2}"
        return path


def _around(start: tuple[int, int], end: tuple[int, int], lane: int) -> str:
    """Out below the box, up a lane at the right, in from above; with round corners."""
    (x1, y1), (x2, y2), r = start, end, _CORNER
    # How deep it dips differs by lane, so that two ways back do not lie on each other.
    dip = _BETWEEN_LAYERS // 4 - (lane // _LANE) % 3 * 4
    low, high = y1 + dip + 4, y2 - dip - 4
    return (
        f"M{x1} {y1}V{low - r}Q{x1} {low} {x1 + r} {low}H{lane - r}Q{lane} {low} {lane} {low - r}"
        f"V{high + r}Q{lane} {high} {lane - r} {high}H{x2 + r}Q{x2} {high} {x2} {high + r}V{y2}"
    )


def _text(
    scenes: list[Scene],
    nodes: Mapping[str, Node],
    named: Mapping[str, str],
    roads: tuple[Collection[Way], Collection[Way]],
) -> tuple[SceneLine, ...]:
    by_id = {scene.id: scene for scene in scenes}
    taken, others = roads
    return tuple(
        SceneLine(
            id=node.id,
            title=node.title,
            ending=node.ending,
            visits=node.visits,
            current=node.current,
            ways=tuple(
                WayLine(
                    choice=choice.id,
                    target=choice.to,
                    target_title=named.get(choice.to, choice.to),
                    judgement=choice.judgement,
                    taken=_on(taken, node.id, choice),
                    earlier=_on(others, node.id, choice),
                    late=Way(node.id, choice.id, late=True) in (*taken, *others),
                )
                for choice in by_id[node.id].choices
            ),
            clock=node.clock,
        )
        for node in nodes.values()
    )


def _on(ways: Collection[Way], scene_id: str, choice: Choice) -> bool:
    """Whether a choice was taken, in time or not."""
    return any(Way(scene_id, choice.id, late) in ways for late in (False, True))
