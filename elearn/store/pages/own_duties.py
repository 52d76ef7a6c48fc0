"""How somebody stands with what is asked of them, and the courses that this is about."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import exists, or_, select

from elearn.core.ids import version_key
from elearn.core.learning.compliance import Span, Status
from elearn.store.db import db
from elearn.store.tables.compliance import ComplianceSpan
from elearn.store.tables.packs import PackVersion, ReleaseLine


@dataclass(slots=True)
class OwnPack:
    """A pack that is asked of somebody: how they stand from today on, and what one begins now.

    `digest` and `title` are empty where the course takes nobody new.
    """

    spans: set[Span] = field(default_factory=set)
    version: str = ""
    digest: str = ""
    title: str = ""


def own(person_id: int, today: date) -> dict[str, OwnPack]:
    """How somebody stands from today on, by pack. One query."""
    span, current = ComplianceSpan, exists().where(ReleaseLine.version_id == PackVersion.id)
    offered = (PackVersion.pack_id == span.pack_id) & (PackVersion.state == "published") & current
    rows = db.session.execute(
        select(
            span.pack_id,
            span.status,
            span.from_day,
            span.to_day,
            PackVersion.version,
            PackVersion.digest,
            PackVersion.title,
        )
        .outerjoin(PackVersion, offered)
        .where(span.person_id == person_id, or_(span.to_day.is_(None), span.to_day > today))
    )
    found: dict[str, OwnPack] = defaultdict(OwnPack)
    for pack_id, status, first, last, version, digest, title in rows:
        pack = found[pack_id]
        pack.spans.add(Span(Status(status), first, last))
        if version and (not pack.version or version_key(version) > version_key(pack.version)):
            pack.version, pack.digest, pack.title = version, digest, title
    return found
