"""How somebody of the demonstration answers and decides: mostly as well as they know it.

Everything follows from their name, so that each demonstration is like the other.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import assert_never

from elearn.core.case.model import Choice, Judgement
from elearn.core.quiz import chance
from elearn.core.quiz.answers import Answer
from elearn.core.quiz.given import (
    BlankAnswer,
    CalculationAnswer,
    CategoriseAnswer,
    ClozeAnswer,
    ExtendedAnswer,
    HotspotAnswer,
    MatchingAnswer,
    MatrixAnswer,
    MrzAnswer,
    MultipleAnswer,
    NumericAnswer,
    OrderingAnswer,
    SingleAnswer,
    TextAnswer,
    TrueFalseAnswer,
    truth,
)
from elearn.core.quiz.kinds import calculation, cloze, matching, mrz
from elearn.core.quiz.kinds.cloze import Gap, GapKind
from elearn.core.quiz.questions import (
    Calculation,
    Categorise,
    Cloze,
    Extended,
    Hotspot,
    Matching,
    Matrix,
    Mrz,
    Multiple,
    Numeric,
    Ordering,
    Question,
    ShortText,
    Single,
    TrueFalse,
)
from elearn.core.quiz.response import Certainty
from elearn.services.demo_essays import ESSAYS

_HARDER = {"easy": -12, "medium": 0, "hard": 15, "": 0}
_SECONDS = {"easy": 25, "medium": 40, "hard": 75, "": 40}

_USUAL = 78
"""What people know usually. Who is above it knows much more, and below much less."""

_TRAPS = {"q-entry-window": "c"}
"""Where those who know most go wrong: who counts with care leaves out the days of travel."""

_TYPED = {
    "q-first-text": ("QR code", "password", "QR code"),
    "q-check-treaty-group": ("group", "group", "illegal"),
}
"""What people type that the key does not know."""


@dataclass(frozen=True, slots=True)
class Character:
    """How somebody answers. `knows`: of 100 answers so many are right. `language`: en or sr."""

    name: str
    knows: int
    language: str = "en"

    def dice(self, about: str) -> chance.Dice:
        """Chance for one thing that they do."""
        seed = hashlib.sha256(self.name.encode()).hexdigest()[: 2 * chance.SEED_BYTES]
        return chance.Dice(seed, about)

    def wiser(self, by: int) -> "Character":
        """The same person, who has read once more."""
        return replace(self, knows=min(100, self.knows + by))

    def answer(self, question: Question) -> Answer:
        """What they give."""
        dice = self.dice(f"{question.id}/{self.knows}")
        if isinstance(question, Extended):
            return self._write(dice)
        if question.id in _TRAPS and 80 <= self.knows < 100:
            return SingleAnswer(_TRAPS[question.id])
        if self.knows == 100:
            return truth(question)
        hardness = _HARDER[question.difficulty] + _common(question.id, 25) - 12
        if dice.below("knows", 100) < _USUAL + 2 * (self.knows - _USUAL) - hardness:
            return truth(question)
        return slip(question, dice)

    def _write(self, dice: chance.Dice) -> Answer:
        """The better they know it, the better it is; some leave it blank."""
        if dice.below("writes", 4) == 0:
            return BlankAnswer()
        worst = len(ESSAYS) - 1
        at = (100 - self.knows) * worst // 50 + dice.below("essay", 3) - 1
        return ExtendedAnswer(ESSAYS[min(worst, max(0, at))].texts[self.language])

    def certainty(self, question: Question, *, right: bool) -> Certainty:
        """How sure they say they are: mostly with reason."""
        number = self.dice(f"{question.id}/sure").below("sure", 10)
        if right:
            return Certainty.SURE if number < 6 else Certainty.THINK_SO
        return (Certainty.GUESSING, Certainty.THINK_SO, Certainty.SURE)[(number + 1) // 4]

    def seconds(self, question: Question) -> int:
        """So long they think about it."""
        usual = _SECONDS[question.difficulty]
        return usual + self.dice(question.id).below("seconds", usual)

    def decide(self, scene: str, choices: tuple[Choice, ...]) -> Choice:
        """The way they take on from a scene."""
        dice = self.dice(f"{scene}/{self.knows}")
        number = dice.below("decides", 100)
        for judgement, most in ((Judgement.RIGHT, self.knows - 8), (Judgement.ACCEPTABLE, 88)):
            fit = [c for c in choices if c.judgement is judgement]
            if fit and number < most:
                return fit[dice.below("which", len(fit))]
        wrong = [c for c in choices if c.judgement is Judgement.WRONG] or list(choices)
        return wrong[dice.below("which", len(wrong))]


def _common(about: str, below: int) -> int:
    """A number that is the same for everybody."""
    return Character("everybody", 0).dice(about).below("common", below)


def _pulled(question: Question, wrong: list[str], dice: chance.Dice) -> str:
    """One of these; some wrong options pull more than others, and the last hardly at all."""
    seed = hashlib.sha256(question.id.encode()).hexdigest()[: 2 * chance.SEED_BYTES]
    order = chance.shuffled(seed, "pull", wrong)
    return order[min(dice.below("pull", 2 * len(order)), dice.below("again", len(order)))]


def slip(  # noqa: C901, PLR0911, PLR0912 - one branch for each kind
    question: Question, dice: chance.Dice
) -> Answer:
    """An answer that is not right, or not all of it, as people give it."""
    match question:
        case Single():
            wrong = [o.id for o in question.options if not o.right]
            return SingleAnswer(_pulled(question, wrong, dice))
        case Multiple():
            right = {o.id for o in question.options if o.right}
            odd = _pulled(question, [o.id for o in question.options], dice)
            return MultipleAnswer(frozenset(right ^ {odd}) or frozenset({odd}))
        case TrueFalse():
            return TrueFalseAnswer(not question.answer)
        case Numeric():
            value = question.answer + (-2, -1, 1)[dice.below("off", 3)]
            return NumericAnswer(value, str(value))
        case ShortText():
            typed = _TYPED.get(question.id)
            return TextAnswer(typed[dice.below("typed", 3)]) if typed else BlankAnswer()
        case Matching():
            return _matched(question, dice)
        case Ordering():
            ids = [item.id for item in question.items]
            at = dice.below("swap", len(ids) - 1)
            ids[at], ids[at + 1] = ids[at + 1], ids[at]
            return OrderingAnswer(tuple(ids))
        case Categorise():
            return _categorised(question, dice)
        case Matrix():
            return _crossed(question, dice)
        case Cloze():
            gap = question.gaps[dice.below("gap", len(question.gaps))]
            gaps = dict(cloze.truth(question).gaps) | {gap.id: _misfilled(gap)}
            return ClozeAnswer(tuple(sorted(gaps.items())))
        case Calculation():
            return CalculationAnswer(calculation.truth(question).steps[:1])  # no more of it
        case Hotspot():
            wrong = [region.id for region in question.regions if not region.right]
            return HotspotAnswer(frozenset({_pulled(question, wrong, dice)}))
        case Mrz():
            fields = mrz.truth(question).fields
            left = dice.below("field", len(fields))
            return MrzAnswer(fields[:left] + fields[left + 1 :])
        case Extended():
            return BlankAnswer()
        case _:
            assert_never(question)


def _matched(question: Matching, dice: chance.Dice) -> MatchingAnswer:
    """Two are mixed up."""
    pairs = dict(matching.truth(question).pairs)
    first, second = chance.sample(dice.seed, f"mixed/{question.id}", sorted(pairs), 2)
    pairs[first], pairs[second] = pairs[second], pairs[first]
    return MatchingAnswer(tuple(sorted(pairs.items())))


def _categorised(question: Categorise, dice: chance.Dice) -> CategoriseAnswer:
    """One item is in another group."""
    item = question.items[dice.below("item", len(question.items))]
    others = [group.id for group in question.groups if group.id != item.group]
    places = {i.id: i.group for i in question.items}
    places[item.id] = others[dice.below("group", len(others))]
    return CategoriseAnswer(tuple(sorted(places.items())))


def _crossed(question: Matrix, dice: chance.Dice) -> MatrixAnswer:
    """One row has another column."""
    row = question.rows[dice.below("row", len(question.rows))]
    others = [column.id for column in question.columns if column.id not in row.right]
    cells = {r.id: tuple(sorted(r.right)) for r in question.rows}
    if others:
        cells[row.id] = (others[dice.below("column", len(others))],)
    return MatrixAnswer(tuple(sorted(cells.items())))


def _misfilled(gap: Gap) -> str:
    if gap.kind is GapKind.CHOICE:
        return next(option.id for option in gap.options if not option.right)
    return "?"
