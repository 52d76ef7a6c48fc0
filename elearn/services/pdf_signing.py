"""Certificates are signed as PDF files where the site has a certificate for that.

At once at level B-B; where there is a timestamp service, the worker takes the file to level B-LTA.
"""

from datetime import datetime

from elearn.interop import pades
from elearn.interop.pades import Archiving, Identity
from elearn.services import jobs
from elearn.services.jobs import JobRecord
from elearn.store import certificates as store
from elearn.store import pdf_signing as files
from elearn.store.db import begin_write
from elearn.store.pdf_signing import PdfSigning

JOB = "certificate-archive"


def signed(content: bytes, says: str) -> tuple[bytes, str]:
    """A PDF file, signed if the site can, and the level of the signature; empty if it cannot.

    `says`: what the signature is, for whoever does not see it.

    Raises:
        SigningFileFault: If a file that the settings name cannot be used.
        PadesFault: If what it holds cannot.
    """
    signing = files.configured()
    if signing is None:
        return content, ""
    return pades.sign(content, _identity(signing), says), pades.B_B


def ask_to_archive(record_id: int, language: str, *, now: datetime) -> None:
    """Ask the worker to make a signed certificate last, where there is a timestamp service."""
    signing = files.configured()
    if signing is not None and signing.timestamp_url:
        jobs.enqueue(JOB, {"record": record_id, "language": language}, now=now)


def handler(job: JobRecord, now: datetime) -> None:
    """Take one certificate to level B-LTA. What was signed stays within it, byte for byte."""
    record_id, language = int(job.payload["record"]), str(job.payload["language"])
    signing, kept = files.configured(), store.signed(record_id, language)
    if signing is None or not signing.timestamp_url or kept is None or kept.level != pades.B_B:
        return
    how = Archiving(signing.timestamp_url, signing.roots)
    made = pades.archive(kept.content, how)  # before the writing transaction: it takes a while
    begin_write()
    store.replace_signed(record_id, language, kept, made, level=pades.B_LTA, at=now)


def check() -> str:
    """What certificates are signed with, in words for the operator; empty if with nothing.

    Raises:
        SigningFileFault: If a file that the settings name cannot be used.
        PadesFault: If what it holds cannot.
    """
    signing = files.configured()
    if signing is None:
        return ""
    name = pades.signer_of(_identity(signing)).signing_cert.subject.human_friendly
    return f"{name}, {'B-LTA' if signing.timestamp_url else 'B-B'}"


def _identity(signing: PdfSigning) -> Identity:
    return Identity(signing.file, signing.passphrase)
