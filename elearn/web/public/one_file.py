"""The verifier as one HTML file, with all keys in it: for the day on which the site is gone."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from markupsafe import Markup

from elearn.web.shared.render import STATIC

_ENTRY = PurePosixPath("verify/file.js")
_IMPORT = re.compile(r'^import \{ ([^}]+) \} from "([^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function\*?|const|class) (\w+))", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class OneFilePage:
    """What stands in the file.

    Attributes:
        words, dates: As on the verify page.
        policy: What the file may do: run its own program and style, and nothing else.
        style, program, trust: Its style, its program, its keys and list, as elements.
        keys: Purpose and fingerprint of each key.
    """

    words: dict[str, str]
    dates: str
    policy: str
    style: Markup
    program: Markup
    trust: Markup
    keys: tuple[tuple[str, str], ...]


def one_file_page(
    words: dict[str, str],
    dates: str,
    trusted: Mapping[str, object],
    kids: tuple[tuple[str, str], ...],
) -> OneFilePage:
    """The page record of the file."""
    style = (STATIC / "app.css").read_text(encoding="utf-8")
    program = bundle()
    policy = (
        f"default-src 'none'; script-src 'sha256-{_hash(program)}'; "
        f"style-src 'sha256-{_hash(style)}'; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'"
    )
    listed = json.dumps(trusted, ensure_ascii=False).replace("<", "\\u003c")
    return OneFilePage(
        words=words,
        dates=dates,
        policy=policy,
        style=_ours(f"<style>{style}</style>"),
        program=_ours(f"<script>{program}</script>"),
        trust=_ours(f'<script type="application/json" id="trust">{listed}</script>'),
        keys=kids,
    )


def _ours(text: str) -> Markup:
    return Markup(text)  # noqa: S704  # our own files, and JSON without a `<`


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def bundle() -> str:
    """The modules as one program: each in a function of its own that gives what it exports."""
    order: list[PurePosixPath] = []
    _visit(_ENTRY, order)
    return '"use strict";\n' + "".join(_wrapped(path, order) for path in order)


def _visit(path: PurePosixPath, order: list[PurePosixPath]) -> None:
    """What a module imports comes before it."""
    if path in order:
        return
    for _names, address in _IMPORT.findall(_source(path)):
        _visit(path.parent / address, order)
    order.append(path)


def _source(path: PurePosixPath) -> str:
    return (STATIC / path).read_text(encoding="utf-8")


def _wrapped(path: PurePosixPath, order: list[PurePosixPath]) -> str:
    def taken(match: re.Match[str]) -> str:
        return f"const {{ {match[1]} }} = m{order.index(path.parent / match[2])};"

    source = _source(path)
    exported = ", ".join(name for _whole, name in _EXPORT.findall(source))
    body = _EXPORT.sub(r"\1", _IMPORT.sub(taken, source))
    return f"const m{order.index(path)} = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();\n"
