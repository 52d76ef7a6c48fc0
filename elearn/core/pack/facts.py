"""What one file of a pack says, read on its own.

A file's facts depend on its path, its bytes and the kind of the pack only, so they can be kept
and used again while the file does not change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from elearn.core.pack.references import NOTHING, References
from elearn.core.pack.schema.base import line_of
from elearn.core.pack.yaml_tree import Keys
from elearn.core.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one file says.

    Attributes:
        path: The file.
        value: What it holds, as an object of the model; None where nothing could be made of it.
        claimed: Ids that stand in it, whether or not a value could be made.
        lines: The line of every value, by keys.
        references: What its texts refer to, with lines of the file.
        problems: Its faults.
    """

    path: str
    value: object = None
    claimed: tuple[str, ...] = ()
    lines: dict[Keys, int] = field(default_factory=dict, repr=False)
    references: References = NOTHING
    problems: tuple[Problem, ...] = ()


class FileCache(Protocol):
    """Where facts are kept between runs, as plain values (`core.pack.plain`)."""

    def get(self, key: str) -> object | None:
        """The value kept under `key`, or None."""

    def put(self, key: str, value: object) -> None:
        """Keep a value. Failing to is no fault."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The facts of all files, by path."""

    facts: Mapping[str, Facts]

    def line(self, path: str, *keys: str | int) -> int:
        """The line of a value in a file; 0 where the file is unknown."""
        facts = self.facts.get(path)
        return line_of(facts.lines, keys) if facts else 0

    def lost(self, *endings: str) -> set[str]:
        """Ids of the files with such names of which nothing could be made; `?` where unknown."""
        return {
            name
            for path, facts in self.facts.items()
            if facts.value is None and path.endswith(endings)
            for name in facts.claimed
        }

    @property
    def complete(self) -> bool:
        """Whether every file could be used, and as it stands."""
        return not any(
            facts.claimed and (facts.value is None or facts.problems)
            for facts in self.facts.values()
        )
