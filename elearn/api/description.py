"""The description of the API (OpenAPI 3.1), made from what the operations declare."""

import re
from functools import lru_cache
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema, fields

from elearn import __version__
from elearn.api.operation import Operation, operations
from elearn.api.problems import TYPE
from elearn.core.token_scopes import TokenScope

_ABOUT = (
    "JSON for programs. A token acts for whoever made it, narrowed by its scopes. Lists go on "
    "where `next` says; `fields` leaves out what is not wanted; an answer has an ETag for "
    "`If-None-Match`; what is posted with an `Idempotency-Key` happens once; refusals are problem "
    "details (RFC 9457)."
)
_COMMON = {
    401: "There is no token, or it is of no use.",
    403: "The token does not have the scope, or whoever made it may not do this.",
    422: "A parameter or a part of the body cannot be used.",
    429: "Asked too often: wait as long as Retry-After says.",
}
_MORE = {
    404: "There is no such thing, or it is out of reach.",
    409: "It does not fit what is there.",
}
_READ = {
    400: "This is not JSON.",
    413: "This is too large.",
    415: "This type is not understood.",
}


class FaultSchema(Schema):
    """What is wrong, and where: in a parameter, or in the body at a JSON pointer."""

    parameter = fields.String()
    pointer = fields.String()
    detail = fields.String(required=True)


class ProblemSchema(Schema):
    """Problem details (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True, metadata={"description": "Stable, for programs."})
    detail = fields.String(required=True, metadata={"description": "A sentence, for people."})
    request_id = fields.String(required=True)
    errors = fields.List(fields.Nested(FaultSchema))


@lru_cache(maxsize=4)
def describe(server: str) -> dict[str, Any]:
    """The description, ready for JSON. `server` is where the site is reached, without a slash."""
    spec = APISpec(
        title="elearn",
        version=__version__,
        openapi_version="3.1.0",
        info={"description": _ABOUT},
        servers=[{"url": server or "/"}],
        plugins=[MarshmallowPlugin()],
    )
    spec.components.schema("Fault", schema=FaultSchema)
    spec.components.schema("Problem", schema=ProblemSchema)
    scopes = {scope.value: scope.name.replace("_", " ").lower() for scope in TokenScope}
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    flow = {"tokenUrl": f"{server}/api/v1/token", "scopes": scopes}
    spec.components.security_scheme(
        "client", {"type": "oauth2", "flows": {"clientCredentials": flow}}
    )
    for rule, what in operations():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            spec.path(path=path, operations={method.lower(): _operation(spec, rule, what)})
    return spec.to_dict()


def _operation(spec: APISpec, rule: Any, what: Operation) -> dict[str, Any]:
    group = rule.rule.split("/")[3]
    described: dict[str, Any] = {
        "operationId": rule.endpoint.rpartition(".")[2],
        "tags": [group],
        "summary": what.summary,
        "description": f"Needs the scope `{what.scope.value}`.",
        "security": [{"token": []}, {"client": [what.scope.value]}],
        "parameters": _parameters(rule, what),
        "responses": _responses(spec, what, reads="GET" in rule.methods),
    }
    if what.body is not None:
        content = {"application/json": {"schema": what.body}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _parameters(rule: Any, what: Operation) -> list[dict[str, Any]]:
    key = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"}
    found: list[dict[str, Any]] = [
        {"in": "path", "name": name, "required": True, "schema": key}
        for name in sorted(rule.arguments)
    ]
    found.append({"in": "query", "schema": what.args})
    if "POST" in rule.methods:
        found.append(
            {
                "in": "header",
                "name": "Idempotency-Key",
                "description": "Asked again with the same key within a day, nothing happens twice.",
                "schema": {"type": "string", "pattern": "^[!-~]{1,64}$"},
            }
        )
        return found
    found.append(
        {
            "in": "query",
            "name": "fields",
            "style": "form",
            "explode": False,
            "description": "The fields that are wanted; without it, all.",
            "schema": {
                "type": "array",
                "minItems": 1,
                "items": {"type": "string", "enum": sorted(what.answer().fields)},
            },
        }
    )
    found.append(
        {
            "in": "header",
            "name": "If-None-Match",
            "description": "The ETag of an earlier answer: 304 if it still holds.",
            "schema": {"type": "string"},
        }
    )
    return found


def _responses(spec: APISpec, what: Operation, *, reads: bool) -> dict[str, Any]:
    name = what.answer.__name__.removesuffix("Schema")
    if name not in spec.components.schemas:
        spec.components.schema(name, {"description": what.answer.__doc__}, schema=what.answer)
    shape: dict[str, Any] = {"$ref": f"#/components/schemas/{name}"}
    if what.listed:
        shape = {
            "type": "object",
            "required": ["data", "next"],
            "properties": {
                "data": {"type": "array", "items": shape},
                "next": {"type": ["string", "null"], "description": "The cursor of what follows."},
            },
        }
    found: dict[str, Any] = {
        str(status): {
            "description": "Here it is." if reads else "Done.",
            "content": {"application/json": {"schema": shape}},
        }
        for status in what.statuses
    }
    if reads:
        found.setdefault("304", {"description": "Nothing has changed."})
    refusals = _COMMON | {status: _MORE[status] for status in what.refusals}
    if what.body is not None:
        refusals |= _READ
    problem = {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, words in sorted(refusals.items()):
        found[str(status)] = {"description": words, "content": problem}
    return found
