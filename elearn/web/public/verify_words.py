"""What the verifier says: why something is refused, and what the facts are called."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _

from elearn.core.learning.record import UNTIL_LAW
from elearn.web.shared.formats import day, language_names
from elearn.web.shared.languages import LANGUAGES
from elearn.web.shared.record_words import (
    in_one_line,
    is_code,
    record_word,
    until_law_word,
    workload_word,
)


def reasons() -> dict[str, str]:
    """Why something cannot be trusted or read, by code. `{fact}` stands for the fact's label."""
    return {
        "artefact-unknown": _(
            "This is no certificate, no completion record and no text of a QR code that is known "
            "here."
        ),
        "picture-without-code": _(
            "No QR code was found in this picture. Take it from straight above, in good light, so "
            "that the code fills a third of it."
        ),
        "essentials-unreadable": _(
            "This is not the QR code of a certificate, or a part of it is damaged."
        ),
        "essentials-newer": _("This certificate is newer than this verifier."),
        "record-unreadable": _("This record is incomplete, or not written as records are."),
        "fact-changed": _("A fact was changed after the record was signed: {fact}."),
        "badge-unreadable": _("This is no badge of a completion record, or it is damaged."),
        "digest-wrong": _("The digest does not fit the facts: something was changed."),
        "proof-wrong": _("The proof that the record is in the public log does not hold."),
        "key-unknown": _("No key of this site signed it: another site issued it, or it is forged."),
        "key-revoked": _(
            "The key that signed it was revoked, since others may have it. Enter the code to ask "
            "this site."
        ),
        "signature-wrong": _("The signature does not fit: something was changed, or it is forged."),
        "browser-too-old": _(
            "This browser is too old to check the signature of a record. Scan the QR code instead, "
            "or use a newer browser."
        ),
        "records-several": _(
            "This file holds several records. Check the certificate of each here, or all of them "
            "with the command elearn record verify."
        ),
        "camera-closed": _("The camera cannot be used here. Choose a picture instead."),
        "keys-missing": _("The keys could not be loaded. Open this page once with a network."),
    }


def about() -> dict[str, str]:
    """What is said of the facts that were found, by the kind of what they stand in."""
    compare = _("Compare these facts with the print: what is signed is what stands here.")
    chosen = _(
        "Its holder chose these facts. The record has others, which are not shown and cannot be "
        "compared."
    )
    return {"record": compare, "badge": compare, "selection": chosen}


def labels() -> dict[str, str]:
    """What the facts are called, by key, in the order in which they are shown."""
    return {
        "name": _("Name"),
        "title": _("Course"),
        "pack": _("Pack"),
        "kind": _("Kind"),
        "version": _("Version"),
        "issued": _("Completed"),
        "valid_until": _("Valid until"),
        "law_checked": _("Law as of"),
        "language": _("Taken in"),
        "awarding_body": _("Awarded by"),
        "awarding_country": _("Country"),
        "eqf": _("EQF level"),
        "frameworks": _("Frameworks"),
        "outcomes": _("What the holder can do"),
        "hours": _("Hours"),
        "result": _("Result"),
        "assessment": _("Assessment"),
        "participation": _("Participation"),
        "identity": _("Identity checked by"),
        "credit": _("Language approved for credit"),
        "validity": _("Rule of validity"),
        "quality": _("Quality assurance"),
        "law_register": _("Register"),
        "law_version": _("Version of the register"),
        "law_digest": _("Digest of the register"),
        "digest": _("Digest of the pack"),
        "renews": _("Digest of the record that was renewed"),
        "renews_version": _("Renewed from version"),
        "renews_digest": _("Digest of the version that was completed before"),
        "bridge": _("Digest of what was taken"),
    }


def reason(code: str, fact: str) -> str:
    """The sentence for a refusal."""
    known = reasons()
    return known.get(code, known["artefact-unknown"]).replace("{fact}", labels().get(fact, fact))


def rows(facts: Mapping[str, object]) -> list[tuple[str, str]]:
    """Label and value of each fact, the known ones first."""
    known = labels()
    keys = [key for key in known if key in facts]
    keys += [key for key in facts if key not in known]
    if "version" in facts:  # the pack is named before its version
        keys = [key for key in keys if key != "pack"]
    shown = ((known.get(key, key), _shown(key, facts)) for key in keys)
    return [(label, value) for label, value in shown if value]


def _shown(key: str, facts: Mapping[str, object]) -> str:
    match key, facts[key]:
        case "version", value:
            return f"{facts.get('pack', '')} {value}".strip()
        case "valid_until", None:
            return until_law_word() if facts.get("validity") == UNTIL_LAW else _("no end")
        case (("issued" | "valid_until" | "law_checked"), str(value)):
            return day(date.fromisoformat(value))
        case _any, str(value) if is_code(key):
            return record_word(key, value)
        case "language", str(value) if value in LANGUAGES:
            return language_names([value])
        case _any, value:
            return _plain(key, value)


def _plain(key: str, value: object) -> str:
    match value:
        case None:
            return ""
        case dict():
            called = workload_word if key == "hours" else str
            return ", ".join(f"{called(name)}: {number}" for name, number in value.items())
        case list():
            return in_one_line(map(str, value))
        case _:
            return str(value)
