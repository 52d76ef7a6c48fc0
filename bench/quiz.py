"""`python -m bench quiz`: 500 people sit one timed quiz at once; grading; item statistics.

Nothing that was acknowledged may be lost or doubled: the database is compared with what each
person was told. The same load goes to the floor (`bench.floor`) before, which keeps each answer as
one ORM row and thirty rows for handing in, without anything else.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

import flask_migrate

from bench import quiz_figures, quiz_sitting, report, seed, seed_rows, sitters
from bench.report import Row, at_most
from bench.server import Server, serving
from bench.sitters import Plan, Sat
from elearn.app import create_app
from elearn.services.transaction import transaction
from elearn.store.db import begin_write

SERVE = ["-c", "from elearn.cli.main import main; main()", "serve"]


@dataclass(frozen=True, slots=True)
class Load:
    """How many sit, how many answers each saves, how often in seconds, and the last rush."""

    people: int
    saves: int
    every: float
    rush: float


FULL = Load(people=500, saves=40, every=3.0, rush=2.0)
QUICK = Load(people=500, saves=6, every=3.0, rush=2.0)

SAVE_MS, SUBMIT_MS = 250, 3000


def run(*, json_file: Path | None, quick: bool) -> int:
    """Measure; the exit code."""
    load = QUICK if quick else FULL
    rows = quiz_figures.grading()
    with tempfile.TemporaryDirectory(prefix="elearn-bench-") as temporary:
        instance = Path(temporary) / "instance"
        rows += _sitting_rows(load, instance, Path(temporary))
        rows += quiz_figures.statistics(instance, attempts=1000 if quick else 10_000)
    return report.finish(rows, report.machine(), json_file)


def _sitting_rows(load: Load, instance: Path, folder: Path) -> list[Row]:
    app = create_app(seed.settings(instance))
    with app.test_request_context():
        flask_migrate.upgrade()
        with transaction():
            begin_write()
            seed_rows.add_people(datetime.now(UTC))
        people = quiz_sitting.prepare(app, load.people, load.saves, folder)
    floor_load = Load(load.people, min(load.saves, QUICK.saves), load.every, load.rush)
    with _floor(folder) as floor:
        before = _sat(quiz_sitting.floor_plan(floor, floor_load), folder)
    env = {f"ELEARN_{name.upper()}": value for name, value in seed.settings(instance).items()}
    log = folder / "site.log"
    with serving(SERVE, env, log) as site:
        plan = quiz_sitting.plan(site.port, people, load)
        sat = _sat(plan, folder)
        put_away = quiz_sitting.wait_until_put_away(instance / "elearn.sqlite")
        peak = site.peak_mb
    lost, doubled = quiz_sitting.compare(instance / "elearn.sqlite", people, sat)
    faults = [fault for one in sat for fault in one.faults]
    for fault in faults[:10]:
        print(f"Fault: {fault}", file=sys.stderr)
    text = log.read_text(encoding="utf-8", errors="replace")
    return [
        *_latencies("saving an answer", SAVE_MS, _saves(sat), _saves(before)),
        *_latencies("handing in", SUBMIT_MS, _hand_ins(sat), _hand_ins(before)),
        *_latencies("the review after it", None, [s.review_ms for s in sat if s.review_ms], []),
        Row("results and records of all kept, after the last review", put_away, "s"),
        Row("answers saved", float(sum(map(sum, (s.saved for s in sat)))), "answers"),
        at_most("requests refused or failed", float(len(faults)), "requests", 0),
        at_most("acknowledged answers lost", float(lost), "answers", 0),
        at_most("answers, marks or results doubled or missing", float(doubled), "rows", 0),
        at_most('"database is locked" in the log', float(text.count("is locked")), "times", 0),
        Row("memory of the site, largest", peak, "MB"),
    ]


def _saves(sat: list[Sat]) -> list[float]:
    return [ms for one in sat for ms in one.save_ms]


def _hand_ins(sat: list[Sat]) -> list[float]:
    return [one.finish_ms for one in sat if one.finish_ms is not None]


@contextmanager
def _floor(folder: Path) -> Iterator[Server]:
    file = folder / "floor.db"
    with serving(["-m", "bench.floor", str(file)], {}, folder / "floor.log") as floor:
        yield floor


def _sat(plan: Plan, folder: Path) -> list[Sat]:
    written, out = folder / "plan.json", folder / "sat.json"
    sitters.write_plan(plan, written)
    subprocess.run(
        [sys.executable, "-m", "bench.sitters", str(written), str(out)], check=True, timeout=900
    )
    return sitters.read_result(out)


def _latencies(name: str, limit: float | None, found: list[float], floor: list[float]) -> list[Row]:
    """p50, p99 and the slowest, in milliseconds; the target is on p99."""
    if len(found) < 2:
        return [Row(f"{name}: p99", float("inf"), "ms", target=f"<= {limit}", met=False)]
    low, high = _percentiles(found)
    below, above = _percentiles(floor) if len(floor) > 1 else (None, None)
    return [
        Row(f"{name}: p50", low, "ms", below, low / below if below else None),
        Row(
            f"{name}: p99",
            high,
            "ms",
            above,
            high / above if above else None,
            f"<= {limit:g}" if limit else None,
            high <= limit if limit else None,
        ),
        Row(f"{name}: slowest", max(found), "ms", max(floor) if floor else None),
    ]


def _percentiles(values: list[float]) -> tuple[float, float]:
    cuts = quantiles(values, n=100)
    return cuts[49], cuts[98]


__all__ = ["FULL", "QUICK", "Load", "run"]
