"""Which questions stand on one page, and how far somebody has come who may not go back."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby

from elearn.core.quiz.options import Layout

Pages = tuple[tuple[int, ...], ...]
"""The numbers of the questions, from 1, page by page."""


def pages(layout: Layout, sections: Sequence[str]) -> Pages:
    """The pages of a paper.

    Args:
        layout: What of a quiz stands on one page.
        sections: For each question in order the section it belongs to; the same word without
            sections. Questions of one section follow one another.
    """
    numbers = range(1, len(sections) + 1)
    if layout is Layout.ONE:
        return tuple((n,) for n in numbers)
    if layout is Layout.ALL:
        return (tuple(numbers),) if sections else ()
    return tuple(
        tuple(found) for _section, found in groupby(numbers, key=lambda n: sections[n - 1])
    )


def page_of(found: Pages, number: int) -> int:
    """The place of the page, from 0, on which a question stands.

    Raises:
        ValueError: If no page holds it.
    """
    for place, numbers in enumerate(found):
        if number in numbers:
            return place
    raise ValueError(f"there is no question {number}")


def reached(found: Pages, passed: AbstractSet[int]) -> int:
    """The place of the first page with a question that is not passed; the last one if all are."""
    for place, numbers in enumerate(found):
        if not passed >= set(numbers):
            return place
    return max(0, len(found) - 1)
