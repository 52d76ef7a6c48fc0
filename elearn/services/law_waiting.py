"""Which changes of law wait to be worked off in one version of a course, for its page."""

from dataclasses import dataclass
from datetime import date

from elearn.services import law_pages
from elearn.services.law_impacts import Source
from elearn.store import law_impacts as store


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A change of law by which `open` places of a version wait, and who has them until when.

    `label` is the provision in words; empty where two versions of a register are compared.
    """

    key: str
    label: str
    register_id: str
    from_version: str
    to_version: str
    day: date | None
    owner: str
    due: date | None
    late: bool
    open: int


def waiting_at(version_id: int, language: str, today: date) -> tuple[WaitingLine, ...]:
    """The changes of law that wait in a version, newest first."""
    found = []
    for kept in store.waiting_at(version_id):
        source = Source(kept.register_id, provision=kept.provision, day=kept.day)
        found.append(
            WaitingLine(
                key=kept.key,
                label=law_pages.label_of(source, language, today),
                register_id=kept.register_id,
                from_version=kept.from_version,
                to_version=kept.to_version,
                day=kept.day,
                owner=kept.owner,
                due=kept.due,
                late=bool(kept.due and kept.due < today),
                open=kept.open_hits,
            )
        )
    return tuple(found)
