"""A programme: courses in order, some of them to choose from, some only after others.

Written a step a line, as a form has it:

    border-checks
    asylum if record(border-checks)
    2 of documents, interviews, smuggling, cascade if years >= 1
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from elearn.core.learning import prerequisites
from elearn.core.learning.prerequisites import BadExpression, Expression, Known

MOST_STEPS, MOST_CHOICES = 40, 20
_PACK = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_CHOICE = re.compile(r"([0-9]{1,2})\s+of\s+(.*)")


class BadProgramme(ValueError):
    """A line that says nothing. `line` and `at` count from 1."""

    def __init__(self, code: str, line: int, at: int = 1, found: str = "") -> None:
        super().__init__(f"{code} at {line}:{at}")
        self.code, self.line, self.at, self.found = code, line, at, found


@dataclass(frozen=True, slots=True)
class Step:
    """So many of these courses must be held; `needs` is what must be known before."""

    packs: tuple[str, ...]
    number: int
    needs: Expression | None = None

    @property
    def elective(self) -> bool:
        """Whether there is something to choose."""
        return self.number < len(self.packs)


class Stand(StrEnum):
    """How somebody stands with a step or a course of it."""

    DONE = "done"
    OPEN = "open"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class StepStand:
    """How somebody stands with a step: which courses are held, how many more, what is lacking."""

    step: Step
    stand: Stand
    held: frozenset[str]
    left: int
    lacking: Expression | None


def read(text: str) -> tuple[Step, ...]:
    """Read a programme; empty lines count for nothing.

    Raises:
        BadProgramme: With the line and the place of what is wrong.
    """
    steps: list[Step] = []
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        if len(steps) == MOST_STEPS:
            raise BadProgramme("too-many-steps", number)
        step = _step(line, number)
        again = seen.intersection(step.packs)
        if again:
            raise BadProgramme("course-twice", number, found=min(again))
        seen.update(step.packs)
        steps.append(step)
    if not steps:
        raise BadProgramme("no-steps", 1)
    return tuple(steps)


def _step(line: str, number: int) -> Step:
    what, found, condition = _split(line)
    needs = None
    if found:
        try:
            needs = prerequisites.parse(condition)
        except BadExpression as error:
            place = len(line) - len(condition) + error.at
            raise BadProgramme(error.code, number, place, error.found) from None
    choice = _CHOICE.fullmatch(what.strip())
    named = (choice[2] if choice else what).split(",")
    packs = tuple(name.strip() for name in named)
    for name in packs:
        if not _PACK.fullmatch(name):
            raise BadProgramme("needs-course", number, max(1, line.find(name) + 1), name[:40])
    if len(set(packs)) < len(packs):
        raise BadProgramme("course-twice", number)
    wanted = int(choice[1]) if choice else len(packs)
    if not 1 <= wanted <= len(packs) <= MOST_CHOICES:
        raise BadProgramme("bad-choice", number)
    return Step(packs, wanted, needs)


def _split(line: str) -> tuple[str, bool, str]:
    """What a line asks, whether it has a condition, and that."""
    match = re.search(r"\sif(\s|$)", line)
    if match is None:
        return line, False, ""
    return line[: match.start()], True, line[match.end() :]


def text_of(steps: Collection[Step]) -> str:
    """A programme as text; read again it is the same."""
    lines = []
    for step in steps:
        names = ", ".join(step.packs)
        head = f"{step.number} of {names}" if step.elective else names
        needs = f" if {prerequisites.text_of(step.needs)}" if step.needs else ""
        lines.append(head + needs)
    return "\n".join(lines)


def stands(steps: Collection[Step], known: Known) -> tuple[StepStand, ...]:
    """How somebody stands with each step. What is held is done, whatever it once needed.

    Learning from elsewhere counts as held.
    """
    has = known.records | known.prior
    found = []
    for step in steps:
        held = frozenset(has.intersection(step.packs))
        left = max(0, step.number - len(held))
        lack = prerequisites.lacking(step.needs, known) if step.needs and left else None
        stand = Stand.DONE if not left else Stand.LOCKED if lack else Stand.OPEN
        found.append(StepStand(step, stand, held, left, lack))
    return tuple(found)
