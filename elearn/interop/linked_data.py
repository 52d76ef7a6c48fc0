"""What a JSON-LD document states (JSON-LD 1.1), in the canonical form of RDF (RDFC-1.0), by PyLD.

Vocabularies are never fetched: that of Verifiable Credentials comes with PyLD, others are given. A
document that states anything else than its reader sees is refused: words that no vocabulary knows,
values that are dropped on the way, the same statement in other words or in another place. PyLD is
loaded on first use, and used by one thread at a time, since its caches are for one.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from threading import Lock
from typing import Any

from elearn.core.errors import BadInput

Document = dict[str, Any]
VC_CONTEXT = "https://www.w3.org/ns/credentials/v2"

IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
"""The full address of something."""

_MOST_LETTERS = 100_000
_BOOLEAN = "#boolean"
_one_at_a_time = Lock()


class Unclear(BadInput):
    """It does not state what it says, in the one way to write it."""

    code = "badge-unreadable"


class Reader:
    """Reads documents that name certain vocabularies, and no others."""

    def __init__(self, own: Mapping[str, Document]) -> None:
        """Take JSON-LD contexts by their addresses, in the order in which documents name them."""
        self.contexts = [VC_CONTEXT, *own]
        self._own = json.dumps(dict(own), sort_keys=True)
        self._yes_or_no = frozenset(_booleans(dict(own)))

    def canonical(self, document: Mapping[str, Any]) -> bytes:
        """What a document states, as canonical N-Quads.

        Everything that stands in it is one statement, and each statement stands in one place. So a
        document of somebody else that has the same statements says the same to every reader.

        Raises:
            Unclear: If that is not so.
        """
        if document.get("@context") != self.contexts:
            raise Unclear("It names other vocabularies.")
        plain = {name: value for name, value in document.items() if name != "@context"}
        try:
            said = _look_over(plain, self._yes_or_no)
        except (RecursionError, TypeError):
            raise Unclear("It is no document with these vocabularies.") from None
        with _one_at_a_time:
            statements = self._statements(document)
        if statements.count(b"\n") != said:
            raise Unclear("Not all that stands in it is a statement.")
        return statements

    def _statements(self, document: Mapping[str, Any]) -> bytes:
        from pyld import jsonld

        resolver = _resolver_for(self._own)
        options = {
            "algorithm": "URDNA2015",  # the name that RDFC-1.0 had before it was a standard
            "format": "application/n-quads",
            "base": None,
            "documentLoader": resolver.document_loader,
            "contextResolver": resolver,
        }
        processor = jsonld.JsonLdProcessor(on_property_dropped=_dropped)
        try:
            return str(processor.normalize(dict(document), options)).encode()
        except (jsonld.JsonLdError, ValueError, TypeError, RecursionError) as fault:
            raise Unclear("It is no document with these vocabularies.") from fault


@lru_cache(maxsize=8)
def _resolver_for(own: str) -> Any:
    """Processed vocabularies are kept, apart from those of others in the same process."""
    from cachetools import LRUCache
    from pyld.context_resolver import ContextResolver
    from pyld.documentloader.frozen import BUNDLED_CONTEXTS, FrozenDocumentLoader

    frozen = FrozenDocumentLoader({VC_CONTEXT: BUNDLED_CONTEXTS[VC_CONTEXT], **json.loads(own)})

    def load(url: str, options: Any) -> Any:
        return {**frozen(url, options), "tag": "static"}

    return ContextResolver(LRUCache(maxsize=100), load)


def _dropped(word: object) -> None:
    raise Unclear(f"No vocabulary knows the word {str(word)[:40]!r}.")


def _look_over(plain: Document, yes_or_no: frozenset[str]) -> int:
    """How many statements stand in a document.

    Raises:
        Unclear: If it could say one thing and state another, or would take long to put in order.
    """
    things = list(_things(plain))
    if len(json.dumps(plain)) > _MOST_LETTERS:
        raise Unclear("It is too long.")
    names = [thing["id"] for thing in things if "id" in thing]
    if not _all_differ(names) or not all(isinstance(n, str) and IRI.fullmatch(n) for n in names):
        raise Unclear("It describes something twice, or names it by no full address.")
    if not _all_differ(_looks(thing) for thing in things if "id" not in thing):
        raise Unclear("Two of its parts look alike.")
    return sum(
        _statements_in(word, value, yes_or_no)
        for thing in things
        for word, value in thing.items()
        if word != "id"
    )


def _statements_in(word: str, value: Any, yes_or_no: frozenset[str]) -> int:
    """How many values a word has, all of them written in the one way."""
    values = _values(value)
    if not values or "@" in word or ":" in word or not _all_differ(values):
        raise Unclear("It has words of JSON-LD itself, or says something twice or not at all.")
    for one in values:
        fits = isinstance(one, bool) if word in yes_or_no else isinstance(one, str | int | dict)
        if not fits or (isinstance(one, str) and one.startswith("_:")):
            raise Unclear(f"The word {word[:40]!r} has a value that it cannot have.")
        if word == "type" and not (isinstance(one, str) and ":" not in one):
            raise Unclear("A type is none of the vocabularies' words.")
    return len(values)


def _things(value: Any) -> Iterator[Document]:
    """Every object, however deep."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _things(part)
    elif isinstance(value, list):
        for part in value:
            yield from _things(part)


def _looks(thing: Document) -> dict[str, list[str]]:
    """What a thing without a name says, whatever the nameless things within it are like.

    Telling things apart that look alike in this is what makes RDFC-1.0 take long (section 4.9):
    a short document can keep it busy for ever. No badge has such things.
    """
    return {word: sorted(map(_seen, _values(value))) for word, value in thing.items()}


def _seen(value: Any) -> str:
    return json.dumps(value.get("id", "*") if isinstance(value, dict) else value)


def _values(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _all_differ(values: Iterable[Any]) -> bool:
    written = [json.dumps(value, sort_keys=True) for value in values]
    return len(set(written)) == len(written)


def _booleans(context: Any) -> Iterator[str]:
    """The words of a context whose values are true or false."""
    if isinstance(context, dict):
        for word, meant in context.items():
            if isinstance(meant, dict):
                if str(meant.get("@type", "")).endswith(_BOOLEAN):
                    yield word
                yield from _booleans(meant)
