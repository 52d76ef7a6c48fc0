"""A register from the entries of its files."""

from collections.abc import Iterable
from datetime import date

from elearn.core.law.register import Instrument, Judgment, Register, Term


def register_of(
    register_id: str,
    version: str,
    checked: date,
    entries: Iterable[Instrument | Judgment | Term],
) -> Register:
    """The register that holds these entries; of two with one id, the first counts."""
    instruments: dict[str, Instrument] = {}
    judgments: dict[str, Judgment] = {}
    terms: dict[str, Term] = {}
    for entry in entries:
        match entry:
            case Instrument():
                instruments.setdefault(entry.id, entry)
            case Judgment():
                judgments.setdefault(entry.id, entry)
            case Term():
                terms.setdefault(entry.id, entry)
    return Register(
        id=register_id,
        version=version,
        checked=checked,
        instruments=instruments,
        judgments=judgments,
        terms=terms,
    )
