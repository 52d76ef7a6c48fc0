"""Case studies."""

from collections.abc import Iterator

from elearn.core.case.check import faults
from elearn.core.case.explore import MOST_STATES
from elearn.core.case.model import Case
from elearn.core.pack.checks.look import Look
from elearn.core.pack.model import Course
from elearn.core.problems import Problem

MOST_IN_A_PACK = 100_000
"""States that are looked at in all cases of a pack together, so that checking takes seconds."""


def check_cases(look: Look) -> Iterator[Problem]:
    """The faults of every case's graph."""
    if isinstance(look.pack, Course):
        cases = [item for item in look.pack.items if isinstance(item, Case)]
        most = max(1000, min(MOST_STATES, MOST_IN_A_PACK // max(1, len(cases))))
        for item in cases:
            for fault in faults(item, most):
                yield look.say(fault.code, item.path, fault.keys, fault.text)
