"""What graders are told about an essay, as a rubric, and a rubric as such a text."""

import re
from collections.abc import Sequence

from elearn.core.quiz.kinds.extended import Criterion, Level
from elearn.interop.markdown_text import one_line
from elearn.interop.naming import letter

_CRITERION = re.compile(r"- (?=\S)(.+)")
_LEVEL = re.compile(r" {2}- (\d{1,3}) points: (.+)")
_MODEL = "## Model answer"
_LEVELS = (("none", "Not met", 0), ("part", "Partly met", 1), ("full", "Met", 2))
_MOST_CRITERIA, _MOST_LEVELS, _MOST_POINTS = 10, 6, 100


def drafted(texts: Sequence[str]) -> tuple[Criterion, ...]:
    """A first draft of a rubric: for each text whether it is not, partly or fully met."""
    levels = tuple(Level(*level) for level in _LEVELS)
    whole = [one_line(text) for text in texts if text.strip()] or ["The answer as a whole"]
    return tuple(Criterion(letter(i), text, levels) for i, text in enumerate(whole))


def written(rubric: Sequence[Criterion], model: str) -> str:
    """A rubric and a model answer as Markdown for graders; `read` understands it."""
    lines = []
    for criterion in rubric:
        lines.append(f"- {one_line(criterion.text)}")
        lines += [f"  - {x.points} points: {one_line(x.text)}" for x in criterion.levels]
    return "\n".join(lines) + (f"\n\n{_MODEL}\n\n{model}" if model else "")


def read(markdown: str) -> tuple[tuple[Criterion, ...], str] | None:
    """The rubric and the model answer that `written` wrote; None if it is some other text."""
    listed, _heading, model = markdown.partition(f"\n\n{_MODEL}\n\n")
    found: list[tuple[str, list[Level]]] = []
    for line in listed.split("\n"):
        if match := _LEVEL.fullmatch(line):
            if not found:
                return None
            levels = found[-1][1]
            levels.append(Level(letter(len(levels)), match[2], int(match[1])))
        elif match := _CRITERION.fullmatch(line):
            found.append((match[1], []))
        else:
            return None
    rubric = tuple(Criterion(letter(i), t, tuple(ls)) for i, (t, ls) in enumerate(found))
    return (rubric, model) if _fits(rubric) else None


def _fits(rubric: Sequence[Criterion]) -> bool:
    return 0 < len(rubric) <= _MOST_CRITERIA and all(
        1 < len(c.levels) <= _MOST_LEVELS and 0 < c.most <= _MOST_POINTS for c in rubric
    )
