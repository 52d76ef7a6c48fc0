"""A row of a roster, read: each value in the form in which it is kept, or why it cannot be."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from elearn.core.roster.columns import Field
from elearn.core.said import Said
from elearn.core.script import fold
from elearn.core.sign_in import is_email, is_service_number, sign_in_name

LONGEST_NAME = 200
LONGEST_FUNCTION = 100
MOST_YEARS = 60
_EARLIEST = date(1950, 1, 1)
_AHEAD = timedelta(days=366)
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-./] ?(\d{1,2})[-./] ?(\d{4})\.?")

_SEXES = {
    "f": "f|female|woman|z|zensko|zenski|zena|zenska|femer|femra|grua",
    "m": "m|male|man|musko|muski|muskarac|muz|masko|maski|mashkull|mashkullor|burre",
    "x": "x|other|drugo|tjeter",
}
_LANGUAGES = {
    "en": "en|eng|english|engleski|angliski|anglisht",
    "bs": "bs|bos|bosnian|bosanski|boshnjakisht|bosnjacki",
    "hr": "hr|hrv|croatian|hrvatski|kroatisht",
    "cnr": "cnr|me|montenegrin|crnogorski|malazezisht",
    "sr": "sr|srp|serbian|srpski|serbisht|sr cyrl|sr rs",
    "sr-Latn": "sr latn|srpski latinica|serbian latin",
    "mk": "mk|mkd|macedonian|makedonski|maqedonisht",
    "sq": "sq|alb|sqi|albanian|albanski|shqip",
}
_COUNTRIES = {
    "AL": "al|alb|albania|albanija|shqiperia|shqiperi",
    "BA": "ba|bih|bosnia and herzegovina|bosna i hercegovina|bosnje dhe hercegovina",
    "HR": "hr|hrv|croatia|hrvatska|kroacia",
    "ME": "me|mne|montenegro|crna gora|mali i zi",
    "MK": "mk|mkd|north macedonia|sjeverna makedonija|severna makedonija|sjeverna makedonija|"
    "maqedonia e veriut",
    "RS": "rs|srb|serbia|srbija|serbia|serbi",
    "XK": "xk|rks|xkx|kosovo|kosova|kosovo*|kosove",
}


def _by_word(words: Mapping[str, str]) -> dict[str, str]:
    return {word: value for value, listed in words.items() for word in listed.split("|")}


_SEX, _LANGUAGE, _COUNTRY = map(_by_word, (_SEXES, _LANGUAGES, _COUNTRIES))


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row says. Empty texts and None: nothing is said. `faults`: why it cannot be used."""

    at: int
    name: str = ""
    number: str = ""
    email: str = ""
    unit: str = ""
    language: str = ""
    country: str = ""
    function: str = ""
    sex: str = ""
    joined: date | None = None
    years: int | None = None
    faults: tuple[Said, ...] = ()


class _Unusable(Exception):
    """A value that cannot be used; its argument says why."""


def read(
    at: int, cells: Sequence[str], mapping: Sequence[Field | None], today: date
) -> Entry | None:
    """A row, as it can be used; None if nothing stands in it.

    Args:
        at: Its number in the file, from 1.
        cells: Its texts.
        mapping: What each column holds; None for one that is not read.
        today: Days more than a year ahead are refused.
    """
    said = {
        field: text
        for field, cell in zip(mapping, cells, strict=False)
        if field and (text := " ".join(cell.split()))
    }
    if not said:
        return None
    faults: list[Said] = []

    def kept(reader, field: Field, *more):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN002, ANN202  # each reader has its own type
        try:
            return reader(said[field], *more) if field in said else None
        except _Unusable as error:
            faults.append(error.args[0])
            return None

    name = _name(said, faults)
    entry = Entry(
        at,
        name,
        number=kept(_number, Field.NUMBER) or "",
        email=kept(_email, Field.EMAIL) or "",
        unit=said.get(Field.UNIT, "")[:500],
        language=kept(_one_of, Field.LANGUAGE, _LANGUAGE, _NO_LANGUAGE) or "",
        country=kept(_one_of, Field.COUNTRY, _COUNTRY, _NO_COUNTRY) or "",
        function=kept(_function, Field.FUNCTION) or "",
        sex=kept(_one_of, Field.SEX, _SEX, _NO_SEX) or "",
        joined=kept(_day, Field.JOINED, today),
        years=kept(_years, Field.YEARS),
    )
    if not faults:
        return entry
    return Entry(at, name, entry.number, entry.email, entry.unit, faults=tuple(faults))


_NO_LANGUAGE = Said("The language is none of those of this site.")
_NO_COUNTRY = Said("The country is not known here; write its two letters.")
_NO_SEX = Said("Write f, m or x for the sex, or nothing.")
_NO_NAME = Said("A name of at most 200 letters is needed.")


def _name(said: Mapping[Field, str], faults: list[Said]) -> str:
    text = said.get(Field.NAME) or f"{said.get(Field.GIVEN, '')} {said.get(Field.FAMILY, '')}"
    text = unicodedata.normalize("NFC", text[:2000]).strip()
    last, comma, first = text.partition(",")
    if comma and "," not in first and first.strip():
        text = f"{first.strip()} {last.strip()}"  # as registers write it: family name first
    if not text or len(text) > LONGEST_NAME or not text.isprintable():
        faults.append(_NO_NAME)
        return text[:LONGEST_NAME] if text.isprintable() else ""
    return text


def _number(text: str) -> str:
    name = sign_in_name(text.removesuffix(".0"))
    if not is_service_number(name):
        raise _Unusable(
            Said("A service number has 2 to 40 letters, digits, dashes, dots or slashes.")
        )
    return name


def _email(text: str) -> str:
    name = sign_in_name(text.removeprefix("mailto:"))
    if not is_email(name):
        raise _Unusable(Said("This is not an e-mail address."))
    return name


_folded = lru_cache(maxsize=4096)(fold)
"""A column of 50,000 rows holds few different languages, countries and sexes."""


def _one_of(text: str, words: Mapping[str, str], fault: Said) -> str:
    found = words.get(_folded(text).strip("*"))
    if found is None:
        raise _Unusable(fault)
    return found


def _function(text: str) -> str:
    if len(text) > LONGEST_FUNCTION or not text.isprintable():
        raise _Unusable(Said("A function has at most 100 letters."))
    return unicodedata.normalize("NFC", text)


def _day(text: str, today: date) -> date:
    if match := _ISO.fullmatch(text):
        year, month, day = map(int, match.groups())
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, match.groups())
    else:
        raise _Unusable(Said("Write a day as 2026-11-23 or 23.11.2026."))
    try:
        found = date(year, month, day)
    except ValueError:
        raise _Unusable(Said("There is no such day.")) from None
    if not _EARLIEST <= found <= today + _AHEAD:
        raise _Unusable(Said("This day is too long ago, or too far ahead."))
    return found


def _years(text: str) -> int:
    whole, _point, rest = text.replace(",", ".").partition(".")
    if not whole.isdecimal() or not (rest.isdecimal() or not rest) or int(whole) > MOST_YEARS:
        raise _Unusable(Said("Write the years of experience as a number from 0 to 60."))
    return int(whole)
