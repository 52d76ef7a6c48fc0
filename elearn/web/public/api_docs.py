"""The description of the API as a page: drawn here, without script and without other hosts."""

import json
import shlex
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import current_app
from werkzeug.wrappers import Response

from elearn.core.settings import Settings
from elearn.web.public import blueprint
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import page_response

_TOKEN = "elp_…"  # noqa: S105  # what stands in an example for one


@dataclass(frozen=True, slots=True)
class Named:
    """A parameter, or a field of a shape: its name, type, whether it is needed, and what it is."""

    name: str
    where: str
    type: str
    required: bool
    about: str


@dataclass(frozen=True, slots=True)
class OperationLine:
    """An operation. `shapes`: the names of what is sent and what is answered, if any."""

    id: str
    method: str
    path: str
    summary: str
    scope: str
    parameters: tuple[Named, ...]
    sent: str
    answered: str
    statuses: tuple[tuple[str, str], ...]
    example: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of JSON."""

    name: str
    about: str
    fields: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class DocsPage:
    """The whole description."""

    server: str
    about: str
    groups: tuple[tuple[str, tuple[OperationLine, ...]], ...]
    shapes: tuple[Shape, ...]


def _type(schema: dict[str, Any]) -> str:
    """The type of a schema, in a word or two."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    kind = schema.get("type", "any")
    kinds = kind if isinstance(kind, list) else [kind]
    words = " or ".join(str(k) for k in kinds)
    if "items" in schema:
        words += " of " + _type(schema["items"])
    if "format" in schema:
        words += f" ({schema['format']})"
    choices = [str(value) for value in schema.get("enum", ()) if value is not None]
    return words + (": " + ", ".join(choices) if choices else "")


def _parameter(raw: dict[str, Any]) -> Named:
    return Named(
        raw["name"],
        raw["in"],
        _type(raw.get("schema", {})),
        bool(raw.get("required")),
        raw.get("description", ""),
    )


def _name_of(content: dict[str, Any]) -> str:
    """The name of the shape of a JSON content; of a list, that of its items."""
    schema = content.get("application/json", {}).get("schema", {})
    data = schema.get("properties", {}).get("data")
    return _type(data["items"] if data else schema) if schema else ""


def _operation(
    server: str, path: str, method: str, raw: dict[str, Any], shapes: dict[str, Any]
) -> OperationLine:
    sent = _name_of(raw.get("requestBody", {}).get("content", {}))
    fine: dict[str, Any] = next((a for code, a in raw["responses"].items() if code < "300"), {})
    scope = next(iter(raw["security"][1].values()))[0]
    return OperationLine(
        id=raw["operationId"],
        method=method.upper(),
        path=path,
        summary=raw["summary"],
        scope=scope,
        parameters=tuple(_parameter(p) for p in raw["parameters"]),
        sent=sent,
        answered=_name_of(fine.get("content", {})),
        statuses=tuple((code, a["description"]) for code, a in raw["responses"].items()),
        example=_example(server, path, method, shapes.get(sent)),
    )


def _example(server: str, path: str, method: str, shape: dict[str, Any] | None) -> str:
    """How to ask with curl."""
    parts = ["curl", f"-H 'Authorization: Bearer {_TOKEN}'"]
    if method == "post":
        parts.append("-X POST -H 'Idempotency-Key: 1'")
    if shape is not None:
        fields = shape.get("properties", {})
        wanted = shape.get("required", ())
        body = {
            name: field.get("example", "…")
            for name, field in fields.items()
            if name in wanted or "example" in field
        }
        text = shlex.quote(json.dumps(body, ensure_ascii=False))
        parts.append(f"-H 'Content-Type: application/json' -d {text}")
    parts.append(shlex.quote(server + path))
    return " \\\n  ".join(parts)


def _shape(name: str, raw: dict[str, Any]) -> Shape:
    required = raw.get("required", ())
    fields = tuple(
        Named(key, "", _type(field), key in required, field.get("description", ""))
        for key, field in raw.get("properties", {}).items()
    )
    return Shape(name, raw.get("description", ""), fields)


@lru_cache(maxsize=4)
def _page(server: str) -> DocsPage:
    described = current_app.extensions["api_description"](server)
    shapes = described["components"]["schemas"]
    groups: dict[str, list[OperationLine]] = {}
    for path, methods in described["paths"].items():
        for method, raw in methods.items():
            line = _operation(server, path, method, raw, shapes)
            groups.setdefault(raw["tags"][0], []).append(line)
    return DocsPage(
        server,
        described["info"]["description"],
        tuple((name, tuple(lines)) for name, lines in groups.items()),
        tuple(_shape(name, raw) for name, raw in sorted(shapes.items())),
    )


@blueprint.get("/api/docs")
@reachable_by(Audience.PUBLIC)
def api_docs() -> Response:
    """What programs can ask, and what they are answered."""
    settings: Settings = current_app.config["SETTINGS"]
    return page_response("public/api_docs.html", _page(settings.public_url.rstrip("/")))
