"""Which questions of its banks a quiz asks: rules that may overlap, filled without repeats.

**Rules.** Each draw of a quiz is a rule: so many questions of a bank that assess its outcome, have
its difficulty and carry all its tags. No question goes to two rules, and none that the quiz asks
anyway goes to any.

**Filling them** is a matching of questions with places. The questions that fit some rule are put
in a drawn order (`core.quiz.draw` says how), those that this person was asked less often before
those asked more often. One after another, a question is taken if all those taken and it can be
placed together; to make room, those placed before it move to other rules along an augmenting path:
breadth first, rules as written, the questions that a rule holds in the order in which it got them.

The sets of questions that can be placed together are a transversal matroid, so this greedy way
gives the best set there is (Edmonds, Matroids and the greedy algorithm, 1971): no other way fills
more places, and none that fills as many asks less that is new. Hence nothing comes again while the
banks last, also where rules compete for the same questions.

**How even it is.** With one rule, or rules that share no question, all possible sets are equally
likely. Where rules overlap, every question that can be drawn at all has its chance, but not every
set has the same.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from elearn.core.quiz.model import Bank, BankDraw, Quiz
from elearn.core.quiz.questions import Question

Drawn = tuple[tuple[str, ...], ...]
"""Ids of questions: for each rule, in its order, those that it got."""


@dataclass(frozen=True, slots=True)
class Rule:
    """So many of these questions, given by their ids."""

    count: int
    pool: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shortage:
    """Rules (by place, from 0) that together want more questions than fit any of them."""

    rules: tuple[int, ...]
    wanted: int
    there: int


def to_text(drawn: Drawn) -> str:
    """What was drawn, as it is kept with an attempt: a line for each rule."""
    return "\n".join(" ".join(names) for names in drawn)


def from_text(text: str) -> Drawn:
    """What `to_text` wrote."""
    return tuple(tuple(line.split()) for line in text.split("\n"))


def fits(question: Question, draw: BankDraw) -> bool:
    """Whether a question of the bank is one that the draw asks for."""
    return (
        (not draw.outcome or draw.outcome in question.outcomes)
        and (not draw.difficulty or draw.difficulty == question.difficulty)
        and set(draw.tags) <= set(question.tags)
    )


def rules_of(
    quiz: Quiz, banks: Mapping[str, Bank], *, without: Collection[str] = ()
) -> tuple[Rule, ...]:
    """The rules of a quiz, section by section.

    Args:
        quiz: The quiz.
        banks: The banks it draws from, by id.
        without: Ids of questions that go to no rule.

    Raises:
        KeyError: If the quiz draws from a bank that is not among `banks`.
    """
    others = {question.id for question in quiz.own_questions}.union(without)
    return tuple(
        Rule(
            draw.count,
            tuple(q.id for q in banks[draw.bank].questions if q.id not in others and fits(q, draw)),
        )
        for draw in quiz.draws
    )


def askable(quiz: Quiz, banks: Iterable[Bank]) -> tuple[Question, ...]:
    """Every question that an attempt may ask: the quiz's own, then those that fit its rules.

    Raises:
        KeyError: If the quiz draws from a bank that is not among `banks`.
    """
    by_id = {bank.id: bank for bank in banks}
    known = {question.id: question for bank in by_id.values() for question in bank.questions}
    pool = pool_of(rules_of(quiz, by_id))
    return (*quiz.own_questions, *(known[name] for name in pool))


def pool_of(rules: Iterable[Rule]) -> tuple[str, ...]:
    """All questions that fit some rule, each once, as they are written."""
    return tuple(dict.fromkeys(name for rule in rules for name in rule.pool))


def fill(rules: Sequence[Rule], order: Iterable[str]) -> Drawn:
    """Fill the rules from questions in that order; what a rule got is in that order too."""
    wanted = sum(rule.count for rule in rules)
    places = _Places(rules)
    taken: dict[str, int] = {}
    for name in order:
        if len(taken) == wanted:
            break
        if places.place(name):
            taken[name] = len(taken)
    return tuple(tuple(sorted(held, key=taken.__getitem__)) for held in places.held)


def places_filled(rules: Sequence[Rule]) -> int:
    """How many of the places that the rules want can be filled together."""
    return sum(map(len, fill(rules, pool_of(rules))))


def shortage(rules: Sequence[Rule]) -> Shortage | None:
    """The rules that cannot be filled together, or None if all can.

    By Hall's theorem there are such rules whenever filling fails: those that lend questions to the
    one that stays short, directly or through others.
    """
    places = _Places(rules)
    for name in pool_of(rules):
        places.place(name)
    for number, rule in enumerate(rules):
        if len(places.held[number]) < rule.count:
            short = places.lenders(number)
            there = {name for n in short for name in rules[n].pool}
            return Shortage(short, sum(rules[n].count for n in short), len(there))
    return None


class _Places:
    """Who holds what, while rules are being filled."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.counts = [rule.count for rule in rules]
        self.pools = [rule.pool for rule in rules]
        self.held: list[list[str]] = [[] for _ in rules]
        self.fits: dict[str, list[int]] = {}
        for number, rule in enumerate(rules):
            for name in rule.pool:
                self.fits.setdefault(name, []).append(number)

    def place(self, name: str) -> bool:
        """Find a place for one more question, if there is any; others may have to move."""
        came: dict[int, tuple[int | None, str]] = dict.fromkeys(self.fits[name], (None, name))
        queue = deque(came)
        while queue:
            number = queue.popleft()
            if len(self.held[number]) < self.counts[number]:
                self._move(number, came)
                return True
            for other in self.held[number]:
                for to in self.fits[other]:
                    if to not in came:
                        came[to] = (number, other)
                        queue.append(to)
        return False

    def _move(self, number: int, came: Mapping[int, tuple[int | None, str]]) -> None:
        to: int | None = number
        while to is not None:
            source, name = came[to]
            if source is not None:
                self.held[source].remove(name)
            self.held[to].append(name)
            to = source

    def lenders(self, number: int) -> tuple[int, ...]:
        """That rule and all that hold questions it could use, directly or through others."""
        holder = {name: n for n, held in enumerate(self.held) for name in held}
        found = {number}
        queue = deque(found)
        while queue:
            for name in self.pools[queue.popleft()]:
                other = holder[name]
                if other not in found:
                    found.add(other)
                    queue.append(other)
        return tuple(sorted(found))
