"""How often something may be asked: so many times in a window that begins with the first."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `most` times in `seconds`."""

    most: int
    seconds: int = 60


@dataclass(frozen=True, slots=True)
class Window:
    """What is kept about one asker: since when is counted, and how many were heard."""

    since: datetime
    count: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it is heard, how many more will be, and in how many seconds the window ends."""

    heard: bool
    left: int
    seconds: int


def ask(window: Window | None, rate: Rate, now: datetime) -> tuple[Window, Verdict]:
    """What to keep after one more asking, and what becomes of it."""
    lasts = timedelta(seconds=rate.seconds)
    if window is None or not window.since <= now < window.since + lasts:
        window = Window(now)
    heard = window.count < rate.most
    window = Window(window.since, window.count + 1 if heard else window.count)
    seconds = max(1, -int(-(window.since + lasts - now).total_seconds() // 1))
    return window, Verdict(heard, rate.most - window.count, seconds)
