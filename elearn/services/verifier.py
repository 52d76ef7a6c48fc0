"""Check a certificate, a record or a QR code that somebody brings, against this site's own keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from elearn.core.errors import BadInput
from elearn.core.learning.standing import Status
from elearn.interop import artefacts
from elearn.services import trust

MOST_BYTES = 400 * 1024
"""Of a file that is looked at here; a certificate has a tenth of that."""


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """What came of a check.

    Attributes:
        status: How it stands; None if it is refused.
        refused: The code of why it cannot be trusted; empty if it can.
        fact: The key of the fact that was changed, where that is why.
        facts: What it says, by key, as JSON has it.
        kid: The key that signed it.
        kind: As `artefacts.Checked` has it.
        name_fits: Whether the entered name is its name; None if none was entered or it shows none.
    """

    status: Status | None = None
    refused: str = ""
    fact: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    kid: str = ""
    kind: str = ""
    name_fits: bool | None = None


def check(content: bytes, name: str, *, now: datetime) -> CheckedPage:
    """What a file or a text says, if this site signed it, and how it stands today.

    Nothing of it is kept. Who brings it has its facts already.
    """
    known = trust.own(now=now)
    try:
        found = artefacts.check(content[:MOST_BYTES], known)
    except BadInput as refused:
        return CheckedPage(refused=refused.code, fact=str(refused.details.get("fact", "")))
    return CheckedPage(
        status=artefacts.status(found, known, now.date()),
        facts=found.facts,
        kid=found.kid,
        kind=found.kind,
        name_fits=artefacts.name_fits(found, name) if name.strip() else None,
    )
