"""Categories of Moodle's question bank: what a file with several of them makes of each is a tag."""

import re
from collections.abc import Iterable

from elearn.core.said import Said
from elearn.interop.naming import slug
from elearn.interop.notes import ImportNote, State, shown

_SEPARATOR = re.compile(r"(?<!/)/(?!/)")
_CONTEXT = re.compile(r"\$[a-z]+\$")
_OWN = re.compile(r"(?i)(?:top|default for .*)?")


class Categories:
    """The categories of a file, in the order in which questions come under them."""

    def __init__(self, paths: Iterable[str]) -> None:
        # With one category, its name tells the questions of a file apart from nothing.
        self.kept = len({tag_of(path) for path in paths} - {""}) > 1
        self.tag = ""
        """The tag of the questions that come now; empty for none."""

    def enter(self, place: str, path: str) -> ImportNote:
        """What becomes of a category, under which the next questions come."""
        self.tag = tag_of(path) if self.kept else ""
        if self.tag:
            reason = Said(
                "Categories are not kept; the questions below it carry the tag %(tag)s.",
                tag=repr(self.tag),
            )
            return ImportNote(place, shown(path), State.CHANGED, (reason,))
        reason = Said("Categories are not kept; the questions below it are.")
        return ImportNote(place, shown(path), State.LEFT_OUT, (reason,))


def tag_of(path: str) -> str:
    """The tag for a category: its own name without those above it; empty if it says nothing."""
    name = _SEPARATOR.split(path.strip())[-1].replace("//", "/").strip()
    if _CONTEXT.fullmatch(name) or _OWN.fullmatch(name):
        return ""
    tag = slug(name)
    return f"t-{tag}" if tag and not tag[0].isalpha() else tag
