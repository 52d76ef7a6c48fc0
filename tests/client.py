"""A browser without script: it keeps cookies, and sends the token that forms carry."""

import re
import secrets
from contextvars import Context
from datetime import datetime
from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from elearn.store.db import db
from elearn.web.shared import session as clock


class Client(FlaskClient):
    """Posts carry a good CSRF token unless `csrf=False`."""

    def be(self, key: str, epoch: int) -> None:
        """Be signed in as the person with that key."""
        with self.session_transaction() as session:
            session["_user_id"] = f"{key}.{epoch}"
            session["_fresh"] = True
            session["_permanent"] = True
            session["at"] = int(clock.datetime.now().timestamp())

    def post(self, *args: Any, csrf: bool = True, **kwargs: Any) -> TestResponse:
        """Send a form."""
        if csrf and kwargs.get("json") is None:
            data = kwargs.get("data")
            if data is None or isinstance(data, dict):
                kwargs["data"] = {"csrf_token": self.token(), **(data or {})}
        elif csrf:
            kwargs["headers"] = {"X-CSRFToken": self.token(), **kwargs.get("headers", {})}
        return super().post(*args, **kwargs)

    def token(self) -> str:
        """A CSRF token that fits this browser's session."""
        with self.session_transaction() as session:
            raw = session.setdefault("csrf_token", secrets.token_hex(20))
        signer = URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token")
        return str(signer.dumps(raw))

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request, in a context of its own, after what the test itself did stands."""
        if has_app_context():
            db.session.commit()
            db.session.remove()
        return Context().run(super().open, *args, **kwargs)

    def sign_in(self, name: str, password: str, **data: str) -> TestResponse:
        """Sign in with the form."""
        return self.post("/sign-in", data={"name": name, "password": password, **data})


def text_of(response: TestResponse) -> str:
    """What a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)).split())


def at(moment: datetime) -> int:
    """Seconds since 1970."""
    return int(moment.timestamp())
