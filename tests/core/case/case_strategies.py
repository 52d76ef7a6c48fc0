"""Case studies of many shapes, for property tests."""

from hypothesis import strategies as st

from elearn.core.case.model import Case, Choice, Ending, Judgement, Scene


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
