"""How a citation is said: "Schengen Borders Code, Art. 6(1)(a)", in each language of the house."""

import re
from collections.abc import Callable

from elearn.core.law.register import Register

Names = Callable[[str], str]
"""A text of the register by its key, in the reader's language; empty if there is none."""

_ARTICLE = {
    "en": "Art.",
    "bs": "čl.",
    "sr": "чл.",
    "sr-Latn": "čl.",
    "sq": "neni",
    "mk": "чл.",
    "hr": "čl.",
    "cnr": "čl.",
}
_ANNEX = {
    "en": "Annex",
    "bs": "Prilog",
    "sr": "Прилог",
    "sr-Latn": "Prilog",
    "sq": "Shtojca",
    "mk": "Прилог",
    "hr": "Prilog",
    "cnr": "Prilog",
}
_PARAGRAPH = {
    "en": "para.",
    "bs": "tač.",
    "sr": "ст.",
    "sr-Latn": "st.",
    "sq": "paragrafi",
    "mk": "став",
    "hr": "st.",
    "cnr": "st.",
}
_RECITAL = {
    "en": "recital",
    "bs": "uvodna izjava",
    "sr": "уводна изјава",
    "sr-Latn": "uvodna izjava",
    "sq": "recitali",
    "mk": "рецитал",
    "hr": "uvodna izjava",
    "cnr": "uvodna izjava",
}
_PROTOCOL = {
    "en": "Protocol No.",
    "bs": "Protokol br.",
    "sr": "Протокол бр.",
    "sr-Latn": "Protokol br.",
    "sq": "Protokolli nr.",
    "mk": "Протокол бр.",
    "hr": "Protokol br.",
    "cnr": "Protokol br.",
}
_WORDS = (
    (re.compile(r"\bannex\b", re.IGNORECASE), _ANNEX),
    (re.compile(r"\bparas?\b\.?", re.IGNORECASE), _PARAGRAPH),
    (re.compile(r"\brecital\b", re.IGNORECASE), _RECITAL),
)
_OWN_PROTOCOL = re.compile(r"P(\d+)[-: ](\d.*)")
_NUMBER = re.compile(r"\d")
_UNSAFE = re.compile(r"[^a-z0-9]+")


def anchor(key: str) -> str:
    """The address within a page of a citation's entry: `cite-sbc-6-1-a`."""
    return "cite-" + _UNSAFE.sub("-", key.lower()).strip("-")


def term_anchor(term_id: str) -> str:
    """The address within a page of a term's entry."""
    return "term-" + _UNSAFE.sub("-", term_id.lower()).strip("-")


def split(key: str) -> tuple[str, str]:
    """The instrument's or judgment's id and the provision (may be empty) of a citation's key."""
    name, _, ref = key.partition(":")
    return name, ref


def join(name: str, ref: str) -> str:
    """The key of a citation: `sbc:6(1)(a)`, or `hirsi` for the whole."""
    return f"{name}:{ref}" if ref else name


def label(key: str, register: Register | None, language: str, names: Names | None = None) -> str:
    """What the reader sees in the text; the key itself where the register does not know it.

    Args:
        key: The citation.
        register: Where to look it up.
        language: Of the words around it.
        names: Short titles and names of judgments in that language, by key of the text
            (`sbc#short`, `hirsi#name`); without it, those of the register.
    """
    name, ref = split(key)
    if register is not None and (instrument := register.instruments.get(name)):
        own = (names and names(f"{name}#short")) or instrument.short
        return ", ".join(filter(None, (own, provision(ref, language))))
    if register is not None and (judgment := register.judgments.get(name)):
        own = (names and names(f"{name}#name")) or judgment.name
        return ", ".join(filter(None, (own, provision(ref, language, of_judgment=True))))
    return key


def provision(ref: str, language: str, *, of_judgment: bool = False) -> str:
    """A provision in words: `6(1)(a)` is "Art. 6(1)(a)", `Annex I` is "Annex I".

    A bare number is an article of an instrument, a paragraph of a judgment.
    """
    if not ref:
        return ""
    if own := _OWN_PROTOCOL.fullmatch(ref):
        return f"{_word(_PROTOCOL, language)} {own[1]}, {_word(_ARTICLE, language)} {own[2]}"
    for pattern, words in _WORDS:
        if pattern.match(ref):
            return pattern.sub(_word(words, language), ref)
    if _NUMBER.match(ref):
        return f"{_word(_PARAGRAPH if of_judgment else _ARTICLE, language)} {ref}"
    return ref


def _word(words: dict[str, str], language: str) -> str:
    return words.get(language) or words["en"]
