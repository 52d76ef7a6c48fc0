"""A big pack for measuring: as many lessons and questions as wanted, and a register for them.

`python -m bench.pack_maker FOLDER` writes `FOLDER/big` and `FOLDER/law`.
"""

import sys
from pathlib import Path

LESSONS = 1000
QUESTIONS = 5000
LESSONS_A_MODULE = 25
QUESTIONS_A_QUIZ = 20

_DAY = "2026-11-23"
_SENTENCE = (
    "the officer at the booth looks at the document and at the person and asks about the journey "
    "before a decision is taken every step is written down with its legal basis and its reason so "
    "that the person can be told why and a colleague can follow what was done and by whom on a "
    "long night with many buses and few colleagues it helps to keep to one order of questions"
)
_WORDS = _SENTENCE.split()
_CHANGES = f"# Changes\n\n## 1.0.0 - {_DAY}\n\nFirst version.\n"


def make_register(instruments: int = 20, provisions: int = 40) -> dict[str, bytes]:
    """The files of a register `law` with instruments `act-0` … and provisions `1` …."""
    entries = []
    for i in range(instruments):
        entries.append(
            f"- id: act-{i}\n  scope: eu\n  type: regulation\n  short: Act {i}\n"
            f"  title: Regulation {i} on checks\n  in-force: 2016-04-12\n"
            "  verification: {level: high}\n  provisions:\n"
        )
        entries += [
            f"    - ref: {p + 1}({i % 4 + 1})\n      title: Duty {p}\n      text: {_text(p, 20)}\n"
            for p in range(provisions)
        ]
    terms = "".join(
        f"- id: term-{n}\n  terms: {{en: term {n}}}\n  definition: {_text(n, 15)}\n"
        for n in range(50)
    )
    head = (
        "format: 1\nkind: register\nid: law\nversion: 1.0.0\ntitle: Law\nsummary: Made up.\n"
        f"language: en\nauthors: [Bench]\nlicence: CC-BY-4.0\nchecked: {_DAY}\n"
    )
    return _bytes(
        {
            "pack.yaml": head,
            "CHANGELOG.md": _CHANGES,
            "instruments/acts.yaml": "".join(entries),
            "glossary.yaml": terms,
        }
    )


def make_pack(lessons: int = LESSONS, questions: int = QUESTIONS) -> dict[str, bytes]:
    """The files of a course `big` that checks clean against `make_register()`."""
    texts = {"pack.yaml": _head(), "CHANGELOG.md": _CHANGES}
    for n in range(lessons):
        folder = f"{n // LESSONS_A_MODULE + 1:03}-module"
        texts[f"{folder}/{n % LESSONS_A_MODULE + 1:03}-lesson.md"] = _lesson(n)
        texts[f"{folder}/module.yaml"] = (
            f"id: module-{n // LESSONS_A_MODULE}\ntitle: Module {n // LESSONS_A_MODULE}\n"
        )
    modules = max(1, -(-lessons // LESSONS_A_MODULE))
    for quiz in range(-(-questions // QUESTIONS_A_QUIZ)):
        first = quiz * QUESTIONS_A_QUIZ
        last = min(first + QUESTIONS_A_QUIZ, questions)
        path = f"{quiz % modules + 1:03}-module/{quiz // modules + 900:03}-quiz.quiz.yaml"
        texts[path] = _quiz(quiz, range(first, last))
    return _bytes(texts)


def _head() -> str:
    return (
        "format: 1\nkind: course\nid: big\nversion: 1.0.0\ntitle: Big\nsummary: Made up.\n"
        "audience: Officers.\ntopic: border-control\nlanguage: en\nauthors: [Bench]\n"
        "awarding: {body: Bench}\nlicence: CC-BY-4.0\n"
        "outcomes:\n  - {id: o-one, text: Decide well.}\n"
        f"law: {{register: law, version: 1.0.0, checked: {_DAY}}}\n"
        "completion: {read: all, pass: all}\n"
    )


def _text(seed: int, words: int) -> str:
    chosen = [_WORDS[(seed * 7 + n * (seed % 5 + 1)) % len(_WORDS)] for n in range(words)]
    return " ".join(chosen).capitalize() + "."


def _cite(seed: int) -> str:
    return f"[@act-{seed % 20}:{seed % 40 + 1}({seed % 20 % 4 + 1})]"


def _lesson(n: int) -> str:
    parts = [
        (
            f"---\nid: lesson-{n}\ntitle: Lesson {n}\nminutes: 10\noutcomes: [o-one]\n"
            "objectives:\n  - Decide well.\n---\n"
        )
    ]
    for part in range(4):
        seed = n * 4 + part
        parts.append(
            f"## Step {part + 1}\n\n{_text(seed, 50)} {_cite(seed)} {_text(seed + 1, 30)}\n\n"
            f"{_text(seed + 2, 40)} This is a case of [[term-{seed % 50}]]; *look twice*.\n\n"
            f"- {_text(seed + 3, 12)}\n- {_text(seed + 4, 12)}\n- {_text(seed + 5, 12)}\n"
        )
    parts.append(f"::: practice At the booth\n{_text(n, 30)}\n:::\n")
    parts.append(f"| Sign | Step |\n|---|---|\n| {_text(n, 4)} | {_text(n + 1, 4)} |\n")
    return "\n".join(parts)


def _quiz(number: int, questions: range) -> str:
    head = f"id: quiz-{number}\ntitle: Quiz {number}\nminutes: 10\npass: 70\nquestions:\n"
    return head + "".join(_question(n) for n in questions)


def _question(n: int) -> str:
    start = f"  - id: q-{n}\n    prompt: {_text(n, 25)}\n    outcomes: [o-one]\n"
    reason = f"    reason: {_text(n, 15)} {_cite(n)}\n"
    if n % 5 == 0:
        return f"{start}    kind: truefalse\n    answer: true\n{reason}"
    if n % 5 == 1:
        pairs = "".join(f"      - {{id: {c}, left: Sign {c}, right: Step {c}}}\n" for c in "abcd")
        return f"{start}    kind: matching\n    pairs:\n{pairs}{reason}"
    options = "".join(
        f"      - id: {c}\n        text: {_text(n + i, 8)} ({c})\n"
        + ("        right: true\n" if c == "b" else f"        feedback: {_text(n + i, 10)}\n")
        for i, c in enumerate("abcd")
    )
    return f"{start}    kind: single\n    options:\n{options}{reason}"


def _bytes(texts: dict[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in texts.items()}


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Write files into a folder."""
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def main() -> None:
    """Write the pack and its register."""
    folder = Path(sys.argv[1])
    write(folder / "big", make_pack())
    write(folder / "law", make_register())


if __name__ == "__main__":
    main()
