"""Certificates: one record on paper, to hang on a wall."""

from dataclasses import asdict, dataclass
from datetime import date

from elearn.interop.certificate import typeset
from elearn.interop.certificate.typeset import Unprintable

__all__ = ["Attachment", "Certificate", "Mark", "Unprintable", "draw", "picture"]

_TEMPLATE = "certificate.typ"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file within the file.

    Attributes:
        name: Its name.
        content: What it holds.
        mime: Its media type.
        relationship: What it is to the page: `data` or `alternative` (ISO 32000-2, 7.11.3).
        what: What it is, for whoever lists files.
    """

    name: str
    content: str
    mime: str
    relationship: str
    what: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of an institution: a drawing (SVG), its width by its height, whose it is."""

    drawing: str
    ratio: float
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What stands on a certificate; plain texts, in the language of the page unless noted.

    Attributes:
        language: BCP 47 tag of the page, such as `sr-Cyrl`.
        region: Country of the language's spelling (ISO 3166-1 alpha-2).
        issued: The day of award.
        awarding_body: Who awards it.
        heading, certifies, name, did, title: What is read from top to bottom.
        title_language: Tag of the language of title and outcomes.
        description: What the file is, for whoever lists files.
        rows: Label and value of each fact on the first page.
        qr: The QR code, as SVG.
        qr_width: Its width on paper in millimetres, with the quiet zone.
        qr_is: What it is, for whoever does not see it.
        check_heading, check, code, address: How to check it.
        key_is, key: The fingerprint of the issuer's key, and what that is.
        behind: The heading of the second page.
        outcomes_heading, outcomes: What the holder can do.
        details: Label and value of what stands on the second page.
        digests: Label and value of what only programs read.
        results_heading, results: Graded items and what was reached.
        attachments: The record and what else travels with it.
        signature_is: What a signature of the file is, for whoever does not see it.
        look: `classic`, `modern` or `plain`.
        marks: Marks at the top; without one the rose of the house.
        institution: The holder's institution; empty if it wants no place on certificates.
    """

    language: str
    region: str
    issued: date
    awarding_body: str
    heading: str
    certifies: str
    name: str
    did: str
    title: str
    title_language: str
    description: str
    rows: tuple[tuple[str, str], ...]
    qr: str
    qr_width: float
    qr_is: str
    check_heading: str
    check: str
    code: str
    address: str
    key_is: str
    key: str
    behind: str
    outcomes_heading: str
    outcomes: tuple[str, ...]
    details: tuple[tuple[str, str], ...]
    digests: tuple[tuple[str, str], ...] = ()
    results_heading: str = ""
    results: tuple[tuple[str, str], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    signature_is: str = ""
    look: str = "classic"
    marks: tuple[Mark, ...] = ()
    institution: str = ""


def draw(certificate: Certificate) -> bytes:
    """The file.

    Raises:
        Unprintable: If the name or another text has letters that cannot be printed.
    """
    return typeset.pdf(_TEMPLATE, _data(certificate), certificate.issued)


def picture(certificate: Certificate, *, dots_per_inch: int = 96) -> list[bytes]:
    """Its pages as PNG, to look at."""
    data = _data(certificate)
    return typeset.pictures(_TEMPLATE, data, certificate.issued, dpi=dots_per_inch)


def _data(certificate: Certificate) -> dict[str, object]:
    return {
        **asdict(certificate),
        **typeset.language(certificate.language),
        "issued": None,
        "title_lang": certificate.title_language.partition("-")[0],
    }
