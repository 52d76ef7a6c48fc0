"""Every fault that needs the whole pack."""

from collections.abc import Mapping
from datetime import date
from itertools import islice

from elearn.core.law.register import Register
from elearn.core.pack.checks.cases import check_cases
from elearn.core.pack.checks.files import (
    check_changelog,
    check_files,
    check_modules,
    file_problems,
)
from elearn.core.pack.checks.ids import check_ids
from elearn.core.pack.checks.law import check_law
from elearn.core.pack.checks.look import Check, Look
from elearn.core.pack.checks.outcomes import check_completion, check_outcomes
from elearn.core.pack.checks.questions import check_questions, check_quizzes
from elearn.core.pack.checks.references import check_flaws, check_links, check_media
from elearn.core.pack.checks.registers import check_register
from elearn.core.pack.checks.translations import check_catalogues, check_languages
from elearn.core.pack.facts import Sources
from elearn.core.pack.model import Pack
from elearn.core.pack.parse import parse
from elearn.core.problems import Problem

_MOST = 2000
"""Problems taken of one check; so hostile packs cannot make it go on for hours."""

_CHECKS: tuple[Check, ...] = (
    check_files,
    check_modules,
    check_changelog,
    check_languages,
    check_ids,
    check_questions,
    check_quizzes,
    check_cases,
    check_outcomes,
    check_completion,
    check_flaws,
    check_links,
    check_media,
    check_law,
    check_register,
    check_catalogues,
)


def check(
    pack: Pack | None,
    files: Mapping[str, bytes],
    *,
    register: Register | None,
    as_of: date,
    sources: Sources | None = None,
) -> list[Problem]:
    """The faults of a pack beyond those that `parse` named.

    Args:
        pack: What `parse` made; None where pack.yaml cannot be used.
        files: The pack's files.
        register: The register that citations are checked against.
        as_of: The day that decides what is repealed.
        sources: What `parse` learnt of each file; read again where not given.
    """
    if pack is None:
        return sorted(file_problems(files, "course"))
    look = Look(pack, files, sources or parse(files).sources, register, as_of)
    return sorted({problem for one in _CHECKS for problem in islice(one(look), _MOST)})
