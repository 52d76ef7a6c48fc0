"""What all SCIM views share: who asks, what is read, how it is answered."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from hashlib import sha256
from types import ModuleType
from typing import Any

from flask import current_app, request
from werkzeug.wrappers import Response

from elearn.api.auth import program_for
from elearn.api.clock import now
from elearn.api.problems import Unreadable, WrongType
from elearn.api.scim_problems import TYPE
from elearn.core.access import Actor
from elearn.core.errors import BadInput, ElearnError
from elearn.core.settings import Settings
from elearn.core.token_scopes import TokenScope
from elearn.services import tokens

MOST = 200
"""The most resources of one answer."""

MARK = "_scim_view"

_TYPES = ("application/scim+json", "application/json")


class Outdated(ElearnError):
    """The resource is not as it was when it was read."""

    code = "outdated"
    status = 412


def codec() -> ModuleType:
    """What speaks SCIM: loaded on first use, since it takes a second."""
    from elearn.interop import scim

    return scim


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, and when."""

    actor: Actor
    now: datetime


def scim_view(view: Callable[..., Response]) -> Callable[..., Response]:
    """A view that a directory asks with a token of the scope `scim`."""

    @wraps(view)
    def run(**path: str) -> Response:
        program = program_for(TokenScope.SCIM)
        try:
            answer = view(Asking(program.actor, now()), **path)
        except ElearnError:
            raise
        except Exception as error:
            refusal = _of_codec(error)
            if refusal is None:
                raise
            raise refusal from None
        tokens.keep_used(program, now=now())
        return answer

    setattr(run, MARK, True)
    return run


def _of_codec(error: Exception) -> ElearnError | None:
    """The refusal that a fault of the codec is; None if the error is none of its."""
    if not isinstance(error, codec().Fault):
        return None
    return BadInput(error.detail, details={"scim": error.kind})


def base() -> str:
    """The address of the service, without a slash at its end."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.public_url.rstrip("/") + "/scim/v2"


def body() -> Any:
    """What was sent.

    Raises:
        WrongType: If it is no JSON by its type.
        Unreadable: If it is none.
        BadInput: If it is no object.
    """
    if request.mimetype not in _TYPES:
        raise WrongType("Send application/scim+json.")
    try:
        given = json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise Unreadable("This is not JSON.") from None
    if not isinstance(given, dict):
        raise BadInput("Send an object.", code="bad-body")
    return given


SEARCH = "/.search"
"""How an address ends where a list is asked for by POST, since the question is long."""


def parameter(name: str) -> str:
    """A parameter of a list or look-up: in the address, or in what was sent to search."""
    if not request.path.endswith(SEARCH):
        return request.args.get(name, "")
    given = body().get(name, "")
    return ",".join(map(str, given)) if isinstance(given, list) else str(given)


def _number(name: str, otherwise: int) -> int:
    try:
        return int(parameter(name) or otherwise)
    except ValueError:
        return otherwise


def place() -> tuple[int, int]:
    """Where a list begins, from 1 on, and how many resources it may have."""
    return max(1, _number("startIndex", 1)), min(MOST, max(0, _number("count", MOST)))


def _version(resource: Mapping[str, Any]) -> str:
    text = json.dumps(resource, sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:20]


def versioned(resource: dict[str, Any]) -> dict[str, Any]:
    """A resource with its version, which changes when anything of it does."""
    return resource | {"meta": resource["meta"] | {"version": f'W/"{_version(resource)}"'}}


def plain(resource: dict[str, Any]) -> dict[str, Any]:
    """A resource without its version, which is made of it."""
    meta = {name: value for name, value in resource["meta"].items() if name != "version"}
    return resource | {"meta": meta}


def wants_members() -> bool:
    """Whether the members of groups are to be shown."""
    wanted = _names("attributes")
    if wanted:
        return any(_fits("members", one) for one in wanted)
    return "members" not in _names("excludedAttributes")


def require_current(resource: dict[str, Any]) -> None:
    """Refuse a change of what is not as it was read.

    Raises:
        Outdated: If another version is named than there is.
    """
    asked = request.if_match
    if not asked or asked.star_tag:
        return
    if _version(resource) not in asked.as_set(include_weak=True):
        raise Outdated("This resource changed meanwhile. Read it again.")


def _narrowed(resource: dict[str, Any]) -> dict[str, Any]:
    """A resource with those attributes only that are wanted; names count whatever their case."""
    wanted, unwanted = _names("attributes"), _names("excludedAttributes")
    if not wanted and not unwanted:
        return resource
    always = {"id", "schemas"}

    def stays(name: str) -> bool:
        if name.lower() in always:
            return True
        if wanted:
            return any(_fits(name, one) for one in wanted)
        return name.lower() not in unwanted

    return {name: value for name, value in resource.items() if stays(name)}


def _names(which: str) -> set[str]:
    given = (part.strip().lower() for part in parameter(which).split(","))
    prefixes = tuple(f"urn:ietf:params:scim:schemas:core:2.0:{kind}:" for kind in ("user", "group"))
    found = set()
    for name in given:
        for prefix in prefixes:
            name = name.removeprefix(prefix)  # noqa: PLW2901  # the same name, shorter
        if name:
            found.add(name)
    return found


def _fits(name: str, wanted: str) -> bool:
    """Whether an attribute is wanted: itself, a part of it, or an attribute of an extension."""
    low = name.lower()
    return wanted == low or wanted.startswith((f"{low}.", f"{low}:"))


def answer(resource: Any, status: int = 200) -> Response:
    """A resource, or what the service says of itself."""
    if status == 200 and isinstance(resource, dict) and "meta" in resource:
        version = resource["meta"].get("version")
        if version and _known(str(version)):
            return Response(status=304, headers={"ETag": version})
    shown = _narrowed(resource) if isinstance(resource, dict) and "id" in resource else resource
    text = json.dumps(shown, ensure_ascii=False)
    response = Response(text, status=status, content_type=TYPE)
    response.headers["Cache-Control"] = "private, no-store"
    meta = resource.get("meta", {}) if isinstance(resource, dict) else {}
    if "version" in meta:
        response.headers["ETag"] = meta["version"]
    if "location" in meta:
        response.headers["Location" if status == 201 else "Content-Location"] = meta["location"]
    return response


def _known(version: str) -> bool:
    asked = request.if_none_match
    plain = version.removeprefix("W/").strip('"')
    return plain in {tag.split(":")[0] for tag in asked.as_set(include_weak=True) if tag}


def listed(total: int, start: int, resources: list[dict[str, Any]]) -> Response:
    """A part of a list."""
    return answer(codec().listed(total, start, [_narrowed(one) for one in resources]))


def gone() -> Response:
    """Done, and nothing to show."""
    return Response(status=204)
