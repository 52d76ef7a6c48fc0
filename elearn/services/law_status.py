"""How law stands on a day, by the registers that are published here."""

from dataclasses import dataclass
from datetime import date

from elearn.core.errors import NotFound
from elearn.core.law import labels
from elearn.core.law.status import Status, status
from elearn.core.pack.model import RegisterPack
from elearn.services import shelf
from elearn.store import packs


@dataclass(frozen=True, slots=True)
class Stands:
    """How a citation stands by one register. `label` is how it is said in English."""

    register: str
    version: str
    label: str
    status: Status


def standings(citation: str, day: date, register_id: str = "") -> list[Stands]:
    """How a citation stands on a day, by each register that knows it.

    Raises:
        NotFound: If none does.
    """
    name, ref = labels.split(citation.strip().strip("[]@"))
    found = []
    for kept in packs.published_registers():
        pack = shelf.take(kept.digest).pack
        if not isinstance(pack, RegisterPack) or register_id not in ("", kept.pack_id):
            continue
        register = pack.register
        if name in register.instruments or name in register.judgments:
            label = labels.label(labels.join(name, ref), register, "en")
            stands = status(register, name, ref, day)
            found.append(Stands(kept.pack_id, kept.version, label, stands))
    if not found:
        raise NotFound("No register here knows %(citation)s.", values={"citation": citation[:80]})
    return found
