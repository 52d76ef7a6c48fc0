"""The pages of an attempt under way: questions, the summary, two answers of two tabs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.pack.model import Course, Item, Quiz
from elearn.core.quiz import answers as given
from elearn.core.quiz import response
from elearn.core.quiz.lapsed import unmarked
from elearn.core.quiz.options import Feedback
from elearn.core.quiz.response import NO_RESPONSE, Response
from elearn.services import (
    attempts,
    came_to,
    lapses,
    law_notes,
    question_forms,
    question_help,
    quiz_sections,
    results,
    shelf,
)
from elearn.services.law_notes import LapseNote
from elearn.services.lessons import Neighbour, neighbour
from elearn.services.question_forms import QuestionForm, QuestionReview
from elearn.services.question_help import NO_HELP, QuestionHelp
from elearn.services.quiz_sections import SectionHead
from elearn.services.shelf import Reading, SourceNote, Text
from elearn.services.sittings import Sitting
from elearn.store import attempts as store
from elearn.store.attempts import KeptAnswer, KeptAttempt


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """An earlier attempt. `overdue`: it ended at its deadline. `aside`: it counts for nothing."""

    key: str
    number: int
    finished_at: datetime | None
    percent: int
    passed: bool
    overdue: bool = False
    waiting: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Paused:
    """In the place of a page: the quiz is closed since law lapsed, and the attempt waits."""

    pack_id: str
    item_id: str


@dataclass(frozen=True, slots=True)
class Place:
    """A question in the navigator. `open`: it can be gone to."""

    number: int
    answered: bool
    current: bool
    flagged: bool = False
    open: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on a page.

    Attributes:
        based: The number of the answer that is shown, 0 for none.
        help: Hints, and the question how sure one is.
        review: Where its answer is final and shown at once: what is right, and why.
        error: Why what was sent could not be read.
        lapsed: Law lapsed since it was asked, before an answer was given: it gives no marks.
        head: The heading of its section, where that begins or the page does.
    """

    number: int
    form: QuestionForm
    based: int
    flagged: bool
    closed: bool
    help: QuestionHelp = NO_HELP
    review: QuestionReview | None = None
    error: str = ""
    head: SectionHead | None = None
    lapsed: LapseNote | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """When an attempt ends by itself, and in how many seconds."""

    ends_at: datetime
    seconds: int


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One page of an attempt. `number` is the question that was gone to.

    Attributes:
        next: The first question of the page after this one, 0 on the last one.
        previous: The same before this one; 0 too where there is no way back.
        checks: Whether answers can be made final and looked at meanwhile.
    """

    key: str
    pack_id: str
    item_id: str
    title: Text
    number: int
    total: int
    asked: tuple[Asked, ...]
    places: tuple[Place, ...]
    previous: int
    next: int
    forward: bool
    checks: bool
    clock: Clock | None
    sources: tuple[SourceNote, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """What is answered and what is not, before handing in; `places` has first what needs a look."""

    key: str
    pack_id: str
    item_id: str
    title: Text
    places: tuple[Place, ...]
    unanswered: tuple[int, ...]
    flagged: tuple[int, ...]
    back: int
    forward: bool
    clock: Clock | None


def around(
    course: Course, reading: Reading, item: Item
) -> tuple[Neighbour | None, Neighbour | None]:
    """The items before and after."""
    items = course.items
    at = items.index(item)
    before = neighbour(reading, items[at - 1].id) if at else None
    after = neighbour(reading, items[at + 1].id) if at + 1 < len(items) else None
    return before, after


def how_many(quiz: Quiz) -> int:
    """How many questions an attempt asks."""
    return quiz.size


def attempt_lines(kept: list[KeptAttempt]) -> tuple[AttemptLine, ...]:
    """Attempts as lines of a list."""
    return tuple(
        AttemptLine(
            a.key,
            a.number,
            a.finished_at,
            came_to.percent(a),
            bool(a.passed),
            overdue=a.overdue,
            waiting=came_to.is_waiting(a),
            aside=a.set_aside,
        )
        for a in kept
    )


def reading_of(sitting: Sitting, now: datetime) -> Reading:
    """An attempt stays in the language it was begun in."""
    return shelf.read(sitting.kept.digest, sitting.kept.language, now.date())


def clock_of(kept: KeptAttempt, now: datetime) -> Clock | None:
    """When an attempt ends by itself; None if it never does."""
    if kept.deadline_at is None:
        return None
    return Clock(kept.deadline_at, max(0, int((kept.deadline_at - now).total_seconds())))


def _answered(kept: Mapping[str, KeptAnswer]) -> set[str]:
    return {
        question_id
        for question_id, answer in kept.items()
        if response.from_raw(answer.raw).answer != question_forms.BLANK
    }


def _places(
    sitting: Sitting, kept: Mapping[str, KeptAnswer], current: int = 0
) -> tuple[Place, ...]:
    answered = _answered(kept)
    reached = sitting.reached if sitting.quiz.forward else None
    return tuple(
        Place(
            n,
            asked.question.id in answered,
            n == current,
            asked.question.id in sitting.kept.flagged,
            open=reached is None or n in reached,
        )
        for n, asked in enumerate(sitting.paper.questions, 1)
    )


def response_of(kept: Mapping[str, KeptAnswer], question_id: str) -> Response:
    """What was said to a question and counts; nothing where nothing was said."""
    return response.from_raw(kept[question_id].raw) if question_id in kept else NO_RESPONSE


def paused(sitting: Sitting, now: datetime) -> Paused | None:
    """What stands in the place of every page of an attempt while its quiz is closed for the law."""
    if not results.is_paused(sitting.kept, now):
        return None
    return Paused(sitting.shelved.course.meta.id, sitting.quiz.id)


def question_page(
    actor: Actor, key: str, number: int, *, now: datetime
) -> QuestionPage | Paused | None:
    """The page of an open attempt on which a question stands; None once it has ended.

    Where there is no way back, a question that cannot be opened gives the page that was reached.

    Raises:
        NotFound: If it is not the actor's attempt, or there is no such question.
    """
    sitting = attempts.require_sitting(actor, key)
    if results.is_over(sitting.kept, now):
        return None
    if (waits := paused(sitting, now)) is not None:
        return waits
    attempts.question_at(sitting, number)
    if not sitting.may_open(number):
        number = sitting.reached[0]
    numbers = sitting.page_with(number)
    kept = store.answers(sitting.kept.id)
    reading = reading_of(sitting, now)
    asked = tuple(_asked(sitting, reading, kept, n, top=n == numbers[0]) for n in numbers)
    asked = _with_lapses(asked, sitting, reading, kept, now)
    free = not sitting.quiz.forward
    pages = sitting.pages
    at = pages.index(numbers)
    return QuestionPage(
        key=key,
        pack_id=sitting.shelved.course.meta.id,
        item_id=sitting.quiz.id,
        title=reading.text(f"{sitting.quiz.id}#title"),
        number=number,
        total=len(sitting.paper.questions),
        asked=asked,
        places=_places(sitting, kept, number),
        previous=pages[at - 1][0] if free and at else 0,
        next=pages[at + 1][0] if at + 1 < len(pages) else 0,
        forward=not free,
        checks=sitting.quiz.shown is Feedback.AT_ONCE,
        clock=clock_of(sitting.kept, now),
        sources=reading.sources_of(f"{a.form.id}#reason" for a in asked if a.review),
    )


def _asked(
    sitting: Sitting, reading: Reading, kept: Mapping[str, KeptAnswer], number: int, *, top: bool
) -> Asked:
    asked = attempts.question_at(sitting, number)
    question_id = asked.question.id
    said = response_of(kept, question_id)
    quiz = sitting.quiz
    closed = question_id in sitting.kept.closed
    shown = closed and quiz.shown is Feedback.AT_ONCE
    return Asked(
        number=number,
        form=question_forms.form_of(reading, asked, said.answer),
        based=kept[question_id].number if question_id in kept else 0,
        flagged=question_id in sitting.kept.flagged,
        closed=closed,
        help=NO_HELP if closed else question_help.beside(reading, quiz, asked, said),
        review=question_forms.review_of(reading, asked, said, quiz.certainty) if shown else None,
        head=quiz_sections.head(sitting, reading, number, top=top),
    )


def _with_lapses(
    asked: tuple[Asked, ...],
    sitting: Sitting,
    reading: Reading,
    kept: Mapping[str, KeptAnswer],
    now: datetime,
) -> tuple[Asked, ...]:
    """The same, with those marked that would get no mark if the attempt ended now."""
    gone = lapses.lapses(sitting.kept.digest, now=now)
    if not gone:
        return asked
    answered = {name: answer.at for name, answer in kept.items()}
    without = unmarked([one.form.id for one in asked], gone, answered, now)
    return tuple(
        replace(one, lapsed=law_notes.note(reading, gone[one.form.id]))
        if one.form.id in without
        else one
        for one in asked
    )


def with_errors(page: QuestionPage, fields: given.Form, errors: Mapping[int, str]) -> QuestionPage:
    """A page as it was sent, for a learner who must mend something: nothing is lost."""
    asked = tuple(
        replace(
            a,
            form=question_forms.refilled(a.form, fields),
            help=question_help.refilled(a.help, fields),
            error=errors.get(a.number, ""),
        )
        for a in page.asked
    )
    return replace(page, asked=asked)


def with_error(page: QuestionPage, number: int, error: str) -> QuestionPage:
    """A page with something to mend at one question."""
    asked = tuple(replace(a, error=error) if a.number == number else a for a in page.asked)
    return replace(page, asked=asked)


def summary_page(actor: Actor, key: str, *, now: datetime) -> SummaryPage | Paused | None:
    """What is answered before handing in; None once the attempt has ended."""
    sitting = attempts.require_sitting(actor, key)
    if results.is_over(sitting.kept, now):
        return None
    if (waits := paused(sitting, now)) is not None:
        return waits
    places = _places(sitting, store.answers(sitting.kept.id))
    unanswered = tuple(p.number for p in places if not p.answered)
    flagged = tuple(p.number for p in places if p.flagged)
    back = sitting.reached[0] if sitting.quiz.forward else (*unanswered, *flagged, 1)[0]
    return SummaryPage(
        key=key,
        pack_id=sitting.shelved.course.meta.id,
        item_id=sitting.quiz.id,
        title=reading_of(sitting, now).text(f"{sitting.quiz.id}#title"),
        places=tuple(sorted(places, key=lambda p: (p.answered, not p.flagged))),
        unanswered=unanswered,
        flagged=flagged,
        back=back,
        forward=sitting.quiz.forward,
        clock=clock_of(sitting.kept, now),
    )
