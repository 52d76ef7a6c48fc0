"""What a correction does to attempts that were handed in: seen beforehand, and done afterwards."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from elearn.core.access import Actor
from elearn.core.learning.progress import EventKind
from elearn.core.pack.model import Quiz
from elearn.core.quiz import policy, response, score
from elearn.core.quiz.correct import NEEDS_ANSWER, Correction, CorrectionKind, Result, stands
from elearn.core.quiz.grade import GRADER_VERSION
from elearn.core.quiz.mark import NO_PARTS, Mark, Verdict
from elearn.core.quiz.model import PRETEST
from elearn.core.quiz.response import NO_RESPONSE, worth
from elearn.services import came_to, carrying, corrections, enrolments, gains, jobs, mail
from elearn.services.enrolments import Happened
from elearn.services.sign_in import Letter
from elearn.services.sittings import Sitting, of_kept
from elearn.store import attempts as attempt_store
from elearn.store import corrections as store
from elearn.store import enrolments as enrolment_store
from elearn.store import marking as marking_store
from elearn.store import packs, people
from elearn.store.attempts import KeptAttempt
from elearn.store.corrections import KeptCorrection, Marked
from elearn.store.db import begin_write

BATCH = 100
"""So many attempts are marked again in one transaction."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a letter about a correction says."""

    language: str | None
    name: str
    course: str
    quiz: str
    kind: str
    reason: str
    before: int
    after: int
    passed_before: bool
    passed_after: bool
    kept: bool
    attempt_key: str


Letters = Callable[[Told], Letter]
"""Writes a letter in the reader's language."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a correction does to an attempt: the new mark of the question, and the results.

    `kept`: the result would fall, and stays.
    """

    attempt: KeptAttempt
    sitting: Sitting
    answer_id: int | None
    mark: Mark
    before: Result
    after: Result
    kept: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a correction would do, in numbers of attempts.

    Attributes:
        concerned: Handed in, with the question on the paper.
        marks: With another mark of the question.
        up: With a better result.
        down: With a worse one.
        kept: Whose result would fall and stays.
        passes: Passed then, and not now.
        fails: The other way round.
    """

    concerned: int = 0
    marks: int = 0
    up: int = 0
    down: int = 0
    kept: int = 0
    passes: int = 0
    fails: int = 0


def preview(kept: KeptCorrection) -> Preview:
    """What it would do to the attempts handed in so far. Reads only, a few at a time."""
    return _counted((e.before, e.after, e.kept) if e else None for e in _effects(kept))


def done(kept: KeptCorrection) -> Preview:
    """What it did to the attempts that were worked through."""
    counted = _counted(
        (_result(*row[:3]), _result(*row[3:6]), row[6]) for row in store.results(kept.id)
    )
    return replace(counted, concerned=store.count(kept))


def _result(points: str, most: str, passed: bool) -> Result:  # noqa: FBT001  # a row of the store
    return Result(Fraction(points), Fraction(most), passed)


def _counted(effects: Iterable[tuple[Result, Result, bool] | None]) -> Preview:
    """How many there are of what; None is an attempt whose mark stays as it is."""
    numbers = Counter[str]()
    for effect in effects:
        numbers["concerned"] += 1
        if effect is None:
            continue
        before, after, held = effect
        numbers["marks"] += 1
        numbers["kept"] += held
        numbers["up"] += after.share > before.share
        numbers["down"] += after.share < before.share
        numbers["passes"] += after.passed and not before.passed
        numbers["fails"] += before.passed and not after.passed
    return Preview(**numbers)


def _effects(kept: KeptCorrection) -> Iterator[Effect | None]:
    after = 0
    found = Corrections(kept)
    while batch := store.concerned(kept, after, limit=BATCH):
        marks = store.newest_marks([number for number, _key in batch])
        for number, key in batch:
            yield _effect(kept, key, marks[number], found)
        after = batch[-1][0]


class Corrections:
    """The corrections that hold in each version once this one does; each version is asked once."""

    def __init__(self, kept: KeptCorrection) -> None:
        self._kept = kept
        self._by_version: dict[int, Sequence[Correction]] = {}

    def of(self, version_id: int) -> Sequence[Correction]:
        """Those of the question, in order."""
        found = self._by_version.get(version_id)
        if found is None:
            kept = self._kept
            version = packs.version_by_id(version_id)
            assert version is not None
            found = corrections.of_version(kept.pack_id, version.version).get(kept.question_id, ())
            if kept.state == "proposed":
                found = (*found, corrections.correction_of(kept))
            self._by_version[version_id] = found
        return found


def _effect(
    kept: KeptCorrection, key: str, marks: Mapping[str, Marked], found: Corrections
) -> Effect | None:
    """What it does to an attempt; None if the mark stays as it is."""
    attempt = attempt_store.by_key(key)
    assert attempt is not None
    sitting = of_kept(attempt)
    quiz, paper = sitting.quiz, {a.question.id: a.question for a in sitting.paper.questions}
    question, old = paper.get(kept.question_id), marks[kept.question_id]
    if question is None or old.verdict == Verdict.LAPSED:
        return None
    given = attempt_store.answers(attempt.id).get(question.id)
    said = response.from_raw(given.raw) if given is not None else NO_RESPONSE
    mark = worth(question, said, quiz.certainty, found.of(attempt.version_id))
    if (old.share, old.points, old.verdict) == (str(mark.share), str(mark.points), mark.verdict):
        return None
    others = [
        _kept_mark(m, paper[q].points) for q, m in marks.items() if q in paper and q != question.id
    ]
    total = score.score(quiz, [*others, mark])
    before = Result(
        Fraction(attempt.points or 0), Fraction(attempt.points_max or 0), bool(attempt.passed)
    )
    after = Result(total.points, Fraction(total.max), total.passed)
    result, was_kept = stands(before, after, may_lower=kept.may_lower)
    return Effect(attempt, sitting, old.answer_id, mark, before, result, was_kept)


def _kept_mark(mark: Marked, out_of: int) -> Mark:
    verdict = Verdict(mark.verdict)
    most = 0 if verdict in (Verdict.WITHDRAWN, Verdict.LAPSED) else out_of
    return Mark(Fraction(mark.share), Fraction(mark.points), most, verdict, NO_PARTS)


def work_through(correction_id: int, letters: Letters | None, *, now: datetime) -> bool:
    """Mark the next attempts again; whether that were the last ones.

    Needs a transaction of its own; what is done is not done again.
    """
    begin_write()
    kept = store.by_id(correction_id)
    if kept is None or kept.state != "confirmed" or kept.done_at is not None:
        return True
    if CorrectionKind(kept.kind) not in NEEDS_ANSWER:  # what people wrote needs no mark any more
        marking_store.set_aside(kept.pack_id, kept.versions, kept.question_id)
    batch = store.concerned(kept, kept.reached, limit=BATCH)
    marks = store.newest_marks([number for number, _key in batch])
    found = Corrections(kept)
    for number, key in batch:
        attempt_store.hold(key)
        effect = _effect(kept, key, marks[number], found)
        if effect is not None:
            _apply(kept, effect, letters, now=now)
    done = len(batch) < BATCH
    reached = batch[-1][0] if batch else kept.reached
    store.reach(kept.id, reached, done_at=now if done else None)
    return done


def begin(kept: KeptCorrection, letters: Letters | None, *, now: datetime) -> bool:
    """Mark the first attempts again at once; a job does the rest. Whether nothing is left."""
    done = work_through(kept.id, letters, now=now)
    if not done:
        _go_on(kept.id, now)
    return done


def _go_on(correction_id: int, now: datetime) -> None:
    jobs.enqueue("correction", {"correction": correction_id}, now=now)


def handler(letters: Letters | None) -> jobs.Handler:
    """The handler of `correction` jobs: some attempts, then another job."""

    def carry_on(job: jobs.JobRecord, now: datetime) -> None:
        correction_id = int(job.payload["correction"])
        if not work_through(correction_id, letters, now=now):
            _go_on(correction_id, now)

    return carry_on


def _apply(kept: KeptCorrection, effect: Effect, letters: Letters | None, *, now: datetime) -> None:
    attempt = effect.attempt
    attempt_store.add_marks(
        attempt.id,
        [
            {
                "question_id": kept.question_id,
                "answer_id": effect.answer_id,
                "share": str(effect.mark.share),
                "points": str(effect.mark.points),
                "verdict": effect.mark.verdict.value,
                "grader_version": GRADER_VERSION,
                "correction_id": kept.id,
                "at": now,
            }
        ],
    )
    before, after = effect.before, effect.after
    store.add_result(
        correction_id=kept.id,
        attempt_id=attempt.id,
        points_before=str(before.points),
        max_before=str(before.max),
        passed_before=before.passed,
        points_after=str(after.points),
        max_after=str(after.max),
        passed_after=after.passed,
        kept=effect.kept,
        at=now,
    )
    if after != before:
        attempt_store.set_result(
            attempt.id, points=str(after.points), points_max=str(after.max), passed=after.passed
        )
        _follow(kept, effect, now=now)
        _keep_gains(effect, now=now)
    if letters is not None:
        _tell(kept, effect, letters, now=now)


def _follow(kept: KeptCorrection, effect: Effect, *, now: datetime) -> None:
    """What the new result means for the quiz and the course, by their rules."""
    attempt, quiz = effect.attempt, effect.sitting.quiz
    standing = enrolment_store.standing(attempt.enrolment_id)
    if standing is None or quiz.practice or quiz.role == PRETEST:
        return
    past = came_to.past(attempt_store.of_item(attempt.enrolment_id, quiz.id))
    counted = policy.counted(quiz, past)
    passed = counted is not None and counted.passed
    if passed == (quiz.id in standing.done.passed):
        return
    if not passed and not kept.may_lower:
        return
    kind = EventKind.QUIZ_PASSED if passed else EventKind.QUIZ_REOPENED
    happened = Happened(
        kind,
        quiz.id,
        f"correction-{kept.id}-{attempt.key}",
        {"attempt": attempt.key, "correction": kept.key},
        by_learner=False,
    )
    learner = Actor(person_id=attempt.person_id, language=attempt.language)
    enrolments.happen(standing, happened, learner, now=now)
    if not passed:
        enrolments.take_back(attempt.enrolment_id, kept.reason, now=now)
        carrying.take_back_later(attempt.enrolment_id, quiz.id, kept.reason, now=now)


def _keep_gains(effect: Effect, *, now: datetime) -> None:
    """From a pretest to its post-test, whichever of them has another result now."""
    attempt, quiz = effect.attempt, effect.sitting.quiz
    gains.keep(attempt.key, now=now)
    if quiz.role != PRETEST:
        return
    for item in effect.sitting.shelved.course.items:
        if isinstance(item, Quiz) and item.pair == quiz.id:
            for later in attempt_store.of_item(attempt.enrolment_id, item.id):
                gains.keep(later.key, now=now)


def _tell(kept: KeptCorrection, effect: Effect, letters: Letters, *, now: datetime) -> None:
    person = people.by_id(effect.attempt.person_id)
    if person is None or not person.email or person.left_at is not None:
        return
    language = person.language or effect.attempt.language
    compiled = effect.sitting.shelved.compiled
    letter = letters(
        Told(
            language=language,
            name=person.name,
            course=compiled.plain(language, "pack#title"),
            quiz=compiled.plain(language, f"{effect.sitting.quiz.id}#title"),
            kind=kept.kind,
            reason=kept.reason,
            before=int(effect.before.share * 100),
            after=int(effect.after.share * 100),
            passed_before=effect.before.passed,
            passed_after=effect.after.passed,
            kept=effect.kept,
            attempt_key=effect.attempt.key,
        )
    )
    mail.send(person.email, letter.subject, letter.text, now=now)
