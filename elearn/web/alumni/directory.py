"""The directory of alumni, and the profiles in it."""

from dataclasses import dataclass

from flask import g, request, url_for
from werkzeug.wrappers import Response

from elearn.services import alumni
from elearn.services.alumni import Card, Wanted
from elearn.web.alumni import blueprint
from elearn.web.alumni.words import (
    FIELD_LABELS,
    country_names,
    language_names,
    spoken,
    topic_names,
)
from elearn.web.shared import session
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import page_response


@dataclass(frozen=True, slots=True)
class Entry:
    """A card in words. `title` is empty where the name is not shared."""

    href: str
    title: str
    work: str
    country: str
    topics: tuple[str, ...]
    languages: str
    about: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Directory:
    """The directory with its filters."""

    found: alumni.DirectoryPage
    entries: tuple[Entry, ...]
    countries: tuple[tuple[str, str], ...]
    topics: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ProfileOf:
    """Somebody's profile: `lines` are labels and values, `email` empty where it is not shared."""

    title: str
    lines: tuple[tuple[str, str], ...]
    about: str
    email: str
    mine: bool


def _text(card: Card, name: str) -> str:
    value = card.fields.get(name, "")
    return value if isinstance(value, str) else ""


def _entry(card: Card) -> Entry:
    topics, languages = topic_names(), language_names()
    return Entry(
        href=url_for("alumni.alumnus", key=card.key),
        title=_text(card, "name"),
        work=", ".join(t for t in (_text(card, "function"), _text(card, "institution")) if t),
        country=country_names().get(_text(card, "country"), ""),
        topics=tuple(topics.get(t, t) for t in card.fields.get("topics", ())),
        languages=", ".join(languages.get(x, x) for x in card.fields.get("languages", ())),
        about=_text(card, "about"),
        mine=card.mine,
    )


@blueprint.get("/alumni")
@reachable_by(Audience.ALUMNI)
def directory() -> Response:
    """Alumni who opted in, found by country, topic and words."""
    wanted = Wanted(
        words=request.args.get("words", "")[:100].strip(),
        country=request.args.get("country", "")[:2],
        topic=request.args.get("topic", "")[:40],
    )
    number = request.args.get("page", 1, type=int)
    found = alumni.directory(g.actor, wanted, number)
    page = Directory(
        found,
        tuple(_entry(card) for card in found.cards),
        tuple(country_names().items()),
        tuple(topic_names().items()),
    )
    response = page_response("alumni/directory.html", page)
    alumni.keep_directory_look(g.actor, found, now=session.now())
    return response


@blueprint.get("/alumni/people/<key>")
@reachable_by(Audience.ALUMNI)
def alumnus(key: str) -> Response:
    """One profile; the look is kept, and its owner can read that."""
    g.nav = "alumni.directory"
    card = alumni.alumnus(g.actor, key[:32])
    lines = tuple(
        (str(FIELD_LABELS[name]), spoken(name, value))
        for name, value in card.fields.items()
        if name not in ("name", "about", "email")
    )
    page = ProfileOf(
        _text(card, "name"), lines, _text(card, "about"), _text(card, "email"), card.mine
    )
    response = page_response("alumni/alumnus.html", page)
    alumni.keep_profile_look(g.actor, card, now=session.now())
    return response
