"""Check whatever a record leaves the site as, with the issuer's keys and nothing else.

A certificate (PDF, by the record attached to it), a record as JSON, a badge as a token (JWT), as a
document with its proof within or as a picture that holds it, chosen facts (SD-JWT), the text of a
QR code. Several records in one file (`records.json`, a transcript) are read by `check_all`.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from elearn.core.errors import BadInput
from elearn.core.learning import essentials as essentials_core
from elearn.core.learning import standing, whole_record
from elearn.core.learning.essentials import Essentials
from elearn.core.learning.record import UNTIL_LAW
from elearn.core.learning.standing import Dates, Status
from elearn.core.learning.whole_record import Head, Whole
from elearn.interop import essentials, jws, keys, pdf_files, sd_jwt, trust
from elearn.interop.keys import Jwk, KeyFault
from elearn.interop.open_badges import jwt, picture, proof, told
from elearn.interop.trust import Trust

_Found = TypeVar("_Found")
_TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_SELECTION = re.compile(rf"{_TOKEN.pattern}(?:~[\w-]+)*~", re.ASCII)
_QR_TEXT = re.compile(r"(?:\S*#)?[0-9]+")
_KEY_UNKNOWN = "None of these keys signed it: another site issued it."
_KEY_REVOKED = "The key that signed it was revoked, and may be in the hands of others."
_SET = "elearn-records-1"
_SIGNATURE_WRONG = "The signature does not fit: something was changed."


class Unreadable(BadInput):
    """This is nothing that can be checked here."""

    code = "artefact-unknown"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a certificate, record or QR code says, once its signature was checked.

    Attributes:
        kind: `record` or `badge` (with all facts), `selection` (with those that its holder
            chose), or `essentials` (the few of a QR code).
        facts: By key, as JSON has them; days as `YYYY-MM-DD`.
        digest: Of the record, in hexadecimal; of a QR code the first half.
        kid: The key that signed it.
        dates: The day of award, and the last day on which it holds.
        head: The signed head of the log that it is proved to be under, if it brings a proof.
        essentials: Of a QR code.
    """

    kind: str
    facts: Mapping[str, object]
    digest: str
    kid: str
    dates: Dates
    head: Head | None = None
    essentials: Essentials | None = None


def check(content: bytes, trusted: Trust) -> Checked:
    """What a file or a text says, if one of these keys signed it.

    Raises:
        BadInput: With a code that says why not: `artefact-unknown`, `essentials-unreadable`,
            `essentials-newer`, `record-unreadable`, `badge-unreadable`, `fact-changed`,
            `digest-wrong`, `proof-wrong`, `key-unknown`, `key-revoked`, `signature-wrong`;
            `records-several` if it holds more than one.
    """
    if content.startswith(b"%PDF-"):
        return _of_pdf(content, lambda attached: check(attached, trusted))
    text = _text(content)
    if text.startswith("{"):
        return _of_object(text, trusted)
    if text.startswith("<"):
        return _of_token(picture.token_in(content), trusted)
    if _TOKEN.fullmatch(text):
        return _of_token(text, trusted)
    if _SELECTION.fullmatch(text):
        return _of_selection(text, trusted)
    if _QR_TEXT.fullmatch(text):
        return _of_essentials(text, trusted)
    raise _unknown()


def check_all(content: bytes, trusted: Trust) -> list[Checked]:
    """The same where a file may hold several records: each must be good.

    Nobody signs such a set: whether a record was left out of it, it cannot tell.

    Raises:
        BadInput: As `check` does; `details["record"]` is the number of the record that is refused.
    """
    if content.startswith(b"%PDF-"):
        return _of_pdf(content, lambda attached: check_all(attached, trusted))
    text = _text(content)
    raw = _parsed(text) if text.startswith("{") else {}
    if raw.get("type") != _SET:
        return [check(content, trusted)]
    records = raw.get("records")
    if not isinstance(records, list) or not records or set(raw) != {"type", "records"}:
        raise whole_record.Refused("This is no set of completion records.")
    return [_numbered(number, one, trusted) for number, one in enumerate(records, 1)]


def _numbered(number: int, one: object, trusted: Trust) -> Checked:
    try:
        return _of_record(json.dumps(one), trusted)
    except BadInput as refused:
        refused.details["record"] = str(number)
        raise


def status(found: Checked, trusted: Trust, today: date) -> Status:
    """How it stands on a day, as far as the issuer's last list says."""
    short = found.digest[: trust.SHORT]
    return standing.status(
        Dates(found.dates.issued, ends(found, trusted)),
        revoked=short in trusted.withdrawn,
        superseded=short in trusted.superseded,
        today=today,
    )


def ends(found: Checked, trusted: Trust) -> date | None:
    """The last day on which it holds, as far as the issuer's last list says; None if none is known.

    Of chosen facts that hold until the law changes, pack and version must be among those shown.
    """
    if found.dates.valid_until is not None or found.facts.get("validity") != UNTIL_LAW:
        return found.dates.valid_until
    return trusted.law.get((str(found.facts.get("pack")), str(found.facts.get("version"))))


def name_fits(found: Checked, entered: str) -> bool | None:
    """Whether a name is the record's; None where the facts that were chosen have no name."""
    if found.essentials is not None:
        return essentials_core.name_fits(found.essentials, entered)
    if found.kind == "selection" and "name" not in found.facts:
        return None
    return standing.name_matches(entered, str(found.facts.get("name", "")))


def _unknown() -> Unreadable:
    why = "This is no certificate, no record and no text of a QR code that is known here."
    return Unreadable(why)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise _unknown() from None


def _parsed(text: str) -> dict[str, Any]:
    """The object in a text; an empty one if it cannot be read."""
    try:
        found = json.loads(text) if len(text) <= whole_record.MOST_BYTES else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _of_pdf(content: bytes, read: Callable[[bytes], _Found]) -> _Found:
    refused: BadInput | None = None
    for attached in pdf_files.attached(content):
        if attached.lstrip()[:1] == b"{":
            try:
                return read(attached)
            except BadInput as why:
                refused = refused or why
    raise refused or Unreadable("No completion record is attached to this PDF.")


def _of_essentials(text: str, trusted: Trust) -> Checked:
    found, kid = essentials.check(text, trusted)
    facts: dict[str, object] = {
        "pack": found.pack,
        "version": found.version,
        "kind": found.kind,
        "language": found.language,
        "issued": found.issued.isoformat(),
        "valid_until": found.valid_until and found.valid_until.isoformat(),
        "law_checked": found.law_checked and found.law_checked.isoformat(),
        **({"validity": UNTIL_LAW} if found.until_law else {}),
    }
    dates = Dates(found.issued, found.valid_until)
    return Checked("essentials", facts, found.digest.hex(), kid, dates, essentials=found)


def _of_object(text: str, trusted: Trust) -> Checked:
    raw = _parsed(text)
    if raw.get("type") == _SET:
        why = "This holds several records: check each, or all with `elearn record verify`."
        raise Unreadable(why, code="records-several")
    return _of_document(text, trusted) if "@context" in raw else _of_record(text, trusted)


def _of_document(text: str, trusted: Trust) -> Checked:
    try:
        document = json.loads(text, object_pairs_hook=jws.once)
        credential = proof.check(document, trusted.keys)
    except (ValueError, RecursionError):
        raise jws.Refused("This badge cannot be read without doubt.") from None
    method = document["proof"]["verificationMethod"]
    return _badge(credential, method, proof.PURPOSE, trusted)


def _of_token(text: str, trusted: Trust) -> Checked:
    credential = jwt.check(text, trusted.keys)
    return _badge(credential, str(jws.read(text).header["kid"]), jwt.PURPOSE, trusted)


def _badge(credential: dict[str, Any], method: str, purpose: str, trusted: Trust) -> Checked:
    digest, facts = told.facts(credential)
    kid = _standing_key(method, purpose, trusted)
    try:
        return Checked("badge", facts, digest, kid, _dates(facts))
    except (KeyError, ValueError):
        raise jws.Refused("This badge does not tell the days of a record.") from None


def _of_selection(text: str, trusted: Trust) -> Checked:
    """The chosen facts; from when until when it holds always stands in it."""
    found = sd_jwt.check(text, trusted.keys)
    method = str(jws.read(text.partition("~")[0]).header["kid"])
    kid = _standing_key(method, sd_jwt.PURPOSE, trusted)
    digest, until = found.always.get("record"), found.always.get("exp")
    try:
        dates = Dates(_day_of(found.always["nbf"]), None if until is None else _day_of(until))
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        raise jws.Refused("This selection does not tell when it holds.") from None
    if not isinstance(digest, str):
        raise jws.Refused("This selection does not tell of which record it is.")
    return Checked("selection", found.facts, digest, kid, dates)


def _standing_key(method: str, purpose: str, trusted: Trust) -> str:
    """The name of the key that made a signature, unless it was revoked."""
    kid = method.rpartition("#")[2]
    if any(name == kid and revoked for name, _jwk, revoked in trust.usable(trusted, purpose)):
        raise jws.Refused(_KEY_REVOKED, code="key-revoked")
    return kid


def _of_record(text: str, trusted: Trust) -> Checked:
    whole = whole_record.read(text)
    named = [key for key in trust.usable(trusted, "record") if key[0] == whole.kid]
    if not named:
        raise whole_record.Refused(_KEY_UNKNOWN, code="key-unknown")
    head = whole.head if whole.head is not None and _counts(whole.head, trusted) else None
    _check_signature(whole, named[0], head)
    try:
        dates = _dates(whole.facts)
    except (KeyError, ValueError):
        raise whole_record.Refused("This record does not tell its days.") from None
    return Checked("record", whole.facts, whole.digest, whole.kid, dates, head)


def _counts(head: Head, trusted: Trust) -> bool:
    """Whether a head proves its moment; it does not if the key of the log was revoked since.

    Such a record is like one without a proof, since anybody could leave the proof out.
    """
    for kid, jwk, revoked in trust.usable(trusted, "log"):
        if kid == head.kid and _signed(jwk, head.signed, head.signature):
            return not revoked
    why = "The head of the log that this record's proof leads to was not signed by the issuer."
    raise whole_record.Refused(why, code="proof-wrong")


def _check_signature(whole: Whole, key: tuple[str, Jwk, str], head: Head | None) -> None:
    """A revoked key counts for records that were in the log before it was revoked."""
    _kid, jwk, revoked = key
    if not _signed(jwk, whole.statement, whole.signature):
        raise whole_record.Refused(_SIGNATURE_WRONG, code="signature-wrong")
    if revoked and not (head is not None and head.at < revoked):
        raise whole_record.Refused(_KEY_REVOKED, code="key-revoked")


def _signed(jwk: Jwk, data: bytes, signature: str) -> bool:
    try:
        return keys.verify(jwk, data, keys.from_b64url(signature))
    except KeyFault:
        return False


def _dates(facts: Mapping[str, object]) -> Dates:
    until = facts.get("valid_until")
    return Dates(_day(facts["issued"]), _day(until) if until is not None else None)


def _day_of(seconds: int) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()


def _day(text: object) -> date:
    return date.fromisoformat(str(text))
