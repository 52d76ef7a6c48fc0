"""The facts of a completion record, each from where it is kept: pack, enrolment, roster."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.learning import award, standing
from elearn.core.learning.record import Facts
from elearn.core.quiz import policy
from elearn.services import came_to, shelf
from elearn.store import record_sources as sources
from elearn.store import scopes
from elearn.store.attempts import KeptAttempt
from elearn.store.enrolments import KeptEnrolment


@dataclass(frozen=True, slots=True)
class Taken:
    """How somebody took a course: whole per cents by quiz, and the languages of what counts."""

    result: Mapping[str, int] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()


def of_enrolment(
    enrolment: KeptEnrolment, actor: Actor, *, now: datetime, digest: str | None = None
) -> Facts:
    """What the record says of somebody who completes this enrolment now.

    Args:
        enrolment: What they completed.
        actor: They themselves: their language is the one that the record is written in.
        now: The moment.
        digest: The version that the record is for, where it is not the enrolment's: a bridge leads
            to another one.
    """
    digest, day = digest or enrolment.digest, now.date()
    course = shelf.take(digest).course
    reading = shelf.read(digest, actor.language or course.meta.language, day)
    law, taken = course.law, _taken(enrolment)
    rostered = sources.in_roster(enrolment.person_id, day)
    return Facts(
        name=scopes.roster_name(enrolment.person_id),
        title=reading.plain("pack#title"),
        kind=course.award.kind,
        awarding_body=course.awarding_body,
        awarding_country=course.awarding_country,
        issued=day,
        valid_until=standing.valid_until(day, course.validity_months),
        outcomes=tuple(reading.plain(f"pack/{o.id}#text") for o in course.outcomes),
        hours=course.hours,
        eqf=course.eqf,
        assessment=award.assessment(course),
        participation=award.participation(course),
        quality=award.quality(course, confirmed=sources.confirmed_by_two(digest)),
        pack=course.meta.id,
        version=course.meta.version,
        digest=digest,
        language=reading.taught,
        law_register=law.register if law else None,
        law_version=law.version if law else None,
        law_digest=shelf.register_digest(course),
        law_checked=law.checked if law else None,
        frameworks=course.frameworks,
        credit=award.credit(course, {reading.taught, *taken.languages}),
        validity=award.validity(course),
        identity="institution-roster" if rostered else "self-declared",
        result=taken.result,
    )


def _taken(enrolment: KeptEnrolment) -> Taken:
    """What the graded quizzes came to, by the rule of each."""
    graded = award.graded_items(shelf.take(enrolment.digest).course)
    if not graded:
        return Taken()
    attempts = sources.finished_attempts(enrolment.id)
    result, languages = {}, set()
    for quiz in graded:
        at_quiz = [a for a in attempts if a.item_id == quiz.id and not a.set_aside]
        newest = [a for a in at_quiz if a.enrolment_id == at_quiz[0].enrolment_id]
        counted = policy.counted(quiz, came_to.past(newest))
        if counted is not None:
            result[quiz.id] = int(counted.percent)
            languages |= {_taught(a) for a in newest if a.passed}
    return Taken(result, frozenset(languages))


def _taught(attempt: KeptAttempt) -> str:
    """The language that an attempt was shown in."""
    compiled = shelf.take(attempt.digest).compiled
    known = attempt.language in compiled.languages
    return attempt.language if known else compiled.language
