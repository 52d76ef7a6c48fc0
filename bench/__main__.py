"""`python -m bench NAME [--json FILE]`: measure, compare with the targets, say so."""

import argparse
from importlib import import_module
from pathlib import Path

BENCHES = {
    "exports": "lists as CSV and XLSX: rows a second, and memory",
    "pages": "requests a second, latency, CPU and memory of the pages, against two floors",
    "pack": "reading, checking and compiling a pack of 1,000 lessons and 5,000 questions",
    "institutions": "the compliance board of a country, of a unit, of a past day",
    "law": "comparing two versions of a pack, a change of law on a large site, publishing a patch",
    "quiz": "500 people sit a timed quiz at once; grading; item statistics",
    "records": "records issued, certificates drawn, badges checked, proofs in a growing log",
    "weight": "bytes, requests and largest contentful paint of pages in Chromium",
}


def main() -> int:
    """Run one bench; its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Exits with 1 where a target is missed, with 2 where nothing can be measured.",
        epilog="; ".join(f"{name}: {what}" for name, what in BENCHES.items()),
    )
    parser.add_argument("name", choices=sorted(BENCHES))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows to FILE")
    parser.add_argument("--quick", action="store_true", help="shorter runs, for a first look")
    parser.add_argument(
        "--postgresql", action="store_true", help="institutions: on PostgreSQL instead of SQLite"
    )
    given = parser.parse_args()
    more = {"postgresql": True} if given.postgresql else {}
    run = import_module(f"bench.{given.name}").run
    return int(run(json_file=given.json, quick=given.quick, **more))


if __name__ == "__main__":
    raise SystemExit(main())
