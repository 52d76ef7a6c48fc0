"""Questions of every kind, and a course with one quiz of so many of them.

The classic kinds are written here; those that came later are taken from the examples of
`docs/pack-format.md`, so that a new kind is measured as soon as it is documented.
"""

import json
import re
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from elearn.core.pack.yaml_tree import read
from elearn.core.quiz.questions import KINDS

PACK, QUIZ = "bench-quiz", "big-quiz"
LIMIT = 45
"""Minutes that the quiz lasts."""

_DOCS = Path(__file__).parent.parent / "docs" / "pack-format.md"

_PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300" width="400" height="300">'
    '<rect width="400" height="300" fill="#eee"/></svg>\n'
)
_OPTIONS = [
    {"id": "a", "text": "Open the barrier.", "feedback": "Too early."},
    {"id": "b", "text": "Ask a second question.", "right": True},
    {"id": "c", "text": "Send the traveller away."},
    {"id": "d", "text": "Write it down.", "right": True},
]
_CLASSIC: dict[str, dict[str, object]] = {
    "single": {"options": [o | {"right": True} if o["id"] == "b" else o for o in _OPTIONS[:3]]},
    "multiple": {"options": _OPTIONS},
    "truefalse": {"answer": True},
    "matching": {
        "pairs": [{"id": i, "left": f"Duty {i}", "right": f"Line {i}"} for i in "abcd"],
        "extra": [{"id": "x", "text": "Nobody"}],
    },
    "ordering": {"items": [{"id": i, "text": f"Step {n}"} for n, i in enumerate("abcde")]},
    "numeric": {"answer": 90, "tolerance": 1, "unit": "days"},
    "text": {"answers": ["Eurodac", "EURODAC database"]},
}


def templates() -> dict[str, dict[str, object]]:
    """A question of each kind, as a pack file holds it.

    Raises:
        RuntimeError: If a kind is neither written here nor shown in the handbook.
    """
    found = dict(_CLASSIC)
    text = _DOCS.read_text(encoding="utf-8")
    for kind in KINDS:
        if kind in found:
            continue
        section = text.partition(f"\n#### {kind}\n")[2].partition("\n#### ")[0]
        block = re.search(r"```yaml\n(.*?)```", section, re.DOTALL)
        if block is None:
            raise RuntimeError(f"docs/pack-format.md shows no question of the kind {kind}")
        example: Any = read(block[1]).data
        found[kind] = example[0] if isinstance(example, list) else example
    return found


def questions(count: int, *, by_hand: bool = True) -> list[dict[str, object]]:
    """So many questions, all kinds in turn; without `by_hand` none that a person marks."""
    kinds = {k: q for k, q in templates().items() if by_hand or k != "extended"}
    return [
        {
            "prompt": f"Question {number}: what does the officer at the booth decide, and why?",
            "reason": "The traveller is told in writing why.",
            **{key: value for key, value in question.items() if key not in ("reason", "outcomes")},
            "id": f"q-{number}-{kind}",
            "kind": kind,
        }
        for number, (kind, question) in enumerate(islice(cycle(kinds.items()), count), 1)
    ]


def files(count: int, pack: str = PACK, *, by_hand: bool = False) -> dict[str, str]:
    """The files of a course whose quiz asks so many questions within a time limit."""
    head = {
        "format": 1,
        "kind": "course",
        "id": pack,
        "version": "1.0.0",
        "title": "A quiz for measuring",
        "summary": "Made up.",
        "audience": "Nobody.",
        "topic": "measuring",
        "language": "en",
        "authors": ["Bench"],
        "awarding": {"body": "Bench"},
        "licence": "CC-BY-4.0",
        "outcomes": [{"id": "o-one", "text": "Decide well."}],
        "completion": {"pass": "all"},
    }
    quiz = {
        "id": QUIZ,
        "title": "The quiz",
        "minutes": LIMIT,
        "limit": LIMIT,
        "pass": 60,
        "questions": questions(count, by_hand=by_hand),
    }
    text = _text(quiz)
    pictures = sorted(set(re.findall(r"media/([a-z0-9-]+\.svg)", text)))
    credits_ = [{"file": name, "author": "Bench", "licence": "CC-BY-4.0"} for name in pictures]
    return {
        **{f"media/{name}": _PICTURE for name in pictures},
        **({"media/media.yaml": _text(credits_)} if pictures else {}),
        "pack.yaml": _text(head),
        "CHANGELOG.md": "# Changes\n\n## 1.0.0\n\n- First.\n",
        "01-one/module.yaml": _text({"id": "one", "title": "One"}),
        "01-one/01-quiz.quiz.yaml": text,
    }


def write(folder: Path, count: int, pack: str = PACK, *, by_hand: bool = False) -> Path:
    """Write the course; its folder."""
    for path, text in files(count, pack, by_hand=by_hand).items():
        target = folder / pack / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder / pack


def _text(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"  # which is YAML as well
