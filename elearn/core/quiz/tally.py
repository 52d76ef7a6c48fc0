"""Many attempts added up, quickly and exactly: whole numbers only, until the very end.

What a question earned in an attempt has few different outcomes, and attempts have few different
totals. So attempts with the same paper and the same total are counted together, outcome by outcome,
and every sum that statistics need follows from the counts. Points are whole numbers in units of
1/`scale` of a point; the scale grows when a share needs a finer one.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

MOST_PAPERS = 64
"""So many different sets of questions are told apart; attempts at others share one heap for each
number of points to be had. Only Cronbach's alpha needs to know the very set."""

_SCALE = 720720
"""All fractions with a denominator up to 16 are whole numbers of 1/720720."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question came to in one attempt.

    Attributes:
        question: Its id.
        share: 0 to 1, exactly.
        chosen: Ids of the options chosen.
        right: Ids of the parts that were done right.
        typed: What was typed (`statistics.typed_name`); empty where nothing is told of it.
    """

    question: str
    share: Fraction
    chosen: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    typed: str = ""


@dataclass(slots=True)
class Sums:
    """Sums over attempts: x what a question earned, r what the others of the attempt earned.

    In units of 1/scale: x as share of the question's points, r in points. `at_stake` is how many
    points the others could earn.
    """

    at_stake: int
    n: int = 0
    x: int = 0
    xx: int = 0
    r: int = 0
    rr: int = 0
    xr: int = 0


@dataclass(slots=True)
class Chosen:
    """How many chose an option or did a part right, and what the others earned of those who did.

    `rest` is the sum of shares, exactly; `n` counts where there were others.
    """

    count: int = 0
    n: int = 0
    rest: Fraction = Fraction(0)


@dataclass(slots=True)
class _Outcomes:
    """What was met so far, under small numbers."""

    question: list[str]
    share: list[int]
    points: list[int]
    weight: list[int]
    outcome: list[Outcome]


class Tally:
    """Attempts added up.

    Args:
        weights: Points of each question, by id. Outcomes of others are left out.
        read: What a key stands for; None for what does not count (withdrawn, not yet marked). It is
            asked once for each key.
    """

    def __init__(
        self, weights: Mapping[str, int], read: Callable[[Hashable], Outcome | None]
    ) -> None:
        self.attempts = 0
        self.scale = _SCALE
        self._weights = weights
        self._read = read
        self._known: dict[Hashable, int] = {}
        self._left_out = False
        self._met = _Outcomes([], [], [], [], [])
        self._papers: dict[frozenset[str], int] = {}
        self._heaps: dict[tuple[int, int], Counter[int]] = {}
        self._many: dict[tuple[int, int], int] = {}
        self._most: dict[int, int] = {}
        self._summed: dict[int, dict[int, list[int]]] | None = None

    def add(self, keys: Sequence[Hashable]) -> None:
        """Add an attempt: one key for each question that was asked."""
        self.attempts += 1
        self._summed = None
        known = self._known
        try:
            numbers = [known[key] for key in keys]
        except KeyError:
            numbers = [known[key] if key in known else self._meet(key) for key in keys]
        if self._left_out:
            numbers = [number for number in numbers if number >= 0]
        if not numbers:
            return
        total = sum(map(self._met.points.__getitem__, numbers))
        heap = self._paper(numbers), total
        counted = self._heaps.get(heap)
        if counted is None:
            counted = self._heaps[heap] = Counter()
        counted.update(numbers)
        self._many[heap] = self._many.get(heap, 0) + 1

    def _meet(self, key: Hashable) -> int:
        outcome = self._read(key)
        if outcome is None or outcome.question not in self._weights:
            self._known[key] = -1
            self._left_out = True
            return -1
        self._refine(outcome.share.denominator)
        weight, met = self._weights[outcome.question], self._met
        share = int(outcome.share * self.scale)
        met.question.append(outcome.question)
        met.share.append(share)
        met.points.append(share * weight)
        met.weight.append(weight)
        met.outcome.append(outcome)
        number = self._known[key] = len(met.question) - 1
        return number

    def _refine(self, denominator: int) -> None:
        """Make the scale fine enough for a share; what was counted is counted in the new one."""
        finer = lcm(self.scale, denominator) // self.scale
        if finer == 1:
            return
        self.scale *= finer
        self._met.share = [share * finer for share in self._met.share]
        self._met.points = [points * finer for points in self._met.points]
        self._heaps = {(p, total * finer): c for (p, total), c in self._heaps.items()}
        self._many = {(p, total * finer): n for (p, total), n in self._many.items()}

    def _paper(self, numbers: list[int]) -> int:
        """The number of this set of questions; below zero for one that is not told apart."""
        asked = frozenset(map(self._met.question.__getitem__, numbers))
        paper = self._papers.get(asked)
        if paper is None:
            most = sum(map(self._weights.__getitem__, asked))
            paper = len(self._papers) if len(self._papers) < MOST_PAPERS else -1 - most
            if paper >= 0:
                self._papers[asked] = paper
            self._most[paper] = most
        return paper

    def totals(self) -> Iterator[tuple[int, int, int]]:
        """(how many attempts, what they earned in 1/scale points, points to be had)."""
        for (paper, total), many in self._many.items():
            yield many, total, self._most[paper]

    def questions(self) -> dict[str, list[Sums]]:
        """The sums of each question: one entry for each number of points at stake elsewhere."""
        found: dict[tuple[str, int], Sums] = {}
        for most, counts in self._by_most().items():
            for number, (n, totals, squares) in counts.items():
                question, x = self._met.question[number], self._met.share[number]
                mine, stake = self._met.points[number], most - self._met.weight[number]
                sums = found.get((question, stake))
                if sums is None:
                    sums = found[question, stake] = Sums(stake)
                rest = totals - n * mine
                sums.n += n
                sums.x += n * x
                sums.xx += n * x * x
                sums.r += rest
                sums.rr += squares - 2 * mine * totals + n * mine * mine
                sums.xr += x * rest
        by_question: dict[str, list[Sums]] = {}
        for (question, _stake), sums in found.items():
            by_question.setdefault(question, []).append(sums)
        return by_question

    def chosen(self) -> dict[tuple[str, str, bool], Chosen]:
        """By question, option or part, and whether it is a part: how many, and how they did."""
        rests: defaultdict[tuple[str, str, bool], defaultdict[int, list[int]]]
        rests = defaultdict(lambda: defaultdict(lambda: [0, 0]))
        for most, counts in self._by_most().items():
            for number, (n, totals, _squares) in counts.items():
                outcome = self._met.outcome[number]
                stake = most - self._met.weight[number]
                rest = totals - n * self._met.points[number]
                chosen = (*outcome.chosen, outcome.typed) if outcome.typed else outcome.chosen
                for part, names in ((False, chosen), (True, outcome.right)):
                    for name in names:
                        here = rests[outcome.question, name, part][stake]
                        here[0] += n
                        here[1] += rest
        return {key: self._chosen(by_stake) for key, by_stake in rests.items()}

    def _chosen(self, by_stake: Mapping[int, list[int]]) -> Chosen:
        found = Chosen()
        for stake, (n, rest) in by_stake.items():
            found.count += n
            if stake > 0:
                found.n += n
                found.rest += Fraction(rest, stake * self.scale)
        return found

    def _by_most(self) -> dict[int, dict[int, list[int]]]:
        """By points to be had and outcome: how often, and sums of totals and of their squares."""
        if self._summed is not None:
            return self._summed
        found: dict[int, dict[int, list[int]]] = {}
        for (paper, total), counted in self._heaps.items():
            counts = found.setdefault(self._most[paper], {})
            square = total * total
            for number, n in counted.items():
                if number in counts:
                    here = counts[number]
                    here[0] += n
                    here[1] += n * total
                    here[2] += n * square
                else:
                    counts[number] = [n, n * total, n * square]
        self._summed = found
        return found

    def commonest(self) -> tuple[dict[int, int], dict[str, tuple[int, int]]]:
        """The paper that most attempts sat, of those told apart.

        Returns:
            How many attempts earned each total; and by question the sums of its points and of
            their squares. In units of 1/scale.
        """
        sizes: Counter[int] = Counter()
        for (paper, _total), many in self._many.items():
            if paper >= 0:
                sizes[paper] += many
        if not sizes:
            return {}, {}
        best = max(sizes, key=lambda paper: (sizes[paper], -paper))
        totals = {total: n for (paper, total), n in self._many.items() if paper == best}
        parts: dict[str, tuple[int, int]] = {}
        for (paper, _total), counted in self._heaps.items():
            if paper != best:
                continue
            for number, n in counted.items():
                question, points = self._met.question[number], self._met.points[number]
                x, xx = parts.get(question, (0, 0))
                parts[question] = x + n * points, xx + n * points * points
        return totals, parts
