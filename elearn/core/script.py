"""Latin and Cyrillic: Serbian in Latin letters, and a key that makes no difference between them."""

import re
import unicodedata

_PLAIN = dict(
    zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True),
)
_DIGRAPHS = {"љ": "lj", "њ": "nj", "џ": "dž"}
_LATIN = str.maketrans(_PLAIN | {k.upper(): v.upper() for k, v in _PLAIN.items()})
_DIGRAPH = re.compile(r"[љњџЉЊЏ]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_TAG = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_LANG = re.compile(r' lang="([^"]*)"')
_SPOKEN = re.compile(r' (alt|title|aria-label)="([^"]*)"')
_PLACEHOLDER = re.compile(r"(%\(\w+\)[sd]|</?[a-z][^>]*>)")
_VOID = frozenset({"br", "hr", "img", "track"})
_SEPARATORS = re.compile(r"[\s\-_.,'’ʼ‐‑–—]+")

# Letters of Macedonian and of other Cyrillic alphabets, and Latin letters without a
# decomposition, as a name's spelling in a passport would have them.
_FOLDED = str.maketrans(
    {
        "ѓ": "gj", "ќ": "kj", "ѕ": "dz", "ѐ": "e", "ѝ": "i", "й": "j", "ё": "e", "э": "e",
        "ы": "i", "ъ": "", "ь": "", "щ": "sht", "ю": "ju", "я": "ja", "і": "i", "ї": "ji",
        "є": "je", "ґ": "g", "đ": "dj", "ð": "d", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe",
        "ß": "ss", "ı": "i", "þ": "th",
    }
)  # fmt: skip


def to_latin(text: str) -> str:
    """Serbian Cyrillic text in Latin letters; all else stays.

    `Љ` is `LJ` in a word of capitals and `Lj` otherwise.
    """
    if not _CYRILLIC.search(text):
        return text
    return _DIGRAPH.sub(_digraph, text).translate(_LATIN)


def _digraph(match: re.Match[str]) -> str:
    letter, text = match[0], match.string
    latin = _DIGRAPHS[letter.lower()]
    if letter.islower():
        return latin
    after = text[match.end() : match.end() + 1]
    if after.isalpha():
        return latin.upper() if after.isupper() else latin.capitalize()
    before = text[match.start() - 1 : match.start()] if match.start() else ""
    return latin.upper() if before.isalpha() and before.isupper() else latin.capitalize()


def latin_html(html: str, source: str = "sr") -> str:
    """The same for HTML as `core.pack.markup` writes it.

    Tags, addresses and keys stay, and so does what is marked as being in a language other than
    `source`.
    """
    if not _CYRILLIC.search(html):
        return html
    out: list[str] = []
    foreign: list[bool] = []
    for piece in _TAG.split(html):
        name = _NAME.match(piece) if piece.startswith("<") else None
        if name is None:
            out.append(piece if foreign and foreign[-1] else to_latin(piece))
        elif name[1]:
            if foreign:
                foreign.pop()
            out.append(piece)
        else:
            lang = _LANG.search(piece)
            other = lang[1] != source if lang else bool(foreign and foreign[-1])
            out.append(piece if other else _SPOKEN.sub(_spoken, piece))
            if name[2] not in _VOID:
                foreign.append(other)
    return "".join(out)


def _spoken(match: re.Match[str]) -> str:
    return f' {match[1]}="{to_latin(match[2])}"'


def fold(text: str) -> str:
    """A key for comparing names and short answers across scripts, capitals and diacritics.

    `Ђорђе`, `Đorđe` and `DJORDJE` are the same; so are `Ана-Марија` and `ana marija`.
    Two texts with one key may still be different words: fit to recognise, not to identify.
    """
    key = _fold_once(text)
    # Taking away one mark can bare a letter that is folded itself; plain names need one round.
    for _ in range(4):
        if (again := _fold_once(key)) == key:
            break
        key = again
    return key


def _fold_once(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    text = to_latin(text).translate(_FOLDED)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return _SEPARATORS.sub(" ", text).strip()


def template_to_latin(text: str) -> str:
    """Serbian Latin for a text of the interface; its placeholders and tags stay as they are."""
    parts = _PLACEHOLDER.split(text)
    return "".join(part if i % 2 else to_latin(part) for i, part in enumerate(parts))
