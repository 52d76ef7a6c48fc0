"""A case study as a graph: every scene is on some road, and every road can end."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple

from elearn.core.case.model import Case, Scene

CHOICES = (2, 5)
"""Choices of a scene that is no ending, fewest and most."""


class CaseFault(NamedTuple):
    """A fault of a case: its code, the keys under which it stands in the file, a sentence."""

    code: str
    keys: tuple[str | int, ...]
    text: str


def faults(case: Case) -> Iterator[CaseFault]:
    """The faults of a case that has been read."""
    known = {scene.id for scene in case.scenes}
    yield from _targets(case, known)
    for i, scene in enumerate(case.scenes):
        yield from _choices(scene, i)
    yield from _exhibits(case)
    # Roads are looked at only once every choice leads somewhere, or one typing error would
    # make half the case look cut off.
    if case.start in known and all(c.to in known for s in case.scenes for c in s.choices):
        yield from _roads(case)


def _targets(case: Case, known: set[str]) -> Iterator[CaseFault]:
    if case.start not in known:
        say = f'The case starts at "{case.start}", but there is no such scene.'
        yield CaseFault("scene-unknown", ("start",), say)
    for i, scene in enumerate(case.scenes):
        for j, choice in enumerate(scene.choices):
            if choice.to not in known:
                say = f'"{choice.id}" leads to "{choice.to}", but there is no such scene.'
                if near := get_close_matches(choice.to, known, n=1, cutoff=0.6):
                    say += f" Did you mean {near[0]}?"
                yield CaseFault("scene-unknown", ("scenes", i, "choices", j, "to"), say)


def _choices(scene: Scene, i: int) -> Iterator[CaseFault]:
    fewest, most = CHOICES
    count = len(scene.choices)
    at = ("scenes", i, "choices") if count else ("scenes", i)
    if scene.ending is not None and count:
        say = f'"{scene.id}" is an ending, so it has no choices; remove them or the ending.'
        yield CaseFault("scene-choices", at, say)
    elif scene.ending is None and not fewest <= count <= most:
        say = f'"{scene.id}" has {count} choices; a scene has {fewest} to {most}, or an ending.'
        yield CaseFault("scene-choices", at, say)


def _exhibits(case: Case) -> Iterator[CaseFault]:
    known = {exhibit.id for exhibit in case.exhibits}
    shown: set[str] = set()
    for i, scene in enumerate(case.scenes):
        shown.update(scene.exhibits)
        for j, exhibit in enumerate(scene.exhibits):
            if exhibit not in known:
                say = f'There is no exhibit "{exhibit}"; write it under `exhibits` of the case.'
                yield CaseFault("exhibit-unknown", ("scenes", i, "exhibits", j), say)
    for i, thing in enumerate(case.exhibits):
        if thing.id not in shown:
            say = f'No scene shows the exhibit "{thing.id}"; name it in a scene or remove it.'
            yield CaseFault("exhibit-unused", ("exhibits", i), say)


def _roads(case: Case) -> Iterator[CaseFault]:
    onward = {scene.id: {choice.to for choice in scene.choices} for scene in case.scenes}
    backward: dict[str, set[str]] = {name: set() for name in onward}
    for name, targets in onward.items():
        for target in targets:
            backward[target].add(name)
    reached = _reach({case.start}, onward)
    ending = _reach({s.id for s in case.scenes if s.ending is not None}, backward)
    for i, scene in enumerate(case.scenes):
        if scene.id not in reached:
            say = f'No road leads to "{scene.id}"; let a choice lead there or remove it.'
            yield CaseFault("scene-unreachable", ("scenes", i), say)
        elif scene.id not in ending and scene.choices:
            say = f'From "{scene.id}" no ending can be reached; let a choice lead on.'
            yield CaseFault("scene-endless", ("scenes", i), say)


def _reach(start: set[str], edges: dict[str, set[str]]) -> set[str]:
    reached, open_ = set(start), list(start)
    while open_:
        for target in edges[open_.pop()] - reached:
            reached.add(target)
            open_.append(target)
    return reached
