"""Structured logs: one line a request, each with the request's id; no personal data."""

import atexit
import json
import logging
import re
import secrets
import sys
from collections import deque
from datetime import UTC, datetime
from itertools import count
from threading import Event, Lock, Thread
from time import perf_counter, sleep
from typing import Any, TextIO

from flask import Flask, Response, g, has_request_context, request

from elearn.core.settings import Settings

_log = logging.getLogger("elearn.request")
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_EXTRA = ("code", "path", "method", "status", "ms", "endpoint", "job", "kind")


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "text": record.getMessage(),
        }
        if has_request_context():
            line["request"] = g.get("request_id", "")
        line |= {name: getattr(record, name) for name in _EXTRA if hasattr(record, name)}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class Lines(logging.Handler):
    """Lines to a stream, written together by a thread of its own a moment later.

    A request that writes its own line holds up all others: they wait for the stream's lock while
    it waits for the stream. What is an error, and all that is left at the end, is written at once.
    """

    _PAUSE = 0.05

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream
        self._lines: deque[str] = deque()
        self._some = Event()
        self._writing = Lock()
        self._thread: Thread | None = None

    def createLock(self) -> None:  # noqa: N802  # logging's name
        """None: a deque needs no lock."""
        self.lock = None

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line."""
        try:
            self._lines.append(self.format(record))
        except Exception:  # noqa: BLE001  # logging's own way: a line that fails stops nobody
            self.handleError(record)
            return
        if record.levelno >= logging.ERROR:
            self.flush()
        elif not self._some.is_set():
            self._some.set()
            self._begin()

    def _begin(self) -> None:
        if self._thread is None:
            with self._writing:
                if self._thread is None:
                    self._thread = Thread(target=self._run, name="log", daemon=True)
                    self._thread.start()
                    atexit.register(self.flush)

    def _run(self) -> None:
        while self._some.wait():
            sleep(self._PAUSE)
            self._some.clear()
            self.flush()

    def flush(self) -> None:
        """Write what is kept."""
        with self._writing:
            lines = [self._lines.popleft() for _ in range(len(self._lines))]
            if lines:
                self._stream.write("\n".join(lines) + "\n")
                self._stream.flush()


_PROCESS = secrets.token_hex(4)
_numbers = count(1)


def _request_id() -> str:
    given = request.headers.get("X-Request-ID", "")
    return given if _ID.fullmatch(given) else f"{_PROCESS}{next(_numbers):08x}"


def _line(response: Response) -> logging.LogRecord:
    """The record of a request. Made by hand: logging would search for the place in the code."""
    record = logging.LogRecord(_log.name, logging.INFO, __file__, 0, "request", (), None)
    record.__dict__.update(
        method=request.method,
        endpoint=request.endpoint,
        status=response.status_code,
        ms=round((perf_counter() - g.get("began", perf_counter())) * 1000, 1),
    )
    return record


def init_logs(app: Flask, settings: Settings) -> None:
    """Log each request with its id, which the response carries too."""
    root = logging.getLogger("elearn")
    if settings.mode != "testing" and not root.handlers:
        handler = Lines(sys.stderr)
        if settings.log_format == "json":
            handler.setFormatter(JsonLines())
        root.addHandler(handler)
        root.setLevel(logging.INFO if settings.mode == "production" else logging.WARNING)

    @app.before_request
    def _begin() -> None:
        g.request_id = _request_id()
        g.began = perf_counter()

    @app.after_request
    def _end(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.get("request_id", "")
        if _log.isEnabledFor(logging.INFO) and request.endpoint != "static":
            _log.handle(_line(response))
        return response
