"""Find and keep certificates, and what is attached to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from elearn.store import blobs
from elearn.store.db import db
from elearn.store.tables.certificates import CertificateRow
from elearn.store.tables.records import RecordRow, RecordSecret


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a record consists of besides its facts. `kid` is None for those from before signing."""

    commitments: dict[str, Any]
    salts: dict[str, Any]
    kid: str | None
    signature: str | None


def sealed(record_ids: Iterable[int]) -> dict[int, Sealed]:
    """Commitments, salts and signature of records whose person's data are there, by number."""
    rows = db.session.execute(
        select(
            RecordRow.id,
            RecordRow.commitments,
            RecordSecret.salts,
            RecordRow.kid,
            RecordRow.signature,
        )
        .join(RecordSecret, RecordSecret.record_id == RecordRow.id)
        .where(RecordRow.id.in_(list(record_ids)))
    )
    return {number: Sealed(*rest) for number, *rest in rows}


def issued(record_id: int, language: str) -> bytes | None:
    """The certificate that was issued in that language; None if there is none, or its file is gone.

    A file that is gone, or is not what it was, is made anew by the caller.
    """
    digest = db.session.scalar(_of(record_id, language).with_only_columns(CertificateRow.digest))
    return blobs.read_certificate(digest) if digest else None


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A certificate that was issued, and the level of its signature; empty if it has none."""

    content: bytes
    digest: str
    level: str


def signed(record_id: int, language: str) -> SignedFile | None:
    """The certificate that was issued in that language, with the level of its signature."""
    query = _of(record_id, language).with_only_columns(CertificateRow.digest, CertificateRow.level)
    row = db.session.execute(query).first()
    content = blobs.read_certificate(row.digest) if row else None
    return SignedFile(content, row.digest, row.level) if row and content else None


def levels(key: str) -> dict[str, str]:
    """The levels of the signatures of a record's certificates, by language."""
    rows = db.session.execute(
        select(CertificateRow.language, CertificateRow.level)
        .join(RecordRow, RecordRow.id == CertificateRow.record_id)
        .where(RecordRow.key == key)
        .order_by(CertificateRow.language)
    )
    return {row.language: row.level for row in rows}


def replace_signed(
    record_id: int, language: str, before: SignedFile, content: bytes, *, level: str, at: datetime
) -> None:
    """Put a file that holds more in the place of one; nothing if another took its place meanwhile.

    The file before goes: it names the person, and no row leads to it any more.
    """
    row = db.session.scalar(_of(record_id, language))
    if row is None or row.digest != before.digest:
        return
    row.digest, row.level, row.made_at = blobs.keep_certificate(content), level, at
    blobs.forget_certificate(before.digest)


@dataclass(frozen=True, slots=True)
class Made:
    """How a certificate was made: the version of the program, and the level of its signature."""

    program: str
    level: str


def keep(record_id: int, language: str, content: bytes, made: Made, *, at: datetime) -> None:
    """Keep the certificate of a record in a language."""
    digest = blobs.keep_certificate(content)
    row = db.session.scalar(_of(record_id, language))
    if row is None:
        row = CertificateRow(record_id=record_id, language=language)
        db.session.add(row)
    row.digest, row.program, row.level, row.made_at = digest, made.program, made.level, at


def _of(record_id: int, language: str) -> Any:
    return select(CertificateRow).where(
        CertificateRow.record_id == record_id, CertificateRow.language == language
    )
