"""An installation with 10,000 people and 50,000 enrolments, made once and kept.

Packs come in through the services; people and their history are written in bulk, since ten thousand
people cannot be clicked through. The installation is kept in the user's cache folder under a key
made from what decides its content; each run works on a copy.
"""

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import flask_migrate

from bench.seed_rows import ENROLMENTS, PEOPLE, add_enrolments, add_people
from bench.server import THREADS
from elearn.app import create_app
from elearn.services import packs, site
from elearn.services.people import OPERATOR
from elearn.services.transaction import transaction
from elearn.store.db import begin_write, db

COURSES = 8
COURSE = "border-checks"
KEY = "a key for measuring only, kept by nobody: 0123456789"
PUBLIC_URL = "https://learn.example.org"


def settings(instance: Path) -> dict[str, str]:
    """Settings of a production site in that folder, by the names of `read_settings`."""
    return {
        "mode": "production",
        "instance": str(instance),
        "secret_key": KEY,
        "public_url": PUBLIC_URL,
        "threads": str(THREADS),
    }


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "elearn-bench"


def _key() -> str:
    """A name that changes with the packs, the tables and the seeding."""
    root = Path(__file__).parent.parent
    seen = hashlib.sha256()
    folders = (root / "course_packs", root / "migrations" / "versions")
    sources = [p for folder in folders for p in sorted(folder.rglob("*")) if p.is_file()]
    for path in (*sources, *sorted(Path(__file__).parent.glob("seed*.py"))):
        if "__pycache__" not in path.parts:
            seen.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return seen.hexdigest()[:16]


@contextmanager
def seeded() -> Iterator[Path]:
    """The instance folder of a seeded installation, to be used up: it is removed afterwards."""
    kept = _cache_folder() / _key()
    if not (kept / "elearn.sqlite").exists():
        print(f"Making {PEOPLE:,} people and {ENROLMENTS:,} enrolments, once …", file=sys.stderr)
        shutil.rmtree(_cache_folder(), ignore_errors=True)
        _make(kept)
    with tempfile.TemporaryDirectory(prefix="elearn-bench-") as folder:
        copy = Path(folder) / "instance"
        shutil.copytree(kept, copy)
        yield copy


def _make(kept: Path) -> None:
    half = kept.with_name(kept.name + ".half")
    app = create_app(settings(half))
    with app.app_context():
        flask_migrate.upgrade()
        now = datetime.now(UTC)
        _install(now)
        with transaction():
            begin_write()
            add_people(now)
            add_enrolments(now)
        with db.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
        db.engine.dispose()
    half.rename(kept)


def _install(now: datetime) -> None:
    """The packs that come along, and copies of the course under other ids."""
    folder = site.packs_that_come_along()
    with tempfile.TemporaryDirectory() as temporary:
        paths = [folder / "law", folder / COURSE]
        for n in range(2, COURSES + 1):
            copy = Path(temporary) / f"{COURSE}-{n}"
            shutil.copytree(folder / COURSE, copy)
            text = (copy / "pack.yaml").read_text(encoding="utf-8")
            text = text.replace(f"\nid: {COURSE}\n", f"\nid: {COURSE}-{n}\n", 1)
            (copy / "pack.yaml").write_text(text, encoding="utf-8")
            paths.append(copy)
        for path in paths:
            with transaction():
                installed = packs.install_path(path, now=now)
                if not installed.done:
                    raise RuntimeError(f"{path.name} has problems: {installed.problems[:3]}")
                packs.publish(OPERATOR, installed.pack_id, installed.version, now=now)
