"""`python -m bench pack`: reading, checking and compiling a pack of 1,000 lessons."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench import pack_maker, report
from bench.report import Row, at_most

WHOLE_SECONDS, WHOLE_MB, AGAIN_SECONDS = 20, 400, 1.5
_DAY = "date(2026, 11, 23)"

_WHOLE = f"""
from datetime import date
from pathlib import Path
from elearn.core.pack.compile import compile_pack
from elearn.services.packs_check import check_path
report = check_path(Path("big"), as_of={_DAY}, register=Path("law"))
assert not report.problems, report.problems[:3]
compile_pack(report.pack, report.files)
"""
_CHECK = f"""
from datetime import date
from pathlib import Path
from elearn.services.packs_check import check_path, file_cache
cache = file_cache()
assert cache is not None, "facts of files cannot be kept here"
report = check_path(Path("big"), as_of={_DAY}, register=Path("law"), cache=cache)
assert not report.problems, report.problems[:3]
"""
_PEAK = """
import resource
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6)
"""


def _measure(job: str, folder: Path) -> tuple[float, float]:
    """Seconds and largest resident MB (10^6 bytes) of a Python process that does the job.

    The seconds are those of somebody who waits for the command: with Python's own start.
    """
    root = str(Path(__file__).resolve().parent.parent)
    began = time.perf_counter()
    out = subprocess.run(
        [sys.executable, "-c", job + _PEAK],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": root, "XDG_CACHE_HOME": str(folder / "cache")},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return time.perf_counter() - began, float(out.splitlines()[-1])


def run(*, json_file: Path | None, quick: bool) -> int:
    """Measure; the exit code."""
    with tempfile.TemporaryDirectory(prefix="elearn-bench-") as temporary:
        folder = Path(temporary)
        pack_maker.write(folder / "big", pack_maker.make_pack())
        pack_maker.write(folder / "law", pack_maker.make_register())
        whole = [_measure(_WHOLE, folder) for _ in range(1 if quick else 3)]
        first, _peak = _measure(_CHECK, folder)
        again = [_again(folder, n) for n in range(3 if quick else 5)]
    return report.finish(_rows(whole, first, again), report.machine(), json_file)


def _again(folder: Path, n: int) -> float:
    """The seconds of a check after one more file was touched."""
    lesson = folder / "big" / "003-module" / f"{n + 5:03}-lesson.md"
    lesson.write_text(lesson.read_text(encoding="utf-8") + "\nOne line more.\n", encoding="utf-8")
    seconds, _peak = _measure(_CHECK, folder)
    return seconds


def _rows(whole: list[tuple[float, float]], first: float, again: list[float]) -> list[Row]:
    seconds = median(taken for taken, _peak in whole)
    peak = max(peak for _taken, peak in whole)
    size = f"{pack_maker.LESSONS:,} lessons, {pack_maker.QUESTIONS:,} questions"
    return [
        at_most(f"read, check and compile ({size})", seconds, "s", WHOLE_SECONDS),
        at_most("the same: largest memory", peak, "MB", WHOLE_MB),
        Row("first check, which keeps the facts of each file", first, "s"),
        at_most("check after touching one file", median(again), "s", AGAIN_SECONDS),
        Row("check after touching one file, slowest", max(again), "s"),
    ]
