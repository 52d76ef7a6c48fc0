"""From when until when the quizzes of a course are open.

A published pack never changes, so this is kept here: for all versions of one release line.
"""

from dataclasses import dataclass
from datetime import datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.core.pack.model import Quiz
from elearn.core.quiz.policy import Dates
from elearn.services import authoring, quiz_terms, shelf
from elearn.store import audit, deadlines, packs
from elearn.store import quiz_terms as store
from elearn.store.db import begin_write
from elearn.store.packs import KeptVersion


@dataclass(frozen=True, slots=True)
class QuizLine:
    """A quiz with its dates."""

    item_id: str
    title: str
    limit: int | None
    feedback: str
    opens_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True, slots=True)
class DatesPage:
    """The quizzes of a version, with the dates that hold on its release line."""

    pack_id: str
    version: str
    major: str
    title: str
    quizzes: tuple[QuizLine, ...]


def _line(kept: KeptVersion) -> int:
    line_id = packs.line_of(kept.id)
    if line_id is None:
        raise Conflict("Publish a version first: nobody takes this course yet.", code="no-line")
    return line_id


def dates_page(actor: Actor, pack_id: str, version: str) -> DatesPage:
    """The quizzes of a version and when they are open.

    Raises:
        NotAllowed: If the actor sets no dates.
        NotFound: If the version is not installed, or is a register.
    """
    access.require(actor, Action.SET_QUIZ_DATES)
    kept = authoring.require_version(actor, pack_id, version)
    line_id = packs.line_of(kept.id)
    dates = store.dates_of_line(line_id) if line_id is not None else {}
    course = shelf.take(kept.digest).course
    return DatesPage(
        pack_id=pack_id,
        version=version,
        major=version.partition(".")[0],
        title=kept.title,
        quizzes=tuple(
            QuizLine(
                item.id,
                item.title,
                item.limit,
                item.shown.value,
                dates.get(item.id, Dates()).opens_at,
                dates.get(item.id, Dates()).closes_at,
            )
            for item in course.items
            if isinstance(item, Quiz)
        ),
    )


def check(dates: Dates) -> Dates:
    """The dates themselves.

    Raises:
        BadInput: If they leave no time between them.
    """
    if dates.opens_at and dates.closes_at and dates.opens_at >= dates.closes_at:
        raise BadInput("A quiz must open before it closes.", code="dates-order")
    return dates


def set_dates(
    actor: Actor, version: tuple[str, str], item_id: str, dates: Dates, *, now: datetime
) -> None:
    """Set when a quiz of a release line is open. Open attempts end at the new closing time.

    Raises:
        NotAllowed: If the actor sets no dates.
        NotFound: If there is no such version or quiz.
        Conflict: If nothing of the release line was published.
        BadInput: If the dates leave no time between them.
    """
    access.require(actor, Action.SET_QUIZ_DATES)
    check(dates)
    kept = authoring.require_version(actor, *version)
    if not isinstance(shelf.item(kept.digest, item_id), Quiz):
        raise NotFound("There is no such quiz in this course.")
    begin_write()
    line_id = _line(kept)
    assert actor.person_id is not None
    store.add_dates(line_id, item_id, dates, by=actor.person_id, at=now)
    quiz_terms.set_deadlines(deadlines.open_at_quiz(line_id, item_id), line_id, now=now)
    details = {
        "opens": dates.opens_at.isoformat() if dates.opens_at else "",
        "closes": dates.closes_at.isoformat() if dates.closes_at else "",
    }
    subject = f"pack:{kept.pack_id}"
    audit.keep_act(actor.person_id, "quiz-dates-set", subject, {"quiz": item_id, **details}, at=now)
