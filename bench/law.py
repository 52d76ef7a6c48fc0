"""`python -m bench law`: comparing versions of packs, changes of law on a large site, a patch."""

from pathlib import Path

from bench import diff_figures, law_figures, report


def run(*, json_file: Path | None, quick: bool) -> int:
    """Measure; the exit code."""
    rows = [*diff_figures.rows(quick=quick), *law_figures.rows(quick=quick)]
    return report.finish(rows, report.machine(), json_file)
