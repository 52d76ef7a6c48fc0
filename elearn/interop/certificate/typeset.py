"""Templates of this folder become PDF/A-3a and PDF/UA-1 in one file (ISO 19005-3, ISO 14289-1).

By typst. The same data give the same bytes with one version of this program and of typst. Typst,
its fonts and the fonts of `fontpkg-noto-sans` are loaded when the first file is drawn.

A template reads its data from `c`, which is put before its first line. So typst keeps what does not
depend on them (ornaments, letters) from one file to the next, which `sys.inputs` would undo; and no
file with somebody's name is written to the disk.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from elearn.core.errors import BadInput

STANDARDS = ("a-3a", "ua-1")
_FOLDER = Path(__file__).parent
_one_at_a_time: defaultdict[str, Lock] = defaultdict(Lock)
"""For each template: a compiler keeps what it reads, and a long table holds up no certificate."""


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
    whole = f"#let c = json(bytes({_quoted(text)}))\n{_template(template)}"
    try:
        with _one_at_a_time[template]:
            made = _compiler(template).compile(input=whole.encode(), timestamp=moment, **how)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise Undrawable(str(error)) from error
        why = "A text of this certificate has letters that cannot be printed yet."
        raise Unprintable(why, details={"typst": str(error)}) from None
    return made if isinstance(made, list) else [made]


def _quoted(text: str) -> str:
    """As a string of typst; anything else in it stands for itself."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@lru_cache(maxsize=4)
def _template(name: str) -> str:
    return (_FOLDER / name).read_text("utf-8")


@lru_cache(maxsize=4)
def _compiler(_template: str) -> Any:
    """The compiler of a template."""
    import typst

    return typst.Compiler(root=str(_FOLDER), font_paths=_fonts())


@lru_cache(maxsize=1)
def _fonts() -> Any:
    import fontpkg_noto_sans
    import typst

    return typst.Fonts(
        include_system_fonts=False,  # bytes must not depend on the machine
        font_paths=[str(Path(fontpkg_noto_sans.ROOT) / "files")],
    )
