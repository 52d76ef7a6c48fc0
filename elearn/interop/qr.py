"""QR codes (ISO/IEC 18004) as SVG, for paper."""

import io

import segno

QUIET = 4
"""Empty modules around a code, as the standard asks."""
CORRECTION = "m"
"""15 % of a code may be lost to folds and dirt; more would make its modules too small to read."""

MASK = 2
"""The pattern laid over a code. Trying all eight and weighing each takes twice as long as all the
rest; signed digits look like chance under each of them, and this one comes out best most often."""


def code(address: str, digits: str) -> segno.QRCode:
    """The code for an address that ends with `#` and digits.

    The digits have a segment of their own, where three take ten bits.

    Raises:
        ValueError: If it does not fit.
    """
    parts = [f"{address}#", digits]
    return segno.make_qr(parts, error=CORRECTION, boost_error=False, mask=MASK)  # type: ignore[arg-type]  # segno takes segments too


def of_text(text: str) -> segno.QRCode:
    """The code for any text, for a screen.

    Raises:
        ValueError: If it does not fit.
    """
    return segno.make_qr(text, error="l")


def svg(made: segno.QRCode) -> bytes:
    """A code as a drawing, black on nothing, one unit a module."""
    out = io.BytesIO()
    made.save(out, kind="svg", border=QUIET, xmldecl=False, svgclass=None, lineclass=None)
    return out.getvalue()
