"""What is asked of one person, for those who lead them: exemptions, and learning from elsewhere."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.core.learning import duty
from elearn.core.learning.duty import Owed
from elearn.core.sign_in import sign_in_name
from elearn.services import compliance, course_titles, looks
from elearn.store import (
    audit,
    duties,
    exemptions,
    packs,
    people,
    prior_learning,
    programmes,
    scopes,
)
from elearn.store.db import begin_write
from elearn.store.exemptions import KeptExemption
from elearn.store.pages import person as people_store
from elearn.store.pages.person import Head
from elearn.store.prior_learning import Evidence, KeptPrior

__all__ = ["Evidence", "KeptExemption", "KeptPrior"]

LONGEST_REASON, LONGEST_NAME, LONGEST_NOTE = 500, 200, 1000
_NOBODY = "Nobody with this sign-in name can be exempted here."
MOST_YEARS = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class DutiesPage:
    """What is asked of a person today, what excuses them, and what was recognised.

    `may_excuse`: the actor may exempt them and recognise; nobody does so for themselves.
    """

    id: int
    key: str
    name: str
    owed: tuple[Owed, ...]
    exemptions: tuple[KeptExemption, ...]
    prior: tuple[KeptPrior, ...]
    titles: dict[str, str]
    courses: tuple[tuple[str, str], ...]
    may_excuse: bool
    today: date
    serves_since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionForm:
    """An exemption as typed; `last_day` is the last day of it."""

    course: str
    from_day: date
    last_day: date
    reason: str


@dataclass(frozen=True, slots=True)
class ByNamePage:
    """The page on which somebody is exempted by their sign-in name: the courses that there are."""

    courses: tuple[tuple[str, str], ...]


def duties_page(actor: Actor, key: str, language: str, *, now: datetime) -> DutiesPage:
    """What is asked of one person. Keep the look with `keep_look`.

    Raises:
        NotFound: If there is nobody with that key whom the actor leads.
    """
    day = now.date()
    head = _found(actor, key, Action.SEE_COMPLETIONS, day)
    named = course_titles.titles(packs.published_courses(), language, day)
    titles = {pack_id: text.plain for pack_id, text in named.items()}
    own = head.id == actor.person_id
    return DutiesPage(
        id=head.id,
        key=head.key,
        name=head.name,
        owed=duty.owed(duties.of([head.id]), day),
        exemptions=tuple(exemptions.of_person(head.id)),
        prior=tuple(prior_learning.of_person(head.id)),
        titles=titles,
        courses=tuple(titles.items()),
        may_excuse=not own
        and access.may(actor, Action.EXCUSE, scopes.person_subject(head.id, day)),
        today=day,
        serves_since=programmes.serves_since(head.id),
    )


def _found(actor: Actor, key: str, action: Action, day: date) -> Head:
    head = people_store.head(key)
    if head is None or head.left:
        raise NotFound("There is nobody here with that key.")
    if not access.may(actor, action, scopes.person_subject(head.id, day)):
        raise NotFound("There is nobody here with that key.")
    return head


def keep_look(actor: Actor, page: DutiesPage, *, now: datetime) -> None:
    """Keep that the actor saw what is asked of this person."""
    looks.keep(actor, "duties", {}, (page.id,), now=now)


def _other(actor: Actor, key: str, day: date) -> Head:
    """Somebody else whom the actor may excuse.

    Raises:
        NotFound: If there is nobody with that key for the actor.
        Conflict: If it is the actor.
    """
    head = _found(actor, key, Action.EXCUSE, day)
    if head.id == actor.person_id:
        raise Conflict("Somebody else decides about your own duties.", code="own-duty")
    return head


def _course(pack_id: str) -> None:
    if packs.offered_course(pack_id) is None:
        raise NotFound("There is no such course.")


def _text(text: str, most: int) -> str:
    """A text on one line.

    Raises:
        BadInput: If it is empty or too long.
    """
    text = " ".join(text.split())
    if not 0 < len(text) <= most:
        raise BadInput("Fill this in, and not at too great length.", code="text-bad")
    return text


def exempt(actor: Actor, key: str, form: ExemptionForm, *, now: datetime) -> None:
    """A course is not asked of somebody on these days.

    Raises:
        NotFound: If there is no such person or course for the actor.
        BadInput: If the days or the reason cannot be used.
        Conflict: If they are exempt already, or it is the actor.
    """
    reason = _checked(form, now)
    begin_write()
    _exempt(actor, _other(actor, key, now.date()), form, reason, now=now)


def exempt_by_name(actor: Actor, name: str, form: ExemptionForm, *, now: datetime) -> None:
    """The same for somebody of whom the actor knows the sign-in name and may see nothing else.

    Who coordinates a programme so writes down what an institution tells them. The answer is the
    same for a name that nobody has and for somebody elsewhere.

    Raises:
        NotAllowed: If the actor excuses nobody.
        NotFound: If there is no such course.
        BadInput: If nobody with that name can be exempted, or the days or the reason are no use.
        Conflict: If they are exempt already, or it is the actor.
    """
    access.require(actor, Action.EXCUSE_BY_NAME)
    reason = _checked(form, now)
    begin_write()
    person = people.by_name(sign_in_name(name))
    head = people_store.head(person.key) if person is not None else None
    if head is None or head.left:
        raise BadInput(_NOBODY, code="nobody-to-exempt")
    if head.id == actor.person_id:
        raise Conflict("Somebody else decides about your own duties.", code="own-duty")
    subject = scopes.person_subject(head.id, now.date())
    if not access.may(actor, Action.EXCUSE_BY_NAME, subject):
        raise BadInput(_NOBODY, code="nobody-to-exempt")
    _exempt(actor, head, form, reason, now=now)


def by_name_page(actor: Actor, language: str, *, now: datetime) -> ByNamePage:
    """What somebody can be exempted from whom the actor may not see.

    Raises:
        NotAllowed: If the actor excuses nobody.
    """
    access.require(actor, Action.EXCUSE_BY_NAME)
    named = course_titles.titles(packs.published_courses(), language, now.date())
    return ByNamePage(tuple((pack_id, text.plain) for pack_id, text in named.items()))


def _checked(form: ExemptionForm, now: datetime) -> str:
    """The reason of an exemption, where it and the days can be used."""
    reason = _text(form.reason, LONGEST_REASON)
    if not form.from_day <= form.last_day <= form.from_day + MOST_YEARS:
        raise BadInput("Choose a last day that comes after the first.", code="exempt-days-bad")
    if form.last_day < now.date():
        raise BadInput("Choose a last day that is still to come.", code="exempt-days-bad")
    return reason


def _exempt(actor: Actor, head: Head, form: ExemptionForm, reason: str, *, now: datetime) -> None:
    _course(form.course)
    to_day = form.last_day + timedelta(days=1)
    if exemptions.overlaps(head.id, form.course, form.from_day, to_day):
        raise Conflict("They are exempt on some of these days already.", code="exempt-already")
    by = actor.person_id or None
    exemptions.keep(
        secrets.token_urlsafe(12),
        head.id,
        form.course,
        from_day=form.from_day,
        to_day=to_day,
        reason=reason,
        by=by,
        at=now,
    )
    details = {
        "pack": form.course,
        "from": form.from_day.isoformat(),
        "until": form.last_day.isoformat(),
    }
    compliance.concern([head.id], now=now)
    audit.keep_act(by, "exempted", f"person:{head.key}", details, at=now)


def end_exemption(actor: Actor, key: str, exemption: str, *, now: datetime) -> None:
    """From today on the course is asked again.

    Raises:
        NotFound: If there is no such exemption for the actor that stands.
        Conflict: If it is the actor's own.
    """
    begin_write()
    day = now.date()
    head = _other(actor, key, day)
    kept = exemptions.by_key(exemption)
    by = actor.person_id or None
    if kept is None or kept.person_id != head.id or (kept.to_day and kept.to_day <= day):
        raise NotFound("There is no such exemption.")
    if not exemptions.end(kept, day, by=by, at=now):
        raise NotFound("There is no such exemption.")
    details = {"pack": kept.pack_id}
    compliance.concern([head.id], now=now)
    audit.keep_act(by, "exemption-ended", f"person:{head.key}", details, at=now)


def recognise(actor: Actor, key: str, course: str, evidence: Evidence, *, now: datetime) -> None:
    """What somebody learnt elsewhere counts in place of a course.

    Raises:
        NotFound: If there is no such person or course for the actor.
        BadInput: If a text or a day cannot be used.
        Conflict: If it is the actor.
    """
    clean = Evidence(
        _text(evidence.title, LONGEST_NAME),
        _text(evidence.awarding_body, LONGEST_NAME),
        evidence.awarded_on,
        evidence.valid_until,
        _text(evidence.seen, LONGEST_NOTE),
    )
    if not date(1950, 1, 1) <= clean.awarded_on <= now.date():
        raise BadInput("Choose a day that has been.", code="awarded-bad")
    if clean.valid_until is not None and clean.valid_until < clean.awarded_on:
        raise BadInput("It cannot end before it was awarded.", code="valid-bad")
    begin_write()
    head = _other(actor, key, now.date())
    _course(course)
    by = actor.person_id or None
    number = secrets.token_urlsafe(12)
    prior_learning.keep(number, head.id, course, clean, by=by, at=now)
    compliance.concern([head.id], now=now)
    audit.keep_act(by, "prior-recognised", f"person:{head.key}", {"pack": course}, at=now)


def withdraw(actor: Actor, key: str, prior: str, reason: str, *, now: datetime) -> None:
    """Take a recognition back: it never counted.

    Raises:
        NotFound: If there is no such recognition for the actor.
        BadInput: If no reason is given.
        Conflict: If it is the actor's own.
    """
    reason = _text(reason, LONGEST_REASON)
    begin_write()
    head = _other(actor, key, now.date())
    kept = prior_learning.by_key(prior)
    by = actor.person_id or None
    if kept is None or kept.person_id != head.id:
        raise NotFound("There is no such entry.")
    if not prior_learning.withdraw(kept.id, reason, by=by, at=now):
        raise NotFound("There is no such entry.")
    details = {"pack": kept.pack_id, "reason": reason}
    compliance.concern([head.id], now=now)
    audit.keep_act(by, "prior-withdrawn", f"person:{head.key}", details, at=now)


def set_service(actor: Actor, key: str, since: date, *, now: datetime) -> None:
    """Enter since when somebody serves: programmes may ask for years of service.

    Raises:
        NotFound: If there is no such person for the actor.
        BadInput: If the day is to come, or too long ago.
        Conflict: If it is the actor.
    """
    if not date(1950, 1, 1) <= since <= now.date():
        raise BadInput("Choose a day that has been.", code="service-bad")
    begin_write()
    head = _other(actor, key, now.date())
    by = actor.person_id or None
    programmes.keep_service(head.id, since)
    details = {"since": since.isoformat()}
    audit.keep_act(by, "service-set", f"person:{head.key}", details, at=now)
