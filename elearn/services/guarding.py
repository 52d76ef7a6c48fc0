"""Growing delays: who must wait before the next try is heard.

Three kinds of subject are counted, each under a keyed hash: an account, a device on which that
account has signed in before, and a network. A known device has its own count and is not slowed by
what strangers do, so that nobody outside can keep an officer out.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from elearn.core import pace
from elearn.core.errors import TooMany
from elearn.core.pace import Pace
from elearn.core.sign_in import (
    ACCOUNT,
    NETWORK,
    Failures,
    Patience,
    after_failure,
    network_of,
    seconds_to_wait,
)
from elearn.store import sign_in as store


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a try comes from.

    Attributes:
        secret: The installation's secret key; keys the hashes under which failures are counted.
        address: The visitor's address, as far as it is known.
        device: The mark of a device on which this account has signed in before; else empty.
    """

    secret: str
    address: str | None = None
    device: str = ""


def keyed(secret: str, purpose: str, text: str) -> str:
    """A hash of `text` that nobody without the secret key can make or guess from."""
    return hmac.new(secret.encode(), f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Watch:
    """The subjects that one try is counted under."""

    patience: dict[str, Patience]
    personal: str

    def seconds(self, now: datetime) -> int:
        """How long the next try must wait, as far as is known without holding the counts."""
        return self._longest(store.failures_of(self.patience), now)

    def hold(self, now: datetime) -> tuple[int, dict[str, Failures]]:
        """The same, with the counts held until the commit: parallel tries queue here."""
        held = store.hold_failures(self.patience, now)
        return self._longest(held, now), held

    def failed(self, held: dict[str, Failures], now: datetime) -> int:
        """Count one more failure; how long the next try must wait."""
        worse = {s: after_failure(held[s], p, now) for s, p in self.patience.items()}
        store.keep_failures(worse)
        return self._longest(worse, now)

    def succeeded(self, held: dict[str, Failures]) -> None:
        """Forget the failures of the account or device; a network's stay."""
        held = {**held, self.personal: Failures()}
        store.keep_failures({s: f for s, f in held.items() if f.count == 0})

    def _longest(self, known: dict[str, Failures], now: datetime) -> int:
        return max(
            seconds_to_wait(known.get(s, Failures()), p, now) for s, p in self.patience.items()
        )


def watch(purpose: str, name: str, origin: Origin) -> Watch:
    """Whom a try for that name from that origin is counted under.

    Args:
        purpose: What is tried: `sign-in`, `code`, `reset`, `password`.
        name: The normalised sign-in name, or a person's key.
        origin: Where the try comes from.
    """
    if origin.device:
        personal = keyed(origin.secret, f"{purpose}:device", f"{name}\0{origin.device}")
        return Watch({personal: ACCOUNT}, personal)
    personal = keyed(origin.secret, f"{purpose}:account", name)
    network = keyed(origin.secret, f"{purpose}:network", network_of(origin.address))
    return Watch({personal: ACCOUNT, network: NETWORK}, personal)


def require_pace(purpose: str, often: Pace, origin: Origin, *, now: datetime) -> None:
    """That a network has not asked for something too often; counts nothing. For before the work.

    Raises:
        TooMany: If it must wait; `details["wait"]` is in seconds.
    """
    subject = _asked_from(purpose, origin)
    _refuse(store.failures_of([subject]).get(subject, Failures()), often, now)


def keep_pace(purpose: str, often: Pace, origin: Origin, *, now: datetime) -> None:
    """Count one more, however it came out; of those that ask at once no more than may.

    Holds the count until the commit, so it comes after slow work.

    Raises:
        TooMany: If others took what was left meanwhile; `details["wait"]` is in seconds.
    """
    subject = _asked_from(purpose, origin)
    held = store.hold_failures([subject], now)[subject]
    _refuse(held, often, now)
    store.keep_failures({subject: Failures(1, pace.after(held.last_at, often, now))})


def _asked_from(purpose: str, origin: Origin) -> str:
    return keyed(origin.secret, f"{purpose}:pace", network_of(origin.address))


def _refuse(kept: Failures, often: Pace, now: datetime) -> None:
    wait = pace.seconds_to_wait(kept.last_at, often, now)
    if wait:
        raise TooMany(
            "Your network has asked for very much in a short time. Wait a moment, go back and send "
            "it once more.",
            code="too-many-checks",
            details={"wait": wait},
        )


def count_in_pace(purpose: str, name: str, often: Pace, *, secret: str, now: datetime) -> int:
    """Count one more for that name, unless it was too often; the seconds to wait, 0 if counted.

    Holds the count until the commit, so it comes after slow work.
    """
    subject = keyed(secret, f"{purpose}:pace-of", name)
    held = store.hold_failures([subject], now)[subject]
    wait = pace.seconds_to_wait(held.last_at, often, now)
    if not wait:
        store.keep_failures({subject: Failures(1, pace.after(held.last_at, often, now))})
    return wait
