"""Signing in: the names people sign in with, and how long a failure makes them wait."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from elearn.core.script import to_latin

MOST_LETTERS = 254
_ROUNDS = 5
"""Normalising and taking out spaces can each bring work for the other; twice is the rule."""

_DASHES = re.compile(r"[‐‑‒–—−]")
_EMAIL = re.compile(
    r"[^@\s<>()\[\],;:\\\"]{1,64}@[^@\s<>()\[\],;:\\\"]+\.[^@\s<>()\[\],;:\\\".]{2,63}"
)
_SERVICE_NUMBER = re.compile(r"[0-9a-z./_-]{2,40}")
_MACEDONIAN = str.maketrans({"ѓ": "gj", "ќ": "kj", "ѕ": "dz", "đ": "dj", "ë": "e"})


def sign_in_name(text: str) -> str:
    """What somebody typed, in the one form in which it is kept and compared.

    Capitals, spaces and the kind of dash make no difference. In a service number neither do
    Latin and Cyrillic letters, nor diacritics; an e-mail address keeps its letters.
    """
    text = _plain_letters(text[: 4 * MOST_LETTERS])[:MOST_LETTERS]
    text = _DASHES.sub("-", text)
    if "@" in text:
        return text
    text = to_latin(text).translate(_MACEDONIAN)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return text[:MOST_LETTERS]


def _plain_letters(text: str) -> str:
    """Small letters in their common form, without spaces and what cannot be seen."""
    for _ in range(_ROUNDS):
        before = text
        text = unicodedata.normalize("NFKC", text).casefold()
        text = "".join(c for c in text if not c.isspace() and c.isprintable())
        if text == before:
            break
    return text


def is_email(name: str) -> bool:
    """Whether a sign-in name (as `sign_in_name` gives it) is a usable e-mail address."""
    return len(name) <= MOST_LETTERS and _EMAIL.fullmatch(name) is not None


def is_service_number(name: str) -> bool:
    """Whether a sign-in name is a usable service number: 2 to 40 letters, digits, `-`, `.`, `/`."""
    return _SERVICE_NUMBER.fullmatch(name) is not None


def network_of(address: str | None) -> str:
    """The network that an address belongs to: a /24 of IPv4, a /48 of IPv6, or `unknown`."""
    try:
        ip = ip_address((address or "").partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is None:
            return str(ip_network((ip, 48), strict=False))
        ip = ip.ipv4_mapped
    return str(ip_network((ip, 24), strict=False))


@dataclass(frozen=True, slots=True)
class Patience:
    """How failures slow somebody down.

    Attributes:
        free: So many failures cost nothing.
        longest: The longest wait, in seconds.
        forget: After so many seconds without a failure, half of the failures are forgotten.
    """

    free: int
    longest: int
    forget: int = 3600


ACCOUNT = Patience(free=4, longest=900)
NETWORK = Patience(free=40, longest=300)
"""A whole station may share one address, so a network may fail more often."""

OPENINGS = Patience(free=30, longest=300)
"""How often one network may open one link to a record before it must wait."""


@dataclass(frozen=True, slots=True)
class Failures:
    """What is kept about one account, device or network: how often it failed, and when last."""

    count: int = 0
    last_at: datetime | None = None


def delay(count: int, patience: Patience) -> int:
    """Seconds to wait after so many failures: 0, then 2, 4, 8 … up to the longest."""
    beyond = count - patience.free
    if beyond <= 0:
        return 0
    return patience.longest if beyond > 20 else min(2**beyond, patience.longest)


def seconds_to_wait(failures: Failures, patience: Patience, now: datetime) -> int:
    """Whole seconds until the next try is heard; 0 if it is heard now."""
    if failures.last_at is None:
        return 0
    until = failures.last_at + timedelta(seconds=delay(failures.count, patience))
    left = (until - now) / timedelta(seconds=1)
    return max(0, min(patience.longest, -int(-left // 1)))


def after_failure(failures: Failures, patience: Patience, now: datetime) -> Failures:
    """What to keep after one more failure; old failures fade."""
    count = failures.count
    if failures.last_at is not None:
        quiet = max(0.0, (now - failures.last_at).total_seconds())
        count >>= min(32, int(quiet // patience.forget))
    return Failures(min(count + 1, patience.free + 20), now)
