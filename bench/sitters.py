"""People who sit a quiz at once, in a process of their own: `python -m bench.sitters PLAN OUT`.

Each has one connection that stays open, saves an answer at fixed times and hands in at the end; a
browser's headers, cookie and form token go with every request. Times are taken from the moment at
which a request was due, so a person whose answer is late counts the wait for the next one as well.
After handing in, a browser follows to the review; so do these, and it is measured by itself.
"""

import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Save:
    """An answer to send: its address, the form, and the form's field for the answer it follows."""

    path: str
    body: str
    based: str


@dataclass(frozen=True, slots=True)
class Sitter:
    """One person: the cookie, the form token, the saves in order, and where to hand in."""

    cookie: str
    token: str
    first_at: float
    finish_at: float
    saves: tuple[Save, ...]
    finish: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done: seconds are counted from when all have connected."""

    port: int
    every: float
    sitters: tuple[Sitter, ...]


@dataclass(slots=True)
class Sat:
    """What came of one person: milliseconds of what succeeded, and what went wrong."""

    saved: list[bool] = field(default_factory=list)
    save_ms: list[float] = field(default_factory=list)
    finish_ms: float | None = None
    review_ms: float | None = None
    faults: list[str] = field(default_factory=list)


class _Connection:
    """A connection that stays open, and is opened again if the server closed it."""

    def __init__(self, port: int, sitter: Sitter) -> None:
        self.port = port
        self.head = (
            f"Host: 127.0.0.1:{port}\r\nUser-Agent: {AGENT}\r\nAccept: */*\r\n"
            f"Accept-Language: en\r\nReferer: https://learn.example.org/\r\n"
            f"Cookie: {sitter.cookie}\r\n"
        )
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def open(self) -> None:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)

    async def send(self, method: str, path: str, body: str = "") -> tuple[int, dict[str, str]]:
        if self.reader is None or self.writer is None or self.reader.at_eof():
            await self.open()
        assert self.reader is not None
        assert self.writer is not None
        head = f"{method} {path} HTTP/1.1\r\n{self.head}"
        if method == "POST":
            head += "Content-Type: application/x-www-form-urlencoded\r\n"
            head += f"Content-Length: {len(body)}\r\n"
        self.writer.write(f"{head}\r\n{body}".encode())
        return await asyncio.wait_for(self._answer(), _PATIENCE)

    async def _answer(self) -> tuple[int, dict[str, str]]:
        assert self.reader is not None
        lines = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _colon, value in (line.partition(":") for line in lines[1:] if line)
        }
        await self.reader.readexactly(int(headers.get("content-length", "0")))
        if headers.get("connection", "").lower() == "close":
            self.close()
        return int(lines[0].split(" ", 2)[1]), headers

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


async def _sit(plan: Plan, sitter: Sitter, connection: _Connection, start: float) -> Sat:
    sat = Sat()
    based: dict[str, str] = {}
    for number, save in enumerate(sitter.saves):
        due = start + sitter.first_at + number * plan.every
        await asyncio.sleep(due - time.monotonic())
        body = f"csrf_token={sitter.token}&tab=t{id(sitter) % 10**8}&{save.body}"
        body += f"&{save.based}={based.get(save.path, '')}"
        try:
            status, headers = await connection.send("POST", save.path, body)
        except (OSError, EOFError, TimeoutError) as error:
            status, headers = 0, {"x-refused": type(error).__name__}
        fine = status in (200, 204) and "x-refused" not in headers
        sat.saved.append(fine)
        if fine:
            based[save.path] = headers.get("x-answer", "")
            sat.save_ms.append((time.monotonic() - due) * 1000)
        else:
            sat.faults.append(f"save {number + 1}: {status} {headers.get('x-refused', '')}")
    await _hand_in(sitter, connection, start, sat)
    return sat


async def _hand_in(sitter: Sitter, connection: _Connection, start: float, sat: Sat) -> None:
    due = start + sitter.finish_at
    await asyncio.sleep(due - time.monotonic())
    try:
        status, headers = await connection.send("POST", sitter.finish, f"csrf_token={sitter.token}")
        if status not in (302, 303):
            sat.faults.append(f"handing in: {status}")
            return
        handed_in = time.monotonic()
        sat.finish_ms = (handed_in - due) * 1000
        status, _headers = await connection.send("GET", headers["location"])
        if status != 200:
            sat.faults.append(f"review: {status}")
            return
        sat.review_ms = (time.monotonic() - handed_in) * 1000
    except (OSError, EOFError, TimeoutError) as error:
        sat.faults.append(f"handing in: {type(error).__name__}")


async def _all(plan: Plan) -> list[Sat]:
    connections = [_Connection(plan.port, sitter) for sitter in plan.sitters]
    for connection in connections:
        await connection.open()
    start = time.monotonic() + 0.5
    try:
        return await asyncio.gather(
            *(
                _sit(plan, sitter, connection, start)
                for sitter, connection in zip(plan.sitters, connections, strict=True)
            )
        )
    finally:
        for connection in connections:
            connection.close()


def write_plan(plan: Plan, path: Path) -> None:
    """Write what `main` reads."""
    path.write_text(json.dumps(asdict(plan)), encoding="utf-8")


def _read_plan(path: Path) -> Plan:
    data = json.loads(path.read_text(encoding="utf-8"))
    sitters = tuple(
        Sitter(**{**one, "saves": tuple(Save(**save) for save in one["saves"])})
        for one in data.pop("sitters")
    )
    return Plan(**data, sitters=sitters)


def read_result(path: Path) -> list[Sat]:
    """What `main` wrote."""
    return [Sat(**one) for one in json.loads(path.read_text(encoding="utf-8"))]


def main() -> None:
    """Sit the quiz as the plan says; write what came of it."""
    plan, out = (Path(name) for name in sys.argv[1:3])
    found = asyncio.run(_all(_read_plan(plan)))
    out.write_text(json.dumps([asdict(sat) for sat in found]), encoding="utf-8")


if __name__ == "__main__":
    main()
