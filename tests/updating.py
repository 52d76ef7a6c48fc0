"""Versions of the course `kinds`, people who take it, and acts upon them."""

from pathlib import Path

import make
from learning import PACKS, truth_forms

from elearn.services import (
    attempts,
    cases,
    enrolments,
    handlers,
    jobs,
    lessons,
    packs,
    publications,
)
from elearn.services.people import OPERATOR
from elearn.services.publications import Proposal
from elearn.services.publishing import DEFAULT, Act
from elearn.store import enrolments as enrolment_store
from elearn.store import pack_files
from elearn.store.db import db

QUIZ = "01-all/02-quiz.quiz.yaml"
LESSON = "01-all/01-rules.md"
NIGHT = b"""---
id: night
title: At night
minutes: 5
outcomes: [o-all]
---
Light the page from the side.
"""


def files_of(version, *, changes=None, without=(), update=""):
    """The pack `kinds` under another number, with some files changed."""
    files, _ = pack_files.read_folder(PACKS / "kinds")
    files["CHANGELOG.md"] = f"# Changes\n\n## {version} - 2026-11-23\n\nNew.\n".encode()
    head = files["pack.yaml"].replace(b"version: 1.0.0", f"version: {version}".encode())
    files["pack.yaml"] = head + (f"update: {update}\n".encode() if update else b"")
    files = {path: data for path, data in files.items() if path not in without}
    return files | (changes or {})


def installed(version, now, **changed):
    """Install a version of `kinds`."""
    done = packs.install_files(OPERATOR, files_of(version, **changed), now=now)
    assert done.done, [str(p) for p in done.problems]
    db.session.commit()
    return done


def published(version, now, settings=DEFAULT, **changed):
    """Install a version of `kinds` and publish it as the operator."""
    installed(version, now, **changed)
    act(Act.PUBLISH, version, now, settings=settings)


def act(what, version, now, *, reason="So it is.", settings=DEFAULT):
    """Do something to a version of `kinds` as the operator."""
    proposal = Proposal(
        act=what, pack_id="kinds", version=version, reason=reason, settings=settings
    )
    publications.act_at_once(OPERATOR, proposal, now=now)
    db.session.commit()


def edited(path, old, new):
    """A file of `kinds`, edited."""
    data = (PACKS / "kinds" / path).read_bytes()
    assert old in data, path
    return {path: data.replace(old, new)}


def taker(now, *, name="Ann Learner", read=True, **more):
    """Somebody who takes the course, and perhaps has read its lesson; as an actor."""
    actor = make.actor(make.person(name, **more))
    enrolments.enrol(actor, "kinds", now=now)
    if read:
        lessons.finish_lesson(actor, "kinds", "rules", now=now)
    db.session.commit()
    return actor


def standing(actor):
    """Where somebody stands in `kinds`."""
    found = enrolment_store.open_standing(actor.person_id, "kinds")
    db.session.rollback()
    return found


def version_of(actor):
    """The version on which somebody stands."""
    return standing(actor).enrolment.version


def pass_quiz(actor, now):
    """Sit the quiz and know everything."""
    key = attempts.begin(actor, "kinds", "quiz", "en", now=now)
    for number, form in truth_forms(actor, key).items():
        attempts.answer(actor, key, number, form, now=now)
    attempts.finish(actor, key, now=now)
    db.session.commit()
    return key


def play_case(actor, now):
    """Play the case to its good end."""
    key = cases.begin(actor, "kinds", "gate", "en", now=now)
    cases.choose(actor, key, 0, "c-ask", now=now)
    db.session.commit()
    return key


def complete(actor, now):
    """Do everything that `kinds` asks."""
    pass_quiz(actor, now)
    play_case(actor, now)


def work(app, now, letters=None):
    """Let a worker do what is due."""
    db.session.commit()
    done = handlers.job_handlers(
        app.config["SETTINGS"], Path(app.instance_path), ending_letters=letters
    )
    assert jobs.run_due(done, now) < 100
    db.session.remove()
