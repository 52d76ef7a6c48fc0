"""Whom a verifier trusts: the issuer's keys, and its last list of what holds no more.

It is a JSON object, served as `/verify/trust.json`, with the members `type` (`elearn-trust-1`),
`issuer` (`did:web`), `name`, `address`, `at` (the moment), `keys` (a JSON Web Key Set's, each with
`elearn:purpose`, and `elearn:revoked`, a moment, where it was revoked) and `withdrawn` and
`superseded`: the first 16 hexadecimal digits of the digests of the records that were revoked or
replaced by a newer one and would hold by their dates. A digest tells nothing about anybody.
`law` lists the versions whose records hold until the law changes, where it is known when that is:
objects of `pack`, `version` and `until`, the last day.

A plain key set, as `/.well-known/jwks.json` gives it, does as well: then nothing is known of what
happened to a record since.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from elearn.core.errors import BadInput
from elearn.interop import keys
from elearn.interop.keys import Jwk, KeyFault

SHORT = 16
"""Hexadecimal digits of a digest in the lists."""


class NoKeys(BadInput):
    """This is no set of keys."""

    code = "keys-unreadable"


@dataclass(frozen=True, slots=True)
class Trust:
    """What a verifier has from an issuer. `at` is None where there is no list.

    `law` has the last day of the records of a version, by pack and version, where they hold until
    the law changes and that day is known.
    """

    keys: Sequence[Mapping[str, object]]
    at: str | None = None
    withdrawn: frozenset[str] = field(default=frozenset())
    superseded: frozenset[str] = field(default=frozenset())
    law: Mapping[tuple[str, str], date] = field(default_factory=dict)


def read(text: str) -> Trust:
    """The trust in the text of a file: `trust.json` or `jwks.json`.

    Raises:
        NoKeys: If it is neither.
    """
    try:
        raw = json.loads(text)
        at = raw.get("at")
        withdrawn, superseded = (_digests(raw, name) for name in ("withdrawn", "superseded"))
        moment = str(at) if at else None
        return Trust(_keys(raw["keys"]), moment, withdrawn, superseded, _law(raw.get("law", [])))
    except (ValueError, KeyError, TypeError, AttributeError):
        why = "This is no key set. Save /verify/trust.json or /.well-known/jwks.json of the issuer."
        raise NoKeys(why) from None


def write(
    about: Mapping[str, str],
    listed: Sequence[Mapping[str, object]],
    withdrawn: Sequence[str],
    superseded: Sequence[str],
    law: Mapping[tuple[str, str], date],
) -> dict[str, object]:
    """The same as a JSON object; `about` has issuer, name, address and moment."""
    return {
        "type": "elearn-trust-1",
        **about,
        "keys": list(listed),
        "withdrawn": sorted(digest[:SHORT] for digest in withdrawn),
        "superseded": sorted(digest[:SHORT] for digest in superseded),
        "law": [
            {"pack": pack, "version": version, "until": until.isoformat()}
            for (pack, version), until in sorted(law.items())
        ],
    }


def usable(trust: Trust, purpose: str) -> list[tuple[str, Jwk, str]]:
    """Name, key and moment of revocation (empty: none) of each key for a purpose."""
    found: list[tuple[str, Jwk, str]] = []
    for listed in trust.keys:
        jwk = {name: value for name, value in listed.items() if isinstance(value, str)}
        if jwk.get("elearn:purpose") != purpose:
            continue
        try:
            found.append((keys.thumbprint(jwk), jwk, jwk.get("elearn:revoked", "")))
        except KeyFault:
            continue
    return found


def _keys(listed: object) -> list[dict[str, object]]:
    if not isinstance(listed, list) or not all(isinstance(key, dict) for key in listed):
        raise TypeError("no list of keys")
    return listed


def _digests(raw: Mapping[str, object], name: str) -> frozenset[str]:
    found = raw.get(name, [])
    if not isinstance(found, list):
        raise TypeError("no list of digests")
    return frozenset(str(digest) for digest in found)


def _law(listed: object) -> dict[tuple[str, str], date]:
    if not isinstance(listed, list):
        raise TypeError("no list of versions")
    return {
        (str(one["pack"]), str(one["version"])): date.fromisoformat(one["until"]) for one in listed
    }
