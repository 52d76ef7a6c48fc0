"""Who may do what. One rule per action gives both the yes/no check and the filter of a list.

A rule turns an actor into a *scope*: everybody, some people, or units and all below. A check
asks whether the scope holds one subject; a list asks the store for those that it holds. So "may see
one" and "may list many" cannot disagree.

A program acts with the grants of whoever made its token, narrowed by the token's scopes
(`core.token_scopes`): what no scope opens reaches nobody, and what one opens reaches no further.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from elearn.core.errors import NotAllowed
from elearn.core.token_scopes import TokenScope


class Role(StrEnum):
    """What somebody is, for the whole site or for a unit and what hangs below it."""

    TRAINER = "trainer"
    REVIEWER = "reviewer"
    MANAGER = "manager"
    COORDINATOR = "coordinator"
    PROGRAMME_COORDINATOR = "programme-coordinator"
    ADMIN = "admin"


UNIT_ROLES = frozenset({Role.MANAGER})
"""Roles that need a unit."""

TAKES_UNIT = UNIT_ROLES | {Role.COORDINATOR, Role.PROGRAMME_COORDINATOR}
"""Roles that can be about a unit. The others are for the whole site."""


RANKS: Mapping[Role, int] = {
    Role.MANAGER: 1,
    Role.TRAINER: 2,
    Role.REVIEWER: 2,
    Role.COORDINATOR: 2,
    Role.PROGRAMME_COORDINATOR: 2,
    Role.ADMIN: 3,
}
"""Whose account others may open: somebody's who ranks lower only. Without a role it is 0."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held today; `unit_id` None means the whole site."""

    role: Role
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking. Nobody has no person and no grants.

    `scopes` is what a token was made for; None: a person at a page, whom nothing narrows.
    `client_id`: the client that asks by itself, where one does.
    """

    person_id: int | None = None
    key: str = ""
    name: str = ""
    country: str | None = None
    language: str | None = None
    grants: tuple[Grant, ...] = ()
    alumnus: bool = False
    must_change_password: bool = False
    scopes: frozenset[TokenScope] | None = None
    client_id: int | None = None

    @property
    def known(self) -> bool:
        """Whether the actor has signed in."""
        return self.person_id is not None

    def has(self, role: Role) -> bool:
        """Whether the actor holds that role anywhere."""
        return any(grant.role is role for grant in self.grants)

    @property
    def rank(self) -> int:
        """The highest rank of the roles held."""
        return max((RANKS[grant.role] for grant in self.grants), default=0)

    def units(self, role: Role) -> frozenset[int]:
        """The units for which the actor holds that role."""
        return frozenset(g.unit_id for g in self.grants if g.role is role and g.unit_id is not None)


NOBODY = Actor()


class Action(StrEnum):
    """What can be asked for."""

    LEARN = "learn"
    SEE_COMPLETIONS = "see-completions"
    SEE_COUNTS = "see-counts"
    ISSUE_CODES = "issue-codes"
    NOMINATE = "nominate"
    ASSIGN = "assign"
    ASSIGN_PERSON = "assign-person"
    EXCUSE = "excuse"
    EXCUSE_BY_NAME = "excuse-by-name"
    EDIT_PROGRAMMES = "edit-programmes"
    DECIDE_NOMINATIONS = "decide-nominations"
    CONFIRM_NAMES = "confirm-names"
    EDIT_UNITS = "edit-units"
    EDIT_MEMBERS = "edit-members"
    APPOINT_MANAGERS = "appoint-managers"
    OPEN_REGISTRATION = "open-registration"
    EDIT_PEOPLE = "edit-people"
    GRANT_ROLES = "grant-roles"
    SEE_PACKS = "see-packs"
    AUTHOR_PACKS = "author-packs"
    PUBLISH_PACKS = "publish-packs"
    REVIEW_PACKS = "review-packs"
    CORRECT_MARKS = "correct-marks"
    MARK_ANSWERS = "mark-answers"
    SEE_MARKED_NAMES = "see-marked-names"
    WORK_OFF_LAW = "work-off-law"
    SEE_JOBS = "see-jobs"
    SEE_AUDIT = "see-audit"
    REVOKE_RECORDS = "revoke-records"
    DECIDE_REVOCATIONS = "decide-revocations"
    SET_QUIZ_DATES = "set-quiz-dates"
    GRANT_ATTEMPTS = "grant-attempts"
    GIVE_EXTRA_TIME = "give-extra-time"
    MEET_ALUMNI = "meet-alumni"
    MAKE_TOKENS = "make-tokens"
    MAKE_CLIENTS = "make-clients"
    MANAGE_WEBHOOKS = "manage-webhooks"
    PROVISION = "provision"
    LIST_PEOPLE = "list-people"
    SEE_SIGN_IN_NAMES = "see-sign-in-names"
    LIST_UNITS = "list-units"
    LIST_ENROLMENTS = "list-enrolments"
    LIST_PROGRESS = "list-progress"
    LIST_RECORDS = "list-records"
    LIST_ASSIGNMENTS = "list-assignments"
    LIST_COMPLIANCE = "list-compliance"
    ENROL = "enrol"
    SEE_INDICATORS = "see-indicators"
    KEEP_INDICATORS = "keep-indicators"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a permission reaches: everybody, these people, and everybody in or below these units."""

    everybody: bool = False
    people: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        """Whether it reaches anybody at all."""
        return self.everybody or bool(self.people) or bool(self.units)

    def __or__(self, other: "Scope") -> "Scope":
        """Both together."""
        return Scope(
            self.everybody or other.everybody,
            self.people | other.people,
            self.units | other.units,
        )

    def holds(self, subject: "Subject") -> bool:
        """Whether it reaches that subject."""
        if self.everybody:
            return True
        return subject.person_id in self.people or bool(self.units & subject.units)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what an action is about: a person, with the units they are in and those above."""

    person_id: int | None = None
    units: frozenset[int] = frozenset()


NOT_ABOUT_ANYBODY = Subject()
_ALL = Scope(everybody=True)
_NONE = Scope()


def _own(actor: Actor) -> Scope:
    return Scope(people=frozenset({actor.person_id})) if actor.person_id is not None else _NONE


def _all_for(role: Role) -> Callable[[Actor], Scope]:
    return lambda actor: _ALL if actor.has(role) else _NONE


def _with(role: Role, actor: Actor) -> Scope:
    """The reach of a role: its units, or the whole site where it was granted without a unit."""
    if Grant(role) in actor.grants and role not in UNIT_ROLES:
        return _ALL
    return Scope(units=actor.units(role))


def _leads(actor: Actor) -> Scope:
    return _with(Role.MANAGER, actor) | _with(Role.COORDINATOR, actor)


def _leads_or_steers(actor: Actor) -> Scope:
    """Leaders, and those who coordinate a programme: they see how many, not who."""
    return _leads(actor) | _with(Role.PROGRAMME_COORDINATOR, actor)


def _edits_programmes(actor: Actor) -> Scope:
    if Grant(Role.COORDINATOR) in actor.grants or actor.has(Role.PROGRAMME_COORDINATOR):
        return _ALL
    return _NONE


def _reviews(actor: Actor) -> Scope:
    return _ALL if actor.has(Role.TRAINER) or actor.has(Role.REVIEWER) else _NONE


def _leads_or_admin(actor: Actor) -> Scope:
    return _leads(actor) | (_ALL if actor.has(Role.ADMIN) else _NONE)


def _coordinates(actor: Actor) -> Scope:
    return _with(Role.COORDINATOR, actor)


def _coordinates_or_admin(actor: Actor) -> Scope:
    return _coordinates(actor) | (_ALL if actor.has(Role.ADMIN) else _NONE)


def _programme(actor: Actor) -> Scope:
    """What counts the whole site: for whoever coordinates all of it, and for administrators.

    Who coordinates one institution sees nothing of the others, not even in sums.
    """
    whole = Grant(Role.COORDINATOR) in actor.grants or actor.has(Role.ADMIN)
    return _ALL if whole else _NONE


_RULES: dict[Action, Callable[[Actor], Scope]] = {
    Action.LEARN: _own,
    Action.SEE_COMPLETIONS: _leads,
    Action.ISSUE_CODES: _leads_or_admin,
    Action.NOMINATE: _leads,
    Action.SEE_COUNTS: _leads_or_steers,
    Action.ASSIGN: _leads_or_steers,
    Action.ASSIGN_PERSON: _leads,
    Action.EXCUSE: _leads,
    Action.EXCUSE_BY_NAME: _leads_or_steers,
    Action.EDIT_PROGRAMMES: _edits_programmes,
    Action.DECIDE_NOMINATIONS: _coordinates,
    Action.CONFIRM_NAMES: _leads_or_admin,
    Action.EDIT_UNITS: _coordinates_or_admin,
    Action.EDIT_MEMBERS: _coordinates,
    Action.APPOINT_MANAGERS: _coordinates,
    Action.OPEN_REGISTRATION: _coordinates_or_admin,
    Action.EDIT_PEOPLE: _all_for(Role.ADMIN),
    Action.GRANT_ROLES: _all_for(Role.ADMIN),
    Action.SEE_PACKS: lambda actor: _all_for(Role.ADMIN)(actor) | _all_for(Role.TRAINER)(actor),
    Action.AUTHOR_PACKS: _all_for(Role.TRAINER),
    Action.PUBLISH_PACKS: _all_for(Role.TRAINER),
    Action.REVIEW_PACKS: _reviews,
    Action.CORRECT_MARKS: _all_for(Role.TRAINER),
    Action.MARK_ANSWERS: _all_for(Role.TRAINER),
    Action.SEE_MARKED_NAMES: lambda actor: _with(Role.TRAINER, actor),
    Action.WORK_OFF_LAW: _all_for(Role.TRAINER),
    Action.SEE_JOBS: _all_for(Role.ADMIN),
    Action.SEE_AUDIT: _all_for(Role.ADMIN),
    Action.REVOKE_RECORDS: _coordinates,
    Action.DECIDE_REVOCATIONS: _leads,
    Action.SET_QUIZ_DATES: _all_for(Role.TRAINER),
    Action.GRANT_ATTEMPTS: _all_for(Role.TRAINER),
    Action.GIVE_EXTRA_TIME: lambda actor: _all_for(Role.TRAINER)(actor) | _leads(actor),
    Action.MEET_ALUMNI: lambda actor: _ALL if actor.alumnus else _NONE,
    Action.MAKE_TOKENS: _own,
    Action.MAKE_CLIENTS: _all_for(Role.ADMIN),
    Action.MANAGE_WEBHOOKS: lambda actor: (
        _own(actor) if actor.client_id is not None else _all_for(Role.ADMIN)(actor)
    ),
    Action.PROVISION: lambda actor: (
        Scope(units=actor.units(Role.COORDINATOR)) if actor.client_id is not None else _NONE
    ),
    Action.LIST_PEOPLE: lambda actor: _own(actor) | _leads_or_admin(actor),
    Action.SEE_SIGN_IN_NAMES: lambda actor: _own(actor) | _coordinates_or_admin(actor),
    Action.LIST_UNITS: _leads_or_admin,
    Action.LIST_ENROLMENTS: lambda actor: _own(actor) | _leads(actor),
    Action.LIST_PROGRESS: lambda actor: _own(actor) | _leads(actor),
    Action.LIST_RECORDS: lambda actor: _own(actor) | _leads(actor),
    Action.LIST_ASSIGNMENTS: _leads,
    Action.LIST_COMPLIANCE: lambda actor: _own(actor) | _leads(actor),
    Action.ENROL: lambda actor: _own(actor) | _coordinates(actor),
    Action.SEE_INDICATORS: lambda actor: (
        _ALL if Grant(Role.PROGRAMME_COORDINATOR) in actor.grants else _programme(actor)
    ),
    Action.KEEP_INDICATORS: _programme,
}

_OPENS: dict[TokenScope, frozenset[Action]] = {
    TokenScope.PACKS_READ: frozenset({Action.SEE_PACKS}),
    TokenScope.PEOPLE_READ: frozenset({Action.LIST_PEOPLE, Action.SEE_SIGN_IN_NAMES}),
    TokenScope.PEOPLE_WRITE: frozenset({Action.EDIT_PEOPLE, Action.EDIT_MEMBERS}),
    TokenScope.UNITS_READ: frozenset({Action.LIST_UNITS}),
    TokenScope.ENROLMENTS_READ: frozenset({Action.LIST_ENROLMENTS}),
    TokenScope.ENROLMENTS_WRITE: frozenset({Action.ENROL}),
    TokenScope.PROGRESS_READ: frozenset({Action.LIST_PROGRESS}),
    TokenScope.RECORDS_READ: frozenset({Action.LIST_RECORDS}),
    TokenScope.ASSIGNMENTS_READ: frozenset({Action.LIST_ASSIGNMENTS}),
    TokenScope.ASSIGNMENTS_WRITE: frozenset({Action.ASSIGN, Action.ASSIGN_PERSON}),
    TokenScope.COMPLIANCE_READ: frozenset({Action.LIST_COMPLIANCE}),
    TokenScope.WEBHOOKS: frozenset({Action.MANAGE_WEBHOOKS}),
    TokenScope.SCIM: frozenset({Action.PROVISION, Action.EDIT_MEMBERS, Action.EDIT_UNITS}),
}
"""What each scope leaves of what somebody may do. What none opens, no token can do."""


def narrowed(actor: Actor, scopes: frozenset[TokenScope]) -> Actor:
    """The actor as a program with these scopes: the same grants, and only what the scopes open."""
    if actor.scopes is not None:
        scopes &= actor.scopes
    return replace(actor, scopes=scopes)


def _opened(actor: Actor, action: Action) -> bool:
    if actor.scopes is None:
        return True
    return any(action in _OPENS[token_scope] for token_scope in actor.scopes)


def useful_scopes(actor: Actor) -> tuple[TokenScope, ...]:
    """The scopes that would leave a token of this actor anything to do, in the usual order."""
    found = []
    for token_scope in TokenScope:
        program = narrowed(actor, frozenset({token_scope}))
        if token_scope is TokenScope.SCIM and not scope(program, Action.PROVISION):
            continue  # what else it opens is of use to directories only
        open_to_all = token_scope is TokenScope.PACKS_READ
        if open_to_all or any(scope(program, action) for action in _OPENS[token_scope]):
            found.append(token_scope)
    return tuple(found)


def scope(actor: Actor, action: Action) -> Scope:
    """Whom the actor may do that to: the filter of a list."""
    return _RULES[action](actor) if actor.known and _opened(actor, action) else _NONE


def may(actor: Actor, action: Action, subject: Subject = NOT_ABOUT_ANYBODY) -> bool:
    """Whether the actor may do that: to that subject, or, about nobody in particular, at all."""
    reach = scope(actor, action)
    return bool(reach) if subject == NOT_ABOUT_ANYBODY else reach.holds(subject)


def require(actor: Actor, action: Action, subject: Subject = NOT_ABOUT_ANYBODY) -> None:
    """Refuse unless the actor may.

    Raises:
        NotAllowed: If the actor may not.
    """
    if not may(actor, action, subject):
        raise NotAllowed("You may not do this.", details={"action": action.value})
