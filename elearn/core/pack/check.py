"""Every fault that needs the whole pack."""

from collections.abc import Mapping
from datetime import date
from itertools import islice

from elearn.core.law.register import Register
from elearn.core.pack.checks.award import check_award, check_paper
from elearn.core.pack.checks.cases import check_cases
from elearn.core.pack.checks.files import (
    check_changelog,
    check_files,
    check_modules,
    file_problems,
)
from elearn.core.pack.checks.hints import check_hints
from elearn.core.pack.checks.ids import check_ids
from elearn.core.pack.checks.law import check_law
from elearn.core.pack.checks.law_keys import check_keys
from elearn.core.pack.checks.look import Check, Look
from elearn.core.pack.checks.outcomes import check_completion, check_outcomes
from elearn.core.pack.checks.questions import check_questions
from elearn.core.pack.checks.quizzes import check_quizzes
from elearn.core.pack.checks.references import check_flaws, check_links, check_media, flaw_problems
from elearn.core.pack.checks.registers import check_register
from elearn.core.pack.checks.translations import check_catalogues, check_languages
from elearn.core.pack.facts import Sources
from elearn.core.pack.model import Pack
from elearn.core.pack.parse import parse
from elearn.core.problems import Problem

_MOST = 2000
"""Problems taken of one check; so hostile packs cannot make it go on for hours."""

_OF_HEAD = frozenset(
    {"award-ungraded", "completion-empty", "locale-language", "locale-missing", "locale-unlisted"}
)
"""What a fault in pack.yaml may lead to."""

_OF_KEYS = frozenset(
    {
        "question-no-right",
        "pass-unreachable",
        "section-empty",
        "scene-choices",
        "scene-endless",
        "scene-unreachable",
        "exhibit-unused",
    }
)
"""What a misspelt key may lead to in its file."""

_CHECKS: tuple[Check, ...] = (
    check_files,
    check_modules,
    check_changelog,
    check_languages,
    check_ids,
    check_questions,
    check_hints,
    check_quizzes,
    check_cases,
    check_outcomes,
    check_completion,
    check_award,
    check_paper,
    check_flaws,
    check_links,
    check_media,
    check_law,
    check_keys,
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
    sources = sources or parse(files).sources
    if pack is None:
        flaws = islice(flaw_problems(sources), _MOST)
        return sorted({*file_problems(files, "course"), *flaws})
    look = Look(pack, files, sources, register, as_of)
    found = {problem for one in _CHECKS for problem in islice(one(look), _MOST)}
    return sorted(problem for problem in found if not _follows(problem, sources))


def _follows(problem: Problem, sources: Sources) -> bool:
    """Whether a problem may only come from a fault that was named already."""
    head = sources.facts.get("pack.yaml")
    if problem.code in _OF_HEAD and head is not None and head.problems:
        return True
    facts = sources.facts.get(problem.path)
    return problem.code in _OF_KEYS and facts is not None and bool(facts.problems)
