"""One file a noun: the tables. Importing this package makes all of them known."""

from elearn.store.tables import (
    alumni,
    attempts,
    audit,
    enrolments,
    jobs,
    packs,
    people,
    records,
    units,
)

__all__ = [
    "alumni",
    "attempts",
    "audit",
    "enrolments",
    "jobs",
    "packs",
    "people",
    "records",
    "units",
]
