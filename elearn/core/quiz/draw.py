"""What an attempt asks: which questions, in which order, under which tokens.

Everything follows from a seed; `core.quiz.chance` says how numbers, orders and tokens do.

**Which questions** (version 2). The questions of the banks that fit some rule, as they are written,
are shuffled under the label `blueprint` and then sorted, those of equal standing staying as they
fell, by how often this person was asked them before. From this order `core.quiz.blueprint` fills
the rules. What they got is kept with the attempt, so an attempt replays without its forerunners.
Version 1 knew neither rules nor what was asked before: draw number *n* from a bank was a sample,
labelled `bank/n/BANK`, of what the draws before it had left; its attempts replay in that way.

**Their order.** The quiz's own questions, then those of each rule; where the quiz shuffles, this
is shuffled under the label `questions`, or section by section under `questions/SECTION`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from elearn.core.quiz import blueprint
from elearn.core.quiz.blueprint import Drawn
from elearn.core.quiz.chance import (
    DRAW_VERSION,
    SEED_BYTES,
    Asked,
    Dice,
    Laid,
    Slot,
    sample,
    shuffled,
    token,
)
from elearn.core.quiz.kinds import (
    calculation,
    categorise,
    cloze,
    extended,
    hotspot,
    matching,
    matrix,
    mrz,
    multiple,
    numeric,
    ordering,
    single,
    text,
    truefalse,
)
from elearn.core.quiz.model import Bank, Quiz, Section
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

__all__ = [
    "DRAW_VERSION",
    "SEED_BYTES",
    "Paper",
    "PaperQuestion",
    "Slot",
    "drawn_for",
    "paper",
    "paper_question",
    "sample",
    "shuffled",
    "token",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperQuestion(Asked):
    """A question as it is asked in one attempt.

    Attributes:
        question: In the source language.
        section: The id of the section it stands in; empty in a quiz without sections.
    """

    question: Question
    section: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """The questions of one attempt, in order; those of a section stand together."""

    version: int
    questions: tuple[PaperQuestion, ...]

    def question(self, question_id: str) -> PaperQuestion:
        """The question with that id.

        Raises:
            KeyError: If the paper does not hold it.
        """
        for asked in self.questions:
            if asked.question.id == question_id:
                return asked
        raise KeyError(question_id)

    def by_token(self, token: str) -> PaperQuestion:
        """The question behind that token.

        Raises:
            KeyError: If the paper does not hold it.
        """
        for asked in self.questions:
            if asked.token == token:
                return asked
        raise KeyError(token)


def drawn_for(
    quiz: Quiz,
    banks: Iterable[Bank],
    seed: str,
    seen: Mapping[str, int],
    *,
    spared: Quiz | None = None,
    lapsed: Collection[str] = (),
) -> Drawn:
    """What an attempt that begins now draws from the banks; to be kept with it.

    Args:
        quiz: The quiz.
        banks: The banks it draws from.
        seed: The attempt's seed.
        seen: How often this person was asked which question before, by question id.
        spared: A quiz that must find enough left that is new: the post-test of a pretest.
        lapsed: Ids of questions that are not drawn, since their key rests on law that lapsed.

    Raises:
        ValueError: If the seed is not 16 bytes in hexadecimal.
        KeyError: If a quiz draws from a bank that is not among `banks`.
    """
    by_id = {bank.id: bank for bank in banks}
    rules = blueprint.rules_of(quiz, by_id, without=lapsed)
    own = len(rules)
    if spared is not None:
        rules += blueprint.rules_of(spared, by_id, without=lapsed)
    order = shuffled(seed, "blueprint", blueprint.pool_of(rules))
    return blueprint.fill(rules, sorted(order, key=lambda name: seen.get(name, 0)))[:own]


def paper(
    quiz: Quiz,
    banks: Iterable[Bank],
    seed: str,
    *,
    version: int = DRAW_VERSION,
    drawn: Drawn | None = None,
    left_out: Collection[str] = (),
) -> Paper:
    """What an attempt with this seed asks: the quiz's own questions and those drawn from banks.

    A question is never asked twice; a bank that is too small gives all it has.

    Args:
        quiz: The quiz.
        banks: The banks it draws from.
        seed: The attempt's seed.
        version: The draw version kept with the attempt.
        drawn: What `drawn_for` gave when the attempt began; None for somebody's very first.
        left_out: Ids of the quiz's own questions that it does not ask, since they had lapsed.

    Raises:
        ValueError: If the seed is not 16 bytes in hexadecimal.
        KeyError: If the quiz draws a question, or from a bank, that is not among `banks`.
    """
    banks = tuple(banks)
    if drawn is None:
        drawn = _drawn_1(quiz, banks, seed) if version == 1 else drawn_for(quiz, banks, seed, {})
    known = {question.id: question for bank in banks for question in bank.questions}
    rules = iter(drawn)
    found: list[PaperQuestion] = []
    for part in quiz.parts:
        questions = [question for question in part.questions if question.id not in left_out]
        questions += [known[name] for _draw in part.draw for name in next(rules)]
        order = shuffled(seed, _label(part), questions) if quiz.shuffle else questions
        asked = (paper_question(question, seed, shuffle=quiz.shuffle) for question in order)
        found += [replace(one, section=part.id) if part.id else one for one in asked]
    return Paper(version, tuple(found))


def _label(part: Section) -> str:
    return f"questions/{part.id}" if part.id else "questions"


def _drawn_1(quiz: Quiz, banks: Iterable[Bank], seed: str) -> Drawn:
    by_id = {bank.id: bank for bank in banks}
    taken = {question.id for question in quiz.questions}
    found = []
    for number, draw in enumerate(quiz.draw):
        pool = [q.id for q in by_id[draw.bank].questions if q.id not in taken]
        found.append(sample(seed, f"bank/{number}/{draw.bank}", pool, draw.count))
        taken.update(found[-1])
    return tuple(found)


def paper_question(question: Question, seed: str, *, shuffle: bool = True) -> PaperQuestion:
    """One question as it is asked under this seed; for self-checks, and one at a time.

    Without `shuffle`, options and left sides stay as written. Right sides and items to order are
    always shuffled, since their written order is the key.

    Raises:
        ValueError: If the seed is not 16 bytes in hexadecimal.
    """
    dice = Dice(seed, question.id, shuffle)
    question = _bound(question, dice)
    laid = _laid(question, dice)
    return PaperQuestion(
        question=question,
        token=token(seed, "question", question.id),
        options=laid.options,
        lefts=laid.lefts,
        rights=laid.rights,
        items=laid.items,
    )


def is_seeded(question: Question) -> bool:
    """Whether an attempt draws values for such a question."""
    return isinstance(question, Calculation) or (isinstance(question, Mrz) and bool(question.draw))


def as_drawn(question: Question, seed: str) -> Question:
    """The question with the values that this seed draws for it, where its kind has such.

    Raises:
        ValueError: If the seed is not 16 bytes in hexadecimal.
    """
    return _bound(question, Dice(seed, question.id))


def _bound(question: Question, dice: Dice) -> Question:
    """The question with the values that are drawn for it, where its kind has such."""
    if isinstance(question, Calculation):
        return calculation.bind(question, dice)
    return mrz.bind(question, dice) if isinstance(question, Mrz) else question


def _laid(question: Question, dice: Dice) -> Laid:  # noqa: C901, PLR0911, PLR0912 - one branch for each kind
    match question:
        case Single():
            return single.lay(question, dice)
        case Multiple():
            return multiple.lay(question, dice)
        case TrueFalse():
            return truefalse.lay(question, dice)
        case Matching():
            return matching.lay(question, dice)
        case Ordering():
            return ordering.lay(question, dice)
        case Numeric():
            return numeric.lay(question, dice)
        case ShortText():
            return text.lay(question, dice)
        case Extended():
            return extended.lay(question, dice)
        case Matrix():
            return matrix.lay(question, dice)
        case Categorise():
            return categorise.lay(question, dice)
        case Cloze():
            return cloze.lay(question, dice)
        case Calculation():
            return calculation.lay(question, dice)
        case Hotspot():
            return hotspot.lay(question, dice)
        case Mrz():
            return mrz.lay(question, dice)
        case _:
            assert_never(question)
