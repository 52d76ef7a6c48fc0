"""What of exact figures may be shared: counts rounded to 5, shares of 20 or more only.

Three rules keep single people out of a shared table.

* A count is rounded to the nearest multiple of 5, so 0, 1 and 2 look the same. A total is rounded
  from its unrounded value, never added up from rounded parts.
* A share is shown only where at least 20 people are counted, and is made from the *rounded* counts:
  from an exact share beside rounded counts the exact counts could often be computed.
* The rows and columns of a table are fixed before anything is counted, so that a row that is there,
  or missing, tells nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

BASE = 5
"""Counts are rounded to multiples of it."""

LEAST = 20
"""A share needs at least so many people below the line."""


@dataclass(frozen=True, slots=True)
class SharedTable:
    """A table that may be shared: a row a key, a column a key, all rounded.

    `totals` are those of the columns, `ends` those of the rows, `whole` that of everything.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    ends: tuple[int, ...]
    totals: tuple[int, ...]
    whole: int


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


def table(
    rows: Sequence[str],
    columns: Sequence[str],
    counts: dict[tuple[str, str], int],
    ends: dict[str, int],
    totals: dict[str, int],
    whole: int,
) -> SharedTable:
    """A table of that shape. What has no count is 0; what has no place in the shape is left out.

    Args:
        rows: The keys of the rows.
        columns: Those of the columns.
        counts: Exact counts by row and column.
        ends: Exact totals of rows: of distinct people they need not be sums.
        totals: The same of columns.
        whole: The same of everything.
    """
    return SharedTable(
        tuple(rows),
        tuple(columns),
        tuple(tuple(rounded(counts.get((r, c), 0)) for c in columns) for r in rows),
        tuple(rounded(ends.get(r, 0)) for r in rows),
        tuple(rounded(totals.get(c, 0)) for c in columns),
        rounded(whole),
    )
