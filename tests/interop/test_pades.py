"""Signatures of PDF files: read by pyHanko's validator, lasting, and broken by any change."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from test_certificate import ENGLISH

from elearn.interop import certificate, pades
from elearn.interop.pades import Archiving, Identity, PadesFault

pdf_authority = pytest.importorskip("pdf_authority", reason="pyHanko is missing")


@pytest.fixture(scope="module")
def authority():
    return pdf_authority.Authority()


@pytest.fixture(scope="module")
def identity(authority):
    return Identity(authority.identity, pdf_authority.PASSPHRASE)


@pytest.fixture(scope="module")
def drawn():
    return certificate.draw(ENGLISH)


@pytest.fixture(scope="module")
def signed(drawn, identity):
    return pades.sign(drawn, identity, "Signature of the issuer")


@pytest.fixture(scope="module")
def lasting(signed, authority):
    with authority.serving() as address:
        return pades.archive(signed, Archiving(address, authority.roots, fetch=False))


def verdict(file, authority):
    """What pyHanko says of the file's signature, given the root."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    reader = PdfFileReader(io.BytesIO(file))
    (signature,) = reader.embedded_regular_signatures
    context = ValidationContext(trust_roots=[pdf_authority.asn(authority.root)])
    with ThreadPoolExecutor(1) as thread:  # a browser test may have left an event loop in this one
        return thread.submit(validate_pdf_signature, signature, context).result(), reader


def test_a_signature_holds_and_leaves_the_file_as_it_was(signed, drawn, authority):
    status, reader = verdict(signed, authority)
    assert status.bottom_line
    assert status.signing_cert.subject.native["common_name"] == "Test centre"
    assert signed.startswith(drawn)
    (signature,) = reader.embedded_regular_signatures
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_what_lasts_has_two_timestamps_and_all_that_proves_it(lasting, signed, authority):
    status, reader = verdict(lasting, authority)
    assert status.bottom_line
    assert lasting.startswith(signed)
    assert len(reader.embedded_timestamp_signatures) == 2
    store = reader.root["/DSS"]
    assert len(store["/Certs"]) >= 2


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9])
def test_a_changed_byte_is_noticed(signed, drawn, authority, share):
    at = int(len(drawn) * share)
    changed = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
    try:
        status, _reader = verdict(changed, authority)
    except Exception:  # noqa: BLE001  # a reader that cannot read it has noticed too
        return
    assert not status.bottom_line


def test_another_root_vouches_for_nothing(signed):
    status, _reader = verdict(signed, pdf_authority.Authority())
    assert not status.bottom_line


def test_what_cannot_sign_is_named(drawn, identity):
    for wrong in (replace(identity, passphrase="x"), Identity(b"no file", "")):
        with pytest.raises(PadesFault):
            pades.sign(drawn, wrong, "Signature")


def test_a_service_that_is_away_and_a_root_that_does_not_fit_are_named(signed, authority):
    with pytest.raises(PadesFault):
        pades.archive(signed, Archiving("http://127.0.0.1:9/", authority.roots, fetch=False))
    other = pdf_authority.Authority()
    with authority.serving() as address, pytest.raises(PadesFault):
        pades.archive(signed, Archiving(address, other.roots, fetch=False))


def test_the_signed_file_keeps_its_letters_fonts_and_attachments(signed):
    from pyhanko.pdf_utils.reader import PdfFileReader

    root = PdfFileReader(io.BytesIO(signed)).root
    assert "/StructTreeRoot" in root
    assert root["/MarkInfo"]["/Marked"]
    assert len(root["/AF"]) == 2
