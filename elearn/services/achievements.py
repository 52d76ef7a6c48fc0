"""What badges are for: the description and the picture of an achievement, for everybody.

They say what the pack says, and nothing about who holds a badge. Whoever has no badge or record
does not know the digest that their address is made of.
"""

from dataclasses import dataclass
from datetime import datetime

from elearn.core.errors import NotFound
from elearn.core.learning import award
from elearn.core.pack.model import Course
from elearn.interop.open_badges import CONTEXTS, achievement, picture
from elearn.interop.open_badges.achievement import TYPES, Json, Site, Taught
from elearn.services import shelf
from elearn.store import packs
from elearn.store import record_sources as sources


@dataclass(frozen=True, slots=True)
class Which:
    """An achievement: a pack version, the kind of award, the language of its words."""

    digest: str
    kind: str
    language: str


def document(which: Which, site: Site, *, now: datetime) -> Json:
    """The description of an achievement.

    Raises:
        NotFound: If there is no such achievement here.
    """
    return {"@context": list(CONTEXTS), **achievement.achievement(_taught(which, now), site)}


def drawn(which: Which, *, now: datetime) -> bytes:
    """Its picture.

    Raises:
        NotFound: If there is no such achievement here.
    """
    taught = _taught(which, now)
    return picture.draw(taught.title, taught.awarding_body, taught.kind)


def _taught(which: Which, now: datetime) -> Taught:
    if which.kind not in TYPES or not packs.was_published(which.digest):
        raise NotFound("There is no such achievement.")
    course = shelf.take(which.digest).course
    reading = shelf.read(which.digest, which.language, now.date())
    if reading.taught != which.language:
        raise NotFound("There is no such achievement.")
    return Taught(
        digest=which.digest,
        language=which.language,
        kind=which.kind,
        title=reading.plain("pack#title"),
        outcomes=tuple(reading.plain(f"pack/{o.id}#text") for o in course.outcomes),
        awarding_body=course.awarding_body,
        awarding_country=course.awarding_country,
        pack=course.meta.id,
        version=course.meta.version,
        eqf=course.eqf,
        frameworks=course.frameworks,
        ways=_ways(course, which.digest),
        graded=tuple(quiz.id for quiz in award.graded_items(course)),
    )


def _ways(course: Course, digest: str) -> dict[str, str]:
    return {
        "assessment": award.assessment(course),
        "participation": award.participation(course),
        "quality": award.quality(course, confirmed=sources.confirmed_by_two(digest)),
    }
