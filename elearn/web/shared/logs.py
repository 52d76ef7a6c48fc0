"""Structured logs: one line a request, each with the request's id; no personal data."""

import json
import logging
import re
import secrets
import sys
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

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


def _request_id() -> str:
    given = request.headers.get("X-Request-ID", "")
    return given if _ID.fullmatch(given) else secrets.token_hex(8)


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
        handler = logging.StreamHandler(sys.stderr)
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
