"""`python -m bench records`: records, certificates, badges, and proofs in a log that grows."""

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from bench import log_growth, record_seed, report
from bench.record_run import WORDS
from bench.report import Row, at_most

ISSUED, QUICK = 1000, 60
DRAW_MS, DRAW_MB, JWS_MS, PROOF_MS = 30.0, 120.0, 2.0, 15.0


def run(*, json_file: Path | None, quick: bool) -> int:
    """Measure; the exit code."""
    rows = [*_records(QUICK if quick else ISSUED), *log_growth.rows(quick=quick)]
    return report.finish(rows, report.machine(), json_file)


def _records(count: int) -> list[Row]:
    with record_seed.made(count) as instance:
        print(f"{count:,} records and certificates, each another learner's …", file=sys.stderr)
        found = _said("record_run", str(instance), str(count))
        drawn = _said("draw_run", str(instance / WORDS))
    issued = found["issued"]
    return [
        Row(f"{count:,} records issued in one go, signed and in the log", issued, "s"),
        Row("the same, a second", count / issued, "records/s"),
        at_most(
            "certificate drawn with its QR code, warm, median", _ms(drawn["drawn"]), "ms", DRAW_MS
        ),
        Row("the same, 95 of 100", _most(drawn["drawn"]), "ms"),
        Row("the same, processor time, median", _ms(drawn["busy"]), "ms"),
        at_most("the same: largest memory", drawn["mb"], "MB", DRAW_MB),
        Row("the same: size of the file", drawn["bytes"] / 1000, "kB"),
        Row("the same: its QR code alone, median", _ms(drawn["codes"]), "ms"),
        Row("certificate issued: with badge, kept on the disk, median", _ms(found["kept"]), "ms"),
        at_most(
            "badge (RS256) checked with its inclusion proof, median",
            _ms(found["jws"]),
            "ms",
            JWS_MS,
        ),
        at_most("badge with eddsa-rdfc-2022 checked, median", _ms(found["di"]), "ms", PROOF_MS),
    ]


def _said(module: str, *arguments: str) -> Any:
    """What a run in a process of its own printed."""
    command = [sys.executable, "-m", f"bench.{module}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"bench.{module} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def _ms(seconds: list[float]) -> float:
    return median(seconds) * 1000


def _most(seconds: list[float]) -> float:
    return sorted(seconds)[len(seconds) * 95 // 100] * 1000
