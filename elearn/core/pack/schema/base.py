"""What every schema shares: faults with a code, and how they become problems."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self, cast

from marshmallow import RAISE, Schema, ValidationError, post_load

from elearn.core.pack.codes import problem
from elearn.core.pack.yaml_tree import Keys
from elearn.core.problems import Problem

_STRANGE = 20
"""Unknown keys that are named in one place; looking for the nearest known one takes time."""


class Fault(str):
    """The text of a fault, with its problem code."""

    __slots__ = ("code",)
    code: str

    def __new__(cls, text: str, code: str = "value-type") -> Self:
        """A fault with that text and code."""
        self = super().__new__(cls, text)
        self.code = code
        return self


def refuse(text: str, code: str = "value-type") -> ValidationError:
    """The exception that says so."""
    return ValidationError(Fault(text, code))


class Shape(Schema):
    """A mapping with known keys, which becomes the class `makes`."""

    class Meta:
        unknown = RAISE

    makes: ClassVar[type[Any]]
    error_messages = {"type": "must hold keys and values"}  # noqa: RUF012 - marshmallow's form

    def handle_error(
        self,
        error: ValidationError,
        data: Any,
        *,
        many: bool,  # noqa: ARG002 - marshmallow's signature
        **_more: Any,
    ) -> None:
        """Say for each unknown key which known one may have been meant."""
        messages = error.messages
        if not isinstance(messages, dict) or not isinstance(data, Mapping):
            return
        known = [str(f.data_key or name) for name, f in self.load_fields.items()]
        strange = [key for key in data if key not in known and key in messages]
        for key in strange[:_STRANGE]:
            messages[key] = [Fault(unknown_key(str(key), known), "key-unknown")]
        for key in strange[_STRANGE:]:
            del messages[key]

    @post_load
    def made_whole(self, data: dict[str, Any], **_more: Any) -> Any:
        """What marshmallow calls last. Its mark would be lost on methods that are overridden."""
        return self.make(data)

    def make(self, data: dict[str, Any]) -> Any:
        """The frozen dataclass."""
        return self.makes(**{key: value for key, value in data.items() if value is not None})


def unknown_key(key: str, known: list[str]) -> str:
    """The sentence about an unknown key."""
    near = difflib.get_close_matches(key[:64], known, n=1, cutoff=0.6)
    hint = f'Did you mean "{near[0]}"?' if near else f"Known here: {', '.join(known)}."
    return f'The key "{key[:64]}" is unknown. {hint}'


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a schema made of data: `value` is None where there are problems."""

    value: Any
    problems: list[Problem]


def load(
    schema: Schema, data: object, path: str, lines: Mapping[Keys, int], prefix: Keys = ()
) -> Loaded:
    """Load plain data; every fault becomes a problem with its line."""
    try:
        return Loaded(schema.load(cast("Any", data)), [])
    except ValidationError as error:
        found = [
            problem(path, line_of(lines, (*prefix, *keys)), fault.code, sentence(keys, fault))
            for keys, fault in _faults(error.messages, ())
        ]
        return Loaded(None, found)


def line_of(lines: Mapping[Keys, int], keys: Keys) -> int:
    """The line of a value, or of the nearest thing around it that has one."""
    for length in range(len(keys), -1, -1):
        line = lines.get(keys[:length])
        if line is not None:
            return line
    return 1 if lines else 0


def sentence(keys: Keys, fault: Fault) -> str:
    """The fault as a sentence that begins with the key it is about."""
    if fault.code in ("key-unknown", "key-missing", "id-missing"):
        return str(fault)
    own = keys[1:] if keys[:1] in (("entries",), ("question",)) else keys  # put around for reading
    name = next((key for key in reversed(own) if isinstance(key, str)), "")
    text = str(fault)
    return f'"{name}" {text}' if name else f"This {text}"


def _faults(messages: object, keys: Keys) -> Iterator[tuple[Keys, Fault]]:
    if isinstance(messages, dict):
        for key, inner in messages.items():
            yield from _faults(inner, keys if key == "_schema" else (*keys, key))
    elif isinstance(messages, list):
        for inner in messages:
            yield from _faults(inner, keys)
    else:
        yield keys, messages if isinstance(messages, Fault) else Fault(_lower(str(messages)))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
