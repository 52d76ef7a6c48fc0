"""When something in a case holds: small declared conditions, nothing that is run.

A condition looks at what the road so far adds up to, and at nothing else, so that the same choices
always open the same ways.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, assert_never


class Facts(Protocol):
    """What a condition is held against: `core.case.play.State`."""

    @property
    def measures(self) -> Mapping[str, int]:
        """Where each measure stands."""

    @property
    def minutes(self) -> int:
        """Case time used."""

    @property
    def left(self) -> int | None:
        """Case time left; None without a budget."""

    @property
    def exhibits(self) -> frozenset[str]:
        """Exhibits that can be looked at."""

    @property
    def made(self) -> frozenset[str]:
        """Choices that were made."""

    @property
    def been(self) -> frozenset[str]:
        """Scenes that were entered, the present one among them."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """From `least` to `most`, both included; None is no bound."""

    least: int | None = None
    most: int | None = None

    def hold(self, value: int) -> bool:
        """Whether a value lies within."""
        return (self.least is None or value >= self.least) and (
            self.most is None or value <= self.most
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure stands within bounds."""

    measure: str
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Shown:
    """An exhibit can be looked at."""

    exhibit: str


@dataclass(frozen=True, slots=True)
class Made:
    """A choice was made."""

    choice: str


@dataclass(frozen=True, slots=True)
class Been:
    """A scene was entered, now or earlier."""

    scene: str


@dataclass(frozen=True, slots=True)
class After:
    """At least so many minutes of case time are used."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Left:
    """At least so many minutes of case time are left. It never holds without a budget."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Every:
    """All of these hold."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of these holds."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """This does not hold."""

    part: "Condition"


Condition = Measured | Shown | Made | Been | After | Left | Every | Some | Not


def holds(condition: Condition | None, facts: Facts) -> bool:  # noqa: C901, PLR0911  # a line a kind
    """Whether a condition holds; none always does."""
    match condition:
        case None:
            return True
        case Measured(measure, bounds):
            return bounds.hold(facts.measures.get(measure, 0))
        case Shown(exhibit):
            return exhibit in facts.exhibits
        case Made(choice):
            return choice in facts.made
        case Been(scene):
            return scene in facts.been
        case After(minutes):
            return facts.minutes >= minutes
        case Left(minutes):
            return facts.left is not None and facts.left >= minutes
        case Every(parts):
            return all(holds(part, facts) for part in parts)
        case Some(parts):
            return any(holds(part, facts) for part in parts)
        case Not(part):
            return not holds(part, facts)
        case _:
            assert_never(condition)


def atoms(condition: Condition | None) -> Iterator[Condition]:
    """The conditions in it that are made of no others."""
    match condition:
        case None:
            return
        case Every(parts) | Some(parts):
            for part in parts:
                yield from atoms(part)
        case Not(part):
            yield from atoms(part)
        case _:
            yield condition
