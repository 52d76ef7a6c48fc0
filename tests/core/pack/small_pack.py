"""A small course and a small register, read from text as an author would write it."""

from elearn.core.pack.model import Course, RegisterPack
from elearn.core.pack.parse import parse

LESSON = """---
id: stay
title: How long may they stay
minutes: 10
outcomes: [o-stay]
objectives:
  - Count the days.
---
## The rule

A traveller may stay [[ninety-days|ninety days]] in
any 180 [@sbc:6(1)(a)].

![A calendar](media/calendar.svg "Two windows")

- Count back
- See [the check](item:count)

```check
id: sc-days
kind: truefalse
prompt: The day of entry counts.
answer: true
reason: It does [@sbc:6(1)(a)].
```

After the check.
"""

QUIZ = """id: count
title: The count
minutes: 5
pass: 50
questions:
  - id: q-days
    kind: single
    prompt: How many days?
    options:
      - {id: a, text: 90, right: true}
      - {id: b, text: "*Many*", feedback: Too many.}
    reason: The rule [@sbc:6(1)(a)].
  - {id: q-number, kind: numeric, prompt: How long?, answer: 90, unit: days}
  - {id: q-word, kind: text, prompt: What is it?, answers: [passport]}
  - id: q-order
    kind: ordering
    prompt: Sort.
    items: [{id: a, text: First}, {id: b, text: Second}]
  - id: q-match
    kind: matching
    prompt: Match.
    pairs: [{id: a, left: Stamp, right: Ink}, {id: b, left: Pen, right: Paper}]
    extra: [{id: x, text: Nothing}]
"""

CASE = """id: bus
title: The bus
minutes: 5
outcomes: [o-stay]
intro: At night.
start: s-one
exhibits: [{id: pass, title: The passport, text: A page.}]
scenes:
  - id: s-one
    title: The barrier
    text: A bus stops.
    exhibits: [pass]
    choices:
      - {id: c-a, text: Ask, to: s-end, judgement: right, consequence: They answer., debrief: Good.}
      - {id: c-b, text: Wait, to: s-end, judgement: wrong, consequence: Nothing., debrief: Bad.}
  - {id: s-end, title: Done, text: It is over., ending: good}
"""

FILES = {
    "pack.yaml": b"""format: 1
kind: course
id: stays
version: 1.0.0
title: Stays
summary: About *stays*.
audience: Officers.
topic: border
language: en
languages: [sr]
authors: [Team]
awarding: {body: Team, country: CH}
licence: CC-BY-4.0
hours: {self-study: 1}
outcomes:
  - {id: o-stay, text: Count days.}
law: {register: law, version: 1.0.0, checked: 2026-11-23}
completion: {read: all, pass: all}
""",
    "CHANGELOG.md": b"## 1.0.0 - 2026-11-23\n",
    "01-stay/module.yaml": b"id: stay-module\ntitle: Staying\n",
    "01-stay/01-stay.md": LESSON.encode(),
    "01-stay/02-count.quiz.yaml": QUIZ.encode(),
    "01-stay/03-bus.case.yaml": CASE.encode(),
    "media/media.yaml": b"- {file: calendar.svg, author: A, licence: CC-BY-4.0}\n",
    "media/calendar.svg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200"/>',
}

REGISTER_FILES = {
    "pack.yaml": b"""format: 1
kind: register
id: law
version: 1.0.0
title: Law
summary: The law.
language: en
languages: [sr]
authors: [Team]
licence: CC-BY-4.0
checked: 2026-11-23
""",
    "CHANGELOG.md": b"## 1.0.0 - 2026-11-23\n",
    "instruments/eu.yaml": b"""- id: sbc
  scope: eu
  type: regulation
  short: Schengen Borders Code
  title: Regulation (EU) 2016/399
  citation: OJ L 77, 23.3.2016, p. 1
  adopted: 2016-03-09
  applies-from: 2016-04-12
  url: https://data.europa.eu/eli/reg/2016/399/oj
  verification: {level: verified, source: the text}
  provisions:
    - {ref: 6(1)(a), title: Travel document, text: A valid document., verification: {level: high}}
- id: old
  scope: eu
  type: directive
  short: Old Directive
  title: Directive 1
  in-force: "2003"
  repealed: 2026-06-12
  repealed-by: [sbc]
  verification: {level: high}
  provisions:
    - {ref: "4", title: Four, text: Four.}
""",
    "judgments/echr.yaml": b"""- id: hirsi
  court: ECtHR
  name: Hirsi Jamaa and Others v. Italy
  number: 27765/09
  date: 2012-02-23
  articles: [ECHR 3]
  holding: Push-backs at sea are forbidden.
  verification: {level: high}
""",
    "glossary.yaml": """- id: ninety-days
  terms: {en: 90/180 rule, sr: правило 90/180}
  definition: Ninety days in any 180.
- id: visa
  terms: {en: visa, sr: виза}
  definition: A permission.
""".encode(),
}


def course() -> Course:
    """The small course."""
    pack = parse(FILES).pack
    assert isinstance(pack, Course)
    return pack


def register() -> RegisterPack:
    """The small register."""
    pack = parse(REGISTER_FILES).pack
    assert isinstance(pack, RegisterPack)
    return pack
