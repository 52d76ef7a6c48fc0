"""Packs that cite law, and a register in two versions, for tests of changes of law."""

from pathlib import Path
from tempfile import TemporaryDirectory

from elearn.services import packs
from elearn.services.people import OPERATOR
from elearn.store.db import db

_CHANGES = "# Changes\n\n## {version} - 2026-11-23\n\nA version.\n"

_REGISTER = """format: 1
kind: register
id: law
version: {version}
title: Law
summary: The law.
language: en
authors: [Team]
licence: CC-BY-4.0
checked: {checked}
"""

BEFORE = """- id: code
  scope: eu
  type: regulation
  short: Borders Code
  title: A code on borders
  in-force: 2016-04-12
  verification: {level: high}
  provisions:
    - {ref: "6", title: Entry, text: Who may enter.}
    - {ref: 6(1)(a), title: Document, text: A valid document.}
    - {ref: 6(1)(c), title: Purpose, text: A purpose.}
    - {ref: "14", title: Refusal, text: Give reasons.}
- id: old
  scope: eu
  type: directive
  short: Old Directive
  title: An old directive
  in-force: "2013"
  verification: {level: high}
  provisions:
    - {ref: "4", title: Authorities, text: One authority.}
"""
"""Instruments before the reform."""

AFTER = """- id: code
  scope: eu
  type: regulation
  short: Borders Code
  title: A code on borders
  in-force: 2016-04-12
  verification: {level: high}
  provisions:
    - {ref: "6", title: Entry, text: Who may enter.}
    - {ref: 6(1)(a), title: Document, text: A valid document., until: 2026-06-12}
    - ref: 6(1)(a)
      title: Document
      text: A valid document, and its chip is read.
      from: 2026-06-12
      change: The chip is read as well.
    - {ref: 6(1)(c), title: Purpose, text: A purpose.}
    - {ref: "14", title: Refusal, text: Give reasons.}
- id: old
  scope: eu
  type: directive
  short: Old Directive
  title: An old directive
  in-force: "2013"
  repealed: 2026-06-12
  repealed-by: [new]
  verification: {level: high}
  provisions:
    - {ref: "4", title: Authorities, text: One authority.}
- id: new
  scope: eu
  type: regulation
  short: New Regulation
  title: A new regulation
  in-force: "2024"
  applies-from: 2026-06-12
  replaces: [old]
  verification: {level: high}
  provisions:
    - {ref: "7", title: Authorities, text: Two authorities.}
"""
"""The same after it: one provision reads otherwise, a directive is replaced."""

_COURSE = """format: 1
kind: course
id: {pack_id}
version: {version}
title: Entry
summary: Who may enter.
audience: Officers.
topic: border-control
language: en
authors: [Team]
awarding: {{body: Team, country: CH}}
licence: CC-BY-4.0
outcomes:
  - {{id: o-entry, text: Decide.}}
law: {{register: law, version: {law}, checked: 2026-05-01}}
completion: {{read: all}}
"""

LESSON = """---
id: {item}
title: Documents
minutes: 5
outcomes: [o-entry]
---
A document is valid [@code:6(1)(a)].

Whoever enters has a purpose [@code:6(1)(c)].

The article as a whole [@code:6], and the code [@code].
"""
"""Four places: the provision, its neighbour, the article around it, the whole act."""

QUIZ = """id: ask
title: Questions
minutes: 5
pass: 50
questions:
  - id: q-paper
    kind: single
    prompt: What is needed?
    outcomes: [o-entry]
    options:
      - {{id: a, text: "A document as in [@code:6(1)(a)]", right: true}}
      - {{id: b, text: Luck}}
    reason: It says so [@code:6(1)(a)].
"""

CASE = """id: gate
title: The gate
minutes: 5
outcomes: [o-entry]
start: s-gate
scenes:
  - id: s-gate
    title: The gate
    text: Somebody asks for asylum.
    choices:
      - id: c-refer
        text: Refer
        to: s-end
        judgement: right
        consequence: They are heard.
        debrief: So says [@old:4].
      - {{id: c-send, text: Send, to: s-end, judgement: wrong, consequence: No., debrief: No.}}
  - {{id: s-end, title: Done, text: Over., ending: good}}
"""


def register_files(version="1.0.0", instruments=BEFORE, checked="2026-05-01"):
    """The files of the register `law`."""
    return {
        "pack.yaml": _REGISTER.format(version=version, checked=checked),
        "CHANGELOG.md": _CHANGES.format(version=version),
        "instruments/eu.yaml": instruments,
        "judgments/none.yaml": "[]\n",
        "glossary.yaml": "[]\n",
    }


def course_files(version="1.0.0", pack_id="entry", *, law="1.0.0", lesson=LESSON):
    """The files of a course that cites `law`."""
    return {
        "pack.yaml": _COURSE.format(version=version, pack_id=pack_id, law=law),
        "CHANGELOG.md": _CHANGES.format(version=version),
        "01-one/module.yaml": "id: m-one\ntitle: One\n",
        "01-one/01-documents.md": lesson.format(item="documents"),
        "01-one/02-ask.quiz.yaml": QUIZ.format(),
        "01-one/03-gate.case.yaml": CASE.format(),
    }


def install(files, now, *, publish=True):
    """Install a pack from its files, and publish it unless told otherwise."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "pack"
        for path, text in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        installed = packs.install_path(folder, now=now)
    assert installed.done, [str(p) for p in installed.problems]
    if publish:
        packs.publish(OPERATOR, installed.pack_id, installed.version, now=now)
    db.session.commit()
    return installed


def reform(now):
    """Register 1.0.0, the course `entry` checked against it, then register 2.0.0."""
    install(register_files(), now)
    install(course_files(), now)
    install(register_files("2.0.0", AFTER, "2026-06-12"), now)
