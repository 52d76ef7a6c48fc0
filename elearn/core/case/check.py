"""A case study as a graph: every scene is on some road, every road goes on and can end."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import NamedTuple

from elearn.core.case.conditions import Been, Condition, Left, Made, Measured, Shown, atoms
from elearn.core.case.explore import MOST_STATES, Explored, Road, explore
from elearn.core.case.model import Case, Scene

CHOICES = (2, 5)
"""Choices of a scene that is no ending, fewest and most."""

Keys = tuple[str | int, ...]


class CaseFault(NamedTuple):
    """A fault of a case: its code, the keys under which it stands in the file, a sentence."""

    code: str
    keys: Keys
    text: str


def faults(case: Case, most: int = MOST_STATES) -> Iterator[CaseFault]:
    """The faults of a case that has been read; `most` states of it are looked at."""
    yield from _targets(case)
    for i, scene in enumerate(case.scenes):
        yield from _choices(scene, i)
    yield from _exhibits(case)
    yield from _measures(case)
    named = list(_conditions(case))
    unknown = [fault for keys, condition in named for fault in _condition(case, keys, condition)]
    yield from unknown
    # Roads are looked at only once every choice leads somewhere and every condition can be held
    # against something, or one typing error would make half the case look cut off.
    known = {scene.id for scene in case.scenes}
    targets = [case.start, *(c.to for s in case.scenes for c in s.choices)]
    targets += [case.budget.to] if case.budget else []
    if known.issuperset(targets) and not unknown:
        yield from _roads(case, explore(case, most))


def _near(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f" Did you mean {near[0]}?" if near else ""


def _targets(case: Case) -> Iterator[CaseFault]:
    known = {scene.id for scene in case.scenes}
    if case.start not in known:
        say = f'The case starts at "{case.start}", but there is no such scene.'
        yield CaseFault("scene-unknown", ("start",), say)
    if case.budget and case.budget.to not in known:
        say = f'When time is up, the case leads to "{case.budget.to}", but there is no such scene.'
        yield CaseFault("scene-unknown", ("budget", "to"), say + _near(case.budget.to, known))
    for i, scene in enumerate(case.scenes):
        for j, choice in enumerate(scene.choices):
            if choice.to not in known:
                say = f'"{choice.id}" leads to "{choice.to}", but there is no such scene.'
                at = ("scenes", i, "choices", j, "to")
                yield CaseFault("scene-unknown", at, say + _near(choice.to, known))


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
    for keys, exhibit in _shown_exhibits(case):
        shown.add(exhibit)
        if exhibit not in known:
            say = f'There is no exhibit "{exhibit}"; write it under `exhibits` of the case.'
            yield CaseFault("exhibit-unknown", keys, say)
    for i, thing in enumerate(case.exhibits):
        if thing.id not in shown:
            say = f'Nothing shows the exhibit "{thing.id}"; name it in a scene or remove it.'
            yield CaseFault("exhibit-unused", ("exhibits", i), say)


def _shown_exhibits(case: Case) -> Iterator[tuple[Keys, str]]:
    for i, scene in enumerate(case.scenes):
        for j, exhibit in enumerate(scene.exhibits):
            yield ("scenes", i, "exhibits", j), exhibit
        for j, choice in enumerate(scene.choices):
            for k, exhibit in enumerate(choice.reveals):
                yield ("scenes", i, "choices", j, "reveals", k), exhibit


def _measures(case: Case) -> Iterator[CaseFault]:
    """Measures with sense in their bounds, that something changes; none that is not there."""
    known = {measure.id for measure in case.measures}
    moved: set[str] = set()
    for keys, measure in _named_measures(case):
        if keys[0] == "scenes":
            moved.add(measure)
        if measure not in known:
            say = f'There is no measure "{measure}"; write it under `measures` of the case.'
            yield CaseFault("measure-unknown", keys, say + _near(measure, known))
    for i, measure_ in enumerate(case.measures):
        if not measure_.min <= measure_.start <= measure_.max or measure_.min == measure_.max:
            say = f'"{measure_.id}" must start between its `min` and its `max`, which must differ.'
            yield CaseFault("value-range", ("measures", i), say)
        if measure_.id not in moved:
            say = f'No choice changes "{measure_.id}"; name it under `effects`, or remove it.'
            yield CaseFault("measure-unused", ("measures", i), say)


def _named_measures(case: Case) -> Iterator[tuple[Keys, str]]:
    for i, scene in enumerate(case.scenes):
        for j, choice in enumerate(scene.choices):
            for measure in choice.effects:
                yield ("scenes", i, "choices", j, "effects", measure), measure
    for measure in case.passing.measures if case.passing else ():
        yield ("pass", "measures", measure), measure


def _conditions(case: Case) -> Iterator[tuple[Keys, Condition]]:
    for i, scene in enumerate(case.scenes):
        for j, choice in enumerate(scene.choices):
            if choice.condition is not None:
                yield ("scenes", i, "choices", j, "if"), choice.condition
    for i, message in enumerate(case.messages):
        yield ("messages", i, "when"), message.when


def _condition(case: Case, at: Keys, condition: Condition) -> Iterator[CaseFault]:
    """What a condition names and the case does not have."""
    choices = {choice.id for scene in case.scenes for choice in scene.choices}
    for atom in atoms(condition):
        match atom:
            case Measured(name):
                there, code = {m.id for m in case.measures}, "measure-unknown"
            case Shown(name):
                there, code = {e.id for e in case.exhibits}, "exhibit-unknown"
            case Made(name):
                there, code = choices, "choice-unknown"
            case Been(name):
                there, code = {s.id for s in case.scenes}, "scene-unknown"
            case Left() if case.budget is None:
                say = "The condition asks what is `left` of a budget, but there is none; give one."
                yield CaseFault("budget-missing", at, say)
                continue
            case _:
                continue
        if name not in there:
            what = code.removesuffix("-unknown")
            say = f'The condition names the {what} "{name}", but there is none.'
            yield CaseFault(code, at, say + _near(name, there))


def _roads(case: Case, found: Explored) -> Iterator[CaseFault]:
    places = {scene.id: i for i, scene in enumerate(case.scenes)}
    if not found.complete:
        say = "There are too many ways through this case to look at all; use fewer conditions."
        yield CaseFault("case-too-wide", (), say)
        yield from _perhaps_stuck(case, {road.scene for road in found.stuck})
    for road in found.stuck:
        say = f'In "{road.scene}" no choice is open{_after(road)}; leave one without a condition.'
        yield CaseFault("scene-stuck", ("scenes", places[road.scene]), say)
    for road in found.endless:
        say = f'From "{road.scene}" no ending can be reached{_after(road)}; let a choice lead on.'
        yield CaseFault("scene-endless", ("scenes", places[road.scene]), say)
    if found.complete:
        yield from _never(case, found)


def _perhaps_stuck(case: Case, known: set[str]) -> Iterator[CaseFault]:
    """Scenes of which nobody can say whether a choice is always open."""
    for i, scene in enumerate(case.scenes):
        sure = not scene.choices or any(c.condition is None for c in scene.choices)
        if not sure and scene.id not in known:
            say = (
                f'Whether a choice is always open in "{scene.id}" cannot be told of so wide a '
                "case; leave one without a condition."
            )
            yield CaseFault("scene-stuck", ("scenes", i), say)


def _after(road: Road) -> str:
    """The road in words; a scene that is reached at the start needs none."""
    return f" after {', '.join(road.choices)}" if road.choices else ""


def _never(case: Case, found: Explored) -> Iterator[CaseFault]:
    """What is on no road at all."""
    for i, scene in enumerate(case.scenes):
        if scene.id not in found.scenes:
            say = f'No road leads to "{scene.id}"; let a choice lead there or remove it.'
            yield CaseFault("scene-unreachable", ("scenes", i), say)
            continue
        for j, choice in enumerate(scene.choices):
            if choice.id not in found.opened:
                say = f'"{choice.id}" is open on no road; change its condition or remove it.'
                yield CaseFault("choice-closed", ("scenes", i, "choices", j), say)
    for i, message in enumerate(case.messages):
        if message.id not in found.arrived:
            say = f'The message "{message.id}" arrives on no road; change its `when` or remove it.'
            yield CaseFault("message-lost", ("messages", i), say)
    if case.passing and not found.passable and any(s.ending for s in case.scenes):
        say = "No road passes; ask for less, or let a road reach what is asked."
        yield CaseFault("case-unpassable", ("pass",), say)
