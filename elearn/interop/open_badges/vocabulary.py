"""What the words of a badge mean: the terms of Open Badges 3.0 that are used here, and their IRIs.

A Data Integrity proof signs what the words of a badge stand for (RDF), so whoever signs or checks
one needs the vocabulary that the badge names. 1EdTech's own file is not ours to ship. This table
says the same of the terms that occur here, and knows no others: what it does not know is refused,
never left out of what is signed. A test compares the outcome with 1EdTech's file. The vocabulary of
W3C comes with PyLD.
"""

from collections.abc import Mapping

from elearn.interop.open_badges.achievement import Json

_OB = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
_SCHEMA = "https://schema.org/"
_XSD = "https://www.w3.org/2001/XMLSchema#"
_LINK = "@id"
_ADDRESS = f"{_XSD}anyURI"

Term = tuple[str, str, str]
"""IRI; type of its values, or nothing; container, or nothing."""

_COMMON: Mapping[str, Term] = {
    "alignment": (f"{_OB}alignment", "", "@set"),
    "awardedDate": (f"{_OB}awardedDate", "xsd:dateTime", ""),
    "description": (f"{_SCHEMA}description", "", ""),
    "image": (f"{_OB}image", _LINK, ""),
    "inLanguage": (f"{_SCHEMA}inLanguage", "", ""),
    "name": (f"{_SCHEMA}name", "", ""),
    "narrative": (f"{_OB}narrative", "", ""),
    "url": (f"{_SCHEMA}url", _ADDRESS, ""),
}
"""Terms that may stand anywhere."""

_OF_TYPES: Mapping[str, tuple[str, Mapping[str, Term]]] = {
    "OpenBadgeCredential": (f"{_OB}OpenBadgeCredential", {}),
    "AchievementSubject": (
        f"{_OB}AchievementSubject",
        {
            "achievement": (f"{_OB}achievement", "", ""),
            "identifier": (f"{_OB}identifier", "", "@set"),
            "result": (f"{_OB}result", "", "@set"),
        },
    ),
    "Achievement": (
        f"{_OB}Achievement",
        {
            "achievementType": (f"{_OB}achievementType", "", ""),
            "alignment": _COMMON["alignment"],
            "creator": (f"{_OB}creator", "", ""),
            "criteria": (f"{_OB}Criteria", _LINK, ""),
            "humanCode": (f"{_OB}humanCode", "", ""),
            "image": _COMMON["image"],
            "inLanguage": _COMMON["inLanguage"],
            "resultDescription": (f"{_OB}resultDescription", "", "@set"),
            "tag": (f"{_SCHEMA}keywords", "", "@set"),
            "version": (f"{_OB}version", "", ""),
        },
    ),
    "Address": (
        f"{_OB}Address",
        {"addressCountryCode": (f"{_OB}CountryCode", "", "")},
    ),
    "Alignment": (
        f"{_SCHEMA}AlignmentObject",
        {
            "targetCode": (f"{_OB}targetCode", "", ""),
            "targetFramework": (f"{_SCHEMA}targetFramework", "", ""),
            "targetName": (f"{_SCHEMA}targetName", "", ""),
            "targetUrl": (f"{_SCHEMA}targetUrl", _ADDRESS, ""),
        },
    ),
    "Evidence": (f"{_OB}Evidence", {"genre": (f"{_SCHEMA}genre", "", "")}),
    "IdentityObject": (
        f"{_OB}IdentityObject",
        {
            "hashed": (f"{_OB}hashed", f"{_XSD}boolean", ""),
            "identityHash": (f"{_OB}identityHash", "", ""),
            "identityType": (f"{_OB}identityType", "", ""),
        },
    ),
    "Image": (f"{_OB}Image", {}),
    "Profile": (f"{_OB}Profile", {"address": (f"{_OB}address", _LINK, "")}),
    "Result": (
        f"{_OB}Result",
        {
            "resultDescription": (f"{_OB}resultDescription", _ADDRESS, ""),
            "status": (f"{_OB}status", "", ""),
            "value": (f"{_SCHEMA}value", "", ""),
        },
    ),
    "ResultDescription": (
        f"{_OB}ResultDescription",
        {
            "resultType": (f"{_OB}resultType", "", ""),
            "valueMax": (f"{_OB}valueMax", "", ""),
            "valueMin": (f"{_OB}valueMin", "", ""),
        },
    ),
}
"""Types, and the terms that may stand within a thing of that type."""

_ALWAYS: Json = {"@protected": True, "id": "@id", "type": "@type"}


def context() -> Json:
    """The table as a JSON-LD context (JSON-LD 1.1, section 3.1)."""
    types = {name: _type(iri, terms) for name, (iri, terms) in _OF_TYPES.items()}
    return {"@context": {**_ALWAYS, **types, **_written(_COMMON)}}


def _type(iri: str, terms: Mapping[str, Term]) -> Json:
    return {"@id": iri, "@context": {**_ALWAYS, **_written(terms)}} if terms else {"@id": iri}


def _written(terms: Mapping[str, Term]) -> Json:
    return {name: _term(*term) for name, term in terms.items()}


def _term(iri: str, kind: str, container: str) -> Json:
    made: Json = {"@id": iri}
    if kind:
        made["@type"] = kind
    if container:
        made["@container"] = container
    return made
