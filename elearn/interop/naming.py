"""Ids for what comes from elsewhere, made from titles."""

import re
import unicodedata
from collections.abc import Iterable

from elearn.core.ids import is_slug
from elearn.core.said import Said
from elearn.core.script import to_latin
from elearn.interop.notes import Changes, shown

_WORD = re.compile(r"[a-z0-9]+")
_LETTERS = str.maketrans(
    {"đ": "d", "ø": "o", "ß": "ss", "ł": "l", "ѓ": "gj", "ќ": "kj", "ѕ": "dz", "й": "j"}
)


def slug(text: str, most: int = 40) -> str:
    """The first words in Latin letters without marks, joined by `-`; empty if there are none."""
    latin = to_latin(text[:400].lower()).translate(_LETTERS)
    letters = unicodedata.normalize("NFKD", latin)
    kept = "-".join(_WORD.findall("".join(c for c in letters if c.isascii())))
    if len(kept) <= most:
        return kept
    return kept[: most + 1].rpartition("-")[0] or kept[:most]


class Names:
    """Ids that are given out once."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._counts: dict[str, int] = {}

    def question(self, title: str, prompt: str) -> str:
        """An id for a question: its title if that is an id, else `q-` and its first words."""
        if is_slug(title) and title not in self._taken:
            self._taken.add(title)
            return title
        words = slug(title) or slug(prompt) or "imported"
        return self.unused(words if words.startswith("q-") else f"q-{words}")

    def numbered(self, number: str, title: str, prompt: str, changes: Changes) -> str:
        """The same for a question that may have an id number, which comes before its title."""
        number = " ".join(number.split())
        if not number:
            return self.question(title, prompt)
        name = self.question(number, number) if slug(number) else self.question(title, prompt)
        if name != number:
            changes.remark(
                Said(
                    "Its id number %(number)s became the id %(name)s.",
                    number=repr(shown(number, 40)),
                    name=repr(name),
                )
            )
        return name

    def unused(self, name: str) -> str:
        """`name`, with a number behind it if it is taken."""
        found, count = name, self._counts.get(name, 1)
        while found in self._taken:
            count += 1
            found = f"{name}-{count}"
        self._counts[name] = count
        self._taken.add(found)
        return found


def tags_of(words: Iterable[str], changes: Changes, also: str = "") -> tuple[str, ...]:
    """Tags as a pack may hold them, each once; what became another word is said.

    Args:
        words: As the other system has them.
        changes: Told what is not as it was.
        also: A tag that comes before them; none if empty.
    """
    found: dict[str, None] = {also: None} if also else {}
    for word in words:
        tag = slug(word)
        tag = f"t-{tag}" if tag and not tag[0].isalpha() else tag
        if not tag:
            changes.remark(
                Said(
                    "The tag %(word)s was left out: it has no letters.", word=repr(shown(word, 30))
                )
            )
            continue
        if tag != word.strip():
            changes.remark(
                Said("The tag %(word)s became %(tag)s.", word=repr(shown(word, 30)), tag=repr(tag))
            )
        found[tag] = None
    return tuple(found)


def letter(index: int) -> str:
    """The id of an option, pair or item: a, b, c and so on."""
    return "abcdefghijklmnopqrstuvwxyz"[index % 26] + (str(index // 26) if index > 25 else "")
