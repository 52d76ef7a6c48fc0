"""A text with gaps, in a pack."""

import re
from collections.abc import Iterator
from typing import Any

from elearn.core.pack.schema import fields
from elearn.core.pack.schema.base import Shape
from elearn.core.pack.schema.kinds import base
from elearn.core.pack.schema.kinds.base import BLOCK, PLAIN, OptionShape, QuestionShape, Said, Wrong
from elearn.core.pack.yaml_tree import Keys
from elearn.core.quiz.kinds.cloze import Cloze, Gap
from elearn.core.quiz.question import Credit

_BRACES = re.compile(r"\{([a-z][a-z0-9-]*)\}")


class GapShape(Shape):
    """A gap."""

    makes = Gap
    id = fields.Id(required=True)
    options = fields.Many(fields.Group(OptionShape), base.FEW, base.MANY)
    answers = fields.Many(fields.Plain(required=True, most=200), 1, 50)
    answer = fields.Number()
    tolerance = fields.Number(least=0)
    unit = fields.Plain(most=40)


class ClozeShape(QuestionShape):
    """A text with gaps."""

    makes = Cloze
    text = fields.Markdown(required=True)
    gaps = fields.Many(fields.Group(GapShape), 1, 20, required=True)
    credit = base.credit(Credit.SHARE, Credit.MINUS, Credit.ALL)

    def make(self, data: dict[str, Any]) -> Any:
        """The question; its gaps come in the order in which the text has them."""
        order = {name: at for at, name in enumerate(_BRACES.findall(data["text"]))}
        gaps = sorted(data["gaps"], key=lambda gap: order.get(gap.id, len(order)))
        return super().make(data | {"gaps": tuple(gaps)})

    @staticmethod
    def said(question: Cloze) -> Iterator[Said]:
        """The text, and what its gaps take."""
        yield Said(("text",), "", "text", question.text, BLOCK)
        for i, gap in enumerate(question.gaps):
            for said in base.said_options(gap.options):
                keys, part = ("gaps", i, *said.keys), f"{gap.id}/{said.part}"
                yield Said(keys, part, said.field, said.text, said.kind)
            for n, answer in enumerate(gap.answers):
                yield Said(("gaps", i, "answers", n), gap.id, f"answer-{n + 1}", answer, PLAIN)
            yield Said(("gaps", i, "unit"), gap.id, "unit", gap.unit, PLAIN)

    @staticmethod
    def parts(question: Cloze) -> Iterator[tuple[str, Keys]]:
        """The gaps, and the options of each."""
        for i, gap in enumerate(question.gaps):
            yield gap.id, ("gaps", i, "id")
            for name, keys in base.numbered(gap.options, "options"):
                yield f"{gap.id}/{name}", ("gaps", i, *keys)

    @staticmethod
    def faults(question: Cloze) -> Iterator[Wrong]:
        """Gaps that the text does not have, or has twice, and gaps without one right answer."""
        there = _BRACES.findall(question.text)
        for i, gap in enumerate(question.gaps):
            if there.count(gap.id) != 1:
                say = f"Write {{{gap.id}}} once in the text, where the gap is to be."
                yield Wrong(("gaps", i, "id"), "gap-place", say)
            if sum((bool(gap.options), bool(gap.answers), gap.answer is not None)) != 1:
                say = f'Give "{gap.id}" one of options, answers (texts) and answer (a number).'
                yield Wrong(("gaps", i), "gap-kind", say)
            elif gap.options:
                yield from _options(gap, i)
        for name in sorted({*there} - {gap.id for gap in question.gaps}):
            say = f"The text has {{{name}}}, but no gap has this id; add it under `gaps`."
            yield Wrong(("text",), "gap-place", say)

    @staticmethod
    def partly(question: Cloze) -> bool:
        """Where there are several gaps."""
        return len(question.gaps) > 1 and QuestionShape.partly(question)

    @staticmethod
    def written(question: Cloze) -> dict[str, object]:
        """The text and its gaps."""
        return {"text": question.text, "gaps": [_written(gap) for gap in question.gaps]}


def _options(gap: Gap, i: int) -> Iterator[Wrong]:
    right = [option for option in gap.options if option.right]
    if len(right) != 1:
        code = "question-many-right" if right else "question-no-right"
        say = (
            f'One option of "{gap.id}" is to be right, not {len(right)}; write `right: true` once.'
        )
        yield Wrong(("gaps", i, "options"), code, say)
    for wrong in base.alike(gap.id, "options", (option.text for option in gap.options)):
        yield Wrong(("gaps", i, *wrong.keys), wrong.code, wrong.text)


def _written(gap: Gap) -> dict[str, object]:
    made: dict[str, object] = {"id": gap.id}
    if gap.options:
        made["options"] = [base.written_option(option) for option in gap.options]
    if gap.answers:
        made["answers"] = list(gap.answers)
    if gap.answer is not None:
        made["answer"] = base.written_number(gap.answer)
    if gap.tolerance:
        made["tolerance"] = base.written_number(gap.tolerance)
    return made | ({"unit": gap.unit} if gap.unit else {})
