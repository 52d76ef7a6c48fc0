"""What an institution asks of the reader: what is due by when, what excuses them, what counts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from elearn.core.access import Actor
from elearn.core.learning import duty
from elearn.core.learning.compliance import TO_DO, Status, status_on
from elearn.core.learning.duty import Choice, Owed
from elearn.core.learning.reminding import call
from elearn.services import course_titles
from elearn.services.enrolments import person_of
from elearn.services.shelf import Text
from elearn.store import duties, exemptions, prior_learning
from elearn.store.exemptions import KeptExemption
from elearn.store.pages import own_duties as store
from elearn.store.pages.own_duties import OwnPack
from elearn.store.prior_learning import KeptPrior


@dataclass(frozen=True, slots=True)
class MyDuty:
    """A course that is asked of the reader.

    Attributes:
        status: Of today (`core.learning.compliance.Status`).
        due: The last day on which it is in time; None where nothing is due by date.
        late: That day has passed.
        offered: It can be begun.
        compulsory: Where it is known; None on pages that ask less.
        choice: It is one of several to choose from, where that is known.
    """

    pack_id: str
    title: Text
    status: Status
    due: date | None
    late: bool
    offered: bool
    compulsory: bool | None = None
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class MyDutiesPage:
    """All that is asked of the reader, what is due first first, and what excuses them."""

    duties: tuple[MyDuty, ...]
    exemptions: tuple[KeptExemption, ...]
    prior: tuple[KeptPrior, ...]
    titles: dict[str, str]
    today: date


def waiting(
    person_id: int, language: str, done_today: Collection[str], *, now: datetime
) -> tuple[MyDuty, ...]:
    """What somebody must still do, what is due first first. One query.

    Args:
        person_id: Whose.
        language: Of the titles.
        done_today: Packs completed today: of these it may not be known yet that they are held.
        now: The moment.
    """
    found = _mine(person_id, language, {}, now.date())
    return tuple(one for one in found if one.status in TO_DO and one.pack_id not in done_today)


def my_duties(actor: Actor, language: str, *, now: datetime) -> MyDutiesPage:
    """All that is asked of the actor, and what excuses them."""
    person_id, day = person_of(actor), now.date()
    owed = {one.pack_id: one for one in duty.owed(duties.of([person_id]), day)}
    mine = _mine(person_id, language, owed, day)
    return MyDutiesPage(
        mine,
        tuple(exemptions.of_person(person_id)),
        tuple(prior_learning.of_person(person_id)),
        {one.pack_id: one.title.plain for one in mine},
        day,
    )


def _mine(person_id: int, language: str, owed: dict[str, Owed], day: date) -> tuple[MyDuty, ...]:
    found = []
    for pack_id, pack in store.own(person_id, day).items():
        status = status_on(pack.spans, day)
        if status is not None:
            found.append(_duty(pack_id, pack, status, language, owed.get(pack_id), day))
    return tuple(sorted(found, key=lambda one: (one.due or date.max, one.pack_id)))


def _duty(
    pack_id: str, pack: OwnPack, status: Status, language: str, owed: Owed | None, day: date
) -> MyDuty:
    due = call(pack.spans, day)
    title = course_titles.title(pack.digest, pack.title or pack_id, language, day)
    return MyDuty(
        pack_id,
        title,
        status,
        due.due if due else None,
        late=due.late if due else False,
        offered=bool(pack.digest),
        compulsory=owed.compulsory if owed else None,
        choice=owed.choice if owed else None,
    )
