"""Packs for programs: the courses that take new learners, and the law registers."""

from dataclasses import dataclass
from datetime import datetime

from elearn.core.errors import NotFound
from elearn.services.collections.parts import Part, Place
from elearn.store import packs as store
from elearn.store.packs import KeptVersion


@dataclass(frozen=True, slots=True)
class PackItem:
    """A published pack: what somebody who begins it now gets. A course takes `minutes`."""

    key: str
    kind: str
    title: str
    language: str
    languages: tuple[str, ...]
    version: str
    digest: str
    minutes: int | None
    published_at: datetime | None


def _all() -> list[PackItem]:
    found = [*store.published_courses(), *store.published_registers()]
    return sorted((_item(version) for version in found), key=lambda item: item.key)


def listing(place: Place, *, kind: str = "") -> Part[PackItem]:
    """Published packs by their ids; there are few, so a place is a count of them."""
    found = [item for item in _all() if not kind or item.kind == kind]
    end = place.after + place.limit
    return Part(tuple(found[place.after : end]), end if end < len(found) else None)


def one(key: str) -> Part[PackItem]:
    """One of them.

    Raises:
        NotFound: If there is no such pack.
    """
    found = tuple(item for item in _all() if item.key == key)
    if not found:
        raise NotFound("There is no such pack.")
    return Part(found)


def _item(version: KeptVersion) -> PackItem:
    facts = version.facts
    return PackItem(
        key=version.pack_id,
        kind=version.kind,
        title=version.title,
        language=version.language,
        languages=tuple(facts.get("languages", ())),
        version=version.version,
        digest=version.digest,
        minutes=facts.get("minutes"),
        published_at=version.published_at,
    )
