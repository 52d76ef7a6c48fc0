"""The 500 people who sit the quiz: what each sends, and whether the database holds just that."""

import json
import sqlite3
import time
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

from flask import Flask

from bench import quiz_pack, visitors
from bench.server import Server
from bench.sitters import AGENT, Plan, Sat, Save, Sitter
from elearn.core.access import Actor
from elearn.core.quiz import answers as given
from elearn.core.quiz import response
from elearn.core.quiz.answers import Unreadable
from elearn.core.quiz.draw import PaperQuestion
from elearn.services import attempts, enrolments, packs
from elearn.services.attempts import based_field
from elearn.services.people import OPERATOR
from elearn.services.transaction import transaction
from elearn.store import people as people_store
from elearn.store.db import db

QUESTIONS = 30

Raw = dict[str, Any]


class Load(Protocol):
    """How many sit, how many answers each saves, how often, and the last rush."""

    people: int
    saves: int
    every: float
    rush: float


@dataclass(frozen=True, slots=True)
class Prepared:
    """One person: attempt, cookie, form token, saves, and for each the question and raw answer."""

    key: str
    cookie: str
    token: str
    saves: tuple[Save, ...]
    kept: tuple[tuple[str, str], ...]


def prepare(app: Flask, people: int, saves: int, folder: Path) -> list[Prepared]:
    """Install the course, enrol people, begin their attempts; what they will send."""
    now = datetime.now(UTC)
    with transaction():
        path = quiz_pack.write(folder, QUESTIONS)
        installed = packs.install_path(path, now=now)
        if not installed.done:
            raise RuntimeError(f"the course has problems: {installed.problems[:3]}")
        packs.publish(OPERATOR, installed.pack_id, installed.version, now=now)
    found = []
    with transaction():
        for n in range(1, people + 1):
            known = people_store.actor_by_id(n, now.date())
            if known is None:
                raise RuntimeError("the seeded installation lacks a person")
            enrolments.enrol(known.actor, quiz_pack.PACK, now=now)
            key = attempts.begin(known.actor, quiz_pack.PACK, quiz_pack.QUIZ, "en", now=now)
            found.append(_prepared(app, n, known.actor, key, saves))
    db.session.remove()
    db.engine.dispose()
    return found


def _prepared(app: Flask, person: int, actor: Actor, key: str, saves: int) -> Prepared:
    paper = attempts.require_sitting(actor, key).paper.questions
    sent, kept = [], []
    for turn in range(saves):
        number = turn % len(paper) + 1
        asked = paper[number - 1]
        answer, fields = _answer(asked, first=turn < len(paper))
        body = urlencode(fields, doseq=True)
        sent.append(Save(f"/attempts/{key}/{number}/save", body, based_field(asked)))
        kept.append((asked.question.id, _canonical(response.to_raw(response.Response(answer)))))
    return Prepared(
        key, visitors.cookie(app, person), visitors.form_token(app), tuple(sent), tuple(kept)
    )


def _answer(asked: PaperQuestion, *, first: bool) -> tuple[given.Answer, dict[str, Any]]:
    """The right answer first; at the second time it is taken back, so that it is another one."""
    truth = given.truth(asked.question)
    fields = dict(given.to_form(asked, truth)) if first else {}
    read = given.read(asked.question, asked, {k: _values(v) for k, v in fields.items()})
    if isinstance(read, Unreadable):
        raise TypeError(f"the answer to {asked.question.id} cannot be read: {read.text}")
    return read, fields


def _values(value: object) -> list[str]:
    return [str(v) for v in value] if isinstance(value, list | tuple) else [str(value)]


def _canonical(raw: Raw) -> str:
    return json.dumps(raw, sort_keys=True, ensure_ascii=False)


def plan(port: int, people: list[Prepared], load: Load) -> Plan:
    """What the sitters do: evenly spread within one interval, and within the rush at the end."""
    sitters = tuple(
        Sitter(
            one.cookie,
            one.token,
            *_times(place, len(people), load),
            one.saves,
            f"/attempts/{one.key}/finish",
        )
        for place, one in enumerate(people)
    )
    return Plan(port, load.every, sitters)


def floor_plan(floor: Server, load: Load) -> Plan:
    """The same load for the floor, from people who signed in there."""
    cookies = []
    for n in range(1, load.people + 1):
        _status, headers, _body = floor.get(f"/enter/{n}", {"User-Agent": AGENT})
        cookies.append(headers["Set-Cookie"].split(";")[0])
    saves = tuple(
        Save(f"/answers/{n % QUESTIONS + 1}", "t0=t1", "based") for n in range(load.saves)
    )
    sitters = tuple(
        Sitter(cookie, "none", *_times(place, load.people, load), saves, "/finish")
        for place, cookie in enumerate(cookies)
    )
    return Plan(floor.port, load.every, sitters)


def _times(place: int, people: int, load: Load) -> tuple[float, float]:
    share = place * 0.618034 % 1  # evenly spread, in no order
    first = share * load.every
    return first, load.saves * load.every + 1 + (place + 0.5) / people * load.rush


def wait_until_put_away(file: Path, patience: float = 300.0) -> float:
    """Wait until no attempt is open any more: where many hand in, the worker does what follows.

    Seconds that it took; `compare` finds what is missing after all the patience.
    """
    began = time.monotonic()
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        while time.monotonic() - began < patience:
            (left,) = database.execute(
                "select count(*) from attempts where finished_at is null"
            ).fetchone()
            if not left:
                break
            time.sleep(0.5)
    return time.monotonic() - began


def compare(file: Path, people: list[Prepared], sat: list[Sat]) -> tuple[int, int]:
    """How many acknowledged answers the database lacks, and how many rows are one too many or few.

    Answers are compared in their order, question by question; each attempt has one mark for each
    question, a result, and one event that says how it ended.
    """
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    lost = doubled = 0
    for one, said in zip(people, sat, strict=True):
        (attempt, finished, points) = connection.execute(
            "SELECT id, finished_at, points FROM attempts WHERE key = ?", (one.key,)
        ).fetchone()
        wanted: dict[str, list[str]] = defaultdict(list)
        for (question, raw), fine in zip(one.kept, said.saved, strict=True):
            if fine:
                wanted[question].append(raw)
        there: dict[str, list[str]] = defaultdict(list)
        for question, raw in connection.execute(
            "SELECT question_id, raw FROM answers WHERE attempt_id = ? ORDER BY number", (attempt,)
        ):
            there[question].append(_canonical(json.loads(raw)))
        for question in wanted.keys() | there.keys():
            missing = [raw for raw in wanted[question] if raw not in there[question]]
            lost += len(missing)
            doubled += there[question] != wanted[question]
        if said.finish_ms is not None:
            doubled += finished is None or points is None
            doubled += _ends(connection, attempt, one.key)
    connection.close()
    return lost, doubled


def _ends(connection: sqlite3.Connection, attempt: int, key: str) -> int:
    marks = connection.execute(
        "SELECT count(*), count(DISTINCT question_id) FROM marks WHERE attempt_id = ?", (attempt,)
    ).fetchone()
    events = connection.execute(
        "SELECT count(*) FROM events WHERE client_id = ?", (f"attempt-{key}",)
    ).fetchone()
    return (marks != (QUESTIONS, QUESTIONS)) + (events != (1,))
