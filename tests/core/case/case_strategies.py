"""Case studies of many shapes, for property tests."""

from dataclasses import replace

from hypothesis import strategies as st

from elearn.core.case.conditions import (
    After,
    Been,
    Bounds,
    Every,
    Left,
    Made,
    Measured,
    Not,
    Shown,
    Some,
)
from elearn.core.case.model import (
    Budget,
    Case,
    Choice,
    Ending,
    Exhibit,
    Judgement,
    Measure,
    Message,
    PassRule,
    Scene,
)


def make_case(ways: dict[str, list[str]], title: str = "Scene {}") -> Case:
    """A case from scene id -> ids that its choices lead to; a scene without any is an ending."""
    scenes = tuple(
        Scene(
            id=name,
            title=title.format(name),
            text="",
            choices=tuple(
                Choice(
                    id=f"{name}-{n}",
                    text=f"To {to}",
                    to=to,
                    judgement=list(Judgement)[n % 3],
                    consequence="",
                    debrief="",
                )
                for n, to in enumerate(targets)
            ),
            ending=None if targets else Ending.GOOD,
        )
        for name, targets in ways.items()
    )
    return Case(id="case", title="Case", minutes=10, start=next(iter(ways)), scenes=scenes)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    names = [f"s{n}" for n in range(draw(st.integers(1, 9)))]
    ways = {name: draw(st.lists(st.sampled_from(names), max_size=4)) for name in names}
    return make_case(ways)


@st.composite
def bounds(draw: st.DrawFn) -> Bounds:
    return Bounds(
        draw(st.none() | st.integers(-4, 4)),
        draw(st.none() | st.integers(-4, 4)),
    )


def conditions(case: Case) -> st.SearchStrategy:
    """Conditions on what there is in a case."""
    choices = [choice.id for scene in case.scenes for choice in scene.choices]
    atoms = [
        st.builds(Been, st.sampled_from([scene.id for scene in case.scenes])),
        st.builds(Shown, st.sampled_from(["x", "y"])),
        st.builds(Measured, st.sampled_from(["law", "trust"]), bounds()),
        st.builds(After, st.integers(0, 40)),
        st.builds(Left, st.integers(0, 40)),
    ]
    if choices:
        atoms.append(st.builds(Made, st.sampled_from(choices)))
    return st.recursive(
        st.one_of(atoms),
        lambda inner: st.one_of(
            st.builds(Every, st.lists(inner, min_size=1, max_size=3).map(tuple)),
            st.builds(Some, st.lists(inner, min_size=1, max_size=3).map(tuple)),
            st.builds(Not, inner),
        ),
        max_leaves=4,
    )


@st.composite
def rich_cases(draw: st.DrawFn) -> Case:
    """Cases with measures, time, exhibits, messages and conditions."""
    case = draw(cases())
    asked = conditions(case)
    scenes = tuple(
        replace(
            scene,
            ending=draw(st.sampled_from(Ending)) if scene.ending else None,
            exhibits=tuple(draw(st.sets(st.sampled_from(["x", "y"]), max_size=1))),
            choices=tuple(
                replace(
                    choice,
                    effects=draw(
                        st.dictionaries(st.sampled_from(["law", "trust"]), st.integers(-3, 3))
                    ),
                    minutes=draw(st.sampled_from([0, 0, 5, 10])),
                    reveals=tuple(draw(st.sets(st.sampled_from(["x", "y"]), max_size=1))),
                    condition=draw(st.none() | st.none() | asked),
                )
                for choice in scene.choices
            ),
        )
        for scene in case.scenes
    )
    budget = st.builds(
        Budget, st.integers(1, 30), st.sampled_from([scene.id for scene in case.scenes])
    )
    rule = st.builds(
        PassRule,
        st.lists(st.sampled_from(Ending), max_size=2).map(tuple),
        st.dictionaries(st.sampled_from(["law", "trust"]), bounds(), max_size=2),
    )
    return replace(
        case,
        scenes=scenes,
        measures=(Measure("law", start=1, min=-2, max=2), Measure("trust", "Trust", 0, 0, 3)),
        exhibits=(Exhibit("x", "X", "x"), Exhibit("y", "Y", "y")),
        messages=(
            Message("m-one", "One", "1", draw(asked)),
            Message("m-two", "Two", "2", After(7)),
        ),
        budget=draw(st.none() | budget),
        passing=draw(st.none() | rule),
    )


NIGHT_BUS = make_case(
    {
        "arrival": ["asks", "waves", "waves"],
        "asks": ["fear", "arrival", "asks"],
        "waves": ["refused", "asks"],
        "fear": ["registered", "refused"],
        "refused": [],
        "registered": [],
    }
)
