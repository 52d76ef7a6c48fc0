"""The one way to write JSON down before it is signed: the JSON Canonicalization Scheme (RFC 8785).

Numbers are whole here, so that nothing depends on how a language prints fractions.
"""

import json
from collections.abc import Mapping, Sequence

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]

_MOST = 2**53 - 1


def canonical(value: Json) -> bytes:
    """The bytes of a value: keys in the order of their UTF-16 units, no blanks, UTF-8.

    Raises:
        TypeError: If it holds a fraction, or what JSON does not have.
        ValueError: If a number is too large for every reader, or a text has half a surrogate pair.
    """
    return _written(value).encode("utf-8")


def _written(value: Json) -> str:
    match value:
        case None | bool() | str():
            return json.dumps(value, ensure_ascii=False)
        case int():
            if abs(value) > _MOST:
                raise ValueError("a number is larger than every reader of JSON can keep exactly")
            return str(value)
        case Mapping():
            names = sorted(value, key=_order)
            return "{" + ",".join(f"{_written(n)}:{_written(value[n])}" for n in names) + "}"
        case list() | tuple():
            return "[" + ",".join(map(_written, value)) + "]"
        case _:
            raise TypeError(f"a signed text holds no {type(value).__name__}")


def _order(name: object) -> bytes:
    if not isinstance(name, str):
        raise TypeError("a name in a signed text is a text")
    return name.encode("utf-16-be")
