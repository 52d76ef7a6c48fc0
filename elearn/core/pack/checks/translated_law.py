"""Translations that are older than a change of the law that their text cites.

The author looked at the source since, or it was changed; nobody looked at the translation.
"""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from elearn.core.law import labels
from elearn.core.law.register import Register
from elearn.core.law.since import changes
from elearn.core.pack import translate
from elearn.core.pack.checks.law_since import Days
from elearn.core.pack.checks.look import Look
from elearn.core.pack.codes import problem
from elearn.core.pack.model import Course
from elearn.core.pack.references import Cite, references
from elearn.core.pack.translate import Catalogue, Entry, Key, Message
from elearn.core.problems import Problem

_MARK = "[@"


def older_than_law(look: Look, catalogue: Catalogue) -> Iterator[Problem]:
    """Translations of a catalogue that was worked on before the law changed which they cite.

    Only up to the day on which the pack was checked: what changed after that day is said of the
    source itself.
    """
    pack, register, revised = look.pack, look.register, catalogue.revised
    if not isinstance(pack, Course) or pack.law is None or register is None or revised is None:
        return
    days = Days(min(look.as_of, pack.law.checked), revised)
    for message, entry in _legal(translate.wanted(pack), catalogue):
        for cite in _cites(message.id):
            since = _since(cite, register, days)
            if since:
                say = (
                    f"The catalogue was last worked on on {revised.isoformat()}, before "
                    f"{labels.label(labels.join(cite.id, cite.ref), register, 'en')} changed "
                    f"({since}); look at this translation and save the catalogue with a newer "
                    "PO-Revision-Date."
                )
                yield problem(catalogue.path, entry.line, "translation-stale", say)
                break


def _legal(texts: dict[Key, Message], catalogue: Catalogue) -> Iterator[tuple[Message, Entry]]:
    """The translated texts that cite law, with what is shown for them."""
    for key, message in texts.items():
        entry = catalogue.entries.get(key)
        if entry is not None and entry.text and not entry.fuzzy and _MARK in message.id:
            yield message, entry


def _cites(text: str) -> Iterable[Cite]:
    return references(text).cites


def _since(cite: Cite, register: Register, days: Days) -> str:
    """The day after the check of `days` on which what is cited changed or ended; may be empty."""
    instrument = register.instruments.get(cite.id)
    if instrument is None:
        return ""
    found = max(changes(instrument, cite.ref, days.since), default=None)
    return found.day.isoformat() if found else ""


def left_behind(old: tuple[Course, Catalogue], new: tuple[Course, Catalogue]) -> Iterator[Problem]:
    """Translations that stayed as they were though the text, which cites law, is another now.

    Args:
        old: The version before, and its catalogue of a language.
        new: This version, and its catalogue of the same language.
    """
    before, catalogue = translate.wanted(old[0]), new[1]
    fresh = {key: m for key, m in translate.wanted(new[0]).items() if key not in before}
    for message, entry in _legal(fresh, catalogue):
        same = [
            one
            for one in old[1].entries.values()
            if one.context == entry.context and one.text == entry.text and not one.fuzzy
        ]
        if any(_alike(one.id, message.id) for one in same):
            say = (
                "The text cites law and is another than in the version before, but its translation "
                "is the same; compare them, and change the translation or mark it as fuzzy."
            )
            yield problem(catalogue.path, entry.line, "translation-stale", say)


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(a=one[:2000], b=other[:2000], autojunk=False)
    return matcher.ratio() >= translate.NEAR
