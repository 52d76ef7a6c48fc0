"""Refusals as SCIM says them (RFC 7644, section 3.12)."""

import json

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from elearn.core.errors import ElearnError

TYPE = "application/scim+json"
ROOT = "/scim/"
"""What stands below this address speaks SCIM."""

_KINDS = {
    "name-taken": "uniqueness",
    "not-json": "invalidSyntax",
    "bad-body": "invalidSyntax",
    "bad-filter": "invalidFilter",
}


def answer_for(error: Exception) -> Response:
    """The answer to whatever was raised below /scim."""
    if isinstance(error, ElearnError):
        kind = str(error.details.get("scim") or _KINDS.get(error.code, ""))
        status = 400 if error.status == 422 else error.status
        if status == 400:
            kind = kind or "invalidValue"
        answer = said(status, kind, error.message)
        if wait := error.details.get("wait"):
            answer.headers["Retry-After"] = str(wait)
        return answer
    if isinstance(error, HTTPException):
        if error.code is not None and error.code < 400:
            return error.get_response()
        answer = said(error.code or 500, "", error.description or error.name)
        for name, value in error.get_headers():
            if name.lower() == "allow":
                answer.headers[name] = value
        return answer
    return said(500, "", "Something went wrong on our side.")


def said(status: int, kind: str, detail: str) -> Response:
    """A refusal."""
    told = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "status": str(status),
        "detail": detail,
    }
    if kind:
        told["scimType"] = kind
    answer = Response(json.dumps(told, ensure_ascii=False), status=status, content_type=TYPE)
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="elearn"'
    return answer
