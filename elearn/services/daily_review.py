"""The daily review: take part, be asked what is due, answer, look back, leave again."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache

from elearn.core.access import Actor
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.core.ids import version_key
from elearn.core.learning import daily_review as core
from elearn.core.learning.daily_review import Candidate, Day, Memory
from elearn.core.pack.model import Course, Lesson, Quiz
from elearn.core.quiz import answers as given
from elearn.core.quiz import draw, response
from elearn.core.quiz.answers import Unreadable
from elearn.core.quiz.correct import Correction, mark_of, settled
from elearn.core.quiz.draw import PaperQuestion
from elearn.core.quiz.grade import GRADER_VERSION
from elearn.core.quiz.questions import Question
from elearn.core.quiz.response import NO_RESPONSE, Response
from elearn.services import corrections, lapses, question_forms, shelf
from elearn.services.enrolments import Standing, person_of
from elearn.services.shelf import Shelved
from elearn.store import daily_review as store
from elearn.store import enrolments as enrolment_store
from elearn.store.daily_review import KeptCard, KeptReview, KeptReviewAnswer
from elearn.store.db import begin_write

NO_ANSWER = "unknown"
"""The value of the button that says: I do not know."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Where somebody stands with the daily review today, in a few words.

    Attributes:
        active: Whether they take part.
        invited: Whether they never decided, and have completed something to be asked about.
        due: Questions that are waiting today.
        done: Questions answered today.
        next: The next day with questions after today's.
    """

    active: bool = False
    invited: bool = False
    due: int = 0
    done: int = 0
    next: date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A question in its version, with what was corrected. `item_id` is empty in a bank."""

    shelved: Shelved
    question: Question
    item_id: str
    seconds: int
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """What the daily review holds for somebody at a moment."""

    review: KeptReview | None
    sources: Mapping[tuple[str, str], Source]
    day: Day

    @property
    def first(self) -> Source | None:
        """What is asked now."""
        return self.sources[self.day.ask[0].key] if self.day.ask else None

    def card(self, key: tuple[str, str]) -> KeptCard | None:
        """What is kept on a question; None if it was never asked."""
        return self.review.cards.get(key) if self.review else None


def look(person_id: int, standings: Iterable[Standing], *, now: datetime) -> Look:
    """What is due, drawn from the packs that somebody has completed and not left. Reads only."""
    review = store.of_person(person_id)
    today = now.astimezone(UTC).date()
    if review is None or not review.active:
        return Look(review, {}, Day((), 0, None))
    sources: dict[tuple[str, str], Source] = {}
    for course, digest in _completed(standings):
        found = _sources(digest, shelf.register_digest(course), today)
        for question_id, source in found.items():
            sources.setdefault((course.subject, question_id), source)
    sources = _as_corrected(sources)
    keys = draw.shuffled(_seed(review.key, "order"), "order", sorted(sources))
    candidates = [Candidate(key, sources[key].seconds, _memory(review, key)) for key in keys]
    return Look(review, sources, core.plan(candidates, today))


def _completed(standings: Iterable[Standing]) -> list[tuple[Course, str]]:
    """The courses that somebody has completed, in the order in which they are asked.

    What a bridge taught anew is asked as it stands there, by the newest one. Else, of two lines of
    one pack, the later used one asks.
    """
    done = [s.enrolment.digest for s in standings if s.enrolment.completed_at is not None]
    found = [(shelf.take(digest).course, digest) for digest in done]
    bridges = [pair for pair in found if pair[0].bridge]
    bridges.sort(key=lambda pair: version_key(pair[0].meta.version), reverse=True)
    return [*bridges, *(pair for pair in found if not pair[0].bridge)]


def _as_corrected(
    sources: Mapping[tuple[str, str], Source],
) -> dict[tuple[str, str], Source]:
    """With the corrections that hold; without what was withdrawn, or was worth nobody's answer."""
    versions = {pack: source.shelved.pack.meta.version for (pack, _q), source in sources.items()}
    known = corrections.of_versions(versions) if versions else {}
    return {
        key: replace(source, corrections=known.get(key, ()))
        for key, source in sources.items()
        if settled(source.question, known.get(key, ())) is None
    }


def _memory(review: KeptReview, key: tuple[str, str]) -> Memory | None:
    card = review.cards.get(key)
    return Memory(card.stability, card.difficulty, card.last_on, card.due_on) if card else None


@lru_cache(maxsize=64)
def _sources(digest: str, register: str | None, day: date) -> dict[str, Source]:
    """What a version can be asked about under that register: nothing that has lapsed."""
    shelved = shelf.take(digest)
    gone = lapses.under(digest, register, day) if register else {}
    return {
        question.id: Source(
            shelved, shelved.accepting(question), item_id, core.seconds_of(question)
        )
        for question, item_id in _questions(shelved.course)
        if core.askable(question) and question.id not in gone
    }


def _questions(course: Course) -> Iterable[tuple[Question, str]]:
    for item in course.items:
        if isinstance(item, Lesson):
            yield from ((check.question, item.id) for check in item.checks)
        elif isinstance(item, Quiz):
            yield from ((question, item.id) for question in item.own_questions)
    for bank in course.banks:
        yield from ((question, "") for question in bank.questions)


def question_of(course: Course, question_id: str) -> tuple[Question, str]:
    """A question by its id, and the item that it stands in.

    Raises:
        NotFound: If the version has no such question.
    """
    for question, item_id in _questions(course):
        if question.id == question_id:
            return question, item_id
    raise NotFound("There is no such question in this version.")


def statement(actor: Actor, standings: Iterable[Standing], *, now: datetime) -> Statement:
    """Where the actor stands today. One query, and none for who has completed nothing."""
    completed = [s for s in standings if s.enrolment.completed_at is not None]
    if not completed:
        return Statement()
    return statement_of(look(person_of(actor), completed, now=now), completed=True)


def statement_of(found: Look, *, completed: bool) -> Statement:
    """The same in words of a look."""
    if found.review is None:
        return Statement(invited=completed)
    day = found.day
    return Statement(found.review.active, due=len(day.ask), done=day.done, next=day.next)


def join(actor: Actor, *, now: datetime) -> None:
    """Take part from now on. Twice changes nothing."""
    begin_write()
    store.decide(person_of(actor), secrets.token_urlsafe(12), active=True, at=now)


def decline(actor: Actor, *, now: datetime) -> None:
    """Say no to the invitation, so that it is not shown again."""
    begin_write()
    store.decide(person_of(actor), secrets.token_urlsafe(12), active=False, at=now)


def leave(actor: Actor, *, erase: bool, now: datetime) -> None:
    """Take part no more; with `erase`, forget what was remembered and answered."""
    person_id = person_of(actor)
    begin_write()
    store.hold(person_id)
    store.decide(person_id, secrets.token_urlsafe(12), active=False, at=now)
    if erase:
        store.forget(person_id)


def _seed(*parts: object) -> str:
    name = "/".join(map(str, parts)).encode()
    return hashlib.sha256(name).hexdigest()[: draw.SEED_BYTES * 2]


def asked(review_key: str, source: Source, number: int) -> PaperQuestion:
    """A question as it is put to somebody for that time; each time in another order."""
    pack_id = source.shelved.course.subject
    return draw.paper_question(
        source.question, _seed(review_key, pack_id, source.question.id, number)
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """What a learner sent: which question of which version, for which time, and the form."""

    pack_id: str
    question_id: str
    digest: str
    number: int
    form: given.Form
    knows: bool = True


def _find(actor: Actor, *, now: datetime) -> Look:
    person_id = person_of(actor)
    found = look(person_id, enrolment_store.standings_of(person_id), now=now)
    if found.review is None or not found.review.active:
        raise NotFound("You are not taking part in the daily review.")
    return found


def answer(actor: Actor, sent: Sent, language: str, *, now: datetime) -> str | None:
    """Keep an answer to a question that is due; the answer's key, or None if it is not due.

    What was answered already (sent twice, or from another tab) is not answered again: the key of
    the first answer comes back.

    Raises:
        NotFound: If the actor does not take part.
        Conflict: If the question has another version meanwhile.
        BadInput: If the form cannot be read, or says nothing.
    """
    key = (sent.pack_id, sent.question_id)
    _read(_find(actor, now=now), key, sent)  # the pack is off the shelf before the lock is taken
    begin_write()
    store.hold(person_of(actor))
    found = _find(actor, now=now)
    card = found.card(key)
    read = _read(found, key, sent)
    if read is None:
        again = card and store.answer_of(card.id, sent.number)
        return again.key if again else None
    return _keep(actor, found, key, read, language, now=now)


@dataclass(frozen=True, slots=True)
class _Read:
    source: Source
    question: Question
    said: Response
    number: int


def _read(found: Look, key: tuple[str, str], sent: Sent) -> _Read | None:
    card, source = found.card(key), found.sources.get(key)
    number = card.number + 1 if card else 1
    due = any(candidate.key == key for candidate in found.day.ask)
    if source is None or not due or sent.number != number:
        return None
    if sent.digest != source.shelved.digest:
        raise Conflict("This question has just changed. Here is the new one.", code="moved-on")
    assert found.review is not None
    paper = asked(found.review.key, source, number)
    if not sent.knows:
        return _Read(source, paper.question, NO_RESPONSE, number)
    answer = given.read(paper.question, paper, sent.form)
    if isinstance(answer, Unreadable):
        raise BadInput(answer.text, code=answer.code)
    if answer == question_forms.BLANK:
        raise BadInput("Choose an answer first.", code="nothing-chosen")
    said = Response(answer, response.read_certainty(paper, sent.form))
    return _Read(source, paper.question, said, number)


def _keep(
    actor: Actor, found: Look, key: tuple[str, str], read: _Read, language: str, *, now: datetime
) -> str:
    assert found.review is not None
    mark = mark_of(read.question, read.said.answer, read.source.corrections)
    rating = core.rating_of(mark, read.said)
    memory = core.remember(_memory(found.review, key), rating, now)
    card = found.card(key)
    meta, digest = read.source.shelved.pack.meta, read.source.shelved.digest
    card_id = store.keep_card(
        card.id if card else None,
        person_id=person_of(actor),
        pack_id=key[0],
        question_id=key[1],
        major=int(meta.version.split(".")[0]),
        digest=digest,
        number=read.number,
        stability=memory.stability,
        difficulty=memory.difficulty,
        last_on=memory.last,
        due_on=memory.due,
    )
    name = secrets.token_urlsafe(12)
    store.add_answer(
        key=name,
        card_id=card_id,
        number=read.number,
        digest=digest,
        language=language,
        raw=response.to_raw(read.said),
        share=str(mark.share),
        verdict=mark.verdict.value,
        grader_version=GRADER_VERSION,
        rating=rating.value,
        scheduler=core.SCHEDULER,
        due_on=memory.due,
        at=now,
    )
    return name


def require_answer(actor: Actor, key: str) -> KeptReviewAnswer:
    """The actor's own answer.

    Raises:
        NotFound: If it is somebody else's, or there is none.
    """
    kept = store.answer_by_key(key)
    if kept is None or kept.person_id != person_of(actor):
        raise NotFound("There is no such answer.")
    return kept
