"""What a change of law costs on a large site, what a patch changes, and what readers notice."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from sqlalchemy import event

from bench import law_replay, law_seed, load, seed, visitors
from bench.report import Row, at_most
from bench.server import Server, serving
from elearn.app import create_app
from elearn.services import packs
from elearn.services.people import OPERATOR
from elearn.services.transaction import transaction
from elearn.store.db import db

UPDATE_SECONDS, UPDATE_MB, PROVISION_SECONDS = 5.0, 500.0, 0.5
SERVE = ["-c", "from elearn.cli.main import main; main()", "serve"]


def rows(*, quick: bool) -> list[Row]:
    """The figures."""
    with seed.seeded() as instance:
        app = create_app(seed.settings(instance))
        print("Adding 200 packs, 400,000 citations and 1,000,000 records …", file=sys.stderr)
        with app.app_context():
            law_seed.add()
            found = _patch()
            law_replay.add()
            db.session.remove()
            db.engine.dispose()
        noticed = _readers(instance, quick=quick)
        return [*_impacts(instance), *found, *noticed]


def _impacts(instance: Path) -> list[Row]:
    update, one = _run(instance, "register"), _run(instance, "provision")
    size = f"{update['places']:,.0f} of 400,000 places, {update['records']:,.0f} records"
    return [
        at_most(f"register update, opened ({size})", update["open"], "s", UPDATE_SECONDS),
        at_most("the same: largest memory", update["mb"], "MB", UPDATE_MB),
        Row(
            "register update, only looked at, the registers read for the first time",
            update["look"],
            "s",
        ),
        at_most(
            f"one provision, opened ({one['places']:,.0f} places)",
            one["open"],
            "s",
            PROVISION_SECONDS,
        ),
        at_most(
            "one provision, only looked at, the register read for the first time",
            one["look"],
            "s",
            PROVISION_SECONDS,
        ),
    ]


def _run(instance: Path, name: str) -> dict[str, float]:
    out = subprocess.run(
        [sys.executable, "-m", "bench.law_run", str(instance), name],
        check=True,
        capture_output=True,
        text=True,
        timeout=600,
    ).stdout
    figures: dict[str, float] = json.loads(out.splitlines()[-1])
    return figures


def _patch() -> list[Row]:
    """A patch is published to 100,000 people under way."""
    law_seed.install(law_seed.course("1.0.1", "the officers"), publish=False)
    changed: Counter[str] = Counter()

    def count(_c: object, cursor: object, statement: str, *_more: object) -> None:
        words = statement.split()
        if words[0].upper() == "UPDATE":
            changed[words[1].strip('"')] += cursor.rowcount  # type: ignore[attr-defined]

    event.listen(db.engine, "after_cursor_execute", count)
    began = time.perf_counter()
    with transaction():
        packs.publish(OPERATOR, "patched", "1.0.1", now=datetime.now(UTC))
    seconds = time.perf_counter() - began
    event.remove(db.engine, "after_cursor_execute", count)
    lines, others = changed["release_lines"], changed["enrolments"]
    if lines != 1:
        raise RuntimeError(f"the patch changed {lines} release lines")
    return [
        at_most("a patch for 100,000 people under way: release lines changed", lines, "rows", 1),
        at_most("the same: enrolments changed", others, "rows", 0),
        Row("the same: publishing", seconds, "s"),
    ]


def _readers(instance: Path, *, quick: bool) -> list[Row]:
    """The lesson page while trainers look at a change of law, or have kept answers marked."""
    if load.wrk() is None:
        print(load.HOW_TO_GET_WRK, file=sys.stderr)
        return []
    app = create_app(seed.settings(instance))
    with app.test_request_context():
        pages = visitors.lessons()
        everybody = [n * 151 % 10_000 + 1 for n in range(visitors.LEARNERS)]
        calls = [
            load.Call(pages[i % len(pages)], visitors.cookie(app, n))
            for i, n in enumerate(everybody)
        ]
        trainer = visitors.cookie(app, law_seed.TRAINER)
    env = {f"ELEARN_{name.upper()}": value for name, value in seed.settings(instance).items()}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with serving(SERVE, {**os.environ, **env}, folder / "site.log") as site:
            looking = _Looking(site, trainer)
            looking.once()  # what is read the first time is not measured
            for call in calls:
                site.get(call.path, {"Cookie": call.cookie, "User-Agent": load.AGENT})
            replaying = law_replay.Replaying(app)
            measured = Measured(site, calls, folder, 2 if quick else 5)
            return [
                *measured.while_("the impact page is computed", looking),
                Row("the impact page meanwhile, median", median(looking.seconds), "s"),
                *measured.while_("kept answers are marked by another version", replaying),
                Row(
                    "attempts of 60 answers marked meanwhile",
                    replaying.attempts / replaying.seconds,
                    "attempts/s",
                ),
                Row("memory of the site, largest", site.peak_mb, "MB"),
            ]


@dataclass(frozen=True, slots=True)
class Measured:
    """The lesson page, read by many, so many times as things stand and while something goes on."""

    site: Server
    calls: list[load.Call]
    folder: Path
    rounds: int

    def while_(self, what: str, going_on: AbstractContextManager[None]) -> list[Row]:
        """Its p99 while something goes on, against that with nothing, turn by turn."""
        idle, busy = [], []
        for _ in range(self.rounds):
            idle.append(self._p99())
            with going_on:
                busy.append(self._p99())
        ratio = median(b / i for b, i in zip(busy, idle, strict=True))
        return [
            Row(
                f"lesson page while {what}: p99 (floor: idle, in turn)",
                median(busy),
                "ms",
                median(idle),
                ratio,
                "ratio < 2",
                ratio < 2,
            ),
        ]

    def _p99(self) -> float:
        return load.run(self.site, self.calls, seconds=4, folder=self.folder).p99


class _Looking:
    """A trainer who opens the impact page again and again."""

    def __init__(self, site: Server, cookie: str) -> None:
        self.site = site
        self.headers = {"Cookie": cookie, "User-Agent": load.AGENT}
        self.path = f"/law/impacts/look?register={law_seed.REGISTER}&from=1.0.0&to=2.0.0"
        self.seconds: list[float] = []
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._again)

    def once(self) -> None:
        """One look."""
        began = time.perf_counter()
        status, _headers, _body = self.site.get(self.path, self.headers)
        if status != 200:
            raise load.Failed(f"{self.path} answers {status}")
        self.seconds.append(time.perf_counter() - began)

    def _again(self) -> None:
        while not self._ends.is_set():
            self.once()

    def __enter__(self) -> None:
        self._ends.clear()
        self._thread = threading.Thread(target=self._again)
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._ends.set()
        self._thread.join()
