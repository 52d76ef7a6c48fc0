"""Templates of this folder become PDF/A-3a and PDF/UA-1 in one file (ISO 19005-3, ISO 14289-1).

By typst. The same data give the same bytes with one version of this program and of typst. Typst,
its fonts and the fonts of `fontpkg-noto-sans` are loaded when the first file is drawn.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from elearn.core.errors import BadInput

STANDARDS = ("a-3a", "ua-1")
_FOLDER = Path(__file__).parent
_one_at_a_time = Lock()


class Unprintable(BadInput):
    """A text has letters that no font of the certificate has."""

    code = "certificate-letters"


class Undrawable(RuntimeError):
    """Typst could not make anything of template and data."""


def pdf(template: str, data: Mapping[str, object], day: date) -> bytes:
    """A template of this folder, filled, as a file that says it was made on that day.

    Raises:
        Unprintable: If a text has letters that cannot be printed.
    """
    return _compiled(template, data, day, format="pdf", pdf_standards=list(STANDARDS))[0]


def pictures(template: str, data: Mapping[str, object], day: date, *, dpi: int) -> list[bytes]:
    """The same, each page as PNG."""
    return _compiled(template, data, day, format="png", ppi=float(dpi))


def language(tag: str) -> dict[str, str]:
    """A BCP 47 tag such as `sr-Cyrl`, as the templates want it."""
    lang, _, script = tag.partition("-")
    return {"lang": lang, "script": script.lower() or "latn"}


def _compiled(template: str, data: Mapping[str, object], day: date, **how: Any) -> list[bytes]:
    import typst

    moment = datetime.combine(day, datetime.min.time(), UTC)
    filled = {**data, "date": [day.year, day.month, day.day]}
    text = json.dumps(filled, ensure_ascii=False)
    try:
        with _one_at_a_time:  # a compiler keeps its inputs
            made = _compiler(template).compile(sys_inputs={"data": text}, timestamp=moment, **how)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise Undrawable(str(error)) from error
        why = "A text of this certificate has letters that cannot be printed yet."
        raise Unprintable(why, details={"typst": str(error)}) from None
    return made if isinstance(made, list) else [made]


@lru_cache(maxsize=4)
def _compiler(template: str) -> Any:
    import typst

    return typst.Compiler(str(_FOLDER / template), root=str(_FOLDER), font_paths=_fonts())


@lru_cache(maxsize=1)
def _fonts() -> Any:
    import fontpkg_noto_sans
    import typst

    return typst.Fonts(
        include_system_fonts=False,  # bytes must not depend on the machine
        font_paths=[str(Path(fontpkg_noto_sans.ROOT) / "files")],
    )
