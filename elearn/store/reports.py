"""Find and keep reports of mistakes in packs."""

from typing import Any

from elearn.store.db import db
from elearn.store.tables.packs import MistakeReport


def keep(**values: Any) -> None:
    """Keep a report."""
    db.session.add(MistakeReport(**values))
