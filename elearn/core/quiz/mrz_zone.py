"""The machine-readable zone of a travel document, read and made: ICAO Doc 9303, parts 4 to 6."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from elearn.core.quiz.mrz_text import check_digit, short_day

PASSPORT, CARD = "passport", "card"

DIGITS = ("number", "birth", "expiry", "whole")
"""What has a check digit that is looked at: the last is over the whole zone."""

_SIGNS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")
_SIZES = {(2, 44), (2, 36), (3, 30)}
_SEXES = {"F": "f", "M": "m", "<": "x"}


class BadZone(ValueError):
    """The lines are no zone. The text says why."""


@dataclass(frozen=True, slots=True)
class Zone:
    """What a zone says. Days have no century; `wrong` are those of `DIGITS` that do not fit."""

    document: str
    issuer: str
    surname: str
    given: str
    number: str
    nationality: str
    birth: date
    sex: str
    expiry: date
    whole: str
    wrong: tuple[str, ...]


def read_zone(lines: tuple[str, ...]) -> Zone:
    """What the lines say: two of 44 signs (passports), two of 36, or three of 30 (cards).

    Raises:
        BadZone: If they are no zone.
    """
    if len({len(line) for line in lines}) != 1 or (len(lines), len(lines[0])) not in _SIZES:
        raise BadZone("two lines of 44 or 36 signs, or three of 30, make a zone")
    if not all(_SIGNS.issuperset(line) for line in lines):
        raise BadZone("a zone has A to Z, 0 to 9 and < only")
    return _card(*lines) if len(lines) == 3 else _booklet(*lines)


def _booklet(first: str, second: str) -> Zone:
    whole = second[:10] + second[13:20] + second[21:-1]
    digits = (second[9], second[19], second[27], second[-1])
    fields = (second[:9], second[13:19], second[21:27], whole)
    surname, given = _names(first[5:])
    return Zone(
        first[:2].rstrip("<"),
        first[2:5].rstrip("<"),
        surname,
        given,
        second[:9].rstrip("<"),
        second[10:13].rstrip("<"),
        _day(second[13:19]),
        _sex(second[20]),
        _day(second[21:27]),
        second[-1],
        _wrong(fields, digits),
    )


def _card(first: str, second: str, third: str) -> Zone:
    whole = first[5:] + second[:7] + second[8:15] + second[18:29]
    digits = (first[14], second[6], second[14], second[29])
    surname, given = _names(third)
    return Zone(
        first[:2].rstrip("<"),
        first[2:5].rstrip("<"),
        surname,
        given,
        first[5:14].rstrip("<"),
        second[15:18].rstrip("<"),
        _day(second[:6]),
        _sex(second[7]),
        _day(second[8:14]),
        second[29],
        _wrong((first[5:14], second[:6], second[8:14], whole), digits),
    )


def _names(text: str) -> tuple[str, str]:
    surname, _, given = text.rstrip("<").partition("<<")
    return " ".join(surname.split("<")), " ".join(given.replace("<", " ").split())


def _sex(sign: str) -> str:
    if sign not in _SEXES:
        raise BadZone("the sex is F, M or <")
    return _SEXES[sign]


def _day(text: str) -> date:
    """A day as YYMMDD, in this century: the zone does not say in which."""
    try:
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        raise BadZone(f"{text} is no day") from None


def _wrong(fields: tuple[str, ...], digits: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        name
        for name, field, digit in zip(DIGITS, fields, digits, strict=True)
        if digit != str(check_digit(field))
    )


_SURNAMES = (
    *("ARDENSKI", "BELORAK", "CORVANI", "DRAVIC", "ELMARU", "FENWICK", "GALIDO", "HORVIN", "ILSEN"),
    *(
        "JARUNA",
        "KESTREL",
        "LOMAR",
        "MIRDITAN",
        "NOVALI",
        "OSTERUD",
        "PELIVAN",
        "RUDNIK",
        "SANTERI",
    ),
)
_GIVEN = (
    *("ALBA", "BORIS", "CLARA", "DAMIR", "ELENA", "FILIP", "GRETA", "HANA", "IGOR", "JULIA"),
    *("KARIM", "LEILA", "MARKO", "NADIA", "OMAR", "PETRA", "ROSA", "SAMIR", "TARA", "VIKTOR"),
)
_STATES = ("ALB", "BIH", "CHE", "HRV", "IND", "ITA", "MKD", "MNE", "SRB", "TUR", "UTO")
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_BORN, _ENDS = date(1950, 1, 1), date(2026, 1, 1)


def made_zone(form: str, pick: Callable[[str, int], int], *, flawed: bool) -> tuple[str, ...]:
    """The lines of an invented document.

    Args:
        form: `PASSPORT` or `CARD`.
        pick: A number below the one given, for what the word names.
        flawed: Whether one of its check digits may be wrong (or none).
    """
    state = _STATES[pick("state", len(_STATES))]
    names = f"{_SURNAMES[pick('surname', len(_SURNAMES))]}<<{_GIVEN[pick('given', len(_GIVEN))]}"
    second = _GIVEN[pick("second", len(_GIVEN))]
    if second not in names:
        names += f"<{second}"
    letters = "".join(_LETTERS[pick(f"letter-{n}", len(_LETTERS))] for n in (1, 2))
    number = f"{letters}{pick('number', 10_000_000):07}"
    birth = short_day(_BORN + timedelta(days=pick("birth", 20_000)))
    expiry = short_day(_ENDS + timedelta(days=pick("expiry", 3_650)))
    sex = "FM"[pick("sex", 2)]
    wrong = (*DIGITS, "")[pick("wrong", 5)] if flawed else ""
    off = 1 + pick("off", 9)

    def digit(name: str, text: str) -> str:
        return str((check_digit(text) + (off if name == wrong else 0)) % 10)

    numbered = number + digit("number", number)
    born, ends = birth + digit("birth", birth), expiry + digit("expiry", expiry)
    if form == CARD:
        first = f"I<{state}{numbered}".ljust(30, "<")
        whole = digit("whole", first[5:] + born + ends + "<" * 11)
        return first, f"{born}{sex}{ends}{state}{'<' * 11}{whole}", names.ljust(30, "<")[:30]
    rest = "<" * 14 + "0"
    whole = digit("whole", numbered + born + ends + rest)
    line = f"{numbered}{state}{born}{sex}{ends}{rest}{whole}"
    return f"P<{state}{names}".ljust(44, "<")[:44], line
