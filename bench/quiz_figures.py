"""Grading in core, and item statistics with the database read."""

import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import func, insert, select

from bench import quiz_pack, seed
from bench.report import Row, at_most
from elearn.app import create_app
from elearn.core.pack.model import Course, Quiz
from elearn.core.pack.parse import parse
from elearn.core.quiz import answers as given
from elearn.core.quiz import draw
from elearn.core.quiz.answers import Answer, BlankAnswer
from elearn.core.quiz.grade import GRADER_VERSION, Mark, grade
from elearn.core.quiz.questions import KINDS, Question, kind_of
from elearn.services import packs, quiz_statistics, shelf
from elearn.services.people import OPERATOR
from elearn.services.transaction import transaction
from elearn.store import packs as pack_store
from elearn.store.db import begin_write, db, table_of
from elearn.store.tables.attempts import AnswerRow, Attempt, MarkRow
from elearn.store.tables.enrolments import Enrolment
from elearn.store.tables.packs import ReleaseLine

GRADED, WITHIN = 100_000, 3.0
QUESTIONS = 60
_SEED = "000102030405060708090a0b0c0d0e0f"
_BATCH = 50_000


def _asked(count: int, *, by_hand: bool) -> tuple[Question, ...]:
    """So many questions, read from a pack as any others."""
    with tempfile.TemporaryDirectory() as folder:
        path = quiz_pack.write(Path(folder), count, by_hand=by_hand)
        files = {str(p.relative_to(path)): p.read_bytes() for p in path.rglob("*") if p.is_file()}
    pack = parse(files).pack
    quiz = pack.item(quiz_pack.QUIZ) if isinstance(pack, Course) else None
    if not isinstance(quiz, Quiz):
        raise TypeError("the course cannot be read")
    return quiz.questions


def _answers(question: Question) -> list[Answer]:
    """What people may have answered: the truth, nothing, and the truth with a part left out."""
    truth = given.truth(question)
    asked = draw.paper_question(question, _SEED)
    fields = {
        name: [value] if isinstance(value, str) else list(value)
        for name, value in given.to_form(asked, truth).items()
    }
    found: list[Answer] = [truth, BlankAnswer()]
    for name in fields:
        read = given.read(question, asked, {k: v for k, v in fields.items() if k != name})
        if not isinstance(read, given.Unreadable):
            found.append(read)
    return found


def _pairs() -> list[tuple[Question, Answer]]:
    """Ten questions of each kind, each with several answers."""
    questions = _asked(len(KINDS) * 10, by_hand=True)
    if {kind_of(question) for question in questions} != set(KINDS):
        raise RuntimeError("not every kind of question is graded")
    return [(question, answer) for question in questions for answer in _answers(question)]


def grading() -> list[Row]:
    """Answers a second over all kinds: by CPU time, so what one core does that has nothing else."""
    pairs = _pairs()
    again = max(1, 50_000 // len(pairs))

    def work() -> None:
        for _ in range(again):
            for question, answer in pairs:
                grade(question, answer)

    def floor() -> None:
        for _ in range(again):
            for question, _answer in pairs:
                Fraction(1, 2) * question.points

    speeds, floors = [], []
    for _ in range(5):
        floors.append(len(pairs) * again / _seconds(floor, time.process_time))
        speeds.append(len(pairs) * again / _seconds(work, time.process_time))
    speed = median(speeds)
    return [
        Row(
            f"grading, {len(KINDS)} kinds (floor: one exact fraction worked out)",
            speed,
            "answers/s",
            median(floors),
            median(s / f for s, f in zip(speeds, floors, strict=True)),
            f">= {GRADED:,}",
            speed >= GRADED,
        )
    ]


def _seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    begun = clock()
    work()
    return clock() - begun


def statistics(instance: Path, *, attempts: int) -> list[Row]:
    """Seconds for the item statistics of so many attempts, the database read included."""
    app = create_app(seed.settings(instance))
    with app.app_context(), tempfile.TemporaryDirectory() as folder:
        now = datetime.now(UTC)
        path = quiz_pack.write(Path(folder), QUESTIONS, pack="bench-figures")
        with transaction():
            installed = packs.install_path(path, now=now)
            packs.publish(OPERATOR, installed.pack_id, installed.version, now=now)
        with transaction():
            begin_write()
            fill(attempts, now)

        def work() -> None:
            found = quiz_statistics.report(OPERATOR, "bench-figures", "", quiz_pack.QUIZ)
            if found.figures.attempts != attempts or len(found.figures.items) != QUESTIONS:
                raise RuntimeError("the statistics do not see every attempt")

        taken, floors = [], []
        for _ in range(3):
            floors.append(_seconds(lambda: _read_all(instance / "elearn.sqlite")))
            taken.append(_seconds(work))
            db.session.remove()
        db.engine.dispose()
    name = f"item statistics, {attempts:,} attempts × {QUESTIONS} questions"
    return [
        Row(
            f"{name} (floor: their rows read)",
            median(taken),
            "s",
            median(floors),
            median(t / f for t, f in zip(taken, floors, strict=True)),
        ),
        at_most(f"{name}: slowest", max(taken), "s", WITHIN),
    ]


def _read_all(file: Path) -> None:
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    statement = (
        "SELECT a.id, m.question_id, m.share, m.verdict, g.raw FROM attempts a "
        "JOIN marks m ON m.attempt_id = a.id LEFT JOIN answers g ON g.id = m.answer_id "
        "WHERE a.key LIKE 'figures-%'"
    )
    if not connection.execute(statement).fetchall():
        raise RuntimeError("nothing was filled in")
    connection.close()


def fill(attempts: int, now: datetime) -> None:
    """Finished attempts at the course `bench-figures`, as so many people handing in kept them."""
    kept = pack_store.newest_published("bench-figures")
    if kept is None:
        raise RuntimeError("the course is not published")
    quiz = shelf.item(kept.digest, quiz_pack.QUIZ)
    assert isinstance(quiz, Quiz)
    line = db.session.scalars(select(ReleaseLine.id).where(ReleaseLine.version_id == kept.id)).one()
    enrolment, attempt = _last(Enrolment), _last(Attempt)
    numbers = range(1, attempts + 1)
    _write(
        Enrolment,
        (
            {
                "id": enrolment + n,
                "key": f"figures-{n}",
                "person_id": n,
                "line_id": line,
                "began_at": now,
                "last_at": now,
            }
            for n in numbers
        ),
    )
    _write(
        Attempt,
        (
            {
                "id": attempt + n,
                "key": f"figures-{n}",
                "enrolment_id": enrolment + n,
                "item_id": quiz.id,
                "kind": "quiz",
                "number": 1,
                "version_id": kept.id,
                "digest": kept.digest,
                "language": "en",
                "seed": _SEED,
                "draw_version": draw.DRAW_VERSION,
                "started_at": now - timedelta(minutes=40),
                "finished_at": now,
                "points": "30",
                "points_max": str(QUESTIONS),
                "passed": True,
            }
            for n in numbers
        ),
    )
    first = _last(AnswerRow)
    sat = [
        {"id": first + n, "attempt_id": attempt + 1 + (n - 1) // QUESTIONS, "at": now, **one}
        for n, one in enumerate(_marked(quiz, attempts), 1)
    ]
    given_in = ("id", "attempt_id", "question_id", "raw", "at")
    _write(AnswerRow, ({**{k: r[k] for k in given_in}, "number": 1, "late": False} for r in sat))
    _write(MarkRow, ({"answer_id": r.pop("id")} | {k: r[k] for k in r if k != "raw"} for r in sat))


def _marked(quiz: Quiz, attempts: int) -> Iterator[dict[str, Any]]:
    """What people of differing ability answered, attempt by attempt, and what it was worth."""
    chance = random.Random(1)
    known = {
        question.id: [(given.to_raw(a), _mark(grade(question, a))) for a in _answers(question)]
        for question in quiz.questions
    }
    for _ in range(attempts):
        able = chance.random()
        for question_id, (right, *others) in known.items():
            raw, mark = right if chance.random() < able else chance.choice(others)
            yield {"question_id": question_id, "raw": raw, **mark}


def _last(table: type[Any]) -> int:
    return db.session.scalar(select(func.max(table.id))) or 0


def _write(table: type[Any], rows: Iterable[dict[str, Any]]) -> None:
    rows = iter(rows)
    while batch := list(islice(rows, _BATCH)):
        db.session.execute(insert(table_of(table)), batch)


def _mark(mark: Mark) -> dict[str, object]:
    return {
        "share": str(mark.share),
        "points": str(mark.points),
        "verdict": mark.verdict.value,
        "grader_version": GRADER_VERSION,
    }
