"""The spreadsheet for a roster, in any language."""

from collections.abc import Callable
from datetime import UTC, datetime

from elearn.core.roster.columns import ABOUT, HEADINGS, TEMPLATE
from elearn.core.said import Said
from elearn.interop.tables import xlsx
from elearn.interop.tables.xlsx import Sheet

Tell = Callable[[str], str]
"""Says a text (`core.said.Said`) in one language."""

_MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""The same template has the same bytes whenever it is taken."""


def template_file(tell: Tell = str) -> bytes:
    """The spreadsheet: an empty roster with its headings, and a sheet that explains them."""
    headings = tuple(tell(HEADINGS[field]) for field in TEMPLATE)
    about = [(tell(HEADINGS[field]), tell(ABOUT[field])) for field in TEMPLATE]
    return xlsx.write(
        [
            Sheet(tell(Said("Roster")), headings, ()),
            Sheet(
                tell(Said("Explanations")),
                (tell(Said("Column")), tell(Said("What it holds"))),
                about,
            ),
        ],
        now=_MADE,
    )
