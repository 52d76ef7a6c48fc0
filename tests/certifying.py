"""Certificates as files, around any attachment and any code."""

from datetime import date

from elearn.interop import certificate as codec
from elearn.interop import qr
from elearn.interop.certificate import Attachment, Certificate


def worded(attached, made=None):
    """What stands on a certificate with that text attached as its record, and that QR code."""
    made = made or qr.code("https://learn.example.org/verify", "1" * 400)
    modules = made.symbol_size(border=0)[0]
    texts = dict.fromkeys(Certificate.__dataclass_fields__, "x")
    others = {
        "language": "en",
        "region": "GB",
        "title_language": "en",
        "issued": date(2026, 11, 30),
        "rows": (("Completed", "30 November 2026"),),
        "outcomes": ("Decides",),
        "details": (),
        "qr": qr.svg(made).decode(),
        "qr_width": 30 * (modules + 2 * qr.QUIET) / modules,
        "digests": (),
        "results": (),
        "attachments": (Attachment("record.json", attached, "application/json", "data", "x"),),
        "look": "classic",
        "marks": (),
        "institution": "",
    }
    return Certificate(**{**texts, **others})


def certificate(attached):
    """A certificate with that text attached as its record."""
    return codec.draw(worded(attached))
