"""How often a program may ask: counted in this process, for all of its threads together."""

from datetime import datetime
from threading import Lock

from elearn.core.errors import TooMany
from elearn.core.rates import Rate, Verdict, Window, ask

_MANY = 10_000
"""Above so many askers, those whose window is over are forgotten."""


class Limits:
    """What is counted. Threads agree, since they count under one lock."""

    def __init__(self) -> None:
        self._windows: dict[str, Window] = {}
        self._lock = Lock()

    def take(self, asker: str, rate: Rate, now: datetime) -> Verdict:
        """Count one asking."""
        with self._lock:
            if len(self._windows) > _MANY:
                self._windows = {
                    who: window
                    for who, window in self._windows.items()
                    if (now - window.since).total_seconds() < rate.seconds
                }
            window, verdict = ask(self._windows.get(asker), rate, now)
            self._windows[asker] = window
        return verdict


def headers_of(rate: Rate, verdict: Verdict) -> dict[str, str]:
    """What an answer says about it (the IETF's RateLimit header fields)."""
    return {
        "RateLimit-Policy": f'"token";q={rate.most};w={rate.seconds}',
        "RateLimit": f'"token";r={verdict.left};t={verdict.seconds}',
    }


def refuse(verdict: Verdict) -> None:
    """Refuse what comes too often.

    Raises:
        TooMany: If it is not heard.
    """
    if not verdict.heard:
        raise TooMany("Asked too often. Wait and ask again.", details={"wait": verdict.seconds})
