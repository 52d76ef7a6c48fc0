"""Parts of pages that many readers share, rendered once and kept as text.

What is kept follows from a pack, a language and a place in it, never from a person: such a part
is a template of its own and sees nothing but the values that are handed to it. Where a reader's
own values stand in it (a token, a name), it is rendered with a mark, which is filled at each use.
"""

import re
from collections.abc import Callable, Hashable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup, escape

from elearn.web.shared.i18n import current_language

Memo = MutableMapping[Any, Any]
"""Where parts are kept: as long as the texts they were made from (`Reading.kept`)."""

_MARK = re.compile("\0([a-z0-9]+)\0")


def mark(name: str) -> str:
    """The mark for a reader's own value. No part holds one otherwise: NUL is no text of a page."""
    return f"\0{name}\0"


CSRF = mark("csrf")
"""The mark for the token of forms."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part as it was rendered, and cut at its marks: text, name, text, name … text."""

    html: Markup
    pieces: tuple[str, ...]

    def filled(self, values: Mapping[str, str]) -> Markup:
        """The part with the reader's own values, escaped unless they are markup, at the marks."""
        pieces = list(self.pieces)
        for at in range(1, len(pieces), 2):
            pieces[at] = escape(values[pieces[at]])
        return Markup("".join(pieces))  # noqa: S704  # safe before, and what was put in is escaped


def part(memo: Memo, template: str, at: Hashable, values: Callable[[], Mapping[str, Any]]) -> Part:
    """The part that `template` makes of these values; once for each language and `at`.

    Args:
        memo: Where it is kept.
        template: A template that extends none; its values follow from `memo`, language and `at`.
        at: What tells this part from others of the same template.
        values: Gives what the template sees, besides the mark `CSRF`; asked when it is rendered.
    """
    key = (current_language(), template, at)
    found: Part | None = memo.get(key)
    if found is None:
        made = current_app.jinja_env.get_template(template)
        text = made.render({**values(), "CSRF": CSRF})
        found = memo[key] = Part(Markup(text), tuple(_MARK.split(text)))  # noqa: S704  # a template's own output
    return found


def kept(memo: Memo, template: str, at: Hashable = None, /, **values: Any) -> Markup:
    """For templates: `part`; with `csrf=` the token is put in."""
    csrf = values.pop("csrf", None)
    found = part(memo, template, at, lambda: values)
    return found.html if csrf is None else found.filled({"csrf": csrf})


def init_kept(app: Flask) -> None:
    """Let templates use parts."""
    app.add_template_global(kept, "kept")
