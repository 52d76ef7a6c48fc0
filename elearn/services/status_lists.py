"""Status lists: where a credential is said to be revoked, without saying whose it is."""

import secrets
from datetime import datetime, timedelta
from functools import lru_cache

from elearn.core.errors import NotFound
from elearn.interop import did_web, status_list
from elearn.interop.open_badges.achievement import Json, Site
from elearn.services import keys
from elearn.services.keys import Purpose, Signer
from elearn.store import status_lists as store
from elearn.store.status_lists import KeptPlace

_DRAWS = 4
"""A list in which so many draws in a row meet a taken place is about half full: the next begins."""

_HOLDS = timedelta(days=7)
"""A copy that is older is not to be relied on."""


def place_of(record_id: int) -> KeptPlace:
    """The place of a record in a status list, drawn now if it has none.

    Needs a writing transaction.
    """
    newest = store.newest_list() or 1
    for draw in range(100 * _DRAWS):
        found = store.place_of(record_id)
        if found is not None:
            return found
        number = newest + draw // _DRAWS
        store.keep(record_id, KeptPlace(number, secrets.randbelow(status_list.BITS)))
    raise RuntimeError("no place in any status list is free")


def token(number: int, site: Site, *, now: datetime) -> str:
    """A list as a signed token (JWT), made anew each minute and after each change.

    Raises:
        NotFound: If there is no such list.
    """
    minute = _minute_of(number, now)
    mark = (_signer(Purpose.BADGE_JWT).kid, store.latest_change())
    return _token(number, site, minute, mark)


def document(number: int, site: Site, *, now: datetime) -> Json:
    """A list with a proof within (Data Integrity), made anew in the same way.

    Raises:
        NotFound: If there is no such list.
    """
    minute = _minute_of(number, now)
    mark = (_signer(Purpose.STATUS).kid, store.latest_change())
    return _document(number, site, minute, mark)


def address(number: int, site: Site, form: str = "") -> str:
    """Where a list is published; `form` is `.jwt` for the token."""
    return site.at(f"/status/{number}{form}")


def _minute_of(number: int, now: datetime) -> datetime:
    if not 1 <= number <= store.newest_list():
        raise NotFound("There is no such list.")
    return now.replace(second=0, microsecond=0)


def _signer(purpose: Purpose) -> Signer:
    by = keys.existing_signer(purpose)
    if by is None:
        raise NotFound("There is no such list.")
    return by


@lru_cache(maxsize=16)
def _token(number: int, site: Site, minute: datetime, _mark: tuple[str, int]) -> str:
    by = _signer(Purpose.BADGE_JWT)
    made = _made(number, site, minute, ".jwt")
    return status_list.write(made, did_web.address(site.did, by.kid), by.jwk, by.sign)


@lru_cache(maxsize=16)
def _document(number: int, site: Site, minute: datetime, _mark: tuple[str, int]) -> Json:
    by = _signer(Purpose.STATUS)
    made = _made(number, site, minute, "")
    return status_list.prove(made, did_web.address(site.did, by.kid), by.sign)


def _made(number: int, site: Site, minute: datetime, form: str) -> Json:
    places = store.revoked_places(number)
    where = address(number, site, form)
    return status_list.credential(where, site.did, places, minute, minute + _HOLDS)
