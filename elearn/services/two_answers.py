"""Two tabs answered one question: the page on which to choose between the answers."""

from dataclasses import dataclass
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.errors import NotFound
from elearn.core.quiz import response
from elearn.services import attempts, question_forms, results
from elearn.services.question_forms import QuestionForm
from elearn.services.quiz_pages import Clock, Paused, clock_of, paused, reading_of
from elearn.services.shelf import Text
from elearn.store import attempts as store
from elearn.store.attempts import KeptAnswer


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of two answers to a question."""

    number: int
    at: datetime
    form: QuestionForm


@dataclass(frozen=True, slots=True)
class ChoicePage:
    """Two tabs answered one question: what stands, and what the later one sent."""

    key: str
    pack_id: str
    item_id: str
    title: Text
    number: int
    stands: Candidate
    other: Candidate
    clock: Clock | None


def choice_page(
    actor: Actor, key: str, number: int, other: int, *, now: datetime
) -> ChoicePage | Paused | None:
    """Two answers to a question, to choose between; None once the attempt has ended.

    Raises:
        NotFound: If it is not the actor's attempt, or there are no two such answers.
    """
    sitting = attempts.require_sitting(actor, key)
    if results.is_over(sitting.kept, now):
        return None
    if (waits := paused(sitting, now)) is not None:
        return waits
    asked = attempts.question_at(sitting, number)
    stands = store.answers(sitting.kept.id).get(asked.question.id)
    sent = store.answer_numbered(sitting.kept.id, asked.question.id, other)
    if stands is None or sent is None:
        raise NotFound("There is no such answer.")
    reading = reading_of(sitting, now)

    def candidate(kept: KeptAnswer) -> Candidate:
        form = question_forms.form_of(reading, asked, response.from_raw(kept.raw).answer)
        return Candidate(kept.number, kept.at, form)

    return ChoicePage(
        key=key,
        pack_id=sitting.shelved.course.meta.id,
        item_id=sitting.quiz.id,
        title=reading.text(f"{sitting.quiz.id}#title"),
        number=number,
        stands=candidate(stands),
        other=candidate(sent),
        clock=clock_of(sitting.kept, now),
    )
