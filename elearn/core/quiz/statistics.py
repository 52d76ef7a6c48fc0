"""How questions did: difficulty, discrimination, what was chosen, and how a quiz hangs together.

All figures are of one version of a question in one version of a quiz; versions are never mixed.

**Facility** is the mean share of its points that a question earned, 0 to 1. **Standard error** is
that of the facility. **Discrimination** is the correlation (Pearson; for right/wrong questions the
point-biserial) between what a question earned and the share that the *other* questions of the same
attempt earned, so that a question does not agree with itself. **Alpha** is Cronbach's, over the
attempts that were asked the same questions:  k/(k-1) · (1 - Σ var(item) / var(sum)), with variances
over n - 1.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

SMALL = 30
"""Below so many answers, figures say little and are marked."""

_HARD, _EASY, _WEAK = 0.2, 0.95, 0.1
_RARE = 0.02


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the quiz: its points, and the ids of its options with whether each is right."""

    id: str
    points: float
    options: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Sat:
    """A finished attempt: by question id the share earned (0 to 1), and the options chosen."""

    shares: Mapping[str, float]
    chosen: Mapping[str, Sequence[str]]


class Flag(StrEnum):
    """Why a trainer should look at a question."""

    TOO_HARD = "too-hard"
    TOO_EASY = "too-easy"
    WEAK = "weak"
    AGAINST = "against"
    IDLE_OPTION = "idle-option"
    WRONG_PREFERRED = "wrong-preferred"


@dataclass(frozen=True, slots=True)
class Chosen:
    """An option: how many chose it, and the mean share the others earned of those who did."""

    option: str
    right: bool
    count: int
    rest: float | None


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """How one question did. None where a figure cannot be had: too few answers, or all alike."""

    id: str
    answers: int
    facility: float | None
    standard_error: float | None
    discrimination: float | None
    options: tuple[Chosen, ...]
    flags: tuple[Flag, ...]
    small: bool


@dataclass(frozen=True, slots=True)
class QuizStatistics:
    """How a quiz did."""

    attempts: int
    items: tuple[ItemStatistics, ...]
    alpha: float | None
    small: bool


class _Sums:
    """Sums over the attempts that were asked one question: x its share, r that of the rest."""

    __slots__ = ("chosen", "n", "r", "rest", "rn", "rr", "rx", "rxx", "x", "xr", "xx")

    def __init__(self) -> None:
        self.n = self.rn = 0
        self.x = self.xx = self.rx = self.rxx = self.r = self.rr = self.xr = 0.0
        self.chosen: Counter[str] = Counter()
        self.rest: defaultdict[str, float] = defaultdict(float)

    def add(self, x: float) -> None:
        self.n += 1
        self.x += x
        self.xx += x * x

    def correlate(self, x: float, r: float) -> None:
        self.rn += 1
        self.rx += x
        self.rxx += x * x
        self.r += r
        self.rr += r * r
        self.xr += x * r


def quiz_statistics(questions: Sequence[Asked], sittings: Iterable[Sat]) -> QuizStatistics:
    """The figures of a quiz, from all finished attempts at one version of it."""
    asked = {question.id: question for question in questions}
    sums = {question.id: _Sums() for question in questions}
    count = 0
    rows: dict[frozenset[str], list[dict[str, float]]] = {}
    for sat in sittings:
        count += 1
        points = {q: share * asked[q].points for q, share in sat.shares.items() if q in asked}
        rows.setdefault(frozenset(points), []).append(points)
        _add(sat, points, asked, sums)
    items = tuple(_item(question, sums[question.id]) for question in questions)
    most = max(rows.values(), key=len, default=[])
    return QuizStatistics(count, items, cronbach(most), small=count < SMALL)


def _add(
    sat: Sat, points: Mapping[str, float], asked: Mapping[str, Asked], sums: Mapping[str, _Sums]
) -> None:
    earned = sum(points.values())
    most = sum(asked[q].points for q in points)
    for q, mine in points.items():
        share, here = sat.shares[q], sums[q]
        here.add(share)
        others = most - asked[q].points
        rest = (earned - mine) / others if others > 0 else None
        if rest is not None:
            here.correlate(share, rest)
        for option in sat.chosen.get(q, ()):
            here.chosen[option] += 1
            here.rest[option] += rest or 0.0


def cronbach(rows: Sequence[Mapping[str, float]]) -> float | None:
    """Cronbach's alpha of attempts at the same questions: points by question id.

    None for fewer than two attempts or two questions, or when all attempts earned the same.
    """
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    spread = _variance([sum(row.values()) for row in rows])
    if spread <= 0:
        return None
    k = len(rows[0])
    parts = sum(_variance([row[q] for row in rows]) for q in rows[0])
    return k / (k - 1) * (1 - parts / spread)


def _variance(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return sum((v - mean) ** 2 for v in values) / (len(values) - 1)


def _item(question: Asked, sums: _Sums) -> ItemStatistics:
    facility = sums.x / sums.n if sums.n else None
    discrimination = _correlation(sums)
    options = tuple(
        Chosen(
            option,
            right,
            sums.chosen[option],
            sums.rest[option] / sums.chosen[option] if sums.chosen[option] else None,
        )
        for option, right in question.options.items()
    )
    return ItemStatistics(
        id=question.id,
        answers=sums.n,
        facility=facility,
        standard_error=_standard_error(sums),
        discrimination=discrimination,
        options=options,
        flags=_flags(facility, discrimination, options, sums.n),
        small=sums.n < SMALL,
    )


def _standard_error(sums: _Sums) -> float | None:
    if sums.n < 2:
        return None
    spread = max(0.0, (sums.xx - sums.x * sums.x / sums.n) / (sums.n - 1))
    return sqrt(spread / sums.n)


def _correlation(sums: _Sums) -> float | None:
    n = sums.rn
    if n < 2:
        return None
    over_x = sums.rxx - sums.rx * sums.rx / n
    over_r = sums.rr - sums.r * sums.r / n
    if over_x <= 1e-12 or over_r <= 1e-12:
        return None
    both = sums.xr - sums.rx * sums.r / n
    return max(-1.0, min(1.0, both / sqrt(over_x * over_r)))


def _flags(
    facility: float | None,
    discrimination: float | None,
    options: tuple[Chosen, ...],
    answers: int,
) -> tuple[Flag, ...]:
    """Why to look at a question; nothing is said on small numbers."""
    if answers < SMALL or facility is None:
        return ()
    found = []
    if facility < _HARD:
        found.append(Flag.TOO_HARD)
    if facility > _EASY:
        found.append(Flag.TOO_EASY)
    if discrimination is not None and discrimination < 0:
        found.append(Flag.AGAINST)
    elif discrimination is not None and discrimination < _WEAK and facility <= _EASY:
        found.append(Flag.WEAK)
    wrong = [o for o in options if not o.right]
    right = max((o.count for o in options if o.right), default=0)
    if any(o.count < _RARE * answers for o in wrong):
        found.append(Flag.IDLE_OPTION)
    if any(o.count > right for o in wrong):
        found.append(Flag.WRONG_PREFERRED)
    return tuple(found)
