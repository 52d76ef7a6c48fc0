"""A sentence that keeps the format and the values it was made of, so that it can be translated.

For what is said of files, one note after another, and never raised. Refusals (`core.errors`) keep
the same two things.
"""

from collections.abc import Mapping
from typing import Any, Self


class Said(str):
    """A sentence in English.

    Attributes:
        template: The sentence before `values` were filled in, by which the edge finds a
            translation. Values stand in it as `%(name)s`; without values it is the sentence.
        values: What is filled in. A value may be a `Said` itself.
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, /, **values: object) -> Self:
        """The sentence with its values filled in."""
        self = super().__new__(cls, template % values if values else template)
        self.template = template
        self.values = values
        return self


def said(text: str) -> Said:
    """A sentence without values as `Said`; one that is so already, as it is."""
    return text if isinstance(text, Said) else Said(text)


def to_raw(text: str) -> Any:
    """The sentence as JSON holds it."""
    own = said(text)
    values = {k: to_raw(v) if isinstance(v, Said) else str(v) for k, v in own.values.items()}
    return [own.template, values]


def from_raw(raw: Any) -> Said:
    """What `to_raw` wrote; a plain text is a sentence without values."""
    if isinstance(raw, str):
        return Said(raw)
    template, values = raw
    return Said(
        template, **{k: from_raw(v) if isinstance(v, list) else v for k, v in values.items()}
    )
