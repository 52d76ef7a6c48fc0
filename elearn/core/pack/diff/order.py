"""Two lists of names: what is common, new, gone, and what must have moved."""

from bisect import bisect_left
from collections.abc import Sequence


def stayed(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places, old and new, of the most names that follow one another in both lists.

    Every other common name has moved past one of these. Names are unique in each list. It is the
    longest rising run of old places, found by patience sorting (Fredman 1975, n log n).
    """
    places = {name: i for i, name in enumerate(old)}
    common = [(places[name], j) for j, name in enumerate(new) if name in places]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (place, _j) in enumerate(common):
        rank = bisect_left(tails, place)
        before.append(ends[rank - 1] if rank else -1)
        if rank == len(tails):
            tails.append(place)
            ends.append(at)
        else:
            tails[rank], ends[rank] = place, at
    found = []
    at = ends[-1] if ends else -1
    while at >= 0:
        found.append(common[at])
        at = before[at]
    return found[::-1]


def moved(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """The fewest names that have to be moved to bring the common ones into the new order."""
    kept = {new[j] for _i, j in stayed(old, new)}
    there = set(old)
    return [name for name in new if name in there and name not in kept]
