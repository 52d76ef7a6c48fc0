"""Comparing two versions of a pack of 1,000 lessons: `diff`, and the command on two folders."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench import pack_maker
from bench.report import Row, at_most
from elearn.core.pack.compile import compile_pack
from elearn.core.pack.diff.compare import diff
from elearn.core.pack.model import Pack
from elearn.core.pack.parse import parse

SECONDS = 2.0
_SOME, _ALL = 10, 1


def rows(*, quick: bool = False) -> list[Row]:
    """The figures."""
    old = pack_maker.make_pack()
    some, every = _next(old, _SOME), _next(old, _ALL)
    size = f"{pack_maker.LESSONS:,} lessons, {pack_maker.QUESTIONS:,} questions"
    times = 2 if quick else 5
    return [
        at_most(
            f"diff, a tenth of the files changed ({size})", _diff(old, some, times), "s", SECONDS
        ),
        at_most("diff, every file changed", _diff(old, every, times), "s", SECONDS),
        Row("elearn pack diff of two folders, read before", _command(old, some, times), "s"),
    ]


def _next(files: dict[str, bytes], step: int) -> dict[str, bytes]:
    """The next version: in each `step`th lesson and quiz words differ."""
    texts = [path for path in sorted(files) if path.endswith(("lesson.md", ".quiz.yaml"))]
    changed = {
        path: files[path].replace(b"the officer", b"an officer").replace(b"document", b"paper", 3)
        for path in texts[::step]
    }
    number = files["pack.yaml"].replace(b"version: 1.0.0", b"version: 2.0.0")
    return files | changed | {"pack.yaml": number}


def _read(files: dict[str, bytes]) -> Pack:
    pack = parse(files).pack
    if pack is None:
        raise TypeError("the pack cannot be read")
    return pack


def _diff(old: dict[str, bytes], new: dict[str, bytes], times: int) -> float:
    """The median seconds of comparing two versions that were read and compiled."""
    was, now = _read(old), _read(new)
    before, after = compile_pack(was, old), compile_pack(now, new)
    seconds = []
    for _ in range(times):
        began = time.perf_counter()
        if not diff(was, now, before, after):
            raise ValueError("nothing differs")
        seconds.append(time.perf_counter() - began)
    return median(seconds)


def _command(old: dict[str, bytes], new: dict[str, bytes], times: int) -> float:
    """The median seconds of the command, with Python's own start and what it read kept."""
    root = str(Path(__file__).resolve().parent.parent)
    with tempfile.TemporaryDirectory(prefix="elearn-bench-") as temporary:
        folder = Path(temporary)
        pack_maker.write(folder / "old", old)
        pack_maker.write(folder / "new", new)
        command = [
            sys.executable,
            "-c",
            "from elearn.cli.main import main; main()",
            "pack",
            "diff",
            "old",
            "new",
        ]
        env = {**os.environ, "PYTHONPATH": root, "XDG_CACHE_HOME": str(folder / "cache")}
        seconds = []
        for _ in range(times + 1):
            began = time.perf_counter()
            subprocess.run(command, cwd=folder, env=env, check=True, capture_output=True)
            seconds.append(time.perf_counter() - began)
    return median(seconds[1:])
