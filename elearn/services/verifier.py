"""Check a certificate, a record or a QR code that somebody brings, against this site's own keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from elearn.core.errors import BadInput
from elearn.core.learning.standing import Status
from elearn.core.pace import Pace
from elearn.interop import artefacts
from elearn.interop.artefacts import Checked
from elearn.interop.trust import Trust
from elearn.services import guarding, trust
from elearn.services.guarding import Origin

MOST_BYTES = 400 * 1024
"""Of a file that is looked at here; a certificate has a tenth of that."""

CHECKS = Pace(burst=120, every=2)
"""How often one network may have something checked: a whole office may share one address, and a
browser with script checks by itself."""


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """What came of a check.

    Attributes:
        status: How it stands; None if it is refused.
        refused: The code of why it cannot be trusted; empty if it can.
        fact: The key of the fact that was changed, where that is why.
        facts: What it says, by key, as JSON has it; with the last day, where one is known.
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


def check(content: bytes, name: str, origin: Origin, *, now: datetime) -> CheckedPage:
    """What a file or a text says, if this site signed it, and how it stands today.

    Nothing of it is kept. Who brings it has its facts already.

    Raises:
        TooMany: If too much was checked for that network; `details["wait"]` is in seconds.
    """
    guarding.require_pace("check", CHECKS, origin, now=now)
    found = _checked(content, name, now=now)
    guarding.keep_pace("check", CHECKS, origin, now=now)
    return found


def _checked(content: bytes, name: str, *, now: datetime) -> CheckedPage:
    known = trust.own(now=now)
    try:
        found = artefacts.check(content[:MOST_BYTES], known)
    except BadInput as refused:
        return CheckedPage(refused=refused.code, fact=str(refused.details.get("fact", "")))
    return CheckedPage(
        status=artefacts.status(found, known, now.date()),
        facts=_as_known(found, known),
        kid=found.kid,
        kind=found.kind,
        name_fits=artefacts.name_fits(found, name) if name.strip() else None,
    )


def _as_known(found: Checked, known: Trust) -> Mapping[str, object]:
    ends = artefacts.ends(found, known)
    return {**found.facts, "valid_until": ends.isoformat()} if ends else found.facts
