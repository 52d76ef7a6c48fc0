"""Programs that ask: a token of somebody's, and a browser that sends it."""

from collections.abc import Mapping
from typing import Any

import make
from flask import Flask
from werkzeug.test import TestResponse

from elearn.core.token_scopes import TokenScope
from elearn.services import clients, tokens
from elearn.store.db import db

ALL = frozenset(scope.value for scope in TokenScope)


class Program:
    """Asks with a token; every answer below /api must be JSON."""

    def __init__(self, app: Flask, token: str) -> None:
        self.client = app.test_client()
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> TestResponse:
        """Look something up."""
        answer = self.client.get("/api/v1" + path, headers={**self.headers, **(headers or {})})
        return _json(answer)

    def post(self, path: str, body: Any = None, key: str = "") -> TestResponse:
        """Ask for a change."""
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        sent: dict[str, Any] = {} if body is None else {"json": body}
        return _json(self.client.post("/api/v1" + path, headers=headers, csrf=False, **sent))

    def keys(self, path: str) -> set[str]:
        """What a whole list holds, by key, part by part."""
        found: list[str] = []
        cursor = ""
        while True:
            mark = "&" if "?" in path else "?"
            answer = self.get(path + (f"{mark}cursor={cursor}" if cursor else "")).json
            found += [
                item.get("key") or item.get("enrolment") or item["person"]
                for item in answer["data"]
            ]
            cursor = answer["next"]
            if not cursor:
                assert len(found) == len(set(found))
                return set(found)


def _json(answer: TestResponse) -> TestResponse:
    if answer.status_code != 304:
        assert answer.mimetype in ("application/json", "application/problem+json")
        assert (answer.mimetype == "application/problem+json") == (answer.status_code >= 400)
    return answer


def token_of(somebody: make.Made, now: Any, *scopes: str) -> str:
    """A token of somebody's."""
    wanted = tokens.NewToken("A program", frozenset(scopes or ALL), 90)
    origin = tokens.Origin("secret")
    made = tokens.make(make.actor(somebody), wanted, make.PASSWORD, origin, now=now)
    db.session.commit()
    assert isinstance(made, str)
    return made


def client_token(cast: make.Cast, now: Any, unit: str = "", *scopes: str) -> str:
    """A token of a client whose reach is that unit; the whole site without one."""
    wanted = clients.NewClient("Staff register", frozenset(scopes or ALL), unit, 90)
    secret = clients.make(make.actor(cast.ana), wanted, now=now)
    given = clients.give_access(secret.client, secret.secret, "", now=now)
    db.session.commit()
    assert given is not None
    return given.token
