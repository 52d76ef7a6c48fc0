"""The headings of the roster's template in every language of the interface."""

from functools import cache

from elearn.core.roster.columns import HEADINGS, Field
from elearn.web.shared.formats import in_language
from elearn.web.shared.languages import LANGUAGES


@cache
def roster_headings() -> tuple[tuple[str, Field], ...]:
    """Each heading in each language, with what it means."""
    return tuple(
        (in_language(code)(heading), field)
        for code in LANGUAGES
        for field, heading in HEADINGS.items()
    )
