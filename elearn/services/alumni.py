"""Alumni: join, say who may see what, look around, leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, NotAllowed, NotFound
from elearn.core.learning.visibility import (
    COUNTRIES,
    FIELDS,
    LANGUAGES,
    LISTS,
    TOPICS,
    Profile,
    Shared,
    Value,
    Viewer,
    visible_fields,
)
from elearn.services import looks
from elearn.store import alumni as store
from elearn.store import audit
from elearn.store import records as record_store
from elearn.store.alumni import KeptProfile
from elearn.store.db import begin_write
from elearn.store.pages import directory as directory_store
from elearn.store.pages.directory import Wanted

PAGE = 20
"""Profiles on one page of the directory."""

LONGEST = {"name": 120, "institution": 160, "function": 120, "about": 400, "email": 254}
"""Characters that a field may have."""

_CHOICES: dict[str, tuple[str, ...]] = {
    "country": COUNTRIES,
    "topics": TOPICS,
    "languages": LANGUAGES,
}


@dataclass(frozen=True, slots=True)
class JoinPage:
    """The invitation: `records` is how many completion records the visitor has."""

    records: int
    member: bool


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """My own profile, and what others see of it."""

    key: str
    fields: dict[str, Value]
    visibility: dict[str, str]
    listed: bool
    joined_at: datetime
    seen_by_country: dict[str, Value]
    seen_by_alumni: dict[str, Value]
    country: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody in the directory, as this viewer may see them."""

    person_id: int
    key: str
    fields: dict[str, Value]
    mine: bool


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """Alumni who opted in. `page` counts from 1."""

    cards: tuple[Card, ...]
    total: int
    page: int
    pages: int
    wanted: Wanted
    listed: bool


def _person(actor: Actor) -> int:
    if actor.person_id is None:
        raise NotAllowed("You may not do this.")
    return actor.person_id


def _member(actor: Actor) -> int:
    access.require(actor, Action.MEET_ALUMNI)
    return _person(actor)


def _viewer(actor: Actor) -> Viewer:
    return Viewer(actor.person_id, actor.country, actor.alumnus)


def _profile(kept: KeptProfile) -> Profile:
    fields = {
        name: tuple(value) if name in LISTS else str(value)
        for name, value in kept.fields.items()
        if name in FIELDS
    }
    visibility = {name: Shared(value) for name, value in kept.visibility.items()}
    return Profile(kept.person_id, kept.country, fields, visibility, left=kept.left_at is not None)


def join_page(actor: Actor) -> JoinPage:
    """What the alumni are, for somebody who may join or wonders why not."""
    return JoinPage(len(record_store.of_person(_person(actor))), actor.alumnus)


def join(actor: Actor, *, now: datetime) -> None:
    """Join, or come back. Nothing is shown of anybody until they say so.

    Raises:
        NotAllowed: If the actor has completed nothing yet.
    """
    person_id = _person(actor)
    begin_write()
    kept = store.of_person(person_id)
    if kept is not None and kept.left_at is None:
        return
    if not record_store.of_person(person_id):
        raise NotAllowed("The alumni are people who have completed a course.")
    store.join(person_id, at=now)
    audit.keep_act(person_id, "alumni-joined", "", {}, at=now)


def leave(actor: Actor, *, now: datetime) -> None:
    """Leave; everything written in the profile is deleted. Leaving twice is harmless."""
    person_id = _person(actor)
    begin_write()
    kept = store.of_person(person_id)
    if kept is None or kept.left_at is not None:
        return
    store.leave(person_id, at=now)
    audit.keep_act(person_id, "alumni-left", "", {}, at=now)


def my_profile(actor: Actor) -> ProfilePage:
    """The actor's own profile, and how it looks from outside."""
    kept = store.of_person(_member(actor))
    if kept is None:
        raise NotFound("There is no such profile.")
    profile = _profile(kept)
    return ProfilePage(
        key=kept.key,
        fields=dict(profile.fields),
        visibility={name: kept.visibility.get(name, Shared.NOBODY.value) for name in FIELDS},
        listed=kept.listed,
        joined_at=kept.joined_at,
        seen_by_country=visible_fields(profile, Viewer(None, kept.country, alumnus=True)),
        seen_by_alumni=visible_fields(profile, Viewer(None, None, alumnus=True)),
        country=kept.country,
    )


def save_profile(
    actor: Actor,
    fields: Mapping[str, Value],
    visibility: Mapping[str, str],
    *,
    listed: bool,
) -> None:
    """Keep what the actor says of themselves and who may see it.

    Raises:
        BadInput: If a value is none of those offered, or too long; `details["field"]` names it.
    """
    person_id = _member(actor)
    clean = {name: _clean(name, fields.get(name, "")) for name in FIELDS}
    shared = {name: _shared(name, visibility.get(name, "")) for name in FIELDS}
    begin_write()
    store.keep(person_id, clean, shared, listed=listed)


def _clean(name: str, value: Value) -> str | list[str]:
    if name in LISTS:
        given = [value] if isinstance(value, str) else list(value)
        found = [v for v in dict.fromkeys(given) if v]
        if not set(found) <= set(_CHOICES[name]):
            raise _bad(name)
        return found
    text = " ".join(str(value).split())
    if name in _CHOICES:
        if text and text not in _CHOICES[name]:
            raise _bad(name)
        return text
    if len(text) > LONGEST[name]:
        raise _bad(name)
    return text


def _shared(name: str, value: str) -> str:
    try:
        return Shared(value or Shared.NOBODY.value).value
    except ValueError:
        raise _bad(name) from None


def _bad(name: str) -> BadInput:
    return BadInput("Please check what you entered.", details={"field": name})


def directory(actor: Actor, wanted: Wanted, page: int) -> DirectoryPage:
    """A page of the directory. Keep the look with `keep_directory_look`."""
    person_id = _member(actor)
    viewer = _viewer(actor)
    total = directory_store.count(viewer, wanted)
    pages = max(1, -(-total // PAGE))
    number = min(max(1, page), pages)
    kept = directory_store.page(viewer, wanted, limit=PAGE, offset=(number - 1) * PAGE)
    mine = store.of_person(person_id)
    return DirectoryPage(
        cards=tuple(_card(k, viewer) for k in kept),
        total=total,
        page=number,
        pages=pages,
        wanted=wanted,
        listed=bool(mine and mine.listed),
    )


def _card(kept: KeptProfile, viewer: Viewer) -> Card:
    mine = kept.person_id == viewer.person
    return Card(kept.person_id, kept.key, visible_fields(_profile(kept), viewer), mine)


def keep_directory_look(actor: Actor, page: DirectoryPage, *, now: datetime) -> None:
    """Keep that the actor saw this page of the directory."""
    wanted = page.wanted
    asked = {"words": wanted.words, "country": wanted.country, "topic": wanted.topic}
    filled: dict[str, object] = {name: value for name, value in asked.items() if value}
    shown = [card.person_id for card in page.cards]
    looks.keep(actor, "alumni-directory", filled, shown, now=now)


def keep_profile_look(actor: Actor, card: Card, *, now: datetime) -> None:
    """Keep that the actor saw this profile."""
    looks.keep(actor, "alumni-profile", {}, [card.person_id], now=now)


def alumnus(actor: Actor, key: str) -> Card:
    """One profile of the directory, as the actor may see it. Keep the look after.

    Raises:
        NotFound: If there is none, or nothing of it is shared with the actor.
    """
    _member(actor)
    kept = store.by_key(key)
    card = _card(kept, _viewer(actor)) if kept else None
    if kept is None or card is None or not card.fields:
        raise NotFound("There is no such profile.")
    return card


__all__ = [
    "Card",
    "DirectoryPage",
    "JoinPage",
    "ProfilePage",
    "Wanted",
    "alumnus",
    "directory",
    "join",
    "join_page",
    "keep_directory_look",
    "keep_profile_look",
    "leave",
    "my_profile",
    "save_profile",
]
