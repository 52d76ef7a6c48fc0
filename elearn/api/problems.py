"""Refusals as problem details (RFC 9457): one shape for everything that goes wrong below /api."""

import json
from collections.abc import Sequence
from typing import Any

from flask import g, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from elearn.api import scim_problems
from elearn.core.errors import ElearnError

TYPE = "application/problem+json"


class NoToken(ElearnError):
    """Nobody is known: there is no token, or it is of no use."""

    code = "no-token"
    status = 401


class Unreadable(ElearnError):
    """What was sent is not JSON."""

    code = "not-json"
    status = 400


class WrongType(ElearnError):
    """What was sent is of a type that is not understood here."""

    code = "wrong-type"
    status = 415


_TITLES = {
    400: "This cannot be read",
    401: "A token is needed",
    403: "This is not allowed",
    404: "There is no such thing",
    405: "This cannot be done here",
    409: "This does not fit what is there now",
    413: "This is too large",
    415: "This type is not understood",
    422: "This cannot be used as it is",
    429: "Asked too often",
}


def problem(
    status: int, code: str, detail: str = "", errors: Sequence[dict[str, str]] = ()
) -> Response:
    """A refusal: a stable `code`, a sentence as `detail`, and in `errors` what is wrong where."""
    said: dict[str, Any] = {
        "type": "/api/docs#problems",
        "title": _TITLES.get(status, "This did not work"),
        "status": status,
        "code": code,
        "detail": detail or _TITLES.get(status, "Something went wrong on our side."),
        "request_id": g.get("request_id", ""),
    }
    if errors:
        said["errors"] = list(errors)
    response = Response(json.dumps(said, ensure_ascii=False), status=status, content_type=TYPE)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="elearn"'
    return response


def answer_for(error: Exception) -> Response:
    """The answer to whatever was raised below /api, or below /scim in its own form."""
    if request.path.startswith(scim_problems.ROOT):
        return scim_problems.answer_for(error)
    if isinstance(error, ElearnError):
        errors: Any = error.details.get("errors", ())
        response = problem(error.status, error.code, error.message, errors)
        wait = error.details.get("wait")
        if wait:
            response.headers["Retry-After"] = str(wait)
        return response
    if isinstance(error, HTTPException):
        return _of_http(error)
    return problem(500, "broken")


def _of_http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    response = problem(status, (error.name or "refused").lower().replace(" ", "-"))
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length", "www-authenticate"):
            response.headers[name] = value
    return response
