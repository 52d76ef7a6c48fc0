"""Lists as files for a spreadsheet: plain cells, one tuple a row, safe to open."""

from collections.abc import Callable, Iterable, Iterator

from elearn.core.learning.standing_in_list import ListState
from elearn.core.spreadsheet import safe_cell
from elearn.services.overview import Line


def cells(
    parts: Iterable[tuple[Line, ...]], word: Callable[[ListState], str]
) -> Iterator[tuple[str, ...]]:
    """The rows of the list of people.

    Name, unit, course, state, completed on, valid until, percent, last active on.

    Args:
        parts: What `overview.export` gives.
        word: The reader's word for a state.
    """
    for part in parts:
        for line in part:
            yield (
                safe_cell(line.name),
                safe_cell(line.unit),
                safe_cell(line.course.plain),
                safe_cell(word(line.state)),
                line.completed.isoformat() if line.completed else "",
                line.valid_until.isoformat() if line.valid_until else "",
                "" if line.percent is None else str(line.percent),
                line.last_day.isoformat() if line.last_day else "",
            )
