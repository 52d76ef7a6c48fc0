"""Self-registration: mail domains of an institution, as typed, and whether an address is of one."""

import re

MOST_DOMAINS = 50
_DOMAIN = re.compile(r"(?!-)[\w-]{1,63}(?<!-)(?:\.(?!-)[\w-]{1,63}(?<!-))+")
_BETWEEN = re.compile(r"[\s,;]+")

OPEN_TO_ANYBODY = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "msn.com",
        "yahoo.com",
        "icloud.com",
        "me.com",
        "aol.com",
        "gmx.com",
        "gmx.net",
        "gmx.de",
        "web.de",
        "mail.com",
        "mail.ru",
        "yandex.com",
        "yandex.ru",
        "proton.me",
        "protonmail.com",
        "zoho.com",
        "bih.net.ba",
        "hotmail.rs",
        "yahoo.co.uk",
    ]
)
"""Where anybody gets an address: of itself such a domain says nothing about who somebody is."""


class BadDomain(ValueError):
    """A text that is no mail domain; `found` is the text."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


def read_domains(text: str) -> tuple[str, ...]:
    """The mail domains in a text, each once, in alphabetical order; `@` before one is left out.

    Raises:
        BadDomain: If one is none, or there are more than 50.
    """
    words = {w.casefold().removeprefix("@").rstrip(".") for w in _BETWEEN.split(text) if w}
    for word in sorted(words):
        if len(word) > 253 or not _DOMAIN.fullmatch(word):
            raise BadDomain(word[:100])
    if len(words) > MOST_DOMAINS:
        raise BadDomain(sorted(words)[MOST_DOMAINS])
    return tuple(sorted(words))


def domain_of(email: str) -> str:
    """The domain of an address, as it is compared."""
    return email.rpartition("@")[2].casefold().rstrip(".")
