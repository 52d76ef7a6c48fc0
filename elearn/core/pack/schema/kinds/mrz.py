"""Reading a machine-readable zone, in a pack."""

from collections.abc import Iterator
from typing import Any

from elearn.core.pack.schema import fields
from elearn.core.pack.schema.base import refuse
from elearn.core.pack.schema.kinds import base
from elearn.core.pack.schema.kinds.base import QuestionShape, Wrong
from elearn.core.quiz.kinds.mrz import FIELDS, Mrz
from elearn.core.quiz.mrz_zone import CARD, PASSPORT, BadZone, Zone, read_zone
from elearn.core.quiz.question import Credit


class Line(fields.Value):
    """A line of a zone: spaces around it are not part of it."""

    def _deserialize(self, value: object, *_: Any, **__: Any) -> str:
        if isinstance(value, str) and 0 < len(value.strip()) <= 44:
            return value.strip().upper()
        raise refuse("must be a line of at most 44 signs; put it in quotes.")


class MrzShape(QuestionShape):
    """A zone, and what is asked of it."""

    makes = Mrz
    lines = fields.Many(Line(required=True), 2, 3)
    draw = fields.OneOf((PASSPORT, CARD))
    flawed = fields.Flag()
    ask = fields.Many(fields.OneOf(FIELDS), 1, len(FIELDS), required=True)
    credit = base.credit(Credit.SHARE, Credit.MINUS, Credit.ALL)

    @staticmethod
    def faults(question: Mrz) -> Iterator[Wrong]:
        """Lines that are no zone, or whose check digits do not fit though nobody is asked."""
        if bool(question.lines) == bool(question.draw):
            say = "Write either `lines`, or `draw: passport` or `draw: card`."
            yield Wrong((), "mrz-bad", say)
        elif question.lines:
            yield from _lines(question)
        for name in sorted({n for n in question.ask if question.ask.count(n) > 1}):
            yield Wrong(("ask",), "answer-ambiguous", f'"{name}" is asked for twice; ask once.')

    @staticmethod
    def written(question: Mrz) -> dict[str, object]:
        """The zone, or how it is drawn, and what is asked."""
        made: dict[str, object] = {}
        if question.draw:
            made["draw"] = question.draw
        else:
            made["lines"] = list(question.lines)
        if question.flawed:
            made["flawed"] = True
        return made | {"ask": list(question.ask)}


def _lines(question: Mrz) -> Iterator[Wrong]:
    try:
        zone = read_zone(question.lines)
    except BadZone as error:
        yield Wrong(("lines",), "mrz-bad", f"These lines are no zone: {error}.")
        return
    most = 1 if "wrong" in question.ask else 0
    if len(zone.wrong) > most:
        say = f"The check digit does not fit: {', '.join(zone.wrong)}; mend it, or ask for `wrong`."
        yield Wrong(("lines",), "mrz-bad", say)
    for name in _missing(question, zone):
        yield Wrong(("ask",), "mrz-bad", f'The zone says nothing of "{name}"; do not ask for it.')


def _missing(question: Mrz, zone: Zone) -> list[str]:
    return [name for name in question.ask if name != "wrong" and not getattr(zone, name)]
