"""Badges: a completion record as an Open Badges 3.0 credential, for its owner to take away."""

import json
from dataclasses import replace
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.errors import Conflict, NotFound
from elearn.core.learning import record as core
from elearn.core.learning import verify_code
from elearn.interop import did_web, elm
from elearn.interop.open_badges import jwt, picture, proof
from elearn.interop.open_badges.achievement import Json, Site
from elearn.interop.open_badges.credential import Award, Listed, moment
from elearn.interop.open_badges.credential import credential as whole
from elearn.services import keys, status_lists
from elearn.services.keys import Purpose
from elearn.store import records as store
from elearn.store.db import begin_write
from elearn.store.records import KeptRecord

__all__ = ["Site"]


def site_at(url: str, public_url: str) -> Site:
    """This site as an issuer.

    Args:
        url: What addresses in what leaves the site begin with.
        public_url: The setting, which the site's identifier is made of.
    """
    return Site(url, did_web.identifier(public_url))


def my_badge(actor: Actor, key: str, site: Site, *, now: datetime) -> str:
    """One of the actor's own records as a signed token (JWT).

    Raises:
        NotFound: If it is somebody else's, or there is none.
        Conflict: If the record was revoked.
    """
    begin_write()
    return credential(own(actor, key), site, now=now)


def my_badge_document(actor: Actor, key: str, site: Site, *, now: datetime) -> str:
    """One of the actor's own records as a document with a proof within, as JSON.

    Raises:
        NotFound: If it is somebody else's, or there is none.
        Conflict: If the record was revoked.
    """
    begin_write()
    made = document(own(actor, key), site, now=now)
    return json.dumps(made, ensure_ascii=False, indent=1)


def my_picture(actor: Actor, key: str, site: Site, *, now: datetime) -> bytes:
    """The picture of a badge, with the signed badge of one of the actor's own records within.

    Raises:
        NotFound: If it is somebody else's, or there is none.
        Conflict: If the record was revoked.
    """
    begin_write()
    kept = own(actor, key)
    facts = core.from_raw(kept.facts or {})
    drawn = picture.draw(facts.title, facts.awarding_body, facts.kind)
    return picture.bake(drawn, credential(kept, site, now=now))


def my_european(actor: Actor, key: str, site: Site) -> str:
    """One of the actor's own records for European Digital Credentials, not sealed, as JSON.

    Raises:
        NotFound: If it is somebody else's, or there is none.
        Conflict: If the record was revoked.
    """
    made = elm.credential(_award(own(actor, key)), site.url)
    return json.dumps(made, ensure_ascii=False, indent=1)


def own(actor: Actor, key: str) -> KeptRecord:
    """One of the actor's own records, which was not revoked.

    Raises:
        NotFound: If it is somebody else's, or there is none.
        Conflict: If the record was revoked.
    """
    kept = store.by_key(key)
    if kept is None or kept.person_id != actor.person_id or kept.facts is None:
        raise NotFound("There is no such record.")
    if kept.revoked:
        raise Conflict("A record that was revoked has no badge.", code="record-revoked")
    return kept


def credential(kept: KeptRecord, site: Site, *, now: datetime) -> str:
    """A record as a signed token (JWT, RS256), within a writing transaction.

    The record must have its facts, which erasure takes.
    """
    by = keys.signer(Purpose.BADGE_JWT, now=now)
    made = _unsigned(kept, site, ".jwt")
    return jwt.write(made, did_web.address(site.did, by.kid), by.jwk, by.sign)


def document(kept: KeptRecord, site: Site, *, now: datetime) -> Json:
    """A record as a document with a Data Integrity proof, within a writing transaction.

    The record must have its facts, which erasure takes.
    """
    by = keys.signer(Purpose.BADGE_PROOF, now=now)
    keys.signer(Purpose.STATUS, now=now)  # so that there is one when the list is asked for
    made = _unsigned(kept, site)
    return proof.write(made, did_web.address(site.did, by.kid), moment(now), by.sign)


def _unsigned(kept: KeptRecord, site: Site, form: str = "") -> Json:
    """The credential; `form` is that of the status list that it names."""
    place = status_lists.place_of(kept.id)
    listed = Listed(status_lists.address(place.list_number, site, form), place.place)
    return whole(replace(_award(kept), status=listed), site)


def _award(kept: KeptRecord) -> Award:
    assert kept.facts is not None
    assert kept.code is not None
    return Award(
        facts=core.from_raw(kept.facts),
        digest=kept.digest,
        code=verify_code.show_code(kept.code),
        issued_at=kept.issued_at,
    )
