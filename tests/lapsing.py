"""A register in which law is repealed, and a course whose questions rest on it."""

from datetime import datetime
from pathlib import Path

from elearn.services import packs
from elearn.services.people import OPERATOR
from elearn.store.db import db

HEAD = """format: 1
language: en
authors: [Course team]
licence: CC-BY-4.0
"""


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write a folder of text files."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def register_files(version: str, repealed: str, register: str = "law") -> dict[str, str]:
    """A register with a code that applies, and an old act that is repealed on that day."""
    ending = f"  repealed: {repealed}\n  repealed-by: [code]\n" if repealed else ""
    return {
        "pack.yaml": f"{HEAD}kind: register\nid: {register}\nversion: {version}\ntitle: Law\n"
        "summary: A register.\nchecked: 2026-11-23\n",
        "CHANGELOG.md": f"## {version} - 2026-11-23\n\nWhat it holds.\n",
        "glossary.yaml": "[]\n",
        "instruments/eu.yaml": f"""- id: code
  scope: eu
  type: regulation
  short: The Code
  title: A code on borders
  in-force: 2010-01-01
  verification: {{level: high}}
  provisions:
    - {{ref: "1", title: First}}
- id: old
  scope: eu
  type: regulation
  short: Old Act
  title: An old act
  in-force: 2000-01-01
{ending}  verification: {{level: high}}
  provisions:
    - {{ref: "1", title: First}}
""",
    }


def question(name: str, old: tuple[str, ...], indent: str = "  ") -> str:
    """A question that rests on the old act if its name is among `old`, else on the code."""
    cite = "old:1" if name in old else "code:1"
    return (
        f"{indent}- {{id: {name}, kind: truefalse, prompt: Question {name} is right., "
        f'answer: true, outcomes: [o-one], reason: "By [@{cite}]."}}\n'
    )


def course_files(
    version: str, old: tuple[str, ...], options: str, minimum: str, register: str = "law"
) -> dict[str, str]:
    """A lesson with a self-check, a quiz of five questions, and one that draws two of three."""
    five = "".join(question(f"q-{n}", old) for n in range(1, 6))
    three = "".join(question(f"b-{n}", old) for n in range(1, 4))
    cite = "old:1" if "sc-1" in old else "code:1"
    return {
        "pack.yaml": f"""{HEAD}kind: course
id: lapse
version: {version}
title: Law that lapses
summary: A course.
audience: Officers.
topic: border-control
awarding: {{body: Course team}}
outcomes:
  - {{id: o-one, text: Know the law.}}
completion: {{read: all, pass: all}}
law: {{register: {register}, version: 1.0.0, checked: 2026-11-23{minimum}}}
""",
        "CHANGELOG.md": f"## {version} - 2026-11-23\n\nWhat it holds.\n",
        "01-one/module.yaml": "id: one\ntitle: One\n",
        "01-one/01-rules.md": f"""---
id: rules
title: The rules
minutes: 5
outcomes: [o-one]
---
Know the law.

```check
id: sc-1
kind: truefalse
prompt: The self-check is right.
answer: true
reason: By [@{cite}].
```

Then go on.
""",
        "01-one/02-check.quiz.yaml": "id: check\ntitle: Five questions\nminutes: 5\npass: 60\n"
        f"{options}questions:\n{five}",
        "01-one/03-drawn.quiz.yaml": "id: drawn\ntitle: Two of three\nminutes: 5\npass: 60\n"
        "draw:\n  - {bank: pool, count: 2}\n",
        "banks/pool.quiz.yaml": f"id: pool\ntitle: Pool\nquestions:\n{three}",
    }


def publish_law(
    folder: Path,
    now: datetime,
    version: str = "1.0.0",
    *,
    repealed: str = "",
    register: str = "law",
) -> packs.Installed:
    """Publish a version of the register, in which the old act is repealed on that day."""
    files = register_files(version, repealed, register)
    return _publish(write(folder / f"{register}-{version}", files), now)


def publish_course(
    folder: Path,
    now: datetime,
    version: str = "1.0.0",
    *,
    old: tuple[str, ...] = (),
    options: str = "",
    minimum: str = "",
    register: str = "law",
) -> packs.Installed:
    """Publish a version of the course; `old` names the questions that rest on the old act."""
    files = course_files(version, old, options, minimum, register)
    return _publish(write(folder / f"lapse-{version}", files), now)


def _publish(pack: Path, now: datetime) -> packs.Installed:
    installed = packs.install_path(pack, now=now)
    assert installed.done, [str(p) for p in installed.problems]
    packs.publish(OPERATOR, installed.pack_id, installed.version, now=now)
    db.session.commit()
    return installed
