"""Where to draw the nodes of a directed graph: in layers, from top to bottom.

The way of Sugiyama: set ways back aside, put every node one layer below the lowest that leads to
it, let a long edge pass each layer through a bend, order each layer so that few edges cross, then
move nodes as close to their neighbours as their sizes allow. Same graph, same picture, always.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

SWEEPS = 6
"""How often layers are put in order and moved, down and up in turn."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A way from node to node; `id` is unique in the graph."""

    id: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things are.

    Attributes:
        layers: Ids of nodes and bends in each layer, from left to right.
        x: Centre of each node and bend, in the unit of the sizes given; the least left edge is 0.
        routes: For each arc that leads down, the nodes and bends it passes, with both ends.
        back: Ids of the arcs that lead up or to where they come from.
    """

    layers: tuple[tuple[str, ...], ...]
    x: Mapping[str, float]
    routes: Mapping[str, tuple[str, ...]]
    back: frozenset[str]


def lay_out(
    nodes: Sequence[str],
    arcs: Sequence[Arc],
    *,
    node_width: float,
    bend_width: float,
    gap: float,
) -> Layout:
    """Places for all nodes; the first one is the root.

    Args:
        nodes: Ids; their order decides where nothing else does.
        arcs: Ways between these nodes.
        node_width: Width of every node.
        bend_width: Width kept free for an edge that passes a layer.
        gap: Least distance between neighbours in a layer.
    """
    back = _ways_back(nodes, arcs)
    down = [arc for arc in arcs if arc.id not in back]
    depth = _depths(nodes, down)
    layers: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for node in nodes:
        layers[depth[node]].append(node)
    routes: dict[str, tuple[str, ...]] = {}
    for arc in down:
        bends = [f"{arc.id} {level}" for level in range(depth[arc.source] + 1, depth[arc.target])]
        for level, bend in enumerate(bends, depth[arc.source] + 1):
            layers[level].append(bend)
        routes[arc.id] = (arc.source, *bends, arc.target)
    above, below = _neighbours(routes)
    _put_in_order(layers, above, below)
    widths = dict.fromkeys(nodes, node_width)
    half = {n: widths.get(n, bend_width) / 2 for layer in layers for n in layer}
    x = _move(layers, (above, below), half, gap)
    return Layout(tuple(map(tuple, layers)), x, routes, back)


def _ways_back(nodes: Sequence[str], arcs: Sequence[Arc]) -> frozenset[str]:
    """Arcs that close a circle, found by depth-first search in the order given."""
    leaving: dict[str, list[Arc]] = {node: [] for node in nodes}
    for arc in arcs:
        leaving[arc.source].append(arc)
    back: set[str] = set()
    state = dict.fromkeys(nodes, "new")
    for root in nodes:
        if state[root] != "new":
            continue
        state[root] = "open"
        stack = [(root, iter(leaving[root]))]
        while stack:
            node, rest = stack[-1]
            way = next(rest, None)
            if way is None:
                state[node] = "closed"
                stack.pop()
            elif state[way.target] == "open":
                back.add(way.id)
            elif state[way.target] == "new":
                state[way.target] = "open"
                stack.append((way.target, iter(leaving[way.target])))
    return frozenset(back)


def _depths(nodes: Sequence[str], down: Sequence[Arc]) -> dict[str, int]:
    """The layer of each node: the longest way down to it."""
    depth = dict.fromkeys(nodes, 0)
    waiting = dict.fromkeys(nodes, 0)
    leaving: dict[str, list[str]] = {node: [] for node in nodes}
    for arc in down:
        leaving[arc.source].append(arc.target)
        waiting[arc.target] += 1
    ready = [node for node in nodes if not waiting[node]]
    while ready:
        node = ready.pop()
        for target in leaving[node]:
            depth[target] = max(depth[target], depth[node] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return depth


_Neighbours = Mapping[str, Sequence[str]]


def _neighbours(routes: Mapping[str, tuple[str, ...]]) -> tuple[_Neighbours, _Neighbours]:
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for route in routes.values():
        for high, low in pairwise(route):
            below.setdefault(high, []).append(low)
            above.setdefault(low, []).append(high)
    return above, below


def _put_in_order(layers: list[list[str]], above: _Neighbours, below: _Neighbours) -> None:
    """Sort each layer by the mean place of neighbours, sweep by sweep; keep the best order met."""
    best = [layer[:] for layer in layers]
    fewest = _crossings(layers, below)
    for sweep in range(SWEEPS):
        downward = sweep % 2 == 0
        beside = above if downward else below
        for layer in layers if downward else reversed(layers):
            place = {n: i for other in layers for i, n in enumerate(other)}
            centre = {n: _mean([place[m] for m in beside.get(n, ())], place[n]) for n in layer}
            layer.sort(key=centre.__getitem__)
        crossings = _crossings(layers, below)
        if crossings < fewest:
            best, fewest = [layer[:] for layer in layers], crossings
    layers[:] = best


def _crossings(layers: list[list[str]], below: _Neighbours) -> int:
    count = 0
    for high, low in pairwise(layers):
        place = {n: i for i, n in enumerate(low)}
        ends = [sorted(place[m] for m in below.get(n, ()) if m in place) for n in high]
        for i, left in enumerate(ends):
            for right in ends[i + 1 :]:
                count += sum(a > b for a in left for b in right)
    return count


def _move(
    layers: list[list[str]],
    beside: tuple[_Neighbours, _Neighbours],
    half: Mapping[str, float],
    gap: float,
) -> dict[str, float]:
    """Centres: as close to the mean of the neighbours' as the order and the sizes allow."""
    x: dict[str, float] = {}
    for layer in layers:
        x.update(_spread(layer, dict.fromkeys(layer, 0.0), half, gap))
    for sweep in range(SWEEPS):
        downward = sweep % 2 == 0
        for layer in layers if downward else reversed(layers):
            near = beside[0 if downward else 1]
            wish = {n: _mean([x[m] for m in near.get(n, ())], x[n]) for n in layer}
            x.update(_spread(layer, wish, half, gap))
    left = min((x[n] - half[n] for n in x), default=0.0)
    return {n: at - left for n, at in x.items()}


def _spread(
    layer: list[str], wish: Mapping[str, float], half: Mapping[str, float], gap: float
) -> dict[str, float]:
    """Places in this order, far enough apart, with the least squares of distances to the wishes.

    Pool adjacent violators: neighbours that would overlap become one block at their mean.
    """
    offsets: list[float] = []
    at = 0.0
    for i, name in enumerate(layer):
        at += half[layer[i - 1]] + gap + half[name] if i else 0.0
        offsets.append(at)
    blocks: list[tuple[float, int]] = []
    for name, offset in zip(layer, offsets, strict=True):
        total, size = wish[name] - offset, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / size:
            before, count = blocks.pop()
            total, size = total + before, size + count
        blocks.append((total, size))
    bases = [total / size for total, size in blocks for _ in range(size)]
    return {n: b + o for n, b, o in zip(layer, bases, offsets, strict=True)}


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
