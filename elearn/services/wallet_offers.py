"""Offers to wallets: the holder makes one on the site, their wallet fetches the record with it."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from elearn.core.access import Actor
from elearn.interop import openid4vci, qr
from elearn.interop.open_badges.achievement import Json, Site
from elearn.services import badges, selections
from elearn.store import records as record_store
from elearn.store import wallet_offers as store
from elearn.store.db import begin_write

OPEN_FOR = timedelta(minutes=10)
"""So long an offer can be taken."""

TOKEN_FOR = timedelta(minutes=5)
"""So long the wallet can fetch, once it took the offer."""

_KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OfferPage:
    """An offer, as its holder sees it this once.

    Attributes:
        key, title: Of the record.
        address: Opens a wallet on this device.
        picture: The same as a QR code (SVG, in base64), for a wallet on another.
        pin: The number that the wallet asks for.
        until: When the offer ends.
    """

    key: str
    title: str
    address: str
    picture: str
    pin: str
    until: datetime


def offer(actor: Actor, key: str, site: Site, *, now: datetime) -> OfferPage:
    """Offer one of the actor's own records to their wallet. An older offer of it ends.

    Raises:
        NotFound: If it is somebody else's, or there is none.
        Conflict: If it was revoked.
    """
    begin_write()
    kept = badges.own(actor, key)
    code = secrets.token_urlsafe(32)
    pin = f"{secrets.randbelow(10**openid4vci.PIN_DIGITS):0{openid4vci.PIN_DIGITS}}"
    until = now + OPEN_FOR
    store.keep(kept.id, _hash(code), _hash(f"{code} {pin}"), at=now, until=until)
    address = openid4vci.offer(site, code)
    picture = base64.b64encode(qr.svg(qr.of_text(address))).decode()
    title = str((kept.facts or {})["title"])
    return OfferPage(key, title, address, picture, pin, until)


def redeem(code: str, pin: str, *, now: datetime) -> str | None:
    """A token for who knows code and number of an open offer; None for everybody else.

    An offer is good once. Wrong numbers are counted, and the fifth ends it.
    """
    begin_write()
    token = secrets.token_urlsafe(32)
    end = now + TOKEN_FOR
    found = store.redeem(_hash(code), _hash(f"{code} {pin}"), _hash(token), now=now, end=end)
    if not found:
        store.count_try(_hash(code))
        return None
    return token


def fetch(token: str, configuration: str, site: Site, *, now: datetime) -> str | None:
    """The credential that a token fetches; None if the token is none, or its time is over.

    Args:
        token: What `redeem` gave.
        configuration: One of `openid4vci.CONFIGURATIONS`.
        site: Who issues.
        now: The moment.
    """
    begin_write()
    number = store.record_for(_hash(token), now=now)
    kept = record_store.by_id(number) if number is not None else None
    if kept is None or kept.facts is None or kept.revoked:
        return None
    store.mark_taken(_hash(token), at=now)
    if configuration == openid4vci.BADGE:
        return badges.credential(kept, site, now=now)
    return selections.whole(kept, site, now=now)


def metadata(site: Site, name: str) -> Json:
    """What wallets read about this issuer."""
    return openid4vci.issuer_metadata(site, name)


def server(site: Site) -> Json:
    """What wallets read about where tokens are given."""
    return openid4vci.server_metadata(site)


def tidy(now: datetime) -> None:
    """Delete offers that ended yesterday. For the worker."""
    store.forget_ended_before(now - _KEPT_FOR)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
