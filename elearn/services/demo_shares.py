"""The demonstration's link to a record: who shows it to whom, and that it was opened."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from elearn.core.access import Actor
from elearn.core.learning.share import Choice, Wish
from elearn.services import shares
from elearn.services.demo_history import Act
from elearn.store import records
from elearn.store import shares as store

WHO = "Aida Salihović"
"""She has renewed her record, and shows it for an application."""

_MADE, _OPENED = timedelta(days=5), (timedelta(days=4), timedelta(days=3, hours=2))
_WORKS = timedelta(days=60)
"""From today."""


def acts(learner: Actor, today: datetime) -> Iterator[Act]:
    """The link is made, and opened twice by whom nobody knows."""
    yield Act(today - _MADE, partial(_share, learner, today))


def _share(learner: Actor, today: datetime, *, now: datetime) -> Iterator[Act]:
    kept = records.of_person(learner.person_id or 0)[0]
    wish = Wish(
        chosen=frozenset({Choice.NAME, Choice.COURSE}),
        until=(today + _WORKS).date(),
        label="Application at headquarters",
    )
    made = store.by_key(shares.share(learner, kept.key, wish, now=now))
    assert made is not None  # it was kept just now
    for ago in _OPENED:
        yield Act(today - ago, partial(_open, made.id))


def _open(share_id: int, *, now: datetime) -> None:
    store.add_opening(share_id, at=now)
