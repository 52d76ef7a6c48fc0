"""Problem: one fault in some content, and where it stands."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a fault is: an error stops installation, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in content.

    Attributes:
        path: The file, relative to the pack's root, with `/`; empty for the pack as a whole.
        line: Line in that file, counted from 1; 0 where no line can be named.
        code: Stable name, documented in `docs/problems.md`.
        text: One sentence: what is wrong, and how to mend it.
        severity: Error or warning.
    """

    path: str
    line: int
    code: str
    text: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """`file:line: code: text`, as a compiler writes it."""
        return f"{self.path or '.'}:{self.line}: {self.code}: {self.text}"


def errors(problems: list[Problem]) -> list[Problem]:
    """Those problems that stop a pack from being installed."""
    return [p for p in problems if p.severity is Severity.ERROR]
