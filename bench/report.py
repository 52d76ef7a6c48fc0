"""What every bench prints and writes: rows with targets, the machine, the versions."""

import json
import os
import platform
import sqlite3
import sys
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

_PACKAGES = ("Flask", "SQLAlchemy", "Jinja2", "Werkzeug", "waitress", "markdown-it-py", "bleach")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    Attributes:
        name: What was measured.
        value: The figure.
        unit: Its unit.
        floor: The same figure of the floor, where there is one.
        ratio: `value` to `floor`, as the median of pairs measured next to each other.
        target: What has to be reached, in words: `ratio >= 0.7`, `<= 20`.
        met: Whether it is; None where there is no target.
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    ratio: float | None = None
    target: str | None = None
    met: bool | None = None


def at_most(name: str, value: float, unit: str, limit: float) -> Row:
    """A figure that must not be larger than its limit."""
    return Row(name, value, unit, target=f"<= {limit:g}", met=value <= limit)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((x.split(":", 1)[1].strip() for x in lines if x.startswith("model name")), "?")


def machine(*more: str) -> list[str]:
    """The machine and the versions, in lines. `more` are versions of further programs."""
    versions = [f"{name} {version(name)}" for name in _PACKAGES]
    python = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    system = f"{platform.system()} {platform.release()}"
    return [
        f"Machine: {_processor()}, {os.cpu_count()} cores, {system}",
        f"Versions: {', '.join((python, *versions, *more))}",
    ]


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "NO"
        case float() | int():
            return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return str(value)


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    head = ("what", "value", "unit", "floor", "ratio", "target", "met")
    cells = [tuple(_cell(v) for v in asdict(row).values()) for row in rows]
    widths = [max(len(line[i]) for line in (head, *cells)) for i in range(len(head))]
    rule = tuple("-" * w for w in widths)
    return "\n".join(
        "| " + " | ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) + " |"
        for line in (head, rule, *cells)
    )


def finish(rows: list[Row], lines: list[str], json_file: Path | None) -> int:
    """Print everything, write the rows; 1 where a target is missed, else 0."""
    print(table(rows))
    print("\n" + "\n".join(lines))
    if json_file is not None:
        text = json.dumps([asdict(row) for row in rows], indent=1)
        json_file.write_text(text + "\n", encoding="utf-8")
    missed = [row.name for row in rows if row.met is False]
    for name in missed:
        print(f"Missed: {name}", file=sys.stderr)
    return 1 if missed else 0
