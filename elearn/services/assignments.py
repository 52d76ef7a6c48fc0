"""Assignments: what is asked of a unit and below, of a role or of a person; made, changed, ended.

Nothing is edited: a changed assignment ends, and another begins that keeps the day of the first.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from elearn.core import access
from elearn.core.access import Action, Actor, Role, Scope, Subject
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.core.unit_tree import in_order
from elearn.services import asked, compliance, course_titles, looks, programmes
from elearn.services.assignment_terms import TermsForm, checked, years_on
from elearn.services.overview import Choice
from elearn.services.programmes import KeptProgramme
from elearn.store import assignments as store
from elearn.store import audit, packs, scopes, units
from elearn.store.assignments import KeptAssignment, Terms, What, Whom
from elearn.store.db import begin_write
from elearn.store.pages import person as people_store

__all__ = ["KeptAssignment", "TermsForm"]


@dataclass(frozen=True, slots=True)
class Line:
    """An assignment in the list. `may_change`: it is the actor's to change, not that of one above.

    `people`: how many are under it today; None where nobody counted. `newer`: the version to which
    a programme can be moved.
    """

    kept: KeptAssignment
    course: str
    may_change: bool
    people: int | None = None
    newer: KeptProgramme | None = None


@dataclass(frozen=True, slots=True)
class AssignmentsPage:
    """Assignments that concern the actor's people, newest first."""

    lines: tuple[Line, ...]
    ended: bool


@dataclass(frozen=True, slots=True)
class FormPage:
    """What an assignment can be made of.

    `person` is the key and name of the one it is for, where it is for one person. `changes` is the
    assignment to change, where one is.
    """

    units: tuple[Choice, ...]
    courses: tuple[Choice, ...]
    programmes: tuple[Choice, ...]
    everywhere: bool
    person: tuple[str, str] | None = None
    changes: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentForm:
    """Of whom a course is asked: of a person, or of a unit and a role (either may be empty)."""

    course: str
    unit: str = ""
    role: str = ""
    person: str = ""


def assignments_page(
    actor: Actor, language: str, *, ended: bool = False, now: datetime
) -> AssignmentsPage:
    """Assignments that concern the actor's people. Keep the look with `keep_look`.

    Raises:
        NotAllowed: If the actor assigns nothing.
    """
    access.require(actor, Action.ASSIGN)
    day = now.date()
    reach = access.scope(actor, Action.ASSIGN)
    named = access.scope(actor, Action.ASSIGN_PERSON)
    titles = _titles(language, day)
    inside = {node.id for node in units.reached(reach, day)}
    return AssignmentsPage(
        tuple(
            Line(kept, _title(kept, titles), _in(kept, reach, inside))
            for kept in store.in_reach(reach, named, day, ended=ended)
        ),
        ended,
    )


def _in(kept: KeptAssignment, reach: Scope, inside: set[int]) -> bool:
    """Whether an assignment of the list is the actor's; one to a person is listed for no other."""
    if reach.everybody or kept.whom.person_id is not None:
        return True
    return kept.whom.unit_id in inside


def _title(kept: KeptAssignment, titles: dict[str, str]) -> str:
    if kept.what.programme is not None:
        return kept.what.programme.title
    return titles.get(kept.what.pack_id, kept.what.pack_id)


def _titles(language: str, day: date) -> dict[str, str]:
    known = course_titles.titles(packs.published_courses(), language, day)
    return {pack_id: text.plain for pack_id, text in known.items()}


def keep_look(actor: Actor, page: AssignmentsPage, *, now: datetime) -> None:
    """Keep that the actor saw what is asked of single people."""
    shown = {n for line in page.lines if (n := line.kept.whom.person_id) is not None}
    looks.keep(actor, "assignments", {}, shown, now=now)


def assignment_page(actor: Actor, key: str, language: str, *, now: datetime) -> Line:
    """One assignment. Keep the look with `keep_look_at`.

    Raises:
        NotFound: If there is none for the actor.
    """
    kept = store.by_key(key)
    day = now.date()
    reach = access.scope(actor, _action(kept.whom) if kept else Action.ASSIGN)
    if kept is None or not _concerns(reach, kept, day):
        raise NotFound("There is no such assignment.")
    titles = _titles(language, day)
    people = store.count_people(kept.whom, day)
    may_change = _may_change(actor, kept.whom, day)
    newer = asked.newer_than(kept, day) if may_change and kept.to_day is None else None
    return Line(kept, _title(kept, titles), may_change, people, newer)


def _concerns(reach: Scope, kept: KeptAssignment, day: date) -> bool:
    """Whether it is asked of somebody in reach: it is theirs, or that of a unit above theirs."""
    if not reach:
        return False
    if reach.holds(_subject(kept.whom, day)):
        return True
    unit_id = kept.whom.unit_id
    return unit_id is not None and any(
        unit_id in scopes.unit_subject(own, day).units for own in reach.units
    )


def _subject(whom: Whom, day: date) -> Subject:
    if whom.person_id is not None:
        return scopes.person_subject(whom.person_id, day)
    if whom.unit_id is not None:
        return scopes.unit_subject(whom.unit_id, day)
    return Subject(units=frozenset({-1}))  # a role everywhere: only for whose reach is everybody


def _may_change(actor: Actor, whom: Whom, day: date) -> bool:
    return access.may(actor, _action(whom), _subject(whom, day))


def _action(whom: Whom) -> Action:
    """What asking it of these takes: of a person only who may see their names."""
    return Action.ASSIGN if whom.person_id is None else Action.ASSIGN_PERSON


def keep_look_at(actor: Actor, line: Line, *, now: datetime) -> None:
    """Keep that the actor saw what is asked of one person."""
    number = line.kept.whom.person_id
    looks.keep(actor, "assignments", {}, () if number is None else (number,), now=now)


def form_page(actor: Actor, language: str, person: str = "", *, now: datetime) -> FormPage:
    """What a new assignment can be made of.

    Raises:
        NotAllowed: If the actor assigns nothing.
        NotFound: If there is nobody with that key for the actor.
    """
    access.require(actor, Action.ASSIGN)
    day = now.date()
    reach = access.scope(actor, Action.ASSIGN)
    placed = in_order(units.reached(reach, day))
    named = _person(actor, person, day) if person else None
    return FormPage(
        tuple(Choice(p.node.key, p.node.name, p.depth) for p in placed),
        tuple(Choice(pack_id, title) for pack_id, title in _titles(language, day).items()),
        tuple(Choice(asked.PROGRAMME + one.key, one.title) for one in programmes.on_day(day)),
        reach.everybody,
        (named.key, named.name) if named else None,
    )


def _person(actor: Actor, key: str, day: date) -> people_store.Head:
    head = people_store.head(key)
    if head is None or head.left:
        raise NotFound("There is nobody here with that key.")
    if not access.may(actor, Action.ASSIGN_PERSON, scopes.person_subject(head.id, day)):
        raise NotFound("There is nobody here with that key.")
    return head


def assign(actor: Actor, form: AssignmentForm, terms: TermsForm, *, now: datetime) -> str:
    """Ask a course of a unit and below, of a role or of a person; the key of the assignment.

    A programme (`programme:` and its key) is one assignment, of the version that it has today.

    Raises:
        NotFound: If the unit, the person or the course is not there for the actor.
        NotAllowed: If the actor may not ask it of a role everywhere.
        BadInput: If the terms cannot be met.
        Conflict: If the same is asked of the same already.
    """
    day = now.date()
    begins = terms.begins or day
    if not day <= begins <= years_on(day):
        raise BadInput("Choose a first day that is today or later.", code="begins-bad")
    kept_terms = checked(terms, begins)
    begin_write()
    whom = _whom(actor, form, day)
    what = asked.what_of(form.course, day)
    if store.standing(whom, what, day):
        raise Conflict("This is asked of them already. Change it.", code="assigned-already")
    return _keep(actor, whom, what, kept_terms, begins=begins, now=now)


def _whom(actor: Actor, form: AssignmentForm, day: date) -> Whom:
    if form.person:
        return Whom(None, None, _person(actor, form.person, day).id)
    if form.role and form.role not in set(Role):
        raise BadInput("Choose a role from the list.", code="role-bad")
    unit = units.by_key(form.unit, day) if form.unit else None
    if form.unit and unit is None:
        raise NotFound("There is no such unit.")
    if unit is None and not form.role:
        raise BadInput("Choose a unit, or a role.", code="nobody-assigned")
    whom = Whom(unit.id if unit else None, form.role or None, None)
    if not _may_change(actor, whom, day):
        if unit is not None:
            raise NotFound("There is no such unit.")
        access.require(actor, Action.ASSIGN, _subject(whom, day))
    return whom


def _keep(  # noqa: PLR0913  # one row
    actor: Actor,
    whom: Whom,
    what: What,
    terms: Terms,
    *,
    begins: date,
    first_day: date | None = None,
    replaces: int | None = None,
    now: datetime,
) -> str:
    key = secrets.token_urlsafe(12)
    by = actor.person_id or None
    store.keep(
        key,
        whom,
        what,
        terms,
        from_day=begins,
        first_day=first_day or begins,
        replaces=replaces,
        by=by,
        at=now,
    )
    _concern(whom, now)
    act = "assignment-changed" if replaces else "assigned"
    audit.keep_act(by, act, f"assignment:{key}", _details(what, terms), at=now)
    return key


def _concern(whom: Whom, now: datetime) -> None:
    """Ask that those be worked out anew who come under it, or came."""
    if whom.person_id is not None:
        compliance.concern([whom.person_id], now=now)
        return
    if whom.role is not None:
        compliance.concern(store.holders(whom.role), now=now)
    elif whom.unit_id is not None:
        compliance.concern(unit_ids=[whom.unit_id], now=now)


def _details(what: What, terms: Terms) -> dict[str, object]:
    return {
        **asked.named(what),
        "due": terms.due_on.isoformat() if terms.due_on else None,
        "days": terms.due_days,
        "months": terms.renew_months,
        "law": terms.on_law_change,
        "compulsory": terms.compulsory,
    }


def change(actor: Actor, key: str, terms: TermsForm, *, now: datetime) -> str:
    """Ask the same of the same on other terms from today on; the key of the new assignment.

    Nobody's time begins anew: days are counted from when they came under the first.

    Raises:
        NotFound: If there is none for the actor that stands.
        BadInput: If the terms cannot be met.
    """
    begin_write()
    kept = _own(actor, key, now.date())
    return _replace(actor, kept, kept.what, terms, first_day=kept.first_day, now=now)


def move(actor: Actor, key: str, terms: TermsForm, *, now: datetime) -> str:
    """Ask a programme in the version that it has today instead of an earlier one; the new key.

    Time begins anew for what is not held yet: other courses may be asked. What is held stays held.

    Raises:
        NotFound: If there is no assignment for the actor that stands, or no newer version.
        BadInput: If the terms cannot be met.
    """
    begin_write()
    day = now.date()
    kept = _own(actor, key, day)
    newer = asked.newer_than(kept, day)
    if newer is None:
        raise NotFound("There is no newer version of this programme.")
    return _replace(
        actor, kept, What(programme=asked.asked_of(newer)), terms, first_day=None, now=now
    )


def _replace(  # one assignment for another
    actor: Actor,
    kept: KeptAssignment,
    what: What,
    terms: TermsForm,
    *,
    first_day: date | None,
    now: datetime,
) -> str:
    begins = max(now.date(), kept.from_day)
    new = checked(terms, begins)
    if not store.end(kept, begins, by=actor.person_id or None, at=now):
        raise NotFound("There is no such assignment.")
    return _keep(
        actor,
        kept.whom,
        what,
        new,
        begins=begins,
        first_day=first_day,
        replaces=kept.id,
        now=now,
    )


def end(actor: Actor, key: str, *, now: datetime) -> None:
    """From today on it is not asked any more. What was asked before stays known.

    Raises:
        NotFound: If there is none for the actor that stands.
    """
    begin_write()
    kept = _own(actor, key, now.date())
    by = actor.person_id or None
    if not store.end(kept, now.date(), by=by, at=now):
        raise NotFound("There is no such assignment.")
    _concern(kept.whom, now)
    details = asked.named(kept.what)
    audit.keep_act(by, "assignment-ended", f"assignment:{kept.key}", details, at=now)


def _own(actor: Actor, key: str, day: date) -> KeptAssignment:
    kept = store.by_key(key)
    if kept is None or kept.to_day is not None or not _may_change(actor, kept.whom, day):
        raise NotFound("There is no such assignment.")
    return kept
