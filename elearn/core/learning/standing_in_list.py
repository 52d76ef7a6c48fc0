"""How somebody stands in a course, as the list of their manager says it: no marks, no answers."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SOON = timedelta(days=90)
"""A record that ends within this time is said to expire soon."""


class ListState(StrEnum):
    """One word for a person and a course. In the order of who needs attention first."""

    EXPIRED = "expired"
    REVOKED = "revoked"
    EXPIRING = "expiring"
    NEVER_BEGAN = "never-began"
    IN_PROGRESS = "in-progress"
    VALID = "valid"


class ListFilter(StrEnum):
    """What a list can be narrowed to; some overlap, since whoever expires soon is still valid."""

    EXPIRED = "expired"
    EXPIRING = "expiring"
    NEVER_BEGAN = "never-began"
    IN_PROGRESS = "in-progress"
    VALID = "valid"
    COMPLETED = "completed"


KEEPS: dict[ListFilter, frozenset[ListState]] = {
    ListFilter.EXPIRED: frozenset({ListState.EXPIRED, ListState.REVOKED}),
    ListFilter.EXPIRING: frozenset({ListState.EXPIRING}),
    ListFilter.NEVER_BEGAN: frozenset({ListState.NEVER_BEGAN}),
    ListFilter.IN_PROGRESS: frozenset({ListState.IN_PROGRESS}),
    ListFilter.VALID: frozenset({ListState.VALID, ListState.EXPIRING}),
    ListFilter.COMPLETED: frozenset({ListState.VALID, ListState.EXPIRING, ListState.EXPIRED}),
}
"""The states that each filter keeps."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is known about a person and a course.

    Attributes:
        completed: Whether a record stands: neither revoked nor superseded.
        valid_until: The last day of that record; None if it does not end.
        under_way: Whether they are taking the course, began, and are not done.
        revoked: Whether a record was revoked.
    """

    completed: bool = False
    valid_until: date | None = None
    under_way: bool = False
    revoked: bool = False


def state_in_list(found: Found, today: date) -> ListState:
    """The word for it on that day."""
    if found.completed:
        if found.valid_until is None or found.valid_until > today + SOON:
            return ListState.VALID
        return ListState.EXPIRED if found.valid_until < today else ListState.EXPIRING
    if found.under_way:
        return ListState.IN_PROGRESS
    return ListState.REVOKED if found.revoked else ListState.NEVER_BEGAN
