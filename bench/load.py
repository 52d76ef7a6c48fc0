"""The load generator: wrk, each request with the cookie of the next learner."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.server import Server

CONNECTIONS = 8
AGENT = "elearn-bench"
HOW_TO_GET_WRK = (
    "wrk is missing. It makes the load: `apt-get install wrk` on Debian and Ubuntu, `brew install "
    "wrk` on macOS, or build it from https://github.com/wg/wrk."
)


@dataclass(frozen=True, slots=True)
class Call:
    """One request of a run; runs take their calls in turn."""

    path: str
    cookie: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run came to. Milliseconds; CPU is the server's, a request."""

    per_second: float
    p50: float
    p99: float
    cpu_ms: float


class Failed(RuntimeError):
    """Answers that should not have come: what was measured would be an error page."""


# Every thread of wrk begins at another call, so that two never send the same one at once.
_SCRIPT = """
local calls = {%s}
local threads = 0
function setup(thread) thread:set("offset", threads * %d) threads = threads + 1 end
function init() at = offset end
function request()
  at = at %% #calls + 1
  return calls[at]
end
function done(summary, latency)
  local e = summary.errors
  local form = 'RESULT {"requests": %%d, "us": %%d, "p50": %%f, "p99": %%f, "bad": %%d}'
  io.write(string.format(form .. '\\n', summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.timeout + e.status))
end
"""


def _request(call: Call, port: int) -> str:
    head = [
        f"{'POST' if call.body else 'GET'} {call.path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"User-Agent: {AGENT}",
    ]
    if call.cookie:
        head.append(f"Cookie: {call.cookie}")
    if call.body:
        head.append("Content-Type: application/x-www-form-urlencoded")
        head.append(f"Content-Length: {len(call.body.encode())}")
    return "\r\n".join(head) + "\r\n\r\n" + call.body


def wrk() -> str | None:
    """Where wrk is, or None."""
    return shutil.which("wrk")


def run(server: Server, calls: list[Call], *, seconds: float, folder: Path) -> Figures:
    """Send these calls in turn for so long, over 8 connections.

    Raises:
        Failed: If an answer was no success.
    """
    script = folder / "calls.lua"
    texts = ",\n".join(json.dumps(_request(call, server.port)) for call in calls)
    script.write_text(_SCRIPT % (texts, max(1, len(calls) // 2)), encoding="ascii")
    before = server.cpu_ms
    out = subprocess.run(
        [
            wrk() or "wrk",
            "-t2",
            f"-c{CONNECTIONS}",
            f"-d{seconds:g}s",
            "-s",
            str(script),
            f"http://127.0.0.1:{server.port}/",
        ],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    used = server.cpu_ms - before
    line = next(x for x in out.splitlines() if x.startswith("RESULT "))
    found = json.loads(line.removeprefix("RESULT "))
    if found["bad"] or not found["requests"]:
        raise Failed(f"{found['bad']} of {found['requests']} answers to {calls[0].path} are bad")
    return Figures(
        per_second=found["requests"] * 1e6 / found["us"],
        p50=found["p50"] / 1000,
        p99=found["p99"] / 1000,
        cpu_ms=used / found["requests"],
    )
