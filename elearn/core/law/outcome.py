"""What becomes of a place that a change of law touches."""

from enum import StrEnum


class Outcome(StrEnum):
    """What was decided about a place.

    Not yet anything; what it says is right under the new law too; it says something else from a
    version on; it is taken out, and what was learnt from it no longer holds.
    """

    OPEN = "open"
    STILL_RIGHT = "still-right"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


DECIDED = tuple(outcome for outcome in Outcome if outcome is not Outcome.OPEN)
"""Outcomes that close a place."""

CONCERNED = (Outcome.OPEN, Outcome.CHANGED, Outcome.WITHDRAWN)
"""Outcomes under which what somebody learnt from the place may be wrong."""
