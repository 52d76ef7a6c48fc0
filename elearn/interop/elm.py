"""A completion record for European Digital Credentials: the European Learning Model, as JSON-LD.

The profile is EDC generic (application profile 1.3, ELM 3.3). The document is not sealed: whoever
awards it imports it into an EDC issuer, where it gets its pictures and an electronic seal under
eIDAS, which is what readers of European Digital Credentials trust. Of the holder it has the full
name, and no given and family names: the roster does not part them.

Concepts are named by the vocabularies of the Publications Office of the EU. A language or country
that is not in the tables here is left out rather than named wrongly.
"""

import unicodedata
from collections.abc import Iterator
from datetime import datetime

from elearn.core.learning.record import UNTIL_LAW, Facts
from elearn.interop.open_badges.achievement import Json
from elearn.interop.open_badges.credential import Award, last_moment, moment

CONTEXTS = (
    "https://www.w3.org/2018/credentials/v1",
    "http://data.europa.eu/snb/model/context/edc-ap",
)
PROFILE = "http://data.europa.eu/snb/model/ap/edc-generic-full"

_AUTHORITY = "http://publications.europa.eu/resource/authority"
_SNB = "http://data.europa.eu/snb"
_SCHEME = "25831c2"  # how the Publications Office names each of these lists
_GENERIC = "e34929035b"

LANGUAGES = {
    "bs": ("BOS", "Bosnian"),
    "cnr": ("CNR", "Montenegrin"),
    "en": ("ENG", "English"),
    "hr": ("HRV", "Croatian"),
    "mk": ("MKD", "Macedonian"),
    "sl": ("SLV", "Slovenian"),
    "sq": ("SQI", "Albanian"),
    "sr": ("SRP", "Serbian"),
}
COUNTRIES = {
    "AL": ("ALB", "Albania"),
    "AT": ("AUT", "Austria"),
    "BA": ("BIH", "Bosnia and Herzegovina"),
    "BG": ("BGR", "Bulgaria"),
    "GR": ("GRC", "Greece"),
    "HR": ("HRV", "Croatia"),
    "HU": ("HUN", "Hungary"),
    "IT": ("ITA", "Italy"),
    "ME": ("MNE", "Montenegro"),
    "MK": ("MKD", "North Macedonia"),
    "RO": ("ROU", "Romania"),
    "RS": ("SRB", "Serbia"),
    "SI": ("SVN", "Slovenia"),
    "XK": ("XKX", "Kosovo*"),
}


def credential(award: Award, issuer: str) -> Json:
    """The record as an unsealed European Digital Credential.

    Args:
        award: The record.
        issuer: Where the site is, for the page that says whether the record holds.
    """
    facts = award.facts
    made: Json = {
        "@context": list(CONTEXTS),
        "id": f"urn:credential:{award.digest}",
        "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
        "credentialSchema": {"id": PROFILE, "type": "ShaclValidator2017"},
        "credentialProfiles": [_concept(f"{_SNB}/credential", _GENERIC, "Generic")],
        "credentialSubject": _person(award),
        "displayParameter": _display(facts),
        "identifier": [_identifier("record", award.digest, "elearn record digest")],
        "supplementaryDocument": [_web("verify", f"{issuer.rstrip('/')}/verify")],
        **_dates(facts, award.issued_at),
    }
    return made


def _dates(facts: Facts, issued_at: datetime) -> Json:
    at = moment(issued_at)
    made: Json = {"issuanceDate": at, "issued": at, "validFrom": at}
    if facts.valid_until is not None:
        end = moment(last_moment(facts.valid_until))
        made |= {"expirationDate": end, "validUntil": end}
    return made


def _person(award: Award) -> Json:
    return {
        "id": "urn:epass:person:1",
        "type": "Person",
        "fullName": _said(award.facts, award.facts.name),
        "hasClaim": [_achievement(award)],
    }


def _achievement(award: Award) -> Json:
    facts = award.facts
    made: Json = {
        "id": "urn:epass:learningAchievement:1",
        "type": "LearningAchievement",
        "title": _said(facts, facts.title),
        "awardedBy": _awarded(award),
        "specifiedBy": _specification(facts),
    }
    proofs = list(_assessments(facts))
    if proofs:
        made["provenBy"] = proofs
    return made


def _awarded(award: Award) -> Json:
    body: Json = {
        "id": "urn:epass:org:1",
        "type": "Organisation",
        "legalName": _said(award.facts, award.facts.awarding_body),
    }
    country = COUNTRIES.get(award.facts.awarding_country)
    if country is not None:
        address: Json = {
            "id": "urn:epass:address:1",
            "type": "Address",
            "countryCode": _listed("country", *country),
        }
        body["location"] = [
            {"id": "urn:epass:location:1", "type": "Location", "address": [address]}
        ]
    return {
        "id": "urn:epass:awardingProcess:1",
        "type": "AwardingProcess",
        "awardingBody": [body],
        "awardingDate": moment(award.issued_at),
    }


def _specification(facts: Facts) -> Json:
    """What was learned; a part of a qualification, since only that has a level."""
    made: Json = {
        "id": "urn:epass:qualification:1",
        "type": "Qualification",
        "isPartialQualification": True,
        "title": _said(facts, facts.title),
        "identifier": [
            _identifier("pack", f"{facts.pack} {facts.version}", "pack and version"),
            _identifier("digest", facts.digest, "pack digest"),
        ],
        "additionalNote": [_note("law", _law(facts)), *_notes(facts)],
    }
    hours = sum(facts.hours.values())
    if hours:
        made["volumeOfLearning"] = f"PT{hours}H"
    language = LANGUAGES.get(facts.language.partition("-")[0])
    if language is not None:
        made["language"] = [_listed("language", *language)]
    if facts.eqf is not None:
        made["EQFLevel"] = _concept(f"{_SNB}/eqf", str(facts.eqf), f"Level {facts.eqf}")
    if facts.outcomes:
        made["learningOutcome"] = [
            {
                "id": f"urn:epass:learningOutcome:{number}",
                "type": "LearningOutcome",
                "title": _said(facts, text),
            }
            for number, text in enumerate(facts.outcomes, 1)
        ]
    return made


def _assessments(facts: Facts) -> Iterator[Json]:
    """What was graded, with its mark in per cent."""
    for number, (item, mark) in enumerate((facts.result or {}).items(), 1):
        yield {
            "id": f"urn:epass:learningAssessment:{number}",
            "type": "LearningAssessment",
            "title": {"en": [item]},
            "grade": _note(f"grade-{number}", f"{mark} %"),
        }


def _law(facts: Facts) -> str:
    if facts.law_checked is None:
        return "law: none"
    return f"law: {facts.law_register} {facts.law_version}, as of {facts.law_checked.isoformat()}"


_VALIDITY = {UNTIL_LAW: f"{UNTIL_LAW} (it holds until the law changes that it rests on)"}


def _notes(facts: Facts) -> Iterator[Json]:
    """The facts that are codes, or that the model has no word for."""
    codes = {
        "kind": facts.kind,
        "assessment": facts.assessment,
        "participation": facts.participation,
        "quality": facts.quality,
        "credit": facts.credit,
        "validity": _VALIDITY.get(facts.validity or "", facts.validity),
        "identity": facts.identity,
        "renews": facts.renews,
        **{f"framework-{n}": text for n, text in enumerate(facts.frameworks or (), 1)},
    }
    for key, code in codes.items():
        if code is not None:
            yield _note(key, f"{key}: {code}")


def _display(facts: Facts) -> Json:
    made: Json = {
        "id": "urn:epass:displayParameter:1",
        "type": "DisplayParameter",
        "title": _said(facts, facts.title),
        "description": _said(facts, f"{facts.title} ({facts.pack} {facts.version})"),
    }
    language = LANGUAGES.get(facts.language.partition("-")[0])
    if language is not None:
        made |= {
            "language": [_listed("language", *language)],
            "primaryLanguage": _listed("language", *language),
        }
    return made


def _said(facts: Facts, text: str) -> dict[str, list[str]]:
    """A text, under the language of the record."""
    return {facts.language: [unicodedata.normalize("NFC", text)]}


def _note(name: str, text: str) -> Json:
    return {"id": f"urn:epass:note:{name}", "type": "Note", "noteLiteral": {"en": [text]}}


def _identifier(name: str, notation: str, scheme: str) -> Json:
    return {
        "id": f"urn:epass:identifier:{name}",
        "type": "Identifier",
        "notation": notation,
        "schemeName": scheme,
    }


def _web(name: str, address: str) -> Json:
    return {"id": f"urn:epass:webResource:{name}", "type": "WebResource", "contentURL": address}


def _listed(vocabulary: str, code: str, label: str) -> Json:
    """A concept of an authority list."""
    scheme = f"{_AUTHORITY}/{vocabulary}"
    return {
        "id": f"{scheme}/{code}",
        "type": "Concept",
        "inScheme": {"id": scheme, "type": "ConceptScheme"},
        "prefLabel": {"en": [label]},
        "notation": vocabulary,
    }


def _concept(vocabulary: str, code: str, label: str) -> Json:
    """A concept of a list of the learning model."""
    return {
        "id": f"{vocabulary}/{code}",
        "type": "Concept",
        "inScheme": {"id": f"{vocabulary}/{_SCHEME}", "type": "ConceptScheme"},
        "prefLabel": {"en": [label]},
    }
