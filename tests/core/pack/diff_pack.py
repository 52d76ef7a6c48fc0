"""The small course with a bank, a practice quiz, sections, a case to pass and a translation."""

import small_pack

from elearn.core.pack.compile import compile_pack
from elearn.core.pack.diff.change import Change
from elearn.core.pack.diff.compare import diff, outside
from elearn.core.pack.parse import parse

LESSON = "01-stay/01-stay.md"
QUIZ = "01-stay/02-count.quiz.yaml"
CASE = "01-stay/03-bus.case.yaml"
PRACTICE = "01-stay/04-try.quiz.yaml"
PARTS = "02-exam/01-exam.quiz.yaml"
ROAD = "02-exam/02-road.case.yaml"
BANK = "banks/papers.quiz.yaml"
HEAD = "pack.yaml"
PO = "locale/sr.po"

COURSE = small_pack.FILES | {
    PRACTICE: b"""id: try
title: Try
minutes: 5
pass: 50
practice: true
questions:
  - {id: q-try, kind: truefalse, prompt: It rains., answer: true}
  - {id: q-again, kind: truefalse, prompt: It snows., answer: true}
draw: [{bank: spare, count: 1}]
""",
    "02-exam/module.yaml": b"id: exam-module\ntitle: Exam\n",
    PARTS: b"""id: exam
title: The exam
minutes: 20
pass: 60
attempts: 3
sections:
  - id: s-law
    title: Law
    intro: About law.
    questions:
      - id: q-multi
        kind: multiple
        prompt: Which are papers?
        options:
          - {id: a, text: Passport, right: true}
          - {id: b, text: Ticket}
          - {id: c, text: Card, right: true}
        hints: [{text: Two are., cost: 10}]
        feedback: {right: Well done.}
      - {id: q-true, kind: truefalse, prompt: A stamp is ink., answer: true, points: 2}
  - id: s-practice
    title: Practice
    draw: [{bank: papers, count: 1}]
""",
    ROAD: b"""id: road
title: The road
minutes: 5
start: s-start
measures: [{id: law, start: 5}]
messages: [{id: m-call, title: A call, text: Hurry., when: {choice: c-go}}]
pass: {ending: [good], measures: {law: {least: 3}}}
scenes:
  - id: s-start
    title: The road
    text: Snow falls.
    reasoning: {prompt: Why?, model-answer: For safety.}
    choices:
      - {id: c-go, text: Go, to: s-good, judgement: right, consequence: On., debrief: Good.}
      - id: c-stay
        text: Stay
        to: s-bad
        judgement: wrong
        consequence: Cold.
        debrief: Bad.
        effects: {law: -3}
  - {id: s-good, title: There, text: You are there., ending: good}
  - {id: s-bad, title: Here, text: You are here., ending: bad}
""",
    BANK: b"""id: papers
title: Papers
questions:
  - {id: q-bank, kind: truefalse, prompt: A visa is paper., answer: false}
  - {id: q-bank-two, kind: truefalse, prompt: A pass is paper., answer: true}
""",
    "banks/spare.quiz.yaml": b"""id: spare
title: Spare
questions:
  - {id: q-spare, kind: truefalse, prompt: A pen writes., answer: true}
  - {id: q-spare-two, kind: truefalse, prompt: A pin writes., answer: false}
""",
    PO: 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    'msgctxt "stay"\nmsgid "After the check."\nmsgstr "После провере."\n\n'
    'msgctxt "count"\nmsgid "The count"\nmsgstr "Бројање"\n\n'
    'msgctxt "q-word"\nmsgid "passport"\nmsgstr "пасош"\n'.encode(),
}

REGISTER = small_pack.REGISTER_FILES


def edited(files: dict[str, bytes], path: str, *edits: tuple[str, str]) -> dict[str, bytes]:
    """The files with texts replaced, each of which is there."""
    text = files[path].decode()
    for old, new in edits:
        assert old in text, (path, old)
        text = text.replace(old, new, 1)
    return files | {path: text.encode()}


def versions(old: dict[str, bytes], new: dict[str, bytes]) -> tuple[Change, ...]:
    """What differs between two packs that can be read without fault."""
    was, now = parse(old), parse(new)
    assert not was.problems, was.problems
    assert not now.problems, now.problems
    return diff(
        was.pack,
        now.pack,
        compile_pack(was.pack, old),
        compile_pack(now.pack, new),
        old_files={path: str(hash(data)) for path, data in old.items() if outside(path)},
        new_files={path: str(hash(data)) for path, data in new.items() if outside(path)},
    )
