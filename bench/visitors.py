"""Signed-in learners of the seeded installation, and the requests that they send."""

from typing import Any
from urllib.parse import urlencode

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from bench.load import Call
from bench.seed import COURSE
from bench.seed_rows import EACH, attempt_key, code_of, open_quiz, person_key
from elearn.core.pack.model import Course, Lesson
from elearn.core.quiz import answers
from elearn.services import shelf
from elearn.services.attempts import require_sitting
from elearn.store import people
from elearn.store.packs import newest_published
from elearn.web.shared.session import now

LEARNERS = 64
_CSRF = "0123456789abcdef0123456789abcdef01234567"


def cookie(app: Flask, person: int) -> str:
    """The session cookie of somebody who signed in and has seen a form since."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # the default interface has it
    values = {
        "_permanent": True,
        "_user_id": f"{person_key(person)}.0",
        "_fresh": True,
        "at": int(now().timestamp()),
        "csrf_token": _CSRF,
    }
    return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(values)}"


def form_token(app: Flask) -> str:
    """The token that a form of these visitors holds."""
    signer = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token")
    return str(signer.dumps(_CSRF))


def digest() -> str:
    """The digest of the course that everybody takes first."""
    version = newest_published(COURSE)
    if version is None:
        raise RuntimeError("the seeded installation has no course")
    return version.digest


def course() -> Course:
    """The course that everybody takes first."""
    return shelf.take(digest()).course


def lessons() -> list[str]:
    """The addresses of the course's lessons."""
    return [f"/courses/{COURSE}/{i.id}" for i in course().items if isinstance(i, Lesson)]


def _saves(app: Flask, person: int) -> list[Call]:
    """An answer to each question of the person's open attempt."""
    known = people.actor_by_id(person, now().date())
    if known is None:
        raise RuntimeError("the seeded installation lacks a person")
    key = attempt_key(person)
    asked = require_sitting(known.actor, key).paper.questions
    signed_in, token = cookie(app, person), form_token(app)
    calls = []
    for number, question in enumerate(asked, 1):
        form: dict[str, Any] = answers.to_form(question, answers.truth(question.question))
        body = urlencode({"csrf_token": token, **form}, doseq=True)
        calls.append(Call(f"/attempts/{key}/{number}/save", signed_in, body))
    return calls


def calls(app: Flask) -> dict[str, list[Call]]:
    """What is measured: for each name the requests, of 64 learners in turn."""
    with app.test_request_context():
        everybody = [(n * 151 % 10_000 + 1) for n in range(LEARNERS)]
        cookies = {n: cookie(app, n) for n in everybody}
        pages = lessons()
        questions = draw_size(course())
        saves = [_saves(app, n) for n in everybody]
        return {
            "sign-in page": [Call("/sign-in")],
            "My learning": [Call("/learning", c) for c in cookies.values()],
            "lesson page": [Call(pages[i % len(pages)], c) for i, c in enumerate(cookies.values())],
            "quiz question": [
                Call(f"/attempts/{attempt_key(n)}/{i % questions + 1}", c)
                for i, (n, c) in enumerate(cookies.items())
            ],
            "saving an answer": [call for turn in zip(*saves, strict=True) for call in turn],
            "verify page": [Call(f"/verify/{code_of((n - 1) * EACH + 2)}") for n in everybody],
        }


def draw_size(course: Course) -> int:
    """How many questions the quiz asks that everybody is sitting."""
    return open_quiz(course).size
