"""Signatures in PDF files (PAdES, ETSI EN 319 142-1) by pyHanko, which is loaded on first use.

A file is signed at level B-B: the signature, the certificate and its chain. `archive` takes it to
level B-LTA: a timestamp (RFC 3161) that the signature was there, what is needed to check all
certificates later, and a timestamp over all of that. Both only append: what was signed before
stays, byte for byte.
"""

import asyncio
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

B_B, B_LTA = "b-b", "b-lta"
"""The levels of a signed file."""

_FIELD, _FIRST, _SECOND = "Signature", "Timestamp", "Archive timestamp"
_DIGEST = "sha256"


class PadesFault(RuntimeError):
    """Something that signs cannot be used: what is wrong."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signs: a PKCS#12 file with key, certificate and chain, and its passphrase."""

    file: bytes
    passphrase: str


@dataclass(frozen=True, slots=True)
class Archiving:
    """How a file is made to last.

    Attributes:
        timestamp_url: The address of a timestamp service (RFC 3161).
        roots: The roots of all certificates that take part, in PEM.
        fetch: Whether lists of revoked certificates may be fetched from where these say.
    """

    timestamp_url: str
    roots: bytes
    fetch: bool = True


def sign(content: bytes, identity: Identity, says: str) -> bytes:
    """A PDF file with a signature at level B-B.

    Args:
        content: The file.
        identity: Who signs.
        says: What the signature is, for whoever does not see it.

    Raises:
        PadesFault: If the identity cannot be used.
    """
    return _apart(lambda: _signed(content, signer_of(identity), says))


def _apart(work: Callable[[], bytes]) -> bytes:
    """Do it in a thread of its own: pyHanko runs an event loop, and a thread may have one only."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(work).result()


def _signed(content: bytes, signer: Any, says: str) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    told = signers.PdfSignatureMetadata(
        field_name=_FIELD,
        md_algorithm=_DIGEST,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    field = fields.SigFieldSpec(_FIELD, readable_field_name=says)
    made = signers.PdfSigner(told, signer=signer, new_field_spec=field).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content))
    )
    return bytes(made.getbuffer())


def archive(content: bytes, how: Archiving) -> bytes:
    """A file that `sign` signed, at level B-LTA. This asks the timestamp service, twice.

    Raises:
        PadesFault: If the roots cannot be read, the service does not answer, or a certificate
            leads to none of the roots.
    """
    return _apart(lambda: _archived(content, how))


def _archived(content: bytes, how: Archiving) -> bytes:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko_certvalidator.errors import PathError

    stamper = HTTPTimeStamper(how.timestamp_url, timeout=30)
    roots = _certificates(how.roots)
    try:
        stamped = _stamped(content, stamper, _FIRST)
        proved = _with_what_proves_it(stamped, _context(roots, how))
        return _stamped(proved, stamper, _SECOND, _context(roots, how))
    except (
        TimestampRequestError,
        SigningError,
        SignatureValidationError,
        PathError,
        PdfError,
        OSError,
    ) as error:
        raise PadesFault(f"The file could not be made to last: {error}") from error


@lru_cache(maxsize=2)
def signer_of(identity: Identity) -> Any:
    """What signs; kept in memory, since undoing the encryption of the file takes long.

    Raises:
        PadesFault: If the file or the passphrase is wrong.
    """
    from pyhanko.sign import signers

    secret = identity.passphrase.encode() or None
    try:
        found = signers.SimpleSigner.load_pkcs12_data(
            identity.file, other_certs=None, passphrase=secret
        )
    except (ValueError, TypeError, OSError) as error:
        raise PadesFault(f"The certificate for PDF files cannot be read: {error}") from error
    if found is None or found.signing_cert is None:
        raise PadesFault("The certificate for PDF files, or its passphrase, is wrong.")
    return found


def _stamped(content: bytes, stamper: Any, name: str, context: Any = None) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers

    by = signers.PdfTimeStamper(stamper, field_name=name, readable_field_name=name)
    made = by.timestamp_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content)), _DIGEST, validation_context=context
    )
    return bytes(made.getbuffer())


def _with_what_proves_it(content: bytes, context: Any) -> bytes:
    """The file with certificates and revocation lists for its signature."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.dss import async_add_validation_info

    (signature,) = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures
    made = io.BytesIO()
    asyncio.run(
        async_add_validation_info(
            signature, context, skip_timestamp=True, force_write=True, output=made
        )
    )
    return made.getvalue()


def _context(roots: list[Any], how: Archiving) -> Any:
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(trust_roots=roots, allow_fetching=how.fetch)


def _certificates(pem: bytes) -> list[Any]:
    from asn1crypto import pem as armour
    from asn1crypto import x509

    try:
        found = [x509.Certificate.load(der) for _, _, der in armour.unarmor(pem, multiple=True)]
    except ValueError as error:
        raise PadesFault(f"The roots for timestamps cannot be read: {error}") from error
    return found
