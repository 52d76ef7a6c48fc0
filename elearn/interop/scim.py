"""SCIM 2.0 (RFC 7643, RFC 7644) by scim2-models, which is loaded with this module: on first use.

What is published is what is kept: one name, one e-mail address, an employee number, whether
somebody is active; of groups a name and their members. What else a directory sends is dropped
without complaint, since directories send all that they know.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar

from pydantic import Field, ValidationError
from scim2_models import (
    URN,
    CaseExact,
    ComplexAttribute,
    Context,
    Error,
    Extension,
    ListResponse,
    Meta,
    Mutability,
    PatchOp,
    Reference,
    Required,
    Resource,
    SCIMException,
    ScimFilter,
    ScimPolicy,
    Uniqueness,
)
from scim2_models.path import CompareOperator, Comparison, LogicalExpr, LogicalOperator, ValuePath

MOST = 200
"""The most resources of one answer."""

_TOLERANT = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)
"""Entra ID and Okta send more than is kept here, and some of it in forms of their own."""


class EmailAddress(ComplexAttribute):
    """The one e-mail address of somebody."""

    value: str | None = None
    type: str | None = None
    primary: bool | None = None


class Belonging(ComplexAttribute):
    """A group that somebody is in."""

    value: Annotated[str | None, Mutability.read_only] = None
    display: Annotated[str | None, Mutability.read_only] = None


class User(Resource[Any]):
    """Somebody of the institution."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Uniqueness.server, Required.true] = None
    """What the directory knows the person by: an e-mail address or a service number."""

    display_name: Annotated[str | None, Required.true] = None
    """The name, as it stands on records."""

    active: Annotated[bool | None, Required.true] = None
    """False once they left the service."""

    emails: list[EmailAddress] | None = None
    """The address for letters and signing in; one."""

    EmailAddress: ClassVar[type[ComplexAttribute]] = EmailAddress

    groups: Annotated[list[Belonging] | None, Mutability.read_only] = None
    """The units that the person belongs to."""

    Belonging: ClassVar[type[ComplexAttribute]] = Belonging


class Enterprise(Extension):
    """What an institution says of the person."""

    __schema__ = URN("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")

    employee_number: str | None = None
    """The service number."""


class Member(ComplexAttribute):
    """Somebody in a group."""

    value: Annotated[str | None, Mutability.immutable, CaseExact.true] = None
    ref: Annotated[Reference["User"] | None, Mutability.immutable] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )


class Group(Resource[Any]):
    """A unit of the institution."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:Group")

    display_name: Annotated[str | None, Required.true] = None
    """The name of the unit."""

    members: list[Member] | None = None
    """Who belongs to it."""

    Member: ClassVar[type[ComplexAttribute]] = Member


PERSON: Any = User[Enterprise]  # type: ignore[misc]  # generic by the library's own means
_MODELS: Mapping[str, Any] = {"User": PERSON, "Group": Group}


class Fault(Exception):
    """A refusal as SCIM says it: HTTP status, SCIM's word for it or nothing, and a sentence."""

    def __init__(self, status: int, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail = status, kind, detail


@dataclass(frozen=True, slots=True)
class GivenUser:
    """What a directory says of somebody. `email` and `number` None: it does not say."""

    user_name: str
    name: str
    external_id: str | None
    active: bool
    email: str | None
    number: str | None
    email_type: str | None = None
    email_primary: bool | None = None


@dataclass(frozen=True, slots=True)
class GivenGroup:
    """What a directory says of a group. `members` are keys of people."""

    name: str
    external_id: str | None
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is said of a resource besides its own values."""

    key: str
    external_id: str | None
    created_at: datetime
    location: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What narrows a list: attributes in lower case with the values that they must have."""

    equal: Mapping[str, Any]


def user(shown: Shown, said: GivenUser, groups: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Somebody as a directory reads it, without a version."""
    made = PERSON(
        id=shown.key,
        external_id=said.external_id,
        user_name=said.user_name,
        display_name=said.name,
        active=said.active,
        emails=[EmailAddress(value=said.email, type=said.email_type, primary=said.email_primary)]
        if said.email
        else None,
        groups=[Belonging(value=key, display=name) for key, name in groups] or None,
        meta=_meta("User", shown),
    )
    if said.number:
        made[Enterprise] = Enterprise(employee_number=said.number)
    return dump(made)


def group(shown: Shown, name: str, members: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """A group as a directory reads it, without a version."""
    made = Group(
        id=shown.key,
        external_id=shown.external_id,
        display_name=name,
        members=[Member(value=key, ref=Reference(where)) for key, where in members] or None,
        meta=_meta("Group", shown),
    )
    return dump(made)


def _meta(kind: str, shown: Shown) -> Meta:
    return Meta(resource_type=kind, created=shown.created_at, location=shown.location)


def dump(resource: Any) -> dict[str, Any]:
    """A resource as a directory reads it."""
    found: dict[str, Any] = resource.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE)
    return found


def read_user(payload: Any, *, replaces: bool = False) -> GivenUser:
    """What a directory says of somebody who is made or replaced.

    Raises:
        Fault: If it cannot be used.
    """
    return _given_user(_read(PERSON, _complete(payload), replaces=replaces))


def read_group(payload: Any, *, replaces: bool = False) -> GivenGroup:
    """What a directory says of a group that is made or replaced.

    Raises:
        Fault: If it cannot be used.
    """
    return _given_group(_read(Group, payload, replaces=replaces))


def _read(model: Any, payload: Any, *, replaces: bool) -> Any:
    context = (
        Context.RESOURCE_REPLACEMENT_REQUEST if replaces else Context.RESOURCE_CREATION_REQUEST
    )
    try:
        return model.model_validate(payload, scim_ctx=context, scim_policy=_TOLERANT)
    except (ValidationError, SCIMException) as error:
        raise _fault(error) from None


def patched_user(before: Mapping[str, Any], payload: Any) -> GivenUser:
    """What a directory says of somebody once its changes are applied to what is said now.

    Raises:
        Fault: If a change cannot be used.
    """
    return _given_user(_patched(PERSON, before, payload))


def patched_group(before: Mapping[str, Any], payload: Any) -> GivenGroup:
    """The same of a group.

    Raises:
        Fault: If a change cannot be used.
    """
    return _given_group(_patched(Group, before, payload))


def _patched(model: Any, before: Mapping[str, Any], payload: Any) -> Any:
    try:
        with _TOLERANT:
            resource = model.model_validate(dict(before))
            changes = PatchOp[model].model_validate(
                payload, scim_ctx=Context.RESOURCE_PATCH_REQUEST
            )
            changes.patch(resource)
    except (ValidationError, SCIMException) as error:
        raise _fault(error) from None
    return resource


def _given_user(made: Any) -> GivenUser:
    more = made[Enterprise]
    email = _email_of(made.emails or [])
    return GivenUser(
        user_name=made.user_name or "",
        name=made.display_name or "",
        external_id=made.external_id,
        active=made.active is not False,
        email=email.value if email else None,
        number=(more.employee_number if more else None) or None,
        email_type=email.type if email else None,
        email_primary=email.primary if email else None,
    )


def _email_of(emails: Sequence[Any]) -> Any:
    """The address that counts: the one for work, else the primary one, else the last."""
    found = [email for email in emails if email.value]
    work = [email for email in found if (email.type or "").lower() == "work"]
    chosen = work or [email for email in found if email.primary] or found
    return chosen[-1] if chosen else None


def _complete(payload: Any) -> Any:
    """What is sent, with a name and whether somebody is active where directories leave them out."""
    if not isinstance(payload, dict):
        return payload
    given = {str(name).lower(): value for name, value in payload.items()}
    added: dict[str, Any] = {}
    if not given.get("displayname"):
        payload = {n: v for n, v in payload.items() if str(n).lower() != "displayname"}
        added["displayName"] = _name_in(given.get("name")) or given.get("username")
    if given.get("active") is None:
        payload = {n: v for n, v in payload.items() if str(n).lower() != "active"}
        added["active"] = True
    return payload | added


def _name_in(parts: Any) -> str:
    """The name in the parts that directories send beside, or in the place of, a display name."""
    if not isinstance(parts, dict):
        return ""
    whole = parts.get("formatted") or " ".join(
        str(parts[part]) for part in ("givenName", "familyName") if parts.get(part)
    )
    return str(whole)


def _given_group(made: Any) -> GivenGroup:
    members = tuple(dict.fromkeys(one.value for one in made.members or [] if one.value))
    return GivenGroup(made.display_name or "", made.external_id, members)


def _fault(error: ValidationError | SCIMException) -> Fault:
    said = (
        Error.from_validation_errors(error)[0]
        if isinstance(error, ValidationError)
        else error.to_error()
    )
    return Fault(said.status or 400, said.scim_type or "", said.detail or "")


def fault(said: Fault) -> dict[str, Any]:
    """A refusal as SCIM says it."""
    made = Error(status=said.status, scim_type=said.kind or None, detail=said.detail)
    found: dict[str, Any] = made.model_dump()
    return found


def _filter(kind: str, text: str) -> Any:
    model = _MODELS[kind]
    bound: Any = ScimFilter.__class_getitem__(model)
    return bound(text).ast


_UNREAD = "Filters are attributes compared by eq, joined by and."


def read_filter(kind: str, text: str) -> Asked:
    """What a filter asks for: attributes compared by `eq`, joined by `and`.

    Raises:
        Fault: If it is none, or asks in another way.
    """
    if not text:
        return Asked({})
    try:
        with _TOLERANT:
            tree = _filter(kind, text)
    except SCIMException as error:
        raise _fault(error) from None
    return Asked(dict(_equal(tree)))


def _equal(node: Any) -> list[tuple[str, Any]]:
    if isinstance(node, LogicalExpr) and node.op is LogicalOperator.and_:
        return [pair for term in node.terms for pair in _equal(term)]
    if isinstance(node, Comparison) and node.op is CompareOperator.eq:
        path = node.attr_path
        name = f"{path.attr}.{path.sub_attr}" if path.sub_attr else path.attr
        return [(name.lower(), node.value)]
    if isinstance(node, ValuePath):
        outer = node.attr_path.attr.lower()
        return [
            (f"{outer}.{name}", value) for name, value in _equal(node.val_filter) if name != "type"
        ]
    raise Fault(400, "invalidFilter", _UNREAD)


def listed(total: int, start: int, resources: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A part of a list, as a directory reads it."""
    return {
        "schemas": [str(ListResponse.__schema__)],
        "totalResults": total,
        "startIndex": start,
        "itemsPerPage": len(resources),
        "Resources": list(resources),
    }
