"""A course in several versions, and a learner who completes whatever course they take."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import learning
import make

from elearn.core.case.model import Case
from elearn.core.pack.model import Lesson
from elearn.services import attempts, bridges, cases, enrolments, lessons, packs, shelf
from elearn.services.people import OPERATOR
from elearn.services.publishing import Settings
from elearn.store import enrolments as enrolment_store
from elearn.store import packs as pack_store
from elearn.store import records
from elearn.store.db import begin_write, db
from elearn.store.records import KeptRecord

PACK = "steps"

_HEAD = """format: 1
kind: course
id: steps
version: {version}
title: Steps
summary: How checks are made.
audience: Officers.
topic: border-control
language: en
languages: [sr]
authors: [Course team]
awarding: {{body: Course team, country: CH}}
licence: CC-BY-4.0
hours: {{self-study: 3}}
outcomes:
  - {{id: o-one, text: Tell the two lines apart.}}
  - {{id: o-two, text: Read a passport.}}
completion: {{read: all, pass: all, finish: all}}
validity: {{months: 24}}
{update}"""

_LINES = """---
id: lines
title: The two lines
minutes: 5
outcomes: [o-one]
---
{text}

Papers are in [another lesson](item:papers).
"""

_PAPERS = """---
id: papers
title: Papers
minutes: 7
outcomes: [o-two]
---
A passport has a chip.
"""

_GATE = """---
id: gate
title: The gate
minutes: 4
outcomes: [o-one]
---
Some gates open by themselves.
"""

_QUIZ = """id: check
title: Check
minutes: 5
pass: 80
questions:
  - id: q-line
    kind: single
    prompt: Where do checks begin?
    outcomes: [o-one]
    options:
      - {{id: a, text: At the first line.{first}}}
      - {{id: b, text: Before the first line.{before}}}
  - {{id: q-paper, kind: truefalse, prompt: It has a chip., answer: true, outcomes: [o-two]}}
"""

_CASE = """id: train
title: The train
minutes: 6
start: s-booth
scenes:
  - id: s-booth
    title: The booth
    text: A man hands you his passport.
    choices:
      - id: c-ask
        text: Ask him.
        to: s-good
        judgement: right
        consequence: He answers.
        debrief: {debrief}
      - id: c-send
        text: Send him back.
        to: s-bad
        judgement: wrong
        consequence: He leaves.
        debrief: Nothing was asked.
  - {{id: s-good, title: Good, text: He may enter., ending: good}}
  - {{id: s-bad, title: Bad, text: He is gone., ending: bad}}
"""

_PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "pack"
msgid "Steps"
msgstr "Кораци"

msgctxt "lines"
msgid "The two lines"
msgstr "Две линије"
"""


def files(version: str, update: str = "", papers: str = "") -> dict[str, bytes]:
    """The course: 2.0.0 has another lesson text and key, 3.0.0 a new lesson and another debrief.

    1.1.0 only says something anew about papers. `papers` is what that lesson says instead.
    """
    later, last = version >= "2", version >= "3"
    right = ", right: true"
    texts = {
        "pack.yaml": _HEAD.format(version=version, update=update),
        "CHANGELOG.md": f"# Changes\n\n## {version} - 2026-11-23\n\nA version.\n",
        "locale/sr.po": _PO,
        "01-one/module.yaml": "id: one\ntitle: One\n",
        "01-one/01-lines.md": _LINES.format(
            text="Checks begin before the first line, in the queue."
            if later
            else "Checks begin at the first line."
        ),
        "01-one/02-papers.md": _PAPERS.replace("A passport has a chip.", papers)
        if papers
        else _PAPERS
        + (
            "\nThe chip holds a photo and two fingers of the holder.\n"
            if version == "1.1.0"
            else ""
        ),
        "01-one/03-check.quiz.yaml": _QUIZ.format(
            first="" if later else right, before=right if later else ""
        ),
        "01-one/04-train.case.yaml": _CASE.format(
            debrief="Asking is a duty now, and the answer is noted." if last else "Asking is right."
        ),
    }
    if last:
        texts["01-one/05-gate.md"] = _GATE
    return {path: text.encode() for path, text in texts.items()}


def publish(version: str, now: datetime, update: str = "", *, papers: str = "") -> packs.Installed:
    """Install and publish a version."""
    installed = publish_only(version, now, update, papers=papers)
    db.session.commit()
    return installed


def publish_only(
    version: str, now: datetime, update: str = "", *, publish: bool = True, papers: str = ""
) -> packs.Installed:
    """The same, in a transaction of the caller's; without `publish` it is installed only."""
    with TemporaryDirectory() as folder:
        for path, data in files(version, update, papers).items():
            file = Path(folder) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        installed = packs.install_path(Path(folder), now=now)
    assert installed.done, [str(p) for p in installed.problems]
    if publish:
        compared = Settings(meaning_same=True)
        packs.publish(OPERATOR, installed.pack_id, installed.version, settings=compared, now=now)
    return installed


def finish(actor, pack_id: str, now: datetime) -> None:
    """Do all that a course asks for that the actor takes: read, answer rightly, decide rightly."""
    finish_but_lessons(actor, pack_id, now)
    digest = enrolments.require_standing(actor, pack_id).enrolment.digest
    for item in shelf.take(digest).course.items:
        if isinstance(item, Lesson):
            lessons.finish_lesson(actor, pack_id, item.id, now=now)
    db.session.commit()


def finish_but_lessons(actor, pack_id: str, now: datetime) -> None:
    """The same, without reading."""
    digest = enrolments.require_standing(actor, pack_id).enrolment.digest
    for item in shelf.take(digest).course.items:
        if isinstance(item, Lesson):
            continue
        if isinstance(item, Case):
            key = cases.begin(actor, pack_id, item.id, "en", now=now)
            db.session.commit()
            cases.choose(actor, key, 0, "c-ask", now=now)
        else:
            key = attempts.begin(actor, pack_id, item.id, "en", now=now)
            for number, form in learning.truth_forms(actor, key).items():
                attempts.answer(actor, key, number, form, now=now)
            attempts.finish(actor, key, now=now)
        db.session.commit()


def completed(person: make.Made, now: datetime, pack_id: str = PACK) -> KeptRecord:
    """Somebody takes the course from beginning to end; their record."""
    actor = make.actor(person)
    enrolments.enrol(actor, pack_id, now=now)
    db.session.commit()
    finish(actor, pack_id, now)
    return records.standing_of(person.id, pack_id)[0]


def completed_then(person: make.Made, version: str, now: datetime) -> KeptRecord:
    """Somebody who completed that version when it was the newest, whatever came since."""
    kept = pack_store.find_version(PACK, version)
    begin_write()
    enrolment_store.enrol(f"{PACK}-{person.id}", person.id, pack_store.line_of(kept.id), at=now)
    db.session.commit()
    finish(make.actor(person), PACK, now)
    return records.standing_of(person.id, PACK)[0]


def begun(person: make.Made, now: datetime) -> str:
    """Somebody begins the bridge; its id."""
    bridge = bridges.start(make.actor(person), PACK, now=now)
    db.session.commit()
    return bridge


def renewed(person: make.Made, now: datetime) -> KeptRecord:
    """Somebody takes the bridge from beginning to end; the record that it issued."""
    bridge = begun(person, now)
    finish(make.actor(person), bridge, now)
    return records.standing_of(person.id, PACK)[0]
