"""What certificates of an institution's people look like: its name, its mark, a look."""

import base64
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput
from elearn.core.pack.schema.pack import LOOKS
from elearn.interop.certificate import mark as marks
from elearn.services import units
from elearn.store import audit
from elearn.store import unit_papers as store
from elearn.store.db import begin_write
from elearn.store.unit_papers import KeptPaper

LONGEST_NAME = 200

__all__ = ["LONGEST_NAME", "LOOKS"]


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A unit, and what is set for it. `mark` is an address of a picture; empty if there is none."""

    key: str
    unit: str
    name: str
    look: str
    mark: str
    is_set: bool


@dataclass(frozen=True, slots=True)
class PaperForm:
    """What is to be set: the file of a new mark, or whether the one that is there stays."""

    name: str
    look: str
    file_name: str = ""
    file: bytes = b""
    keep_mark: bool = True


def paper_page(actor: Actor, key: str, *, now: datetime) -> PaperPage:
    """What is set for a unit.

    Raises:
        NotFound: If there is no such unit for the actor.
    """
    unit = units.find(actor, key, Action.EDIT_UNITS, now.date())
    kept = store.of_unit(unit.id)
    drawing = base64.b64encode(kept.mark.encode()).decode() if kept and kept.mark else ""
    return PaperPage(
        key=unit.key,
        unit=unit.name,
        name=kept.name if kept else unit.name,
        look=kept.look if kept else "",
        mark=f"data:image/svg+xml;base64,{drawing}" if drawing else "",
        is_set=kept is not None,
    )


def _printable(sign: str) -> bool:
    """Whether the fonts of certificates have a letter; what is no letter is left to the drawing."""
    known = unicodedata.name(sign, "").startswith(("LATIN ", "CYRILLIC ", "GREEK "))
    return known or not unicodedata.category(sign).startswith("L")


def set_paper(actor: Actor, key: str, form: PaperForm, *, now: datetime) -> None:
    """Set name, mark and look for a unit and all below it that have none of their own.

    Certificates that were issued stay as they are.

    Raises:
        NotFound: If there is no such unit for the actor.
        BadInput: If the name or the look cannot be used; `BadMark` if the file cannot.
    """
    name = " ".join(form.name.split())
    if len(name) > LONGEST_NAME:
        raise BadInput("Use at most 200 letters.", code="name-long")
    if not all(map(_printable, name)):
        raise BadInput(
            "Certificates print Latin, Cyrillic and Greek letters; this name has others.",
            code="certificate-letters",
        )
    if form.look and form.look not in LOOKS:
        raise BadInput("Choose one of the list.", code="look-unknown")
    new = marks.read(form.file_name, form.file, name) if form.file else None
    begin_write()
    unit = units.find(actor, key, Action.EDIT_UNITS, now.date())
    assert actor.person_id is not None
    old = store.of_unit(unit.id) if form.keep_mark else None
    drawing, ratio = (old.mark, old.ratio) if old else (None, None)
    if new is not None:
        drawing, ratio = new.drawing, new.ratio
    paper = KeptPaper(name, form.look, drawing, ratio)
    store.keep(unit.id, paper, by=actor.person_id, at=now)
    audit.keep_act(actor.person_id, "unit-paper-set", unit.key, {"look": form.look}, at=now)


def forget_paper(actor: Actor, key: str, *, now: datetime) -> None:
    """Let certificates of a unit's people look as the units above it have it.

    Raises:
        NotFound: If there is no such unit for the actor.
    """
    begin_write()
    unit = units.find(actor, key, Action.EDIT_UNITS, now.date())
    store.forget(unit.id)
    audit.keep_act(actor.person_id, "unit-paper-ended", unit.key, {}, at=now)
