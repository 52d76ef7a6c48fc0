"""Find and keep the daily review: the decision, the cards, the answers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, delete, select, update

from elearn.store.db import db
from elearn.store.hold import hold as hold_row
from elearn.store.tables.daily_review import DailyReview, ReviewAnswer, ReviewCard
from elearn.store.tables.people import Person
from elearn.store.upsert import insert_or_skip

MOST = 10_000
"""The most cards of one person that are looked at."""


@dataclass(frozen=True, slots=True)
class KeptCard:
    """What somebody remembers of a question."""

    id: int
    pack_id: str
    question_id: str
    number: int
    stability: float
    difficulty: float
    last_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class KeptReview:
    """What somebody decided; the cards by pack and question, if they take part."""

    key: str
    active: bool
    since_at: datetime
    cards: dict[tuple[str, str], KeptCard]


@dataclass(frozen=True, slots=True)
class KeptReviewAnswer:
    """An answer, and whose it is."""

    key: str
    person_id: int
    pack_id: str
    question_id: str
    number: int
    digest: str
    language: str
    raw: dict[str, Any]
    due_on: date
    at: datetime


def of_person(person_id: int) -> KeptReview | None:
    """What somebody decided, with their cards; None if they never did. One query."""
    found = db.session.execute(
        select(
            DailyReview.key,
            DailyReview.active,
            DailyReview.since_at,
            ReviewCard.id,
            ReviewCard.pack_id,
            ReviewCard.question_id,
            ReviewCard.number,
            ReviewCard.stability,
            ReviewCard.difficulty,
            ReviewCard.last_on,
            ReviewCard.due_on,
        )
        .outerjoin(
            ReviewCard, and_(ReviewCard.person_id == DailyReview.person_id, DailyReview.active)
        )
        .where(DailyReview.person_id == person_id)
        .order_by(ReviewCard.due_on.desc())
        .limit(MOST)
    ).all()
    if not found:
        return None
    cards = [KeptCard(*card) for _key, _active, _since, *card in found if card[0] is not None]
    key, active, since_at = found[0][:3]
    return KeptReview(key, active, since_at, {(c.pack_id, c.question_id): c for c in cards})


def hold(person_id: int) -> None:
    """Let others who write for this learner wait until the commit."""
    hold_row(Person, id=person_id)


def decide(person_id: int, key: str, *, active: bool, at: datetime) -> None:
    """Keep whether somebody takes part from now on; `key` is for those who never decided."""
    values = {"person_id": person_id, "key": key, "active": active, "since_at": at}
    if not insert_or_skip(DailyReview, values):
        db.session.execute(
            update(DailyReview)
            .where(DailyReview.person_id == person_id, DailyReview.active.is_not(active))
            .values(active=active, since_at=at)
        )


def forget(person_id: int) -> None:
    """Erase the cards and the answers of somebody."""
    mine = select(ReviewCard.id).where(ReviewCard.person_id == person_id)
    db.session.execute(delete(ReviewAnswer).where(ReviewAnswer.card_id.in_(mine)))
    db.session.execute(delete(ReviewCard).where(ReviewCard.person_id == person_id))


def keep_card(card_id: int | None, **values: Any) -> int:
    """Keep what is remembered now, in the card with that number or in a new one; its number."""
    if card_id is not None:
        db.session.execute(update(ReviewCard).where(ReviewCard.id == card_id).values(**values))
        return card_id
    row = ReviewCard(**values)
    db.session.add(row)
    db.session.flush()  # for its number
    return row.id


def add_answer(**values: Any) -> None:
    """Keep an answer."""
    db.session.add(ReviewAnswer(**values))


def _answers() -> Any:
    return select(
        ReviewAnswer.key,
        ReviewCard.person_id,
        ReviewCard.pack_id,
        ReviewCard.question_id,
        ReviewAnswer.number,
        ReviewAnswer.digest,
        ReviewAnswer.language,
        ReviewAnswer.raw,
        ReviewAnswer.due_on,
        ReviewAnswer.at,
    ).join(ReviewCard, ReviewCard.id == ReviewAnswer.card_id)


def answer_by_key(key: str) -> KeptReviewAnswer | None:
    """The answer with that key."""
    row = db.session.execute(_answers().where(ReviewAnswer.key == key)).first()
    return KeptReviewAnswer(*row) if row else None


def answer_of(card_id: int, number: int) -> KeptReviewAnswer | None:
    """The answer of that number to the question of a card."""
    chosen = _answers().where(ReviewAnswer.card_id == card_id, ReviewAnswer.number == number)
    row = db.session.execute(chosen).first()
    return KeptReviewAnswer(*row) if row else None
