"""One person, for those who lead them: what they completed and take, never a mark or an answer."""

from dataclasses import dataclass
from datetime import date, datetime

from elearn.core import access
from elearn.core.access import Action, Actor, Subject
from elearn.core.errors import NotFound
from elearn.core.learning import standing
from elearn.core.learning.compliance import Status as Compliance
from elearn.core.learning.standing import Dates, Status
from elearn.services import compliance_board, course_titles, looks, people, person_history
from elearn.services.people import IssuedCode, NameChangeRecord, Tell
from elearn.services.person_history import HistoryLine
from elearn.services.shelf import Text
from elearn.store import duties, name_changes, nominations, packs, records
from elearn.store.nominations import KeptNomination
from elearn.store.pages import compliance
from elearn.store.pages import person as store
from elearn.store.pages.person import Head
from elearn.store.records import KeptRecord


@dataclass(frozen=True, slots=True)
class Completion:
    """A completion record, without its code and facts.

    `renews` is the version of the older record that it renewed; empty if it did not.
    """

    title: str
    version: str
    renews: str
    status: Status
    issued: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Taking:
    """A course under way."""

    title: Text
    percent: int | None
    began: date
    last_day: date | None


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A course that is asked of somebody, how they stand with it, and when that changes.

    `until` is the first day on which it will be otherwise, as far as is known; None if none is.
    """

    title: Text
    status: Compliance
    since: date
    until: date | None
    due: date | None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What a leader sees about one person, and what they may do.

    `left_on`: the day on which they left the service; then there is nothing to do for them.
    """

    as_of: datetime
    id: int
    key: str
    name: str
    has_mail: bool
    has_password: bool
    units: tuple[tuple[str, str, date], ...]
    asked: tuple[AskedLine, ...]
    completions: tuple[Completion, ...]
    under_way: tuple[Taking, ...]
    nominations: tuple[KeptNomination, ...]
    courses: tuple[tuple[str, str], ...]
    titles: dict[str, str]
    name_change: NameChangeRecord | None
    may_issue_code: bool
    may_nominate: bool
    history: tuple[HistoryLine, ...] = ()
    left_on: date | None = None


def _found(actor: Actor, key: str, now: datetime) -> tuple[Head, Subject]:
    """Somebody whom the actor leads; for everybody else it is as if there were nobody."""
    head, subject = _seen(actor, key, now)
    if head.left:
        raise NotFound("There is nobody here with that key.")
    return head, subject


def _seen(actor: Actor, key: str, now: datetime) -> tuple[Head, Subject]:
    """The same, and who left of late."""
    head = store.head(key)
    if head is None:
        raise NotFound("There is nobody here with that key.")
    subject = person_history.subject(head.id, head.left_at, now=now)
    if subject is None or not access.may(actor, Action.SEE_COMPLETIONS, subject):
        raise NotFound("There is nobody here with that key.")
    return head, subject


def person_page(actor: Actor, key: str, language: str, *, now: datetime) -> PersonPage:
    """The page about one person. Keep the look with `keep_look`.

    Raises:
        NotFound: If there is nobody with that key whom the actor leads.
    """
    head, subject = _seen(actor, key, now)
    day = now.date()
    here = not head.left
    reach = access.scope(actor, Action.SEE_COMPLETIONS)
    titles = course_titles.titles(packs.published_courses(), language, day)
    taking = store.under_way(head.id)
    put_forward = nominations.of_person(head.id)
    closed = {n.pack_id for n in put_forward if n.state == nominations.OPEN}
    closed |= {t.pack_id for t in taking}
    asked = name_changes.open_of(head.id)
    others = here and head.id != actor.person_id
    return PersonPage(
        as_of=now,
        id=head.id,
        key=head.key,
        name=head.name,
        has_mail=head.has_mail,
        has_password=head.has_password,
        units=tuple(store.units_in_reach(head.id, reach, day)),
        asked=_asked(head.id, language, day),
        completions=tuple(_completion(r, titles, day) for r in records.of_person(head.id)),
        under_way=tuple(
            Taking(
                course_titles.title(t.digest, t.title, language, day),
                course_titles.percent(t.digest, t.done),
                t.began_at.date(),
                t.last_at.date() if t.last_at else None,
            )
            for t in taking
        ),
        nominations=tuple(put_forward),
        courses=tuple((p, text.plain) for p, text in titles.items() if p not in closed),
        titles={p: text.plain for p, text in titles.items()},
        name_change=asked if others and access.may(actor, Action.CONFIRM_NAMES, subject) else None,
        may_issue_code=others and access.may(actor, Action.ISSUE_CODES, subject),
        may_nominate=here and access.may(actor, Action.NOMINATE, subject),
        history=person_history.of(head.id, reach),
        left_on=head.left_at.date() if head.left_at else None,
    )


def _asked(person_id: int, language: str, day: date) -> tuple[AskedLine, ...]:
    """What is asked of somebody on a day, who needs attention first."""
    found = compliance.spans_on(person_id, day)
    titles = compliance_board.titles([one[0] for one in found], language, day)
    due: dict[str, date] = {}
    for duty in duties.of([person_id]).duties if found else ():
        if duty.from_day <= day and (duty.to_day is None or day < duty.to_day):
            due[duty.pack_id] = min(duty.due, due.get(duty.pack_id, date.max))
    order = list(Compliance)
    lines = [
        AskedLine(titles[pack_id], status, since, until, due.get(pack_id))
        for pack_id, status, since, until in found
    ]
    return tuple(sorted(lines, key=lambda line: (order.index(line.status), line.title.plain)))


def _completion(kept: KeptRecord, titles: dict[str, Text], day: date) -> Completion:
    known = titles.get(kept.pack_id)
    return Completion(
        title=known.plain if known else kept.title,
        version=kept.version,
        renews=kept.renews_version or "",
        status=standing.status(
            Dates(kept.issued_at.date(), kept.valid_until),
            revoked=kept.revoked,
            superseded=kept.superseded,
            today=day,
        ),
        issued=kept.issued_at.date(),
        valid_until=kept.valid_until,
    )


def keep_look(actor: Actor, page: PersonPage, *, now: datetime) -> None:
    """Keep that the actor saw the page about this person."""
    looks.keep(actor, "person", {}, (page.id,), now=now)


def issue_code(actor: Actor, key: str, tell: Tell, *, secret: str, now: datetime) -> IssuedCode:
    """A one-time code with which that person sets a password, shown once.

    Raises:
        NotFound: If there is nobody with that key whom the actor leads.
        NotAllowed: If the actor may not do this for them.
    """
    _found(actor, key, now)
    return people.issue_code(actor, key, tell, secret=secret, now=now)


def decide_name(actor: Actor, key: str, change_key: str, *, accept: bool, now: datetime) -> None:
    """Confirm or decline the name that this person asks to carry.

    Raises:
        NotFound: If there is nobody with that key whom the actor leads, or no such open request.
        NotAllowed: If it is the actor's own.
    """
    head, _subject = _found(actor, key, now)
    asked = name_changes.open_of(head.id)
    if asked is None or asked.key != change_key:
        raise NotFound("There is no such open request.")
    people.decide_name_change(actor, change_key, accept=accept, now=now)
