"""What courses are called in a reader's language, and how far somebody is, for lists."""

from datetime import date
from html import escape

from elearn.core.errors import NotFound
from elearn.core.learning.progress import Done, progress
from elearn.services import shelf
from elearn.services.shelf import Text
from elearn.store.packs import KeptVersion


def title(digest: str, kept: str, language: str, day: date) -> Text:
    """The title of a course version; as the database kept it where its archive is not here."""
    try:
        return shelf.read(digest, language, day).text("pack#title")
    except NotFound:
        return Text(escape(kept), kept)


def titles(versions: list[KeptVersion], language: str, day: date) -> dict[str, Text]:
    """The titles of these courses, by pack."""
    return {v.pack_id: title(v.digest, v.title, language, day) for v in versions}


def percent(digest: str, done: Done) -> int | None:
    """How much of a course is done, 0 to 100; None where its archive is not here."""
    try:
        course = shelf.take(digest).course
    except NotFound:
        return None
    return progress(course, done).percent
