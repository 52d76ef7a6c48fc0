"""How often something may be done: so many at once, and then one after the other."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Pace:
    """So many at once (`burst`), and one more for each so many seconds (`every`)."""

    burst: int
    every: int


def seconds_to_wait(paid_until: datetime | None, pace: Pace, now: datetime) -> int:
    """Whole seconds until the next one may be done; 0 if now. It never exceeds `pace.every`.

    Args:
        paid_until: What `after` gave for the last one; None if there was none.
        pace: How often.
        now: The moment.
    """
    room = timedelta(seconds=pace.every * (pace.burst - 1))
    over = max(now, paid_until or now) - now - room
    return max(0, -int(-over.total_seconds() // 1))


def after(paid_until: datetime | None, pace: Pace, now: datetime) -> datetime:
    """What to keep when one more is done: until when it is worked off."""
    return max(now, paid_until or now) + timedelta(seconds=pace.every)
