"""What stands beside a question: hints and certainty while it is open, and what came of them."""

from dataclasses import dataclass, replace
from fractions import Fraction

from elearn.core.pack.schema.questions import has_parts
from elearn.core.quiz.answers import Form
from elearn.core.quiz.draw import PaperQuestion
from elearn.core.quiz.grade import Mark, Verdict
from elearn.core.quiz.model import Quiz
from elearn.core.quiz.options import CertaintyRule
from elearn.core.quiz.questions import Question
from elearn.core.quiz.response import (
    Certainty,
    Response,
    by_certainty,
    certainty_field,
    hints_cost,
    lost_to_hints,
)
from elearn.services.kinds.drawn import text_of
from elearn.services.shelf import Reading, Text


@dataclass(frozen=True, slots=True)
class NextHint:
    """A hint that may be asked for: the number of how many, and the points it takes."""

    number: int
    of: int
    points: Fraction


@dataclass(frozen=True, slots=True)
class LevelAsked:
    """A level of certainty to choose, and the points for right and wrong, where it counts."""

    value: str
    right: Fraction
    wrong: Fraction


@dataclass(frozen=True, slots=True)
class CertaintyAsked:
    """How sure the learner is: the form's field, what was chosen, and whether it counts."""

    field: str
    chosen: str
    counts: bool
    levels: tuple[LevelAsked, ...]


@dataclass(frozen=True, slots=True)
class QuestionHelp:
    """Beside an open question: the hints taken so far, the next one, and certainty if asked."""

    hints: tuple[Text, ...] = ()
    next: NextHint | None = None
    certainty: CertaintyAsked | None = None


NO_HELP = QuestionHelp()


@dataclass(frozen=True, slots=True)
class Afterwards:
    """Beside an answer looked back at.

    Attributes:
        feedback: What the author says to everybody whose answer did so.
        hints: How many were taken.
        hints_points: What they took, in points.
        certainty: What the learner said: one of `core.quiz.response.Certainty`, or nothing.
        counts: Whether certainty decided about the points.
    """

    feedback: Text | None = None
    hints: int = 0
    hints_points: Fraction = Fraction(0)
    certainty: str = ""
    counts: bool = False


NOTHING_AFTER = Afterwards()


def beside(reading: Reading, quiz: Quiz, asked: PaperQuestion, said: Response) -> QuestionHelp:
    """What stands beside a question of an open attempt."""
    taken = all_hints(reading, asked.question)[: said.hints]
    return QuestionHelp(
        taken, _next(asked.question, said.hints), _certainty(quiz.certainty, asked, said)
    )


def _certainty(rule: CertaintyRule, asked: PaperQuestion, said: Response) -> CertaintyAsked | None:
    if rule is CertaintyRule.OFF:
        return None
    points = asked.question.points
    return CertaintyAsked(
        field=certainty_field(asked),
        chosen=said.certainty.value if said.certainty else "",
        counts=rule is CertaintyRule.MARKS,
        levels=tuple(
            LevelAsked(
                level.value,
                by_certainty(Fraction(1), level) * points,
                by_certainty(Fraction(0), level) * points,
            )
            for level in reversed(Certainty)
        ),
    )


def refilled(beside: QuestionHelp, form: Form) -> QuestionHelp:
    """The same as it was sent, for a learner who must mend something: nothing is lost."""
    asked = beside.certainty
    if asked is None:
        return beside
    values = form.get(asked.field, ())
    return replace(beside, certainty=replace(asked, chosen=values[0] if values else ""))


def _next(question: Question, taken: int) -> NextHint | None:
    if taken >= len(question.hints):
        return None
    share = hints_cost(question, taken + 1) - hints_cost(question, taken)
    return NextHint(taken + 1, len(question.hints), share * question.points)


def all_hints(reading: Reading, question: Question) -> tuple[Text, ...]:
    """The hints of a question, in order; in self-checks they are free."""
    numbers = range(1, len(question.hints) + 1)
    return tuple(text_of(reading, question, f"{question.id}#hint-{n}") for n in numbers)


_SAID = {Verdict.RIGHT: "right", Verdict.PARTLY: "partly", Verdict.WRONG: "wrong"}


def feedback_on(reading: Reading, question: Question, mark: Mark) -> Text | None:
    """What the author says to everybody whose answer did so; nothing to a blank."""
    name = _SAID.get(mark.verdict)
    if name is None or not getattr(question.feedback, name):
        return None
    return text_of(reading, question, f"{question.id}#if-{name}")


def afterwards(
    reading: Reading,
    question: Question,
    mark: Mark,
    said: Response,
    certainty: CertaintyRule = CertaintyRule.OFF,
) -> Afterwards:
    """What came of it. `mark` is the answer's own; `certainty` the quiz's rule."""
    return Afterwards(
        feedback=feedback_on(reading, question, mark),
        hints=said.hints,
        hints_points=lost_to_hints(question, mark, said, certainty),
        certainty=said.certainty.value
        if said.certainty and certainty is not CertaintyRule.OFF
        else "",
        counts=certainty is CertaintyRule.MARKS,
    )


@dataclass(frozen=True, slots=True)
class KeyBeside:
    """Beside a question with its key, for those who write.

    Attributes:
        credit: The rule for what is right in part, where the kind knows several; else empty.
        difficulty: As the author thinks; may be empty.
        tags: By which draws choose.
        hints: Each with the points that it takes.
        feedback: By how an answer does: `right`, `partly`, `wrong`.
    """

    credit: str = ""
    difficulty: str = ""
    tags: tuple[str, ...] = ()
    hints: tuple[tuple[Text, Fraction], ...] = ()
    feedback: tuple[tuple[str, Text], ...] = ()


def key_beside(reading: Reading, question: Question) -> KeyBeside:
    """What stands beside a question with its key."""
    costs = [Fraction(hint.cost * question.points, 100) for hint in question.hints]
    after = question.feedback
    said = (("right", after.right), ("partly", after.partly), ("wrong", after.wrong))
    return KeyBeside(
        credit=question.credit.value if has_parts(question) else "",
        difficulty=question.difficulty,
        tags=question.tags,
        hints=tuple(zip(all_hints(reading, question), costs, strict=True)),
        feedback=tuple(
            (name, text_of(reading, question, f"{question.id}#if-{name}")) for name, x in said if x
        ),
    )
