"""What the SCIM service says of itself; loaded on first use, as `scim` is."""

from typing import Any

from scim2_models import (
    AuthenticationScheme,
    Bulk,
    ChangePassword,
    ETag,
    Filter,
    Meta,
    Patch,
    Reference,
    ResourceType,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
)

from elearn.interop.scim import MOST, PERSON, Enterprise, Group, User, dump


def _provider(base: str, documentation: str) -> ScimProvider:
    config = ServiceProviderConfig(
        documentation_uri=Reference(documentation),
        patch=Patch(supported=True),
        bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
        filter=Filter(supported=True, max_results=MOST),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=False),
        etag=ETag(supported=True),
        authentication_schemes=[
            AuthenticationScheme(
                type=AuthenticationScheme.Type.oauthbearertoken,
                name="Bearer token",
                description="A client's token, or its id and secret with a full stop between.",
                primary=True,
            )
        ],
        meta=Meta(resource_type="ServiceProviderConfig", location=f"{base}/ServiceProviderConfig"),
    )
    kinds = [ResourceType.from_resource(PERSON), ResourceType.from_resource(Group)]
    for kind in kinds:
        kind.meta = Meta(resource_type="ResourceType", location=f"{base}/ResourceTypes/{kind.id}")
    return ScimProvider([User, Enterprise, Group], kinds, config)


def about(part: str, base: str, documentation: str) -> Any:
    """What the service says of itself.

    Args:
        part: `ServiceProviderConfig`, `ResourceTypes` or `Schemas`.
        base: The address of the service, without a slash at its end.
        documentation: The address of a page for people.

    Returns:
        One resource, or the list of them.
    """
    provider = _provider(base, documentation)
    if part == "ServiceProviderConfig":
        return dump(provider.config)
    if part == "ResourceTypes":
        return [dump(kind) for kind in provider.resource_types]
    schemas = list(provider.schemas)
    for schema in schemas:
        schema.meta = Meta(resource_type="Schema", location=f"{base}/Schemas/{schema.id}")
    return [dump(schema) for schema in schemas]
