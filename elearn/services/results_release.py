"""Releasing results that waited for people: all of a quiz at once, and what follows from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.errors import BadInput
from elearn.core.quiz import response, score
from elearn.core.quiz.grade import Mark, Verdict
from elearn.services import handing_in, marking, results, sittings
from elearn.services.sittings import Sitting
from elearn.store import attempts as attempt_store
from elearn.store import audit
from elearn.store import marking as store
from elearn.store.attempts import KeptAnswer
from elearn.store.db import begin_write


@dataclass(frozen=True, slots=True)
class Released:
    """A result that is its learner's from now on, and whom to tell."""

    attempt_key: str
    name: str
    email: str | None
    language: str | None


def release(
    actor: Actor, version: tuple[str, str], item_id: str, *, partly: bool, now: datetime
) -> tuple[Released, ...]:
    """Release the results of all attempts at a quiz that are marked, at once.

    Points, passed or not, progress and completion follow as when an attempt is handed in.

    Args:
        actor: Who releases.
        version: Pack id and version.
        item_id: The quiz.
        partly: Whether to go ahead though others still wait; those stay withheld.
        now: The moment.

    Raises:
        NotAllowed: If the actor may not mark.
        NotFound: If there is no such version.
        BadInput: If others still wait and `partly` does not say so.
    """
    kept = marking.require_version(actor, *version)
    begin_write()
    store.hold_quiz(kept.id)
    ready = store.ready(kept.id, item_id)
    handed_in = {written.attempt_id for written in store.of_quiz(kept.id, item_id)}
    if handed_in - {r.attempt_id for r in ready} and not partly:
        raise BadInput("Others still wait. Say that theirs come later.", code="others-wait")
    released = []
    for each in ready:
        _release_one(each.attempt_key, now)
        released.append(Released(each.attempt_key, each.name, each.email, each.language))
    if released:
        audit.keep_act(
            actor.person_id,
            "results-released",
            f"{version[0]} {version[1]}",
            {"item": item_id, "count": len(released)},
            at=now,
        )
    return tuple(released)


def _release_one(key: str, now: datetime) -> None:
    attempt_store.hold(key)
    kept = attempt_store.by_key(key)
    assert kept is not None
    sitting = sittings.of_kept(kept)
    assert kept.finished_at is not None
    found = results.graded(sitting, at=kept.finished_at)  # by the corrections that hold now
    waiting = {name for name, mark in found.marks.items() if mark.verdict is Verdict.WAITING}
    written = [each for each in store.of_attempt(kept.id) if each.question_id in waiting]
    by_people = _final(sitting, marking.combined(written))
    marks = {
        name: by_people[name] if name in waiting else mark for name, mark in found.marks.items()
    }
    _keep_marks(kept.id, marks, found.answers, now)
    store.release(kept.id, at=now)
    total = score.score(sitting.quiz, marks.values())
    attempt_store.set_result(kept.id, **results.columns(total))
    learner = Actor(person_id=kept.person_id, language=kept.language)
    handing_in.conclude(sitting, total, learner, at=now, by_learner=False)


def _keep_marks(
    attempt_id: int, marks: Mapping[str, Mark], answers: Mapping[str, KeptAnswer], now: datetime
) -> None:
    """Append the marks that are others than those kept when the attempt was handed in."""
    old = attempt_store.marks(attempt_id)
    rows: list[dict[str, object]] = []
    for name, mark in marks.items():
        row = handing_in.mark_row(name, mark, answers[name].id if name in answers else None)
        before = old[name]
        if (before.share, before.points, before.verdict) == (
            row["share"],
            row["points"],
            row["verdict"],
        ):
            continue
        if mark.judged is not None:
            row |= {"grader": marking.GRADER, "judged": marking.judged_to_raw(mark.judged)}
        rows.append(row | {"at": now})
    attempt_store.add_marks(attempt_id, rows)


def _final(sitting: Sitting, marks: dict[str, Mark]) -> dict[str, Mark]:
    """The marks of people, with what hints and certainty make of them."""
    answers = attempt_store.answers(sitting.kept.id)
    quiz = sitting.quiz
    found = {}
    for question_id, mark in marks.items():
        asked = sitting.paper.question(question_id)
        said = response.from_raw(answers[question_id].raw)
        found[question_id] = response.final(asked.question, mark, said, quiz.certainty)
    return found
