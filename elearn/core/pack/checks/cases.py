"""Case studies."""

from collections.abc import Iterator

from elearn.core.case.check import faults
from elearn.core.case.model import Case
from elearn.core.pack.checks.look import Look
from elearn.core.pack.model import Course
from elearn.core.problems import Problem


def check_cases(look: Look) -> Iterator[Problem]:
    """The faults of every case's graph."""
    if isinstance(look.pack, Course):
        for item in look.pack.items:
            if isinstance(item, Case):
                for fault in faults(item):
                    yield look.say(fault.code, item.path, fault.keys, fault.text)
