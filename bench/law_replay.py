"""Kept answers marked by the questions of the next version, by the worker of the site measured.

Ten thousand attempts of sixty answers stand on one version; in the next one a key is another one.
The worker runs beside the server, in the same process, as `elearn serve` has it.
"""

import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from bench import quiz_figures, quiz_pack
from elearn.services import impacts, packs
from elearn.services.people import OPERATOR
from elearn.services.transaction import transaction
from elearn.store import impacts as store
from elearn.store import packs as pack_store
from elearn.store.db import begin_write, db

ATTEMPTS = 10_000
PACK, NEXT = "bench-figures", "2.0.0"
_STARTS = 60.0
"""Seconds until the worker of the site must have begun."""


def add() -> None:
    """Both versions, the older one published, and the attempts on it."""
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        path = quiz_pack.write(Path(folder), quiz_figures.QUESTIONS, pack=PACK)
        with transaction():
            installed = packs.install_path(path, now=now)
            packs.publish(OPERATOR, installed.pack_id, installed.version, now=now)
        with transaction():
            begin_write()
            quiz_figures.fill(ATTEMPTS, now)
        _edit(path / "pack.yaml", '"version": "1.0.0"', f'"version": "{NEXT}"')
        _edit(path / "CHANGELOG.md", "1.0.0", NEXT)
        _edit(path / "01-one/01-quiz.quiz.yaml", '"answer": true', '"answer": false')
        with transaction():
            made = packs.install_path(path, now=now)
        if not made.done:
            raise RuntimeError(f"the next version has problems: {made.problems[:3]}")


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    if old not in text:
        raise RuntimeError(f"{file.name} has no {old}")
    file.write_text(text.replace(old, new), encoding="utf-8")


class Replaying:
    """Within it the worker of the site marks answers, begun again whenever it is through."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._ends = threading.Event()
        self._goes = threading.Event()
        self._thread = threading.Thread(target=self._again)
        self.attempts = 0
        """How many were marked in all."""
        self.seconds = 0.0
        """For how long."""

    def _again(self) -> None:
        with self._app.app_context():
            kept = pack_store.find_version(PACK, NEXT)
            assert kept is not None
            while not self._ends.is_set():
                with transaction():
                    impacts.work_out(OPERATOR, kept, now=datetime.now(UTC))
                self._wait(kept.id)
            with transaction():
                impacts.begin_anew(kept, now=datetime.now(UTC))  # so that the worker stops
            db.session.remove()

    def _wait(self, version_id: int) -> None:
        """Until all are marked, or nobody wants it any more."""
        begun, counted = 0.0, 0
        while not self._ends.wait(0.1):
            found = store.of_version(version_id)
            db.session.rollback()
            if found is not None and found.attempts:
                begun, counted = begun or time.monotonic(), counted or found.attempts
                self._goes.set()
            if found is not None and found.done_at is not None:
                break
        found = store.of_version(version_id)
        db.session.rollback()
        if begun and found is not None:
            self.attempts += found.attempts - counted
            self.seconds += time.monotonic() - begun

    def __enter__(self) -> None:
        self._ends.clear()
        self._goes.clear()
        self._thread = threading.Thread(target=self._again)
        self._thread.start()
        if not self._goes.wait(_STARTS):
            self.__exit__()
            raise RuntimeError("the worker of the site does not mark the kept answers")

    def __exit__(self, *_error: object) -> None:
        self._ends.set()
        self._thread.join()
