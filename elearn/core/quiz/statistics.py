"""How questions did: difficulty, discrimination, what was chosen, and how a quiz hangs together.

All figures are of one version of a question in one version of a quiz; versions are never mixed.

**Facility** is the mean share of its points that a question earned, 0 to 1. **Standard error** is
that of the facility. **Discrimination** is the correlation (Pearson; for right/wrong questions the
point-biserial) between what a question earned and the share that the *other* questions of the same
attempt earned, so that a question does not agree with itself. **Alpha** is Cronbach's, over the
attempts that were asked the same questions:  k/(k-1) · (1 - Σ var(item) / var(sum)), with variances
over n - 1. The **error of measurement** of a result is  sd(results) · √(1 - alpha).
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from math import sqrt

from elearn.core.quiz.tally import Chosen as Counted
from elearn.core.quiz.tally import Outcome, Sums, Tally

SMALL = 30
"""Below so many answers, figures say little and are marked."""

TOLD = 5
"""What was typed is told only if at least so many typed the same."""

_MOST_TYPED = 8
"""So many different answers that were typed are told."""

_HARD, _EASY, _WEAK = 0.2, 0.95, 0.1
_COMMON = 0.1
_RARE = 0.02


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the quiz.

    Attributes:
        points: What it is worth.
        options: Ids of what there is to choose, with whether it is right to choose it.
        parts: Ids of what can be done right or wrong by itself: gaps, left sides, items.
        typed: Whether one word or number is typed. What was typed is then counted like an option,
            under `typed_name`.
    """

    id: str
    points: int
    options: Mapping[str, bool] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    typed: bool = False


def typed_name(text: str, *, right: bool) -> str:
    """The name under which it is counted that somebody typed this."""
    return f"{'+' if right else '-'}{text}"


@dataclass(frozen=True, slots=True)
class Sat:
    """A finished attempt, by question id: the share earned (0 to 1), and what was answered.

    Attributes:
        chosen: The options chosen.
        typed: The `typed_name` of what was typed.
    """

    shares: Mapping[str, float | Fraction]
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)


class Flag(StrEnum):
    """Why a trainer should look at a question."""

    TOO_HARD = "too-hard"
    TOO_EASY = "too-easy"
    WEAK = "weak"
    AGAINST = "against"
    IDLE_OPTION = "idle-option"
    WRONG_PREFERRED = "wrong-preferred"
    HARD_PART = "hard-part"
    COMMON_WRONG = "common-wrong"


@dataclass(frozen=True, slots=True)
class Chosen:
    """An option: how many chose it, and the mean share the others earned of those who did."""

    option: str
    right: bool
    count: int
    rest: float | None


@dataclass(frozen=True, slots=True)
class Part:
    """A part: how many did it right, and the mean share the others earned of those who did."""

    part: str
    count: int
    rest: float | None


@dataclass(frozen=True, slots=True)
class Typed:
    """What at least `TOLD` people typed: how many, and the mean share the others earned of them."""

    text: str
    right: bool
    count: int
    rest: float | None


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """How one question did. None where a figure cannot be had: too few answers, or all alike.

    `typed` are the commonest answers that were typed; `seconds` is the median time that people
    spent on it.
    """

    id: str
    answers: int
    facility: float | None
    standard_error: float | None
    discrimination: float | None
    options: tuple[Chosen, ...]
    flags: tuple[Flag, ...]
    small: bool
    parts: tuple[Part, ...] = ()
    seconds: float | None = None
    typed: tuple[Typed, ...] = ()


@dataclass(frozen=True, slots=True)
class QuizStatistics:
    """How a quiz did. `mean`, `deviation` and `error` are in per cent of the points to be had."""

    attempts: int
    items: tuple[ItemStatistics, ...]
    alpha: float | None
    small: bool
    mean: float | None = None
    deviation: float | None = None
    error: float | None = None


def tally_of(questions: Iterable[Asked], read: Callable[[Hashable], Outcome | None]) -> Tally:
    """An empty tally for these questions."""
    return Tally({question.id: question.points for question in questions}, read)


def quiz_statistics(questions: Sequence[Asked], sittings: Iterable[Sat]) -> QuizStatistics:
    """The figures of a quiz, from all finished attempts at one version of it."""
    tally = tally_of(questions, lambda key: key if isinstance(key, Outcome) else None)
    for sat in sittings:
        tally.add(
            [
                Outcome(
                    q, Fraction(share), tuple(sat.chosen.get(q, ())), typed=sat.typed.get(q, "")
                )
                for q, share in sat.shares.items()
            ]
        )
    return figures(questions, tally)


def figures(
    questions: Sequence[Asked], tally: Tally, seconds: Mapping[str, float] | None = None
) -> QuizStatistics:
    """The figures of what was added up.

    Args:
        questions: Those that the tally was made for.
        tally: The attempts.
        seconds: The median time spent on each question, by id.
    """
    sums, chosen, times = tally.questions(), tally.chosen(), seconds or {}
    items = tuple(
        _item(question, _Shares(sums.get(question.id, []), tally.scale), chosen, times)
        for question in questions
    )
    totals, parts = tally.commonest()
    alpha = _alpha(totals, parts)
    mean, deviation = _spread(tally)
    return QuizStatistics(
        tally.attempts,
        items,
        alpha,
        small=tally.attempts < SMALL,
        mean=mean,
        deviation=deviation,
        error=None if alpha is None or deviation is None else deviation * sqrt(max(0.0, 1 - alpha)),
    )


def _variance(n: int, total: int, squares: int) -> Fraction:
    """Over n - 1, exactly."""
    return Fraction(n * squares - total * total, n * (n - 1))


def _alpha(totals: Mapping[int, int], parts: Mapping[str, tuple[int, int]]) -> float | None:
    n, k = sum(totals.values()), len(parts)
    if n < 2 or k < 2:
        return None
    spread = _variance(
        n, sum(t * m for t, m in totals.items()), sum(t * t * m for t, m in totals.items())
    )
    if spread <= 0:
        return None
    return float(
        Fraction(k, k - 1) * (1 - sum(_variance(n, *part) for part in parts.values()) / spread)
    )


def cronbach(rows: Sequence[Mapping[str, float]]) -> float | None:
    """Cronbach's alpha of attempts at the same questions: points by question id.

    None for fewer than two attempts or two questions, or when all attempts earned the same.
    """
    ids = list(rows[0]) if rows else []
    found = quiz_statistics([Asked(q, 1) for q in ids], [Sat(row) for row in rows])
    return found.alpha


def _spread(tally: Tally) -> tuple[float | None, float | None]:
    """The mean result and its standard deviation, in per cent."""
    n, total, squares = 0, Fraction(0), Fraction(0)
    for many, earned, most in tally.totals():
        if most > 0:
            share = Fraction(earned, most * tally.scale)
            n += many
            total += many * share
            squares += many * share * share
    if n == 0:
        return None, None
    deviation = sqrt((squares - total * total / n) / (n - 1)) * 100 if n > 1 else None
    return float(total / n * 100), deviation


class _Shares:
    """Sums of shares over all attempts that were asked a question; exact."""

    def __init__(self, sums: Iterable[Sums], scale: int) -> None:
        self.n = self.others = 0
        self.x = self.xx = Fraction(0)
        self.rx = self.rxx = self.r = self.rr = self.xr = Fraction(0)
        for one in sums:
            x, xx = Fraction(one.x, scale), Fraction(one.xx, scale * scale)
            self.n += one.n
            self.x += x
            self.xx += xx
            if one.at_stake > 0:
                unit = scale * one.at_stake
                self.others += one.n
                self.rx += x
                self.rxx += xx
                self.r += Fraction(one.r, unit)
                self.rr += Fraction(one.rr, unit * unit)
                self.xr += Fraction(one.xr, scale * unit)

    def standard_error(self) -> float | None:
        if self.n < 2:
            return None
        return sqrt((self.xx - self.x * self.x / self.n) / (self.n - 1) / self.n)

    def correlation(self) -> float | None:
        n = self.others
        if n < 2:
            return None
        over_x = self.rxx - self.rx * self.rx / n
        over_r = self.rr - self.r * self.r / n
        if over_x <= 0 or over_r <= 0:
            return None
        both = self.xr - self.rx * self.r / n
        return max(-1.0, min(1.0, float(both) / (sqrt(over_x) * sqrt(over_r))))


_Choices = Mapping[tuple[str, str, bool], Counted]
_NOBODY = Counted()


def _rest(counted: Counted) -> float | None:
    return float(counted.rest / counted.n) if counted.n else None


def _item(
    question: Asked, shares: _Shares, chosen: _Choices, seconds: Mapping[str, float]
) -> ItemStatistics:
    facility = float(shares.x / shares.n) if shares.n else None
    discrimination = shares.correlation()
    options, parts = [], []
    for option, right in question.options.items():
        counted = chosen.get((question.id, option, False), _NOBODY)
        options.append(Chosen(option, right, counted.count, _rest(counted)))
    for part in question.parts:
        counted = chosen.get((question.id, part, True), _NOBODY)
        parts.append(Part(part, counted.count, _rest(counted)))
    typed = tuple(_typed(question, chosen)) if question.typed else ()
    small = shares.n < SMALL
    return ItemStatistics(
        id=question.id,
        answers=shares.n,
        facility=facility,
        standard_error=shares.standard_error(),
        discrimination=discrimination,
        options=tuple(options),
        # Nothing is said on small numbers.
        flags=()
        if small or facility is None
        else (
            *_flags(facility, discrimination, shares.n),
            *_option_flags(options, shares.n),
            *((Flag.HARD_PART,) if any(p.count < _HARD * shares.n for p in parts) else ()),
            *((Flag.COMMON_WRONG,) if _common_wrong(typed, shares.n) else ()),
        ),
        small=small,
        parts=tuple(parts),
        seconds=seconds.get(question.id),
        typed=typed,
    )


def _typed(question: Asked, chosen: _Choices) -> Iterable[Typed]:
    """What was typed, the commonest first."""
    found = [
        Typed(name[1:], name.startswith("+"), counted.count, _rest(counted))
        for (asked, name, _part), counted in chosen.items()
        if asked == question.id and counted.count >= TOLD
    ]
    return sorted(found, key=lambda typed: (-typed.count, typed.text))[:_MOST_TYPED]


def _common_wrong(typed: Iterable[Typed], answers: int) -> bool:
    return any(not each.right and each.count >= _COMMON * answers for each in typed)


def _flags(facility: float, discrimination: float | None, answers: int) -> list[Flag]:
    """Why to look at a question.

    A discrimination counts as below zero from one standard error on, which is 1/sqrt(answers - 1)
    where there is none in truth: nearer to zero it would be chance in one of three cases.
    """
    found = []
    if facility < _HARD:
        found.append(Flag.TOO_HARD)
    if facility > _EASY:
        found.append(Flag.TOO_EASY)
    if discrimination is not None and discrimination < -1 / sqrt(answers - 1):
        found.append(Flag.AGAINST)
    elif discrimination is not None and discrimination < _WEAK and facility <= _EASY:
        found.append(Flag.WEAK)
    return found


def _option_flags(options: Sequence[Chosen], answers: int) -> list[Flag]:
    found = []
    wrong = [o for o in options if not o.right]
    right = max((o.count for o in options if o.right), default=0)
    if any(o.count < _RARE * answers for o in wrong):
        found.append(Flag.IDLE_OPTION)
    if any(o.count > right for o in wrong):
        found.append(Flag.WRONG_PREFERRED)
    return found
