"""My records: which hold, which end soon, which have ended, and how each is renewed."""

from dataclasses import dataclass
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.errors import NotFound
from elearn.core.learning.renewal import Term
from elearn.core.learning.standing import Status
from elearn.services import records, renewing
from elearn.services.records import RecordLine
from elearn.services.renewing import Renewal

_STANDS = (Status.VALID, Status.EXPIRED)


@dataclass(frozen=True, slots=True)
class MyRecord:
    """A record that stands, and how it is renewed."""

    record: RecordLine
    renewal: Renewal


@dataclass(frozen=True, slots=True)
class MyRecordsPage:
    """All records of a person, by how they stand; `past` were superseded or revoked."""

    due: tuple[MyRecord, ...]
    expired: tuple[MyRecord, ...]
    current: tuple[MyRecord, ...]
    past: tuple[RecordLine, ...]
    alumnus: bool

    @property
    def any(self) -> bool:
        """Whether there is one at all."""
        return bool(self.due or self.expired or self.current or self.past)


def page(actor: Actor, language: str, *, now: datetime) -> MyRecordsPage:
    """The actor's own records, in a fixed number of queries."""
    if actor.person_id is None:
        raise NotFound("There is nothing here.")
    lines = records.my_records(actor, now=now).records
    known = renewing.ways(actor.person_id, language, now=now)
    standing = [
        MyRecord(
            line,
            renewing.renewal_of(line.pack_id, line.valid_until, known, today=now.date()),
        )
        for line in lines
        if line.status in _STANDS
    ]

    def of(*terms: Term) -> tuple[MyRecord, ...]:
        return tuple(one for one in standing if one.renewal.term in terms)

    return MyRecordsPage(
        due=of(Term.DUE),
        expired=of(Term.GRACE, Term.EXPIRED),
        current=of(Term.CURRENT),
        past=tuple(line for line in lines if line.status not in _STANDS),
        alumnus=actor.alumnus,
    )


def renewal_of(actor: Actor, line: RecordLine, language: str, *, now: datetime) -> Renewal | None:
    """How one of the actor's own records is renewed; None for one that does not stand."""
    if actor.person_id is None or line.status not in _STANDS:
        return None
    known = renewing.ways(actor.person_id, language, now=now)
    return renewing.renewal_of(line.pack_id, line.valid_until, known, today=now.date())
