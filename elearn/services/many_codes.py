"""Many codes at once, for those who lead people: how each record stands."""

from dataclasses import dataclass, replace
from datetime import datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput
from elearn.core.learning import verify_code
from elearn.core.learning.standing import Status
from elearn.interop import artefacts, trust
from elearn.interop.trust import Trust
from elearn.services import records
from elearn.services import trust as trust_service
from elearn.services.records import Verification
from elearn.store import records as store

MOST = 500
"""Lines that are checked at once."""

_LONGEST_LINE = 1000
_ENDS = str.maketrans(dict.fromkeys(";,\t", "\n"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line that was given, and what it stands for. `refused`: the code of why it is none."""

    given: str
    found: Verification
    refused: str = ""


def verify_many(actor: Actor, text: str, *, now: datetime) -> list[Line]:
    """How each record stands, in the order in which the codes are given.

    Each line begins with a code or with the text of a QR code; what follows after a comma, a
    semicolon or a tab is not looked at. Nothing is said about anybody.

    Raises:
        NotAllowed: If the actor leads nobody.
        BadInput: If there is no line, or there are more than 500.
    """
    access.require(actor, Action.SEE_COMPLETIONS)
    given = [cell for line in text.lstrip("\ufeff").splitlines() if (cell := _first(line))]
    if not given:
        raise BadInput("Enter at least one code.", code="codes-missing")
    if len(given) > MOST:
        raise BadInput("At most 500 codes are checked at once.", code="codes-too-many")
    codes = {one: code for one in given if (code := _code_in(one))}
    kept = store.by_code_hashes([verify_code.code_hash(code) for code in codes.values()])
    known = trust_service.own(now=now)
    lines = []
    for one in given:
        if one in codes:
            code = codes[one]
            record = kept.get(verify_code.code_hash(code))
            lines.append(Line(one, records.described(code, record, now=now)))
        else:
            lines.append(_of_qr_text(one, known, now=now))
    return lines


def _first(line: str) -> str:
    return line.translate(_ENDS).partition("\n")[0].strip().strip('"').strip()[:_LONGEST_LINE]


def _code_in(text: str) -> str | None:
    try:
        return verify_code.read_code(text)
    except BadInput:
        return None


def _of_qr_text(text: str, known: Trust, *, now: datetime) -> Line:
    """A QR code is taken at its signature, and at this site's own list."""
    unknown = Verification(text[:40], Status.UNKNOWN)
    try:
        found = artefacts.check(text.encode(), known)
    except BadInput as refused:
        return Line(text[:40], unknown, refused.code)
    read = found.essentials
    if read is None:
        return Line(text[:40], unknown, "artefact-unknown")
    return Line(
        f"{found.digest[: trust.SHORT]}…",
        replace(
            unknown,
            code="",
            status=artefacts.status(found, known, now.date()),
            pack_id=read.pack,
            version=read.version,
            kind=read.kind,
            issued=read.issued,
            valid_until=artefacts.ends(found, known),
            until_law=read.until_law,
            law_checked=read.law_checked,
        ),
    )
