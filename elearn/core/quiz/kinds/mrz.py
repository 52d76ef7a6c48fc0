"""Reading a machine-readable zone."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from elearn.core.quiz.chance import Asked, Dice, Laid
from elearn.core.quiz.days import day_text, parse_day
from elearn.core.quiz.form import (
    BlankAnswer,
    Filled,
    Form,
    Raw,
    Unreadable,
    all_texts,
    by_token,
    one,
    unknown,
)
from elearn.core.quiz.kinds.calculation import read_day
from elearn.core.quiz.kinds.text import is_one_of, read_words
from elearn.core.quiz.mark import Mark, earned, marked
from elearn.core.quiz.mrz_zone import DIGITS, Zone, made_zone, read_zone
from elearn.core.quiz.question import QuestionBase

FIELDS = (
    *("document", "issuer", "surname", "given", "number", "nationality", "birth", "sex", "expiry"),
    *("whole", "wrong"),
)
"""What can be asked for. `whole` is the last check digit, `wrong` which digit does not fit."""

DAYS = frozenset({"birth", "expiry"})

CHOICES: dict[str, tuple[str, ...]] = {"sex": ("f", "m", "x"), "wrong": (*DIGITS, "none")}
"""What is chosen, not typed."""

_EXAMPLE = "00" * 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Mrz(QuestionBase):
    """A zone, and what is asked of it.

    Attributes:
        lines: The zone; where it is drawn, empty until an attempt has drawn it.
        draw: The form of document that is drawn, `passport` or `card`; empty where lines are given.
        flawed: Whether a drawn zone may have a wrong check digit.
        ask: Some of `FIELDS`.
    """

    lines: tuple[str, ...] = ()
    draw: str = ""
    flawed: bool = False
    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MrzAnswer:
    """Names of fields with what was given, sorted; at least one."""

    fields: tuple[tuple[str, str], ...]


def bind(question: Mrz, dice: Dice) -> Mrz:
    """The question with the zone that is drawn for one attempt."""
    return replace(question, lines=_drawn(question, dice)) if question.draw else question


def _drawn(question: Mrz, dice: Dice) -> tuple[str, ...]:
    def pick(what: str, n: int) -> int:
        return dice.below(f"mrz/{what}", n)

    return made_zone(question.draw, pick, flawed=question.flawed)


def lines_of(question: Mrz) -> tuple[str, ...]:
    """The zone of an attempt; outside of attempts an example."""
    return question.lines or _drawn(question, Dice(_EXAMPLE, question.id))


@lru_cache(maxsize=8192)
def said_by(lines: tuple[str, ...]) -> dict[str, str]:
    """What a zone says in each of `FIELDS`; days as YYYY-MM-DD, in this century."""
    zone: Zone = read_zone(lines)
    said = {name: getattr(zone, name) for name in FIELDS if name not in (*DAYS, "wrong")}
    said |= {name: getattr(zone, name).isoformat() for name in DAYS}
    return said | {"wrong": zone.wrong[0] if zone.wrong else "none"}


def truth(question: Mrz) -> MrzAnswer:
    """What the zone says."""
    said = said_by(lines_of(question))
    return MrzAnswer(tuple(sorted((name, shown(name, said[name])) for name in question.ask)))


def shown(name: str, said: str) -> str:
    """What a field says, as people write it: of a day the year has two digits, as in the zone."""
    if name not in DAYS:
        return said
    day = day_text(date.fromisoformat(said))
    return day[:6] + day[8:]


def to_raw(answer: MrzAnswer) -> Raw:
    """Its form in storage."""
    return {"kind": "mrz", "fields": dict(answer.fields)}


def from_raw(raw: Raw) -> MrzAnswer | None:
    """From there; None if it is something else."""
    match raw:
        case {"fields": dict(fields)} if fields and all_texts([*fields.values()]):
            return MrzAnswer(tuple(sorted((str(k), str(v)) for k, v in fields.items())))
        case _:
            return None


def lay(question: Mrz, dice: Dice) -> Laid:
    """A field for each thing asked; what is chosen has options named `field/option`."""
    options = [f"{name}/{x}" for name in question.ask for x in CHOICES.get(name, ())]
    return Laid(lefts=dice.slots("field", question.ask), rights=dice.slots("option", options))


def read(asked: Asked, form: Form) -> MrzAnswer | BlankAnswer | Unreadable:
    """There is a field for each thing asked; it holds what was typed, or the token of an option."""
    options = by_token(asked.rights)
    found: list[tuple[str, str]] = []
    for slot in asked.lefts:
        value = _read_field(slot.id, slot.token, options, form)
        if isinstance(value, Unreadable):
            return value
        if value:
            found.append((slot.id, value))
    return MrzAnswer(tuple(sorted(found))) if found else BlankAnswer()


def _read_field(name: str, field: str, options: dict[str, str], form: Form) -> str | Unreadable:
    if name in DAYS:
        return read_day(form, field)
    if name not in CHOICES:
        return read_words(form, field)
    value = one(form, field)
    if isinstance(value, Unreadable) or not value:
        return value
    of, _, option = options.get(value, "").partition("/")
    return option if of == name else unknown(field)


def to_form(asked: Asked, answer: MrzAnswer) -> Filled:
    """The fields that say so."""
    options = {slot.id: slot.token for slot in asked.rights}
    given = dict(answer.fields)
    filled: Filled = {}
    for slot in asked.lefts:
        value = given.get(slot.id, "")
        said = options.get(f"{slot.id}/{value}", "") if slot.id in CHOICES else value
        if said:
            filled[slot.token] = [said]
    return filled


def grade(question: Mrz, answer: MrzAnswer) -> Mark:
    """A share for each thing asked, by the question's rule. The parts are the fields."""
    said = said_by(lines_of(question))
    given = dict(answer.fields)
    parts = {
        name: name in given and _is_right(name, said[name], given[name]) for name in question.ask
    }
    right, of = sum(parts.values()), len(parts)
    wrong = sum(name in given for name in parts) - right
    return marked(question, earned(question.credit, right, of, wrong), of, parts)


def _is_right(name: str, said: str, given: str) -> bool:
    if name in CHOICES:
        return given == said
    if name not in DAYS:
        return given == said or is_one_of(given.replace("<", " "), (said,))
    typed, day = parse_day(given), date.fromisoformat(said)
    if typed is None:
        return False
    # A year with four digits may be of the last century or of this one.
    century = typed.short or typed.year // 100 in (19, 20)
    return century and (typed.day, typed.month, typed.year % 100) == (
        day.day,
        day.month,
        day.year % 100,
    )
