"""What a verifier has from this site: its keys, and the lists of what holds no more."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from elearn.interop import did_web
from elearn.interop import trust as codec
from elearn.interop.trust import Trust
from elearn.services import keys
from elearn.services.keys import KeptKey
from elearn.store import record_ends
from elearn.store import record_statuses as store
from elearn.store.record_statuses import Newest


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues: the site's public address, and its name for readers."""

    address: str
    name: str


def document(issuer: Issuer, *, now: datetime) -> dict[str, object]:
    """The keys and the lists, as `interop.trust` has them; for everybody."""
    withdrawn, superseded = _lists(store.newest(), now.date())
    law = record_ends.known()
    about = {
        "issuer": did_web.identifier(issuer.address),
        "name": issuer.name,
        "address": issuer.address,
        "at": _moment(now),
    }
    return codec.write(about, [_listed(key) for key in keys.every()], withdrawn, superseded, law)


def fingerprints() -> list[tuple[str, str]]:
    """Purpose and name of each key that is trusted."""
    return [(key.purpose, key.kid) for key in keys.every() if key.revoked_at is None]


def own(*, now: datetime) -> Trust:
    """The same for a check on this site."""
    withdrawn, superseded = _lists(store.newest(), now.date())
    return Trust(
        [_listed(key) for key in keys.every()],
        _moment(now),
        frozenset(digest[: codec.SHORT] for digest in withdrawn),
        frozenset(digest[: codec.SHORT] for digest in superseded),
        record_ends.known(),
    )


@lru_cache(maxsize=4)
def _lists(newest: Newest | None, today: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Digests of what was revoked, and of what was replaced and not reinstated since.

    Read anew when a status was added, and once a day: what has expired is left out.
    """
    standing: dict[str, str] = {}
    after = 0
    last = newest.number if newest else 0
    while after < last:
        batch = store.after(after, until=last)
        for digest, expires, status in batch.rows:
            if expires is None or expires >= today:
                _apply(standing, digest, status)
        after = batch.last
    by = {word: tuple(d for d, s in standing.items() if s == word) for word in _WORDS}
    return by["revoked"], by["superseded"]


_WORDS = ("revoked", "superseded")


def _apply(standing: dict[str, str], digest: str, status: str) -> None:
    if standing.get(digest) == "revoked":
        return
    if status == "reinstated":
        standing.pop(digest, None)
    elif status in _WORDS:
        standing[digest] = status


def _listed(key: KeptKey) -> dict[str, object]:
    listed: dict[str, object] = {
        **key.jwk,
        "kid": key.kid,
        "use": "sig",
        "elearn:purpose": key.purpose,
    }
    if key.revoked_at is not None:
        listed["elearn:revoked"] = _moment(key.revoked_at)
    return listed


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
