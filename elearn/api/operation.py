"""An operation: what is asked and answered, declared once, for the view and for its description."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from flask import current_app, request
from marshmallow import RAISE, Schema, ValidationError
from werkzeug.wrappers import Response

from elearn.api.auth import program_for
from elearn.api.clock import now
from elearn.api.cursors import after_of, cursor_for
from elearn.api.problems import Unreadable, WrongType
from elearn.core.access import Actor
from elearn.core.errors import BadInput, NotFound
from elearn.core.token_scopes import TokenScope
from elearn.services import kept_answers, tokens
from elearn.services.collections import parts
from elearn.services.collections.parts import Part, Place

MARK = "_api_operation"
KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
IDEMPOTENCY = re.compile(r"[\x21-\x7e]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What an operation asks and answers.

    Attributes:
        summary: One line, for people.
        scope: What a token must be made for.
        answer: The shape of what is answered, or of each item of a list.
        args: The shape of what stands in the address behind the question mark.
        body: The shape of what is sent; None where nothing is.
        listed: Whether it answers with a part of a list.
        look: The name under which looks at people are kept; empty where nobody is shown.
        statuses: With which statuses it answers where all is well.
        refusals: With which it refuses besides those that every operation has.
        unkept: Fields of an answer that are said once, also to whoever asks again with a key.
    """

    summary: str
    scope: TokenScope
    answer: type[Schema]
    args: type[Schema]
    body: type[Schema] | None = None
    listed: bool = False
    look: str = ""
    statuses: tuple[int, ...] = (200,)
    refusals: tuple[int, ...] = ()
    unkept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """What a view gets: who asks, and what, already checked."""

    actor: Actor
    now: datetime
    args: Mapping[str, Any]
    body: Mapping[str, Any]
    place: Place


@dataclass(frozen=True, slots=True)
class Done:
    """What a view that changed something gives back."""

    item: Any
    status: int = 200


View = Callable[..., Part[Any] | Done]


def operation(what: Operation) -> Callable[[View], Callable[..., Response]]:
    """Declare a view's operation: it gets an `Asking` and the places of its address."""

    def declare(view: View) -> Callable[..., Response]:
        @wraps(view)
        def run(**path: str) -> Response:
            return _run(what, view, path)

        setattr(run, MARK, what)
        return run

    return declare


def _run(what: Operation, view: View, path: Mapping[str, str]) -> Response:
    program = program_for(what.scope)
    if not all(KEY.fullmatch(value) for value in path.values()):
        raise NotFound("There is no such thing.")
    fields = what.answer().fields.keys()
    args, only = _args(what, frozenset(fields))
    list_ = _name_of_list(args)
    place = Place(after_of(list_, args.pop("cursor", "")), args.pop("limit", 50))
    body = _body(what)
    asking = Asking(program.actor, now(), args, body, place)
    answer = (
        _kept(asking, request.headers.get("Idempotency-Key")) if request.method == "POST" else None
    )
    if answer is None:
        found = view(asking, **path)
        if isinstance(found, Done):
            return _changed(what, asking, found, program)
        answer = _shown(what, found, only, list_)
        if what.look:
            filter_: dict[str, object] = {name: str(value) for name, value in args.items()}
            parts.keep_look(program.actor, what.look, filter_, found, now=asking.now)
    tokens.keep_used(program, now=asking.now)
    return answer


def _args(what: Operation, fields: frozenset[str]) -> tuple[dict[str, Any], list[str] | None]:
    """What stands behind the question mark, checked, and the fields that are wanted."""
    given = {name: request.args.getlist(name) for name in request.args}
    errors = [
        {"parameter": name, "detail": "Give this once."}
        for name, values in given.items()
        if len(values) > 1
    ]
    only = None
    plain = {name: values[0] for name, values in given.items()}
    if "fields" in plain:
        only = plain.pop("fields").split(",")
        errors += [
            {"parameter": "fields", "detail": f"There is no field {name!r}."}
            for name in only
            if name not in fields
        ]
    try:
        args: dict[str, Any] = what.args().load(plain, unknown=RAISE)
    except ValidationError as error:
        args = {}
        errors += _said(error.messages, "parameter")
    if errors:
        raise BadInput(
            "Some parameters cannot be used.", code="bad-parameters", details={"errors": errors}
        )
    return args, only


def _said(messages: Any, where: str) -> list[dict[str, str]]:
    found = []
    for name, texts in dict(messages).items():
        words = texts if isinstance(texts, list) else [json.dumps(texts, ensure_ascii=False)]
        place = f"/{name}" if where == "pointer" else str(name)
        found += [{where: place, "detail": str(text)} for text in words]
    return found


def _body(what: Operation) -> dict[str, Any]:
    if what.body is None:
        return {}
    if request.mimetype != "application/json":
        raise WrongType("Send application/json.")
    try:
        given = json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise Unreadable("This is not JSON.") from None
    if not isinstance(given, dict):
        raise BadInput("Send an object.", code="bad-body")
    try:
        body: dict[str, Any] = what.body().load(given, unknown=RAISE)
    except ValidationError as error:
        details = {"errors": _said(error.messages, "pointer")}
        raise BadInput("Some of this cannot be used.", code="bad-body", details=details) from None
    return body


def _name_of_list(args: Mapping[str, Any]) -> str:
    narrowed = {name: str(v) for name, v in args.items() if name not in ("cursor", "limit")}
    return f"{request.path}?{json.dumps(narrowed, sort_keys=True)}"


def _shown(what: Operation, part: Part[Any], only: list[str] | None, list_: str) -> Response:
    schema = what.answer(only=only) if only is not None else what.answer()
    if not what.listed:
        return _with_etag(_json(schema.dump(part.items[0])))
    following = cursor_for(list_, part.after)
    answer = _json({"data": schema.dump(part.items, many=True), "next": following})
    return _with_etag(answer)


def _json(said: Any, status: int = 200) -> Response:
    text = json.dumps(said, ensure_ascii=False)
    return Response(text, status=status, content_type="application/json")


def _with_etag(answer: Response) -> Response:
    """The answer, or that nothing has changed since the program asked last."""
    tag = hashlib.sha256(answer.get_data()).hexdigest()[:32]
    # A compressed answer has its coding behind the tag, after a colon.
    asked = request.if_none_match
    known = {text.split(":")[0] for text in asked.as_set(include_weak=True) if text}
    if tag in known or asked.star_tag:
        answer = Response(status=304)
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _asked() -> str:
    """What is asked, as a hash: the same however the JSON is laid out."""
    body = request.get_data()
    with suppress(ValueError, RecursionError):
        body = json.dumps(json.loads(body), sort_keys=True).encode() if body else b""
    return hashlib.sha256(f"{request.method} {request.path}\n".encode() + body).hexdigest()


def _kept(asking: Asking, key: str | None) -> Response | None:
    """What was answered to this earlier, if a key says that it was asked before."""
    if key is None:
        return None
    if not IDEMPOTENCY.fullmatch(key):
        raise BadInput("An idempotency key has 1 to 64 visible characters.", code="bad-key")
    earlier = kept_answers.earlier(asking.actor, key, _asked(), now=asking.now)
    if earlier is None:
        return None
    answer = _json(earlier[1], earlier[0])
    answer.headers["Idempotency-Replayed"] = "true"
    return answer


def _changed(what: Operation, asking: Asking, done: Done, program: tokens.Program) -> Response:
    said = what.answer().dump(done.item)
    key = request.headers.get("Idempotency-Key")
    if key is not None:
        again = {name: value for name, value in said.items() if name not in what.unkept}
        kept_answers.keep(asking.actor, key, done.status, again)
    tokens.keep_used(program, now=asking.now)
    return _json(said, done.status)


def operations() -> list[tuple[Any, Operation]]:
    """Every rule of the API with its operation."""
    app = current_app
    found = []
    for rule in app.url_map.iter_rules():
        what = getattr(app.view_functions[rule.endpoint], MARK, None)
        if what is not None:
            found.append((rule, what))
    return sorted(found, key=lambda pair: (pair[0].rule, sorted(pair[0].methods or ())))
