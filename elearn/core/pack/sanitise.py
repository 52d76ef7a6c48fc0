"""The one list of HTML that packs may produce, and the cleaner that holds to it.

`clean` lets text pass at once when it is, sign for sign, HTML that only uses this list; anything
else goes through bleach. The quick look is strict: well-formed tags written in one way, quoted
values, nothing unbalanced, so that no browser can read it in another way.
"""

import re

import bleach

TAGS: dict[str, frozenset[str]] = {
    **{name: frozenset() for name in ("em", "strong", "code", "pre", "blockquote", "br", "hr")},
    **{name: frozenset() for name in ("p", "h2", "h3", "h4", "h5", "h6", "ul", "li")},
    **{name: frozenset() for name in ("dl", "dt", "dd", "sup", "figure", "figcaption")},
    **{name: frozenset() for name in ("table", "thead", "tbody", "tr", "th", "td")},
    "ol": frozenset({"start"}),
    "a": frozenset({"href", "rel", "data-cite", "data-term"}),
    "img": frozenset({"src", "alt", "width", "height", "loading"}),
    "aside": frozenset({"data-box"}),
    "div": frozenset({"tabindex", "role", "aria-label"}),
    "span": frozenset({"data-box", "data-cite", "data-term", "data-word"}),
    "section": frozenset({"role"}),
    "audio": frozenset({"src", "controls", "preload", "aria-label"}),
    "video": frozenset({"src", "controls", "preload", "aria-label"}),
    "track": frozenset({"src", "kind", "srclang"}),
}
"""Tags, and the attributes of each beside those that all may have."""

EVERYWHERE = frozenset({"class", "id", "lang"})
"""Attributes that every tag may have."""

PROTOCOLS = frozenset({"https", "mailto", "item", "media"})
"""`item:ID` and `media:FILE` are our own; `core.pack.present` puts real addresses in."""

VOID = frozenset({"br", "hr", "img", "track"})
"""Tags without an end tag."""

_ADDRESSES = frozenset({"href", "src"})
_ADDRESS = re.compile(r"(?:#|(?:https|mailto|item|media):)[!-;=?-Z_a-z|~^{}]*\Z")
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: controls| [a-z-]+="[^"<>]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_PIECES = re.compile(r"(<[^<>]*>)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BAD_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f<>]|&(?!amp;|lt;|gt;|quot;|#38;)")
_INLINE = frozenset({"em", "strong", "code", "br", "sup", "a", "img", "span"})
_INSIDE = frozenset({"thead", "tbody", "tr", "th", "td", "figcaption", "audio", "video", "track"})
_BLOCKS = frozenset(TAGS) - _INLINE - _INSIDE
_PARENTS = {
    "li": {"ul", "ol"},
    "dt": {"dl"},
    "dd": {"dl"},
    "thead": {"table"},
    "tbody": {"table"},
    "tr": {"thead", "tbody"},
    "th": {"tr"},
    "td": {"tr"},
    "figcaption": {"figure"},
    "track": {"audio", "video"},
}
_ONLY = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd"},
    "table": {"thead", "tbody"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
}
_PHRASING_ONLY = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "pre", "em", "strong"}) | {
    *("code", "a", "sup", "span")
}


def clean(html: str) -> str:
    """Only what the list allows; text of forbidden tags stays, the tags and comments go."""
    return html if is_clean(html) else str(_cleaner().clean(html))


def escape(text: str) -> str:
    """Plain text as HTML text. Control characters become U+FFFD."""
    if _CONTROL.search(text):
        text = _CONTROL.sub("\ufffd", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(name: str, value: str) -> str:
    """` name="value"`, escaped so that every serialiser leaves it as it is."""
    value = " ".join(_CONTROL.sub("\ufffd", value).split())
    value = value.replace("&", "&#38;").replace('"', "&quot;")
    return f' {name}="{value.replace("<", "&lt;").replace(">", "&gt;")}"'


def is_clean(html: str) -> bool:
    """Whether the text is HTML of this list, strictly written and balanced."""
    open_tags: list[str] = []
    for piece in _PIECES.split(html):
        if not piece:
            continue
        if piece[0] != "<":
            if _BAD_TEXT.search(piece) or (open_tags and not _may_hold_text(open_tags, piece)):
                return False
            continue
        tag = _TAG.fullmatch(piece)
        if tag is None or not _step(open_tags, tag[1], tag[2], tag[3]):
            return False
    return not open_tags


def _may_hold_text(open_tags: list[str], text: str) -> bool:
    if open_tags[-1] == "pre" and text.startswith("\n"):
        return False
    return open_tags[-1] not in _ONLY or not text.strip()


def _step(open_tags: list[str], slash: str, name: str, attributes: str) -> bool:
    """Take one tag; False when it may not stand here."""
    if slash:
        return bool(open_tags) and not attributes and open_tags.pop() == name
    if name not in TAGS or not _fits(open_tags, name) or not _allowed(name, attributes):
        return False
    if name not in VOID:
        open_tags.append(name)
    return True


def _fits(open_tags: list[str], name: str) -> bool:
    """Whether the tag may open here without a browser moving it elsewhere."""
    parent = open_tags[-1] if open_tags else ""
    if name in _PARENTS and parent not in _PARENTS[name]:
        return False
    if parent in _ONLY and name not in _ONLY[parent]:
        return False
    if name == "a" and "a" in open_tags:
        return False
    return name not in _BLOCKS or _PHRASING_ONLY.isdisjoint(open_tags)


def _allowed(name: str, attributes: str) -> bool:
    seen: set[str] = set()
    for match in _ATTRIBUTE.finditer(attributes):
        attribute_name, value = match[1], match[2]
        if attribute_name in seen or _BAD_TEXT.search(value) or "&amp;" in value:
            return False
        if attribute_name not in EVERYWHERE and attribute_name not in TAGS[name]:
            return False
        if attribute_name in _ADDRESSES and not _ADDRESS.match(value):
            return False
        seen.add(attribute_name)
    return True


def _may_have(tag: str, name: str, value: str) -> bool:
    """Whether a tag may have the attribute. Bleach alone would let addresses without scheme in."""
    if name not in EVERYWHERE and name not in TAGS[tag]:
        return False
    return name not in _ADDRESSES or _ADDRESS.match(value) is not None


def _cleaner() -> bleach.Cleaner:
    """A new one each time: bleach's cleaners may not be shared between threads."""
    return bleach.Cleaner(
        tags=frozenset(TAGS),
        attributes=_may_have,
        protocols=PROTOCOLS,
        strip=True,
        strip_comments=True,
    )
