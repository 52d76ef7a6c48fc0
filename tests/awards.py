"""What tests of badges share: a record of every fact, keys, and the issuer's key set."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from elearn.core.learning.record import Facts
from elearn.interop import did_web, keys
from elearn.interop.keys import Algorithm, SigningKey
from elearn.interop.open_badges.achievement import Site
from elearn.interop.open_badges.credential import Award, credential

URL = "https://learn.example.org"
SITE = Site(URL, did_web.identifier(URL))
GIVEN = {
    "name": "Јелена Ђорђевић",
    "title": "Граничне провере",
    "kind": "completion",
    "awarding_body": "Академија за границу",
    "awarding_country": "RS",
    "issued": date(2026, 11, 23),
    "valid_until": date(2029, 11, 23),
    "outcomes": ("Зна ко сме да уђе", "Проверава исправе"),
    "hours": {"reading": 2, "practice": 3},
    "eqf": 5,
    "assessment": "quizzes-and-case-studies",
    "participation": "online-self-paced",
    "quality": "versioned-pack-checked-against-register",
    "pack": "border-checks",
    "version": "5.0.0",
    "digest": "ab" * 32,
    "language": "sr",
    "law_register": "law",
    "law_version": "1.1.0",
    "law_digest": "cd" * 32,
    "law_checked": date(2026, 6, 12),
}
FACTS = Facts(**GIVEN)
AWARD = Award(
    facts=FACTS,
    digest="ef" * 32,
    code="0123-4567-89AB-CDEF-$",
    issued_at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
)
CREDENTIAL = credential(AWARD, SITE)


def award(facts: Facts, **given) -> Award:
    """The same award, of other facts."""
    return replace(AWARD, facts=facts, **given)


def with_results(marks: dict[str, int]) -> Facts:
    """The facts of a record of version 2, with these marks in per cent."""
    return Facts(
        **{
            **GIVEN,
            "frameworks": ("Frontex SQF: level 5",),
            "credit": "approved",
            "validity": "months",
            "identity": "institution-roster",
            "result": marks,
        }
    )


@cache
def key_for(purpose: str, algorithm: Algorithm) -> SigningKey:
    """A key of this run, made once."""
    return keys.make(algorithm)


def listed(purpose: str, key: SigningKey) -> dict[str, str]:
    """A key as `/.well-known/jwks.json` lists it."""
    return {**key.public_jwk, "kid": key.kid, "use": "sig", "elearn:purpose": purpose}


def method(key: SigningKey) -> str:
    """The key's address in the issuer's DID document."""
    return did_web.address(SITE.did, key.kid)


def paths(value, here=()):
    """The way to every value within a JSON document."""
    yield here
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from paths(inner, (*here, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from paths(inner, (*here, number))


def at(value, path):
    """What stands there."""
    for step in path:
        value = value[step]
    return value
