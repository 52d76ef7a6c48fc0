"""The floors that pages and saves are compared with, under the same server and settings.

(a) a bare Flask application; (b) the fixed floor: Flask, a Flask-Login user, one ORM query on
SQLite, an inherited template with a loop of 51 items, 20 KB of HTML. Written as the documentation
of each of these writes it, neither tuned nor slowed down, and free of anything of elearn's.

For `bench quiz` the fixed floor also keeps answers: one ORM row each, and thirty for handing in.

`python -m bench.floor FILE --port N` serves all of it with the database in FILE.
"""

import argparse
import sys
from pathlib import Path

from flask import Flask, redirect, render_template, request
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from flask_sqlalchemy import SQLAlchemy
from jinja2 import DictLoader
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from waitress.server import create_server
from werkzeug.wrappers import Response

from bench.server import SWITCH, THREADS

PEOPLE = 10_000
LESSONS = 50
ITEMS = 51
_TARGET_BYTES = 20_000


class _Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=_Base)


class User(UserMixin, db.Model):  # type: ignore[misc,name-defined]
    """Somebody who is signed in."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class LessonRow(db.Model):  # type: ignore[misc,name-defined]
    """A lesson with its HTML."""

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    html: Mapped[str]


class AnswerRow(db.Model):  # type: ignore[misc,name-defined]
    """An answer, or one of the marks of handing in."""

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    question: Mapped[int]
    value: Mapped[str]


_BASE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{% block title %}{% endblock %}</title>
<link rel="stylesheet" href="/static/app.css"></head>
<body><header><a href="/">Floor</a> <span>{{ current_user.name }}</span></header>
<main>{% block main %}{% endblock %}</main><footer>Floor</footer></body></html>"""
_LESSON = """{% extends "base.html" %}
{% block title %}{{ lesson.title }}{% endblock %}
{% block main %}<h1>{{ lesson.title }}</h1>
<ul>{% for item in items %}<li><a href="/lessons/{{ item.id }}">{{ item.title }}</a></li>
{% endfor %}</ul>
{{ lesson.html|safe }}{% endblock %}"""


def application(file: Path) -> Flask:
    """Both floors as one application."""
    app = Flask("floor")
    app.secret_key = "a secret key of the floor, which is no secret"
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{file.resolve()}"
    app.jinja_env.loader = DictLoader({"base.html": _BASE, "lesson.html": _LESSON})
    db.init_app(app)
    manager = LoginManager(app)
    items = [{"id": n, "title": f"Lesson {n} of the course"} for n in range(1, ITEMS + 1)]

    @manager.user_loader
    def _load(user_id: str) -> User | None:
        return db.session.get(User, int(user_id))

    @app.get("/healthz")
    @app.get("/bare")
    def _bare() -> str:
        return "<p>Hello, World!</p>"

    @app.get("/enter/<int:user_id>")
    def _enter(user_id: int) -> str:
        login_user(db.get_or_404(User, user_id))
        return "in"

    @app.get("/lessons/<int:lesson_id>")
    @login_required
    def _lesson(lesson_id: int) -> str:
        lesson = db.get_or_404(LessonRow, lesson_id)
        return render_template("lesson.html", lesson=lesson, items=items)

    @app.post("/answers/<int:question>")
    @login_required
    def _save(question: int) -> str:
        value = request.form["t0"]
        db.session.add(AnswerRow(user_id=current_user.id, question=question, value=value))
        db.session.commit()
        return ""

    @app.post("/finish")
    @login_required
    def _finish() -> Response:
        marks = [AnswerRow(user_id=current_user.id, question=n, value="1") for n in range(30)]
        db.session.add_all(marks)
        db.session.commit()
        return redirect("/bare")

    with app.app_context():
        _fill(app)
    return app


def _fill(app: Flask) -> None:
    @event.listens_for(db.engine, "connect")
    def _wal(raw, _record) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        raw.execute("PRAGMA journal_mode=WAL")

    db.create_all()
    if db.session.get(User, 1) is not None:
        return
    db.session.add_all(User(id=n, name=f"Somebody {n}") for n in range(1, PEOPLE + 1))
    paragraph = "<p>" + "The officer looks at the document and at the person. " * 8 + "</p>\n"
    with app.test_request_context():
        around = render_template(
            "lesson.html", lesson=LessonRow(title="Lesson 1", html=""), items=[]
        )
    loop = ITEMS * len('<li><a href="/lessons/10">Lesson 10 of the course</a></li>\n')
    body = paragraph * (-(-(_TARGET_BYTES - loop - len(around)) // len(paragraph)))
    db.session.add_all(
        LessonRow(id=n, title=f"Lesson {n}", html=body) for n in range(1, LESSONS + 1)
    )
    db.session.commit()


def main() -> None:
    """Serve until told to end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    app = application(given.file)
    sys.setswitchinterval(SWITCH)
    create_server(
        app,
        host="127.0.0.1",
        port=given.port,
        threads=THREADS,
        ident=None,
        connection_limit=1000,
    ).run()


if __name__ == "__main__":
    main()
