"""Selections: chosen facts of one's own record, signed, to give to somebody as a file (SD-JWT)."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.errors import BadInput
from elearn.core.learning import record as core
from elearn.core.learning.record import Facts
from elearn.interop import did_web, sd_jwt
from elearn.interop import keys as codec
from elearn.interop.open_badges.achievement import Site
from elearn.interop.open_badges.credential import Listed, last_moment, status_entry
from elearn.services import badges, keys, records, status_lists
from elearn.services.keys import Purpose
from elearn.services.records import RecordPage
from elearn.store.db import begin_write
from elearn.store.records import KeptRecord


@dataclass(frozen=True, slots=True)
class SelectionPage:
    """A record, and the facts of it that can be chosen, by key."""

    page: RecordPage
    offered: tuple[str, ...]


def offer(actor: Actor, key: str, *, now: datetime) -> SelectionPage:
    """What can be chosen of one of the actor's own records.

    Raises:
        NotFound: If it is somebody else's, or there is none.
        Conflict: If it was revoked.
    """
    badges.own(actor, key)
    page = records.my_record(actor, key, now=now)
    return SelectionPage(page, offered(page.facts))


def offered(facts: Facts) -> tuple[str, ...]:
    """The keys of the facts that say something."""
    values = core.values(facts)
    return tuple(key for key, value in values.items() if value)


def my_selection(
    actor: Actor, key: str, chosen: Collection[str], site: Site, *, now: datetime
) -> str:
    """Chosen facts of one of the actor's own records, signed.

    Raises:
        NotFound: If it is somebody else's, or there is none.
        Conflict: If it was revoked.
        BadInput: If nothing was chosen, or what the record does not have.
    """
    begin_write()
    kept = badges.own(actor, key)
    facts = core.from_raw(kept.facts or {})
    if not chosen or not set(chosen) <= set(offered(facts)):
        raise BadInput("Choose at least one fact.", code="selection-empty")
    return _signed(kept, facts, chosen, site, now=now)


def whole(kept: KeptRecord, site: Site, *, now: datetime) -> str:
    """A record with every fact, of which its holder can show a part. In a writing transaction."""
    facts = core.from_raw(kept.facts or {})
    return _signed(kept, facts, core.keys_of(facts), site, now=now)


def _signed(
    kept: KeptRecord, facts: Facts, chosen: Collection[str], site: Site, *, now: datetime
) -> str:
    by = keys.signer(Purpose.SELECTION, now=now)
    keys.signer(Purpose.BADGE_JWT, now=now)  # it signs the list that says what was revoked
    salted = {
        name: (codec.b64url(secrets.token_bytes(sd_jwt.SALT_BYTES)), value)
        for name, value in core.to_raw(facts).items()
    }
    always = _always(kept, facts, site)
    if facts.validity == core.UNTIL_LAW:
        chosen = {*chosen, "validity"}  # it has no last day, and must not seem to hold for good
    return sd_jwt.write(always, salted, chosen, did_web.address(site.did, by.kid), by.sign)


def _always(kept: KeptRecord, facts: Facts, site: Site) -> dict[str, object]:
    """Who issued it when, how long it holds, the record's digest, where its status is told."""
    place = status_lists.place_of(kept.id)
    listed = Listed(status_lists.address(place.list_number, site, ".jwt"), place.place)
    found: dict[str, object] = {
        "iss": site.did,
        "nbf": int(kept.issued_at.timestamp()),
        "record": kept.digest,
        "credentialStatus": status_entry(listed),
    }
    if facts.valid_until is not None:
        found["exp"] = int(last_moment(facts.valid_until).timestamp())
    return found
