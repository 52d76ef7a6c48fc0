"""Tables as files that a spreadsheet program opens as they are."""

from collections.abc import Iterable, Sequence

from werkzeug.wrappers import Response

from elearn.core.spreadsheet import Cell
from elearn.services import exports

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_file(
    name: str, heading: Sequence[str], rows: Iterable[Sequence[Cell]], language: str
) -> Response:
    """A CSV file: byte order mark, heading, rows; texts safe, numbers as the language has them.

    It is written to its end before it leaves: what is done after the last row, such as keeping a
    look, is done.
    """
    return attached(exports.csv_table(heading, rows, language), "text/csv", name)


def attached(content: bytes, kind: str, name: str) -> Response:
    """A file to keep."""
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
