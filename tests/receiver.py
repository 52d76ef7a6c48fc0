"""A receiver of webhooks: a real HTTP server on this machine that checks signatures."""

import base64
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def fits(secret: str, headers: Any, body: bytes) -> bool:
    """Whether one of the signatures is that of the secret, as a receiver finds out."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()
    given = [part.partition(",") for part in headers["webhook-signature"].split()]
    return any(v == "v1" and hmac.compare_digest(s, expected) for v, _comma, s in given)


@dataclass
class Receiver:
    """What arrived, in the order in which it did; `statuses` are answered in turn, then 204."""

    address: str = ""
    statuses: list[int] = field(default_factory=list)
    arrived: list[tuple[Any, bytes]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        """The ids of what arrived."""
        return [headers["webhook-id"] for headers, _body in self.arrived]

    @property
    def bodies(self) -> list[Any]:
        """What arrived."""
        return [json.loads(body) for _headers, body in self.arrived]


@contextmanager
def receiving(*statuses: int) -> Iterator[Receiver]:
    """A receiver that runs meanwhile."""
    receiver = Receiver(statuses=list(statuses))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.arrived.append((self.headers, body))
            receiver.paths.append(self.path)
            status = receiver.statuses.pop(0) if receiver.statuses else 204
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    receiver.address = f"http://127.0.0.1:{server.server_port}/hooks"
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
