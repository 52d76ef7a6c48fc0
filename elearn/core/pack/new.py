"""A small complete course to start from."""

from datetime import date

_PACK = """\
format: 1
kind: course
id: {id}
version: 0.1.0
title: {title}
summary: What this course is about, in a paragraph for the catalogue.
audience: Officers who check persons at a border crossing point.
topic: border-control
language: en
languages: []
authors: [{author}]
awarding: {{body: {author}, country: CH}}
licence: CC-BY-4.0
level: {{eqf: 4}}
hours: {{self-study: 1, assessment: 1}}
outcomes:
  - {{id: o-decide, text: Decide who goes to the second line.}}
prerequisites: []
# To cite law, name the register that the citations were checked against:
# law: {{register: law, version: 1.0.0, checked: {day}}}
completion: {{read: all, pass: all, finish: all}}
validity: {{months: 24}}
"""

_CHANGELOG = """\
# Changes

## 0.1.0 - {day}

First draft.
"""

_MODULE = """\
id: first-module
title: The first module
"""

_LESSON = """\
---
id: first-lesson
title: The two lines
minutes: 10
outcomes: [o-decide]
objectives:
  - Tell the first line from the second line.
---
Every traveller is checked at the **first line**. Some are then sent to the **second line**, where
there is time to look closer.

![A booth at the first line, and a room behind it for the second line](media/lines.svg "Two lines")

::: practice At the booth
Being sent to the second line is no accusation. Say so, and say how long it will take.
:::

Before you go on, test yourself.

```check
id: sc-no-accusation
kind: truefalse
prompt: Somebody who is sent to the second line is suspected of a crime.
answer: false
reason: The second line is a closer look, away from the queue. It says nothing about guilt.
```

When you are ready, go to [the questions](item:first-quiz).
"""

_QUIZ = """\
id: first-quiz
title: Questions on the two lines
minutes: 5
intro: One question. You need 70 %.
pass: 70
shuffle: true
questions:
  - id: q-unclear-purpose
    kind: single
    prompt: A traveller cannot say where she will stay. The queue is long. What do you do?
    outcomes: [o-decide]
    options:
      - id: a
        text: Refuse entry.
        feedback: Too early. You do not know enough yet.
      - id: b
        text: Send her to the second line and tell her why.
        right: true
    reason: The second line has the time that the booth has not.
"""

_CASE = """\
id: first-case
title: The early train
minutes: 10
outcomes: [o-decide]
intro: You are at the booth. The early train has just come in. You have half an hour.
start: s-booth
# What choices move. `effects` at a choice says by how much.
measures:
  - {id: protection, start: 2, max: 4}
# The choice that uses up the last minute leads to s-late.
budget: {minutes: 30, to: s-late}
# What a road must reach. Without `pass`, any ending finishes the case.
pass: {ending: [good, mixed], measures: {protection: {least: 2}}}
exhibits:
  - {id: ticket, title: The ticket, text: A single ticket for today.}
  - {id: address, title: The address, text: A street in the next town.}
messages:
  - id: m-queue
    from: Shift leader
    title: The queue
    text: The next train is early.
    when: {after: 10}
scenes:
  - id: s-booth
    title: 05:10 at the booth
    text: A man hands you a passport and a single ticket. He does not look at you.
    exhibits: [ticket]
    choices:
      - id: c-ask
        text: Ask him, calmly, about his journey.
        to: s-answers
        judgement: right
        consequence: He takes a breath and begins to tell. He shows you an address.
        debrief: A calm open question gives you facts to decide on.
        effects: {protection: 1}
        minutes: 10
        reveals: [address]
      - id: c-hurry
        text: Ask him to hurry.
        to: s-answers
        judgement: wrong
        consequence: He looks at the floor.
        debrief: Haste closes mouths.
        effects: {protection: -1}
        minutes: 2
      - id: c-send-back
        text: Tell him to take the next train back.
        to: s-sent-back
        judgement: wrong
        consequence: He picks up his bag.
        debrief: Nothing was found out, so there is nothing to base a refusal on.
        effects: {protection: -2}
  - id: s-answers
    title: What he tells
    text: He visits his sister for a week.
    reasoning:
      prompt: Why do you decide so? One or two sentences.
      model-answer: What he says can be checked, and it fits what he carries.
    choices:
      - id: c-check
        text: Check the address, and decide on what you find.
        to: s-checked
        judgement: right
        consequence: There is such a street, and his sister is at home.
        debrief: A fact that can be checked is worth ten minutes.
        # Offered only where this holds; `closed` says why it is not.
        if: {exhibit: address}
        closed: He has not told you where she lives.
        minutes: 10
      - id: c-wait
        text: Let him sit down, and wait for a colleague.
        to: s-late
        judgement: acceptable
        consequence: He waits.
        debrief: It costs time, but takes nothing from him.
        minutes: 20
  - id: s-late
    title: The next train
    text: The platform is full. You have to come to an end.
    choices:
      - id: c-hand-over
        text: Hand him over to the second line, with what you know.
        to: s-second-line
        judgement: acceptable
        consequence: Your colleague takes over.
        debrief: The second line has the time that you do not have.
      - id: c-let-go
        text: Send him back after all.
        to: s-sent-back
        judgement: wrong
        consequence: He picks up his bag.
        debrief: No time is no reason.
        effects: {protection: -2}
  - {id: s-checked, title: A week with his sister, text: All that he said was true., ending: good}
  - {id: s-second-line, title: In the second line, text: Somebody listens to him., ending: mixed}
  - {id: s-sent-back, title: Sent back, text: Nobody will know why he came., ending: bad}
"""

_MEDIA = """\
- {{file: lines.svg, author: {author}, licence: CC-BY-4.0}}
"""

_DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 120" width="320" height="120">
  <rect x="10" y="30" width="120" height="60" fill="none" stroke="#223"/>
  <text x="70" y="65" text-anchor="middle" font-size="14">First line</text>
  <path d="M130 60 L190 60" stroke="#223"/>
  <rect x="190" y="30" width="120" height="60" fill="none" stroke="#223"/>
  <text x="250" y="65" text-anchor="middle" font-size="14">Second line</text>
</svg>
"""


def starter(pack_id: str, day: date, author: str = "Course team") -> dict[str, bytes]:
    """The files of a course with one lesson, quiz and case study, which checks clean.

    Args:
        pack_id: An id (`core.ids.is_slug`).
        day: Today.
        author: Who writes it; plain words.
    """
    title = pack_id.replace("-", " ").capitalize()
    words = {"id": pack_id, "title": title, "day": day.isoformat(), "author": author}
    texts = {
        "pack.yaml": _PACK.format(**words),
        "CHANGELOG.md": _CHANGELOG.format(**words),
        "01-first/module.yaml": _MODULE,
        "01-first/01-first-lesson.md": _LESSON,
        "01-first/02-first-quiz.quiz.yaml": _QUIZ,
        "01-first/03-first-case.case.yaml": _CASE,
        "media/media.yaml": _MEDIA.format(**words),
        "media/lines.svg": _DRAWING,
    }
    return {path: text.encode() for path, text in texts.items()}
