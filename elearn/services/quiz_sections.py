"""Headings of the sections of a quiz, where their questions begin."""

from dataclasses import dataclass

from elearn.services.shelf import Reading, Text
from elearn.services.sittings import Sitting


@dataclass(frozen=True, slots=True)
class SectionHead:
    """The heading over a question; the intro stands over a section's first question only."""

    title: Text
    intro: Text | None


def head(
    sitting: Sitting, reading: Reading, number: int, *, top: bool = False
) -> SectionHead | None:
    """The heading over the question with that number; None if it belongs to the one before it.

    Args:
        sitting: The attempt.
        reading: The course as it is read.
        number: The question, from 1.
        top: Whether it is the first one on its page, which repeats the title.
    """
    asked = sitting.paper.questions
    section = asked[number - 1].section
    begins = number == 1 or asked[number - 2].section != section
    if not section or not (begins or top):
        return None
    key = f"{sitting.quiz.id}/{section}"
    intro = reading.text(f"{key}#intro") if begins else None
    return SectionHead(reading.text(f"{key}#title"), intro if intro and intro.html else None)
