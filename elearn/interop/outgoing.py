"""Sending to addresses that others chose: only where that is allowed, briefly, and never onwards.

A name is looked up once; if every address that it leads to may be reached, the first is connected
to, so that a name cannot lead elsewhere between looking and connecting. `requests` is loaded on
first use.
"""

import socket
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLong
from dataclasses import dataclass
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

_CONNECT, _READ, _ALL = 5, 10, 20
"""Seconds: to connect, between two pieces of an answer, and in all."""

MayReach = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `status` is 0 where nothing did; `fault` then says why."""

    status: int = 0
    fault: str = ""


class Refused(RuntimeError):
    """Nothing is sent there."""


def post(
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    may_reach: MayReach,
    plain_only_to: MayReach,
) -> Answer:
    """Send something, and read no more of the answer than its status.

    Args:
        address: Where to, in full.
        body: What is sent.
        headers: Said with it.
        may_reach: Whether anything may be sent to an IP address.
        plain_only_to: Whether something unencrypted may be.
    """
    done: Future[Answer] = Future()

    def work() -> None:
        try:
            done.set_result(_post(address, body, headers, may_reach, plain_only_to))
        except BaseException as error:  # noqa: BLE001  # the waiting thread raises it
            done.set_exception(error)

    # In a thread of its own: a receiver that sends a letter every few seconds would hold the
    # worker, and with it the mail of the whole site.
    Thread(target=work, name="outgoing", daemon=True).start()
    try:
        return done.result(_ALL)
    except (TooLong, TimeoutError):
        return Answer(fault="took too long")
    except Refused as error:
        return Answer(fault=str(error))
    except (OSError, ValueError) as error:  # those of requests and of TLS are such, too
        return Answer(fault=type(error).__name__)


def _post(
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    may_reach: MayReach,
    plain_only_to: MayReach,
) -> Answer:
    import requests

    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    found = look_up(host, port, may_reach if parts.scheme == "https" else plain_only_to)
    with requests.Session() as session:
        session.trust_env = False  # no proxy, no netrc
        session.mount(f"{parts.scheme}://", _pinned(found, host))
        with session.post(
            address,
            data=body,
            headers={**headers, "Host": parts.netloc, "Content-Type": "application/json"},
            timeout=(_CONNECT, _READ),
            allow_redirects=False,
            stream=True,
        ) as answer:
            return Answer(answer.status_code)


def look_up(host: str, port: int, may_reach: MayReach) -> str:
    """The IP address of a host, if all that its name leads to may be reached.

    Raises:
        Refused: If one of them may not.
        OSError: If the name leads nowhere.
    """
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(may_reach(address) for address in found):
        raise Refused("the host may not be reached from here")
    return found[0]


def _pinned(ip: str, host: str) -> Any:
    """What connects to that IP address and expects the certificate of that host."""
    from requests.adapters import HTTPAdapter

    class Pinned(HTTPAdapter):
        def build_connection_pool_key_attributes(
            self, request: Any, verify: Any, cert: Any = None
        ) -> Any:
            where, how = super().build_connection_pool_key_attributes(request, verify, cert)
            where["host"] = ip
            if where["scheme"] == "https":
                how |= {"server_hostname": host, "assert_hostname": host}
            return where, how

    return Pinned(max_retries=0)
