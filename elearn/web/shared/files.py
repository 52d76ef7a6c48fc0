"""Tables as files that a spreadsheet program opens as they are."""

import csv
import io
from collections.abc import Iterable, Sequence

from werkzeug.wrappers import Response

from elearn.core.spreadsheet import decimal, safe_cell, separator

_BOM = "\ufeff"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_file(
    name: str,
    heading: Sequence[str],
    rows: Iterable[Sequence[str | int | float | None]],
    language: str,
) -> Response:
    """A CSV file: byte order mark, heading, rows; texts safe, numbers as the language has them."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator(language), lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows([_written(value, language) for value in row] for row in rows)
    return attached(f"{_BOM}{text.getvalue()}".encode(), "text/csv", name)


def _written(value: str | float | None, language: str) -> str:
    return safe_cell(value) if isinstance(value, str) else decimal(value, language)


def attached(content: bytes, kind: str, name: str) -> Response:
    """A file to keep."""
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
