"""What happened on the demonstration site: people learn, trainers mark and correct.

Everything goes through the services that people use, in the order of time.
"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from elearn.core.access import Actor
from elearn.core.case.model import Case
from elearn.core.case.play import reasoning_of
from elearn.core.pack.model import Course, Item, Lesson, Quiz
from elearn.core.quiz import answers as given
from elearn.core.quiz import response
from elearn.core.quiz.correct import CorrectionKind
from elearn.core.quiz.draw import PaperQuestion
from elearn.core.quiz.given import TextAnswer, truth
from elearn.core.quiz.options import CertaintyRule
from elearn.services import (
    attempts,
    cases,
    corrections,
    enrolments,
    lessons,
    marking,
    marking_pages,
    mistake_reports,
    mistakes,
    regrading,
    results_release,
    shelf,
)
from elearn.services.corrections import Proposal
from elearn.services.demo_answers import Character
from elearn.services.demo_essays import essay_of
from elearn.services.marking import Finding
from elearn.services.mistake_reports import Mistake
from elearn.store import packs

FIRST = "first-steps"
"""The course that everybody takes first, in two days."""

_FIRST_DAYS = timedelta(days=2)

_WEEKS = timedelta(days=21)
"""So long somebody takes for any other course; for a part of it accordingly, but at least this
share, in per cent: `_LEAST`."""

_LEAST = 10

_TRIES = 3
"""After so many attempts at a quiz everybody knows it."""

_MOST_STEPS, _STOP = 60, 3
"""Of a road; and where somebody stops whom nobody asked for reasons before."""


class Happening(Protocol):
    """Something that happens at a moment."""

    def __call__(self, *, now: datetime) -> "Iterable[Act] | None":
        """Let it happen; what comes of it later."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that somebody did, and when."""

    at: datetime
    do: Happening


def play(acts: Iterable[Act]) -> None:
    """Let everything happen in the order of time, and what comes of it."""
    ahead = [(act.at, number, act) for number, act in enumerate(acts)]
    heapq.heapify(ahead)
    number = len(ahead)
    while ahead:
        at, _number, act = heapq.heappop(ahead)
        for later in act.do(now=at) or ():
            heapq.heappush(ahead, (later.at, number, later))
            number += 1


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody who takes every published course, part by part, until a moment in the past.

    `far` is the share of the parts that they came to, in per cent. From the last part of a share
    they have not gone on. `begin` is when they began; None where they took as long as others take.
    """

    actor: Actor
    character: Character
    far: int
    end: datetime
    begin: datetime | None = None

    def acts(self) -> Iterator[Act]:
        """Enrolling, and then part by part."""
        usual = self.end - _WEEKS * max(self.far, _LEAST) / 100
        yield Act(self.begin or usual, self._enrol)

    def _enrol(self, *, now: datetime) -> Iterator[Act]:
        """In every course that is offered now; how things work here is read first, to its end."""
        for version in packs.published_courses():
            first = version.pack_id == FIRST
            enrolments.enrol(self.actor, version.pack_id, now=now)
            far = 100 if first and self.far else self.far
            end = now + _FIRST_DAYS if first else self.end
            yield from replace(self, far=far, end=end).take(version.pack_id, now=now)

    def take(self, pack_id: str, *, now: datetime) -> Iterator[Act]:
        """Going on, from now until the end, with that share of what is not yet done."""
        standing = enrolments.require_standing(self.actor, pack_id)
        course = shelf.take(standing.enrolment.digest).course
        done = standing.done.read | standing.done.passed | standing.done.finished
        left = [item for item in course.items if item.id not in done]
        items = left[: len(left) * self.far // 100]
        for number, item in enumerate(items, 1):
            stops = number == len(items) and self.far < 100
            at = now + (self.end - now) * number / (len(items) + 1)
            yield Act(at, partial(self._do, course, item, stops=stops))

    def _do(self, course: Course, item: Item, *, stops: bool, now: datetime) -> None:
        pack_id = course.meta.id
        match item:
            case Lesson():
                lessons.finish_lesson(self.actor, pack_id, item.id, now=now)
            case Quiz():
                self._sit_until_passed(pack_id, item, now)
            case Case():
                # Whoever stops at a question about reasons was careful until then.
                who = self.character.wiser(100) if stops else self.character
                road = _Road(pack_id, item, who, stops=stops)
                road.take(self.actor, now)
                if not stops and self.character.dice(item.id).below("again", 4) == 0:
                    again = replace(road, who=self.character.wiser(30))
                    again.take(self.actor, now + timedelta(hours=2))

    def _sit_until_passed(self, pack_id: str, quiz: Quiz, now: datetime) -> None:
        """Until it is passed, or waits for a trainer; each time knowing more."""
        for attempt in range(1, _TRIES + 1):
            who = self.character.wiser(100 if attempt == _TRIES else 15 * (attempt - 1))
            key, now = self._sit(pack_id, quiz, who, now)
            if attempts.require_sitting(self.actor, key).kept.passed is not False:
                return
            now += timedelta(minutes=40)

    def _sit(self, pack_id: str, quiz: Quiz, who: Character, now: datetime) -> tuple[str, datetime]:
        """Answer, and hand in; the attempt's key, and when it ended."""
        key = attempts.begin(self.actor, pack_id, quiz.id, who.language, now=now)
        sitting = attempts.require_sitting(self.actor, key)
        for number, asked in enumerate(sitting.paper.questions, 1):
            now += timedelta(seconds=who.seconds(asked.question))
            form = _form(who, asked, certainty=quiz.certainty is not CertaintyRule.OFF)
            if form:
                attempts.answer(self.actor, key, number, form, now=now)
        now += timedelta(seconds=50)
        attempts.finish(self.actor, key, now=now)
        return key, now


def _form(who: Character, asked: PaperQuestion, *, certainty: bool) -> given.Form:
    answer = who.answer(asked.question)
    form = {name: list(values) for name, values in given.to_form(asked, answer).items()}
    if form and certainty:
        sure = who.certainty(asked.question, right=answer == truth(asked.question))
        form[response.certainty_field(asked)] = [sure.value]
    return form


@dataclass(frozen=True, slots=True)
class _Road:
    """A go at a case. Whoever `stops` stays at the first scene that asks for reasons."""

    pack_id: str
    case: Case
    who: Character
    stops: bool

    def take(self, actor: Actor, now: datetime) -> None:
        """To an ending, or to where somebody stops."""
        key = cases.begin(actor, self.pack_id, self.case.id, self.who.language, now=now)
        for step in range(_MOST_STEPS):
            walk = cases.require_sitting(actor, key).walk
            asked = any(reasoning_of(walk.scene, choice) for choice in walk.open_choices)
            if walk.finished or (self.stops and (asked or step == _STOP)):
                return
            for thing in walk.scene.exhibits:
                cases.look_at(actor, key, thing, now=now)
            now += timedelta(seconds=70)
            choice = self.who.decide(walk.scene.id, walk.open_choices)
            cases.choose(actor, key, step, choice.id, now=now)


@dataclass(frozen=True, slots=True)
class Trainers:
    """Two trainers: they mark what was written, correct what was wrong, and answer reports."""

    first: Actor
    second: Actor

    def acts(self, now: datetime) -> Iterator[Act]:
        """What they did in the last year; the last answers, and one correction, still wait."""
        for ago in (280, 190, 120, 80, 50, 33):
            at = now - timedelta(days=ago)
            yield Act(at, partial(self._mark_all, self.first))
            yield Act(at + timedelta(days=1), partial(self._mark_all, self.second))
            yield Act(at + timedelta(days=2), self._settle)
            yield Act(at + timedelta(days=2, hours=1), self._release)
        yield Act(now - timedelta(days=30), self._correct)
        yield Act(now - timedelta(days=12), partial(self._mark_all, self.first))
        yield Act(now - timedelta(days=11), partial(self._mark_all, self.second))
        yield Act(now - timedelta(days=3), partial(self._mark_all, self.first))
        yield Act(now - timedelta(days=2), self._propose)

    def _mark_all(self, marker: Actor, *, now: datetime) -> None:
        """Mark every answer that wants this marker."""
        for line in marking_pages.queue_page(marker, "en", now=now).lines:
            quiz = (line.pack_id, line.version, line.item_id)
            while key := marking.take_next(marker, *quiz, now=now):
                marking.mark(marker, key, self._finding(marker, key, now), now=now)
                now += timedelta(minutes=3)

    def _finding(self, marker: Actor, key: str, now: datetime) -> Finding:
        essay = essay_of(marking_pages.marking_page(marker, key, now=now).text)
        if essay is None:
            raise RuntimeError("somebody wrote what is not in the demonstration")
        if marker == self.first:
            return Finding(essay.first, essay.comment)
        return Finding(essay.second, "")

    def _settle(self, *, now: datetime) -> None:
        """Settle where the two differ: the first marker was right, on reading it again."""
        for line in marking_pages.queue_page(self.first, "en", now=now).lines:
            quiz = (line.pack_id, line.version)
            page = marking_pages.quiz_page(self.first, quiz, line.item_id, "en", now=now)
            for answer in page.answers:
                if answer.state != "differing":
                    continue
                marking.take(self.first, answer.key, now=now)
                found = self._finding(self.first, answer.key, now)
                settled = Finding(found.levels, found.comment, "We read it again together.")
                marking.mark(self.first, answer.key, settled, now=now)

    def _release(self, *, now: datetime) -> None:
        for line in marking_pages.queue_page(self.first, "en", now=now).lines:
            quiz = (line.pack_id, line.version)
            results_release.release(self.first, quiz, line.item_id, partly=True, now=now)

    def _correct(self, *, now: datetime) -> None:
        """An answer that many gave, and that is right too; confirmed a day later."""
        wanted = Proposal(
            pack_id=FIRST,
            version="",
            question_id="q-first-text",
            kind=CorrectionKind.ALSO,
            answer=TextAnswer("QR code"),
            reason="The code is printed as a QR code; whoever wrote that knew it.",
        )
        key = corrections.propose(self.second, wanted, now=now)
        confirmed = corrections.confirm(self.first, key, now=now + timedelta(days=1))
        while not regrading.work_through(confirmed.id, None, now=now + timedelta(days=1)):
            pass

    def _propose(self, *, now: datetime) -> None:
        """A correction that still waits for the other trainer."""
        wanted = Proposal(
            pack_id="border-checks",
            version="",
            question_id="q-check-treaty-group",
            kind=CorrectionKind.ALSO,
            answer=TextAnswer("group"),
            reason="“Group expulsion” means the same, and the question itself speaks of a group.",
        )
        corrections.propose(self.second, wanted, now=now)


def report_mistakes(learner: Actor, trainer: Actor, now: datetime) -> Iterator[Act]:
    """Two reports: one that a trainer has answered, and one that waits."""
    said = (
        ("ninety-days", "The second example counts 29 days for February 2026.", 44),
        ("machine-readable-zone", "On my telephone the picture of the zone is very small.", 3),
    )
    for item_id, text, ago in said:
        mistake = Mistake(item_id, "", "en", text)
        report = partial(mistake_reports.report_mistake, learner, "border-checks", mistake)
        yield Act(now - timedelta(days=ago), report)
    yield Act(now - timedelta(days=40), partial(_answer_first, trainer))


def _answer_first(trainer: Actor, *, now: datetime) -> None:
    for line in mistakes.reports_page(trainer, "open", "border-checks", 1).reports:
        note = "We counted again: 28 days, as it stands there. Thank you for looking closely."
        mistakes.close(trainer, line.key, note, now=now)
