"""What of exact figures may be shared: counts rounded to 5, shares of 20 or more only.

Three rules keep single people out of a shared table.

* A count is rounded to the nearest multiple of 5, so 0, 1 and 2 look the same. A total is rounded
  from its unrounded value, never added up from rounded parts.
* A share is shown only where at least 20 people are counted, and is made from the *rounded* counts:
  from an exact share beside rounded counts the exact counts could often be computed.
* The rows and columns of a table are fixed before anything is counted, so that a row that is there,
  or missing, tells nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

BASE = 5
"""Counts are rounded to multiples of it."""

LEAST = 20
"""A share needs at least so many people below the line."""


@dataclass(frozen=True, slots=True)
class SharedTable:
    """A table that may be shared: a row a key, a column a key.

    `totals` are those of the columns, `ends` those of the rows, `whole` that of everything. None
    where a share or a mean is of too few people, or of nobody. Without columns the ends are all.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[float | None, ...], ...]
    ends: tuple[float | None, ...]
    totals: tuple[float | None, ...]
    whole: float | None


def rounded(number: int) -> int:
    """The nearest multiple of 5."""
    if number < 0:
        raise ValueError("a count is not negative")
    return (number + BASE // 2) // BASE * BASE


def share(part: int, whole: int) -> int | None:
    """A share in whole per cents, from rounded counts; None of fewer than 20."""
    if whole < LEAST:
        return None
    below = rounded(whole)
    return min(100, (200 * rounded(part) + below) // (2 * below))


def mean(number: float, of: int) -> int | None:
    """A mean in whole points; None of fewer than 20 people."""
    return None if of < LEAST else round(number)


def table(
    rows: Sequence[str], columns: Sequence[str], shown: Callable[[str, str], float | None]
) -> SharedTable:
    """A table of that shape, whatever was counted.

    Args:
        rows: The keys of the rows.
        columns: Those of the columns; none where there is one breakdown.
        shown: What may be shown at a row and a column; an empty key asks for the total, which is
            made from its exact value and not added up.
    """
    return SharedTable(
        tuple(rows),
        tuple(columns),
        tuple(tuple(shown(r, c) for c in columns) for r in rows),
        tuple(shown(r, "") for r in rows),
        tuple(shown("", c) for c in columns),
        shown("", ""),
    )
