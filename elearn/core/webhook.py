"""Webhooks: what is told, to which addresses, and how long it is tried."""

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from elearn.core.errors import BadInput


class Event(StrEnum):
    """Something that a system of an institution can be told."""

    RECORD_ISSUED = "record.issued"
    RECORD_REVOKED = "record.revoked"
    RECORD_EXPIRED = "record.expired"
    LAW_CHANGED = "law.changed"


TEST = "test"
"""The type of a delivery that only tries out whether it arrives."""


class State(StrEnum):
    """How a hook stands. A failing one is left alone until somebody resumes it."""

    ACTIVE = "active"
    PAUSED = "paused"
    FAILING = "failing"


class Sent(StrEnum):
    """What became of a delivery."""

    WAITING = "waiting"
    DELIVERED = "delivered"


PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
    timedelta(hours=24),
)
"""How long a delivery rests after its first failed try, its second …: three days in all."""

REST = timedelta(minutes=1)
"""After a try that failed, everything for that receiver rests at least this long."""

OVERLAP = timedelta(hours=24)
"""How long the secret before still signs beside a new one."""

LONGEST_ADDRESS = 500
GONE = 410
"""The HTTP status by which a receiver says that it wants nothing more."""

Network = IPv4Network | IPv6Network


def pause_after(tries: int) -> timedelta | None:
    """How long a delivery rests after so many failed tries; None if that was the last one."""
    return PAUSES[tries - 1] if 0 < tries <= len(PAUSES) else None


def arrived(status: int) -> bool:
    """Whether a receiver's HTTP status says that it has what was sent."""
    return 200 <= status < 300


def read_networks(text: str) -> tuple[Network, ...]:
    """Networks from a text such as `10.20.0.0/16, fd00::/8`.

    Raises:
        ValueError: If one of them is none.
    """
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def _read_ip(address: str) -> IPv4Address | IPv6Address:
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    return getattr(found, "ipv4_mapped", None) or found


def lies_in(address: str, networks: Collection[Network]) -> bool:
    """Whether an IP address lies in one of these networks."""
    found = _read_ip(address)
    return any(found.version == net.version and found in net for net in networks)


def may_reach(address: str, networks: Collection[Network]) -> bool:
    """Whether something may be sent to that IP address: a public one, or one of these networks."""
    if lies_in(address, networks):
        return True
    found = _read_ip(address)
    tunnel = isinstance(found, IPv6Address) and any(found in net for net in _TUNNELS)
    return found.is_global and not found.is_multicast and not tunnel


_TUNNELS = (
    IPv6Network("64:ff9b::/96"),
    IPv6Network("64:ff9b:1::/48"),
    IPv6Network("2002::/16"),
    IPv6Network("2001::/32"),
)
"""They carry an IPv4 address that nobody looked at."""


def clean_address(text: str, networks: Collection[Network]) -> str:
    """The address of a receiver as it is kept.

    Plain http is for the networks that the settings allow; what an https name leads to is looked at
    each time that something is sent.

    Raises:
        BadInput: If it is no such address, or names a host that may not be reached.
    """
    address = text.strip()
    fault = BadInput(
        "Enter a full address such as https://hr.example.org/hooks.", code="bad-address"
    )
    if len(address) > LONGEST_ADDRESS or not address.isascii() or not address.isprintable():
        raise fault
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise fault from None
    schemes = ("https", "http") if networks else ("https",)
    plain = not (parts.username or parts.password or parts.fragment or " " in address)
    if parts.scheme not in schemes or not host or port == 0 or not plain or "\\" in address:
        raise fault
    if not _host_may_be(host, networks):
        raise BadInput("Nothing is sent to this host.", code="host-refused")
    return address


def _host_may_be(host: str, networks: Collection[Network]) -> bool:
    """Whether a host could be reached, as far as its name says."""
    try:
        return may_reach(host, networks)
    except ValueError:
        pass
    if host.lower() == "localhost" or host.lower().endswith(".localhost"):
        return bool(networks)
    return "." in host or bool(networks)


def events_from(names: object) -> frozenset[Event]:
    """The events of these names; a name that no event has any more counts not."""
    known = {event.value: event for event in Event}
    given = names if isinstance(names, list | tuple | set | frozenset) else ()
    return frozenset(known[name] for name in given if name in known)
