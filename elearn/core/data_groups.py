"""What is said of personal data that is kept: the shapes of `core.personal_data`."""

from dataclasses import dataclass, field


def N_(text: str) -> str:  # noqa: N802  # the name by which texts for translation are found
    """Mark a text for translation; the page translates it."""
    return text


@dataclass(frozen=True, slots=True)
class Holding:
    """Columns of one table.

    Attributes:
        table: The table.
        owner: The way from a row to the person: a column, and through foreign keys further ones.
            Empty where no row can be traced to a person without the secret key.
        columns: What the person gets in an export.
        withheld: Personal too, but never exported, since it would help to sign in as the person.
    """

    table: str
    owner: tuple[str, ...]
    columns: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataGroup:
    """What belongs together: for one purpose, seen by the same people, kept for the same time."""

    key: str
    title: str
    what: str
    purpose: str
    seen_by: str
    kept: str
    holdings: tuple[Holding, ...] = field(default=())


IMPERSONAL = frozenset(
    {
        "bridges",
        "compliance_days",
        "compliance_quarters",
        "logframes",
        "log_heads",
        "log_nodes",
        "log_size",
        "packs",
        "pack_versions",
        "release_lines",
        "scim_groups",
        "signing_keys",
        "snapshots",
        "impacts",
        "lapsed_questions",
        "quiz_closings",
        "units",
        "programmes",
        "unit_parents",
        "cited_provisions",
        "citations",
        "version_laws",
    }
)
"""Tables with nothing about a person but, in `pack_versions`, who installed, published, ended."""
