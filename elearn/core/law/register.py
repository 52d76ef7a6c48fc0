"""The register: instruments, provisions, judgments and terms, each with dates and a source."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """How surely a statement of the register is known."""

    VERIFIED = "verified"
    HIGH = "high"
    MEDIUM = "medium"


@dataclass(frozen=True, slots=True)
class Verification:
    """Where a statement comes from. `source` is plain text."""

    level: Level
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """An article, paragraph or annex as of a span of days; `from_` included, `until` excluded."""

    ref: str
    title: str
    text: str = ""
    from_: str = ""
    until: str = ""
    change: str = ""
    verification: Verification | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """An act, treaty or soft-law text. Dates are ISO and may be partial (`2016`, `2016-03`).

    Attributes:
        citation: Where it was published, in full.
        celex: Its number in EUR-Lex.
        eli: Its European Legislation Identifier, such as `reg/2016/399/oj` or the whole address.
        gazette: Its number in an official gazette: `7/2025`.
        repealed: The first day on which it is law no more.
        repealed_by, replaces, amends: Ids of other instruments.
    """

    id: str
    scope: str
    type: str
    short: str
    title: str
    citation: str = ""
    celex: str = ""
    eli: str = ""
    gazette: str = ""
    adopted: str = ""
    in_force: str = ""
    applies_from: str = ""
    repealed: str = ""
    repealed_by: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    url: str = ""
    note: str = ""
    verification: Verification
    provisions: tuple[Provision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgment:
    """A court's judgment or decision. `number` is that of the application or the case."""

    id: str
    court: str
    name: str
    number: str
    date: str
    holding: str
    formation: str = ""
    articles: tuple[str, ...] = ()
    url: str = ""
    verification: Verification
    provisions: tuple[Provision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A glossary term in the languages of the house; `definition` is English source text."""

    id: str
    terms: dict[str, str]
    definition: str = ""
    confidence: dict[str, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """All of it, by id."""

    id: str
    version: str
    checked: date
    instruments: dict[str, Instrument]
    judgments: dict[str, Judgment]
    terms: dict[str, Term]
