"""What is sent out goes only where it may, to the address that was looked at, and no further."""

import socket
import threading
import time
from functools import partial

import pytest
from receiver import receiving

from elearn.core import webhook as core
from elearn.interop import outgoing
from elearn.interop.outgoing import Refused, look_up, post

HERE = core.read_networks("127.0.0.0/8")
to_here = partial(
    post,
    may_reach=lambda ip: core.may_reach(ip, HERE),
    plain_only_to=lambda ip: core.lies_in(ip, HERE),
)
to_public = partial(
    post,
    may_reach=lambda ip: core.may_reach(ip, ()),
    plain_only_to=lambda ip: core.may_reach(ip, ()),
)


def test_what_is_sent_arrives():
    with receiving() as receiver:
        answer = to_here(receiver.address, b"{}", {"webhook-id": "msg_1"})
    assert (answer.status, answer.fault) == (204, "")
    headers, body = receiver.arrived[0]
    assert (headers["Host"], body) == (receiver.address.split("/")[2], b"{}")


def test_nothing_goes_where_it_may_not():
    with receiving() as receiver:
        answer = to_public(receiver.address, b"{}", {})
    assert answer.status == 0
    assert answer.fault
    assert receiver.arrived == []


def test_a_name_that_leads_here_and_there_is_refused(monkeypatch):
    def resolved(*_given, **_more):
        return [(0, 0, 0, "", ("93.184.216.34", 443)), (0, 0, 0, "", ("10.0.0.7", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    with pytest.raises(Refused):
        look_up("hr.example.org", 443, lambda ip: core.may_reach(ip, ()))


def test_the_address_that_was_looked_at_is_connected_to(monkeypatch):
    looked = []

    def resolved(host, port, *_given, **_more):
        looked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    with receiving() as receiver:
        port = receiver.address.rpartition(":")[2].partition("/")[0]
        with monkeypatch.context() as patch:
            patch.setattr(socket, "getaddrinfo", resolved)
            answer = to_here(f"http://hr.example.org:{port}/hooks", b"{}", {})
    assert answer.status == 204
    assert looked[0] == "hr.example.org"
    assert "hr.example.org" not in looked[1:], "the name is asked for once"
    assert receiver.arrived[0][0]["Host"] == f"hr.example.org:{port}"


def test_who_answers_letter_by_letter_holds_nobody(monkeypatch):
    monkeypatch.setattr(outgoing, "_ALL", 0.3)
    server = socket.create_server(("127.0.0.1", 0))

    def drip():
        connection, _where = server.accept()
        with connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            for _n in range(10):
                time.sleep(0.1)
                connection.sendall(b"X")

    threading.Thread(target=drip, daemon=True).start()
    begun = time.monotonic()
    answer = to_here(f"http://127.0.0.1:{server.getsockname()[1]}/", b"{}", {})
    server.close()
    assert answer.fault == "took too long"
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("93.184.216.34", True),
        ("2a00:1450:4001:80b::200e", True),
        ("10.1.2.3", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
    ],
)
def test_which_addresses_may_be_reached(address, may):
    assert core.may_reach(address, ()) is may
