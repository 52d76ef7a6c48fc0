"""The spreadsheet that a trainer fills in, in any language, and how it is read in all of them."""

from collections.abc import Callable, Iterable
from pathlib import Path

from elearn.interop.notes import Exported
from elearn.interop.workbook.columns import WORDS
from elearn.services.imports import write_export

Tell = Callable[[str], str]
"""Says a text (`core.said.Said`) in one language."""


def template_file(tell: Tell = str) -> bytes:
    """The spreadsheet, its headings and explanations in the language of `tell`."""
    from elearn.interop.workbook.template import template  # its library is large: not at each start

    return template(tell)


def write_template(target: Path) -> None:
    """Write the spreadsheet in English.

    Raises:
        BadInput: If it cannot be written.
    """
    write_export(Exported(template_file(), ()), target)


def headings(languages: Iterable[Tell]) -> dict[str, str]:
    """Titles and headings of the template in several languages, with the English ones."""
    return {tell(word): str(word) for tell in languages for word in WORDS}
