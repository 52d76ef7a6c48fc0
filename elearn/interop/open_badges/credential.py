"""A completion record as an OpenBadgeCredential (Open Badges 3.0, B.1), not yet signed.

What Open Badges has a word for stands there under that word. Every fact but the name stands once
more, by its key, in the narrative of the evidence, so that the badge is the whole record: all of
it or nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from urllib.parse import quote

from elearn.core.learning import record as core
from elearn.core.learning.record import Facts
from elearn.interop.open_badges import CONTEXTS, achievement
from elearn.interop.open_badges.achievement import Json, Site, Taught

GENRE = "elearn-record"
"""What the evidence is: the record itself, fact by fact."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Where the status of the badge is published: which list, which place in it."""

    address: str
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """A record that leaves as a badge.

    Attributes:
        facts: Its facts.
        digest: Its digest, as the log has it.
        code: Its code, as it is shown.
        issued_at: The moment of award.
        status: Where its status is published; None where nobody says.
    """

    facts: Facts
    digest: str
    code: str
    issued_at: datetime
    status: Listed | None = None


def credential(award: Award, site: Site) -> Json:
    """The credential, without any proof. The same award gives the same credential."""
    facts, about = award.facts, of_facts(award.facts)
    made: Json = {
        "@context": list(CONTEXTS),
        "id": _address(award, site),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": facts.title,
        "issuer": achievement.body(about, site),
        "validFrom": moment(award.issued_at),
        "awardedDate": moment(award.issued_at),
        "credentialSubject": _subject(facts, about, site),
        "evidence": [_evidence(award, site)],
    }
    if facts.valid_until is not None:
        made["validUntil"] = moment(last_moment(facts.valid_until))
    if award.status is not None:
        made["credentialStatus"] = status_entry(award.status)
    return made


def of_facts(facts: Facts) -> Taught:
    """What a record says about the achievement."""
    given = core.to_raw(facts)
    return Taught(
        digest=facts.digest,
        language=facts.language,
        kind=facts.kind,
        title=facts.title,
        outcomes=facts.outcomes,
        awarding_body=facts.awarding_body,
        awarding_country=facts.awarding_country,
        pack=facts.pack,
        version=facts.version,
        eqf=facts.eqf,
        frameworks=_texts(given.get("frameworks")),
        ways={key: str(given[key]) for key in WAYS},
        graded=tuple(_per_cents(given)),
    )


WAYS = ("assessment", "participation", "quality")
"""The facts that tell how something is assessed, taken and kept good."""


def status_entry(status: Listed) -> Json:
    """The entry that says where the status is (Bitstring Status List 1.0, section 2.1)."""
    return {
        "id": f"{status.address}#{status.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(status.index),
        "statusListCredential": status.address,
    }


def moment(at: datetime) -> str:
    """A moment as it is written here: UTC, whole seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def last_moment(day: date) -> datetime:
    """The end of the last day on which something holds."""
    return datetime.combine(day, time(23, 59, 59), UTC)


def _address(award: Award, site: Site) -> str:
    return site.at(f"/verify/{quote(award.code, safe='-')}")


def _subject(facts: Facts, about: Taught, site: Site) -> Json:
    name = achievement.address(about, site)
    marks = _per_cents(core.to_raw(facts))
    completed = {"resultDescription": achievement.status_of(name), "status": "Completed"}
    marked = [
        {"resultDescription": achievement.result_of(name, item), "value": str(mark)}
        for item, mark in marks.items()
    ]
    return {
        "type": ["AchievementSubject"],
        "identifier": [_named(facts.name)],
        "achievement": achievement.achievement(about, site),
        "result": [{"type": ["Result"], **result} for result in (completed, *marked)],
    }


def _named(name: str) -> Json:
    return {"type": "IdentityObject", "hashed": False, "identityHash": name, "identityType": "name"}


def _evidence(award: Award, site: Site) -> Json:
    return {
        "id": f"{_address(award, site)}#{award.digest}",
        "type": ["Evidence"],
        "name": f"{award.facts.pack} {award.facts.version}",
        "genre": GENRE,
        "narrative": narrative(award.facts, award.digest),
    }


_UNTIL_LAW = ("", "It holds until the law changes that it rests on.")


def narrative(facts: Facts, digest: str) -> str:
    """Every fact but the name, and the digest: a line each, the value as JSON, in Markdown."""
    given = {"record": digest, **core.to_raw(facts)}
    lines = (
        f"- {key}: `{json.dumps(value, ensure_ascii=False, sort_keys=True)}`"
        for key, value in given.items()
        if key != "name"
    )
    return "\n".join((*lines, *(_UNTIL_LAW if facts.validity == core.UNTIL_LAW else ())))


def _per_cents(given: Mapping[str, object]) -> dict[str, int]:
    found = given.get("result")
    return {str(item): int(mark) for item, mark in found.items()} if isinstance(found, dict) else {}


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()
