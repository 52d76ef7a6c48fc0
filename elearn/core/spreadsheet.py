"""Cells of a table that somebody will open in a spreadsheet program."""

from datetime import date

Cell = str | int | float | date | None
"""What stands in a cell. A moment counts as a day with a time, without a zone."""

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""The last ones are full-width forms, which some programs take for the same."""


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula: what looks like one gets an apostrophe."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def separator(language: str) -> str:
    """What stands between cells so that Excel in that language opens the file as columns."""
    return "," if language.split("-", 1)[0] == "en" else ";"


def decimal(value: float | None, language: str) -> str:
    """A number as Excel in that language reads it, to four places; empty for none."""
    if value is None:
        return ""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return text if separator(language) == "," else text.replace(".", ",")
