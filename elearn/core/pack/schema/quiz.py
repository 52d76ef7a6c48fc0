"""Quizzes, banks and self-checks; their questions are in `core.pack.schema.questions`."""

from enum import StrEnum
from typing import Any

from marshmallow import ValidationError

from elearn.core.pack.model import Bank, BankDraw, Quiz, Section
from elearn.core.pack.schema import fields
from elearn.core.pack.schema.base import Fault, Shape
from elearn.core.pack.schema.kinds.base import MarkingShape
from elearn.core.pack.schema.questions import SHAPES, AnyQuestion
from elearn.core.quiz.model import PRETEST, ROLES
from elearn.core.quiz.options import CertaintyRule, Counts, Feedback, Layout, Navigation
from elearn.core.quiz.question import DIFFICULTIES

__all__ = [
    "SHAPES",
    "AnyQuestion",
    "BankShape",
    "DrawShape",
    "QuizShape",
    "SectionShape",
    "SelfCheckShape",
]


class SelfCheckShape(Shape):
    """A question by itself; `question` is put around it for reading."""

    makes = dict
    question = AnyQuestion(required=True)


class DrawShape(Shape):
    """So many questions from a bank."""

    makes = BankDraw
    bank = fields.Id(required=True)
    count = fields.Whole(1, 1000, required=True)
    outcome = fields.Id()
    difficulty = fields.OneOf(DIFFICULTIES)
    tags = fields.Many(fields.Id())


class SectionShape(Shape):
    """A part of a quiz."""

    makes = Section
    id = fields.Id(required=True)
    title = fields.Plain(required=True)
    intro = fields.Markdown()
    draw = fields.Many(fields.Group(DrawShape))
    questions = fields.Many(AnyQuestion())


class WaitShape(Shape):
    """A span of time, as whole minutes."""

    makes = int
    days = fields.Whole(0, 365)
    hours = fields.Whole(0, 1000)
    minutes = fields.Whole(0, 1000)

    def make(self, data: dict[str, Any]) -> int:
        """The minutes."""
        return sum(
            (data.get(name) or 0) * minutes
            for name, minutes in (("days", 1440), ("hours", 60), ("minutes", 1))
        )


class QuizMarkingShape(MarkingShape):
    """How people mark in a quiz: also whether they see whose answer it is."""

    anonymous = fields.Flag()


def _words(kind: type[StrEnum]) -> fields.OneOf:
    return fields.OneOf(tuple(kind), kind)


class QuizShape(Shape):
    """A quiz."""

    makes = Quiz
    id = fields.Id(required=True)
    title = fields.Plain(required=True)
    minutes = fields.Whole(1, 600, required=True)
    intro = fields.Markdown()
    role = fields.OneOf(ROLES)
    pair = fields.Id()
    pass_percent = fields.Whole(1, 1000, data_key="pass")
    attempts = fields.Whole(1, 100)
    shuffle = fields.Flag()
    layout = _words(Layout)
    navigation = _words(Navigation)
    limit = fields.Whole(1, 600)
    wait_minutes = fields.Group(WaitShape, data_key="wait")
    counts = _words(Counts)
    feedback = _words(Feedback)
    practice = fields.Flag()
    certainty = _words(CertaintyRule)
    marking = fields.Group(QuizMarkingShape)
    draw = fields.Many(fields.Group(DrawShape))
    questions = fields.Many(AnyQuestion(), load_default=())
    sections = fields.Many(fields.Group(SectionShape))

    def make(self, data: dict[str, Any]) -> Any:
        """The quiz. What passes nothing, a pretest or practice, needs no pass mark."""
        counts = data.get("role") != PRETEST and not data.get("practice")
        if counts and data.get("pass_percent") is None:
            fault = Fault('The key "pass" is missing; write it in.', "key-missing")
            raise ValidationError({"pass": [fault]})
        return super().make(data)


class BankShape(Shape):
    """Questions that quizzes draw from."""

    makes = Bank
    id = fields.Id(required=True)
    title = fields.Plain(required=True)
    questions = fields.Many(AnyQuestion(), 1, required=True)
