"""Problems on the terminal: as a compiler writes them, as JSON, as GitHub annotations."""

import json
from collections.abc import Sequence
from dataclasses import asdict

import click

from elearn.core.problems import Problem, Severity
from elearn.services.packs_check import Report

FORMATS = ("text", "json", "github")
"""The ways in which problems can be printed."""


def print_reports(reports: Sequence[Report], form: str) -> None:
    """Print what checks found."""
    if form == "json":
        click.echo(json.dumps([_as_json(r) for r in reports], ensure_ascii=False, indent=2))
        return
    for report in reports:
        for problem in report.problems:
            where = located(report, problem)
            if form == "github":
                click.echo(_annotation(where, problem))
            else:
                mark = "" if problem.severity is Severity.ERROR else "warning: "
                click.echo(f"{where}:{problem.line}: {problem.code}: {mark}{problem.text}")
    for report in reports:
        click.echo(summary(report), err=form == "github")


def located(report: Report, problem: Problem) -> str:
    """The path of the file, from where the command was given."""
    # Joined as text: a hostile path that begins with / would take the place of the first.
    return f"{report.path}/{problem.path}" if problem.path else str(report.path)


def summary(report: Report) -> str:
    """One line about a pack."""
    errors, warnings = report.errors, report.warnings
    name = f"{report.pack.meta.id} {report.pack.meta.version}" if report.pack else "no usable pack"
    found = f"{_count(errors, 'error')}, {_count(warnings, 'warning')}"
    law = f", law: {report.register}" if report.register else ""
    return f"{report.path} ({name}, {_count(len(report.files), 'file')}{law}): {found}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def _as_json(report: Report) -> dict[str, object]:
    return {
        "path": str(report.path),
        "id": report.pack.meta.id if report.pack else None,
        "version": report.pack.meta.version if report.pack else None,
        "errors": report.errors,
        "warnings": report.warnings,
        "problems": [{**asdict(p), "file": located(report, p)} for p in report.problems],
    }


def _annotation(where: str, problem: Problem) -> str:
    text = problem.text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    where = where.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
    line = f",line={problem.line}" if problem.line else ""
    return f"::{problem.severity} file={where}{line},title={problem.code}::{text}"
