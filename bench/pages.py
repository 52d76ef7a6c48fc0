"""`python -m bench pages`: what pages cost, against a bare Flask application and a fixed floor."""

import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench import load, report, seed, visitors
from bench.load import Call, Figures
from bench.report import Row
from bench.server import Server, serving
from elearn.app import create_app

SERVE = ["-c", "from elearn.cli.main import main; main()", "serve"]

TARGETS = {"lesson page": 0.7, "saving an answer": 0.4}
"""The share of the fixed floor's requests a second that must be reached."""


@dataclass(slots=True)
class _Series:
    """All runs of one target, each with the runs of both floors right before and after it."""

    runs: list[Figures] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    fixed: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


@dataclass(slots=True)
class _Bench:
    """The three servers, the calls, and how long a run takes."""

    site: Server
    floor: Server
    calls: dict[str, list[Call]]
    learners: list[Call]
    folder: Path
    seconds: int

    def site_run(self, name: str) -> Figures:
        return load.run(self.site, self.calls[name], seconds=self.seconds, folder=self.folder)

    def floors_run(self) -> tuple[Figures, Figures]:
        bare = load.run(self.floor, [Call("/bare")], seconds=1, folder=self.folder)
        fixed = load.run(self.floor, self.learners, seconds=self.seconds, folder=self.folder)
        return bare, fixed


def run(*, json_file: Path | None, quick: bool) -> int:
    """Measure; the exit code."""
    if load.wrk() is None:
        print(load.HOW_TO_GET_WRK, file=sys.stderr)
        return 2
    with seed.seeded() as instance, tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        app = create_app(seed.settings(instance))
        calls = visitors.calls(app)
        env = {f"ELEARN_{name.upper()}": value for name, value in seed.settings(instance).items()}
        with (
            serving(SERVE, env, folder / "site.log") as site,
            serving(["-m", "bench.floor", str(folder / "floor.db")], {}, folder / "f.log") as floor,
        ):
            bench = _Bench(site, floor, calls, _floor_learners(floor), folder, 1 if quick else 3)
            _check(bench)
            rows = _rows(bench, rounds=1 if quick else 5)
    return report.finish(rows, report.machine(_wrk_version()), json_file)


def _wrk_version() -> str:
    out = subprocess.run(["wrk", "-v"], capture_output=True, text=True, check=False)
    words = (out.stdout or out.stderr).split()
    return f"wrk {words[1]}" if len(words) > 1 else "wrk"


def _floor_learners(floor: Server) -> list[Call]:
    """64 people who signed in at the fixed floor, each reading a lesson."""
    found = []
    for n in range(1, visitors.LEARNERS + 1):
        _status, headers, _body = floor.get(f"/enter/{n}", {"User-Agent": load.AGENT})
        found.append(Call(f"/lessons/{n % 50 + 1}", headers["Set-Cookie"].split(";")[0]))
    return found


def _check(bench: _Bench) -> None:
    """Every call must give the page that it is meant to give; this warms the site up as well."""
    for name, calls in bench.calls.items():
        for call in calls:
            headers = {"User-Agent": load.AGENT, "Cookie": call.cookie}
            if call.body:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            method = "POST" if call.body else "GET"
            status, _headers, _body = bench.site.send(method, call.path, headers, call.body)
            if status != 200:
                raise load.Failed(f"{name}: {call.path} answers {status}")


def _rows(bench: _Bench, *, rounds: int) -> list[Row]:
    series = {name: _Series() for name in bench.calls}
    floors = [bench.floors_run()]
    for _ in range(rounds):
        for name, kept in series.items():
            found = bench.site_run(name)
            floors.append(bench.floors_run())
            (bare, fixed), (bare_after, fixed_after) = floors[-2:]
            kept.runs.append(found)
            kept.bare.append(2 * found.per_second / (bare.per_second + bare_after.per_second))
            kept.fixed.append(2 * found.per_second / (fixed.per_second + fixed_after.per_second))
            kept.cpu.append(2 * found.cpu_ms / (fixed.cpu_ms + fixed_after.cpu_ms))
    rows = _floor_rows("bare Flask", [bare for bare, _fixed in floors])
    fixed_runs = [fixed for _bare, fixed in floors]
    rows += _floor_rows("fixed floor", fixed_runs)
    for name, kept in series.items():
        rows += _target_rows(name, kept, floors)
    rows.append(Row("memory of the site, largest", bench.site.peak_mb, "MB"))
    rows.append(Row("memory of the floors, largest", bench.floor.peak_mb, "MB"))
    return rows


def _floor_rows(name: str, runs: list[Figures]) -> list[Row]:
    return [
        Row(name, median(r.per_second for r in runs), "requests/s"),
        Row(f"{name}: p50", median(r.p50 for r in runs), "ms"),
        Row(f"{name}: p99", median(r.p99 for r in runs), "ms"),
        Row(f"{name}: CPU", median(r.cpu_ms for r in runs), "ms a request"),
    ]


def _target_rows(name: str, kept: _Series, floors: list[tuple[Figures, Figures]]) -> list[Row]:
    """Requests a second to both floors, then latency and CPU, to the fixed floor."""
    speed = median(r.per_second for r in kept.runs)
    bare = median(bare.per_second for bare, _fixed in floors)
    fixed = [figures for _bare, figures in floors]
    ratio = median(kept.fixed)
    wanted = TARGETS.get(name)
    return [
        Row(
            name,
            speed,
            "requests/s",
            median(r.per_second for r in fixed),
            ratio,
            f"ratio >= {wanted}" if wanted else None,
            ratio >= wanted if wanted else None,
        ),
        Row(f"{name}, to bare Flask", speed, "requests/s", bare, median(kept.bare)),
        Row(f"{name}: p50", median(r.p50 for r in kept.runs), "ms", median(r.p50 for r in fixed)),
        Row(f"{name}: p99", median(r.p99 for r in kept.runs), "ms", median(r.p99 for r in fixed)),
        Row(
            f"{name}: CPU",
            median(r.cpu_ms for r in kept.runs),
            "ms a request",
            median(r.cpu_ms for r in fixed),
            median(kept.cpu),
        ),
    ]
