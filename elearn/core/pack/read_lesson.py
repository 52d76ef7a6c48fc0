"""One lesson file: front matter, text, self-checks."""

from elearn.core.pack import markdown, prose
from elearn.core.pack.blocks import Block, blocks_of
from elearn.core.pack.codes import problem
from elearn.core.pack.facts import Facts
from elearn.core.pack.model import Lesson, SelfCheck
from elearn.core.pack.references import References, merged, references, references_of
from elearn.core.pack.schema.base import line_of
from elearn.core.pack.schema.lesson import FrontMatter, FrontMatterShape
from elearn.core.pack.schema.mend import load_known, texts_in
from elearn.core.pack.schema.quiz import SelfCheckShape
from elearn.core.pack.yaml_tree import Keys, read
from elearn.core.problems import Problem

_FRONT = FrontMatterShape()
_QUESTION = SelfCheckShape()


def read_lesson(path: str, text: str) -> Facts:
    """The facts of a lesson file."""
    front, source, first_line = split_front_matter(text)
    if front is None:
        say = "A lesson begins with front matter: a line ---, id, title, minutes, a line ---."
        missing = problem(path, 1, "front-matter", say)
        begun = text.startswith("---")  # then front matter would be taken for text
        rest = _Body(path, "" if begun else text, 1, {})
        return Facts(
            path=path,
            claimed=guessed(text),
            lines=rest.lines,
            references=rest.references,
            problems=(missing, *rest.problems),
        )
    tree = read(front, path, 2)
    data = tree.data if tree.data is not None else {}
    head, found = load_known(_FRONT, data, path, tree.lines or {(): 1})
    problems = [*tree.problems, *([] if _unreadable(tree.problems) else found)]
    body = _Body(path, source, first_line, dict(tree.lines))
    problems += body.problems
    return Facts(
        path=path,
        value=None if tree.problems else _lesson(path, head, body),
        claimed=claimed(tree.data) or guessed(front),
        lines=body.lines,
        references=body.references,
        problems=tuple(problems),
    )


def split_front_matter(text: str) -> tuple[str | None, str, int]:
    """Front matter (None if there is none), the rest, and the line on which the rest begins."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return None, text, 1
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:number]) + "\n", "\n".join(lines[number + 1 :]), number + 2
    return None, text, 1


def claimed(data: object) -> tuple[str, ...]:
    """The id at the top of a file, whatever else is wrong with it."""
    name = data.get("id") if isinstance(data, dict) else None
    return (name,) if isinstance(name, str) else ()


def guessed(text: str) -> tuple[str, ...]:
    """The id in a text that could not be read, so that links to it are not called broken too."""
    for line in text[:4000].split("\n"):
        if line.startswith("id:"):
            return (line[3:].strip(),)
    return ("?",)


def _unreadable(problems: list[Problem]) -> bool:
    return any(p.code in ("yaml-syntax", "yaml-depth", "yaml-size") for p in problems)


def _lesson(path: str, front: FrontMatter | None, body: "_Body") -> Lesson | None:
    if front is None:
        return None
    return Lesson(
        id=front.id,
        title=front.title,
        minutes=front.minutes,
        source=body.source,
        outcomes=front.outcomes,
        objectives=front.objectives,
        checks=tuple(body.checks),
        path=path,
        first_line=body.first_line,
    )


class _Body:
    """A lesson's text, read: its self-checks, references and problems."""

    def __init__(self, path: str, source: str, first_line: int, lines: dict[Keys, int]) -> None:
        self.path = path
        self.source = source
        self.first_line = first_line
        self.lines = lines
        self.checks: list[SelfCheck] = []
        self.problems: list[Problem] = []
        parsed = markdown.parse(source)
        parts: list[References] = [references_of(parsed, first_line, lesson=True)]
        blocks = blocks_of(source, parsed.tokens)
        parts += [
            self.check(token.content, token.map[0], blocks)
            for token in parsed.tokens
            if token.type == "self_check" and token.map and not token.level
        ]
        self.references = merged(parts)

    def check(self, text: str, fence: int, blocks: list[Block]) -> References:
        """Read one self-check whose fence stands on that line of the source, from 0."""
        line = self.first_line + fence + 1
        tree = read(text, self.path, line)
        self.problems += tree.problems
        if _unreadable(tree.problems):
            return merged(())
        lines = {("question", *keys): number for keys, number in tree.lines.items()}
        data = {"question": tree.data}
        value, found = load_known(_QUESTION, data, self.path, lines or {(): line})
        self.problems += found
        if value is None or tree.problems:
            return merged(
                references(source, line_of(lines, keys))
                for keys, source in texts_in(_QUESTION, data)
            )
        question = value["question"]
        index = len(self.checks)
        block = next((b for b in reversed(blocks) if b.first_line <= fence + 1), None)
        self.checks.append(SelfCheck(question, block.address if block else ""))
        self.lines.update({("checks", index, *keys): n for keys, n in tree.lines.items()})
        return merged(
            references(source, line_of(tree.lines, keys))
            for keys, source in prose.of_question(question)
        )
