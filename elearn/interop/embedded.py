"""Moodle's embedded answers (cloze): `{1:MULTICHOICE:=right#told~wrong}` in a text, both ways."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from html import unescape

from elearn.core.said import Said
from elearn.interop.notes import LeftOut, shown

MARK = "\ufdd9"
"""Stands on both sides of the number of a gap in a text; no file can hold it."""

_NAMES = {
    "number": "NUMERICAL NM",
    "text": "SHORTANSWER SA MW",
    "text-case": "SHORTANSWER_C SAC MWC",
    "choice": (
        "MULTICHOICE MC MULTICHOICE_V MCV MULTICHOICE_H MCH MULTICHOICE_S MCS MULTICHOICE_VS MCVS "
        "MULTICHOICE_HS MCHS"
    ),
    "several": "MULTIRESPONSE MR MULTIRESPONSE_H MRH MULTIRESPONSE_S MRS MULTIRESPONSE_HS MRHS",
}
_KINDS = {name: kind for kind, names in _NAMES.items() for name in names.split()}
_START = re.compile(
    r"\{([0-9]{0,4}):(" + "|".join(sorted(_KINDS, key=len, reverse=True)) + r"):", re.IGNORECASE
)
_LOOKS_LIKE = re.compile(r"\{[0-9]{0,4}:[A-Z_]{2,20}[:}]")
_END = re.compile(r"(?<!\\)\}")
_TILDE = re.compile(r"(?<!\\)~")
# The sign of a numeric entity (&#1085;) is none of feedback.
_HASH = re.compile(r"(?<!\\)(?<!&)(?<!&amp;)#")
_SHARE = re.compile(r"\s*(?:(=)|%(-?[0-9]{1,3}(?:[.,][0-9]{0,10})?)%)")
_ESCAPED = re.compile(r"\\([}~#/\"\\])")
_SIGNS = re.compile(r"[}~#]|\\(?=[}~#/\"\\])")
# An editor writes the sign of an entity as an entity; Moodle takes it back in gaps.
_TWICE = re.compile(r"&amp;(#[0-9]{2,6}|#x[0-9A-Fa-f]{2,6}|[A-Za-z]{2,8});")
_MAX_GAPS = 200


@dataclass(frozen=True, slots=True)
class Alternative:
    """An answer with its share and what is told; escapes are gone, HTML is still there."""

    share: Fraction
    text: str
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Embedded:
    """A gap. `kind`: number, text, text-case, choice or several. `weight` is in points."""

    kind: str
    weight: int
    alternatives: tuple[Alternative, ...]


def holds_gaps(text: str) -> bool:
    """Whether there is a gap in a text."""
    return _START.search(text) is not None


def taken_out(text: str) -> tuple[str, list[Embedded]]:
    """The text with a numbered mark for each gap, and the gaps.

    Raises:
        LeftOut: If a gap has no end, or cannot be read.
    """
    parts: list[str] = []
    gaps: list[Embedded] = []
    at = 0
    while start := _START.search(text, at):
        end = _END.search(text, start.end())
        if end is None or len(gaps) >= _MAX_GAPS:
            raise LeftOut("A gap has no end: a brace } is missing, or there are too many gaps.")
        parts.append(text[at : start.start()] + mark(len(gaps)))
        inside = text[start.end() : end.start()]
        kind = _KINDS[start[2].upper()]
        gaps.append(Embedded(kind, int(start[1] or 1), tuple(_alternatives(inside))))
        at = end.end()
    parts.append(text[at:])
    made = "".join(parts)
    if broken := _LOOKS_LIKE.search(made):
        raise LeftOut(
            Said("A gap cannot be read: %(made)s.", made=repr(shown(made[broken.start() :], 40)))
        )
    return made, gaps


def mark(number: int) -> str:
    """What stands in the place of a gap."""
    return f"{MARK}{number}{MARK}"


def _alternatives(inside: str) -> Iterator[Alternative]:
    for written in _TILDE.split(_TWICE.sub(r"&\1;", inside)):
        share = Fraction(0)
        if found := _SHARE.match(written):
            share = Fraction(1) if found[1] else Fraction(found[2].replace(",", ".")) / 100
            written = written[found.end() :]  # noqa: PLW2901 - the rest of it
        answer, *told = _HASH.split(written, maxsplit=1)
        if answer.strip():
            yield Alternative(share, _plain(answer), _plain("".join(told)))


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text).strip()


def words(text: str) -> str:
    """An alternative without markup, as somebody would type it."""
    return " ".join(unescape(re.sub(r"<[^<>]*>", "", text)).split())


def written(name: str, weight: int, alternatives: Iterable[tuple[str, str, str]]) -> str:
    """A gap as Moodle reads it. Alternatives: share (`=`, `%50%` or nothing), text, feedback."""
    made = [
        f"{share}{_escaped(' '.join(text.split()))}{f'#{_escaped(told)}' if told else ''}"
        for share, text, told in alternatives
    ]
    return f"{{{weight}:{name}:{'~'.join(made)}}}"


def _escaped(text: str) -> str:
    made = _SIGNS.sub(r"\\\g<0>", text)
    # A backslash at the end would make a plain sign of the one that ends the answer.
    return f"{made} " if made.endswith("\\") else made
