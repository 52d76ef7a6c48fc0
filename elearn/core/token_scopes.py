"""Scopes: what the maker of a token lets it be used for. A scope never widens what they may."""

from enum import StrEnum


class TokenScope(StrEnum):
    """One thing that a program may be allowed to do with somebody's rights."""

    PACKS_READ = "packs:read"
    PEOPLE_READ = "people:read"
    PEOPLE_WRITE = "people:write"
    UNITS_READ = "units:read"
    ENROLMENTS_READ = "enrolments:read"
    ENROLMENTS_WRITE = "enrolments:write"
    PROGRESS_READ = "progress:read"
    RECORDS_READ = "records:read"
    ASSIGNMENTS_READ = "assignments:read"
    ASSIGNMENTS_WRITE = "assignments:write"
    COMPLIANCE_READ = "compliance:read"
    WEBHOOKS = "webhooks"
    SCIM = "scim"


def scopes_from(names: object) -> frozenset[TokenScope]:
    """The scopes that were kept under these names; a name that no scope has any more counts not."""
    known = {scope.value: scope for scope in TokenScope}
    given = names if isinstance(names, list | tuple | set | frozenset) else ()
    return frozenset(known[name] for name in given if name in known)
