"""The kinds of values that pack files hold.

Each refuses with a sentence that continues after the key's name: `"minutes" must be …`.
"""

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from marshmallow import Schema, ValidationError, fields

from elearn.core import ids
from elearn.core.pack.schema.base import Fault, refuse

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_SPACES = re.compile(r"\s+")
_CITATION = re.compile(r"([a-z][a-z0-9-]{0,63})(?::\s*([^\s\[\]|][^\[\]|]{0,79}))?")


class Value(fields.Field[Any]):
    """A value; `required` ones say which key is missing."""

    def __init__(self, **more: Any) -> None:
        if not more.get("required"):
            more.setdefault("allow_none", True)
        super().__init__(**more)

    def make_error(self, key: str, **more: Any) -> ValidationError:
        """A refusal with its code."""
        name = self.data_key or self.name
        if key == "required":
            if name == "id":
                return refuse("An id is missing; `elearn pack fix` writes one in.", "id-missing")
            return refuse(f'The key "{name}" is missing; write it in.', "key-missing")
        if key == "null":
            return refuse("is empty; write a value or remove the key.", "value-empty")
        return super().make_error(key, **more)


def _kind(value: object) -> str:
    match value:
        case bool():
            return f"{str(value).lower()} (true or false)"
        case int() | float():
            return f"the number {value}"
        case str():
            return "text"
        case list():
            return "a list"
        case dict():
            return "a group of keys"
        case _:
            return "empty"


class Markdown(Value):
    """Markdown."""

    def _deserialize(self, value: object, *_: Any, **__: Any) -> str:
        if isinstance(value, bool | float):
            raise refuse(f"is read as {_kind(value)}; put it in quotes to make it text.")
        if isinstance(value, int):
            return str(value)
        if not isinstance(value, str):
            raise refuse(f"must be text, but is {_kind(value)}.")
        if not value.strip() and self.required:
            raise refuse("is empty; write a text.", "value-empty")
        return value.replace("\r\n", "\n").strip("\n")


class Plain(Markdown):
    """Plain text on one line."""

    def __init__(self, *, most: int = 500, **more: Any) -> None:
        super().__init__(**more)
        self.most = most

    def _deserialize(self, value: object, *more: Any, **named: Any) -> str:
        text = _SPACES.sub(" ", super()._deserialize(value, *more, **named)).strip()
        if len(text) > self.most:
            raise refuse(f"is longer than {self.most} characters; shorten it.", "value-range")
        return text


class Id(Value):
    """An id: lower-case letters, digits and `-`."""

    def _deserialize(self, value: object, *_: Any, **__: Any) -> str:
        if not isinstance(value, str) or not ids.is_slug(value):
            shown = value if isinstance(value, str | int | float) else _kind(value)
            raise refuse(
                f"is not an id: {str(shown)[:80]!r}. Use lower-case letters, digits and -, "
                "starting with a letter, at most 64.",
                "id-bad",
            )
        return value


class Citation(Value):
    """A citation as texts have it, without its brackets: `sbc:6(1)(a)`, `hirsi`."""

    def _deserialize(self, value: object, *_: Any, **__: Any) -> str:
        match = _CITATION.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            raise refuse(
                f"is no citation: {str(value)[:80]!r}. Write it as in texts, without the brackets: "
                "sbc:6(1)(a).",
                "citation-bad",
            )
        ref = " ".join((match[2] or "").split())
        return f"{match[1]}:{ref}" if ref else match[1]


class Version(Value):
    """A semantic version."""

    def _deserialize(self, value: object, *_: Any, **__: Any) -> str:
        if isinstance(value, str) and len(value) <= 60 and ids.is_version(value):
            return value
        raise refuse(
            f"is {str(value)[:64]!r}, but must have three parts, as in 1.0.0.", "version-bad"
        )


class Language(Value):
    """A language of the house."""

    def _deserialize(self, value: object, *_: Any, **__: Any) -> str:
        if value in ids.LANGUAGES:
            return str(value)
        raise refuse(
            f"must be one of {', '.join(ids.LANGUAGES)}, not {str(value)[:40]!r}.", "value-choice"
        )


class OneOf(Value):
    """One of some words."""

    def __init__(self, words: tuple[str, ...], makes: type[Any] = str, **more: Any) -> None:
        super().__init__(**more)
        self.words = words
        self.makes = makes

    def _deserialize(self, value: object, *_: Any, **__: Any) -> Any:
        if isinstance(value, str) and value in self.words:
            return self.makes(value)
        raise refuse(
            f"must be one of {', '.join(self.words)}, not {str(value)[:40]!r}.", "value-choice"
        )


class Whole(Value):
    """A whole number within bounds."""

    def __init__(self, least: int, most: int, **more: Any) -> None:
        super().__init__(**more)
        self.least = least
        self.most = most

    def _deserialize(self, value: object, *_: Any, **__: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise refuse(f"must be a whole number, not {_kind(value)}.")
        if not self.least <= value <= self.most:
            raise refuse(f"must be from {self.least} to {self.most}, not {value}.", "value-range")
        return value


class Number(Value):
    """A number, exact. Text with a comma or a point is read too."""

    def __init__(self, *, least: int | None = None, **more: Any) -> None:
        super().__init__(**more)
        self.least = least

    def _deserialize(self, value: object, *_: Any, **__: Any) -> Fraction:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise refuse(f"must be a number, not {_kind(value)}.")
        text = str(value).strip().replace(",", ".")
        if not re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", text):
            raise refuse(f"must be a number, such as 42 or 0.5, not {text[:40]!r}.")
        number = Fraction(text)
        if self.least is not None and number < self.least:
            raise refuse(f"must be at least {self.least}.", "value-range")
        return number


class Flag(Value):
    """True or false."""

    def _deserialize(self, value: object, *_: Any, **__: Any) -> bool:
        if not isinstance(value, bool):
            raise refuse(f"must be true or false, not {_kind(value)}.")
        return value


class Day(Value):
    """A day, such as 2026-11-23."""

    def _deserialize(self, value: object, *_: Any, **__: Any) -> date:
        try:
            if isinstance(value, str) and _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise refuse(f"must be a day such as 2026-11-23, not {str(value)[:40]!r}.", "date-bad")


class PartialDay(Value):
    """A day, a month (2026-11) or a year (2026), kept as text."""

    def _deserialize(self, value: object, *_: Any, **__: Any) -> str:
        text = str(value) if isinstance(value, int | str) else ""
        match = _PARTIAL.fullmatch(text)
        try:
            if match:
                date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
                return text
        except ValueError:
            pass
        raise refuse(
            f"must be a date such as 2026-11-23, 2026-11 or 2026, not {str(value)[:40]!r}.",
            "date-bad",
        )


class Url(Value):
    """An address on the web."""

    def _deserialize(self, value: object, *_: Any, **__: Any) -> str:
        if isinstance(value, str) and re.fullmatch(r"https?://[^\s<>\"']{3,990}", value):
            return value
        raise refuse("must be an address that starts with https://.", "value-url")


class Many(Value):
    """A list, kept as a tuple."""

    def __init__(self, inner: Value, least: int = 0, most: int = 10_000, **more: Any) -> None:
        super().__init__(**more)
        self.inner = inner
        self.least = least
        self.most = most

    def _bind_to_schema(self, field_name: str, parent: Any) -> None:
        super()._bind_to_schema(field_name, parent)
        self.inner._bind_to_schema(field_name, self)  # noqa: SLF001 - as marshmallow's own List does

    def _deserialize(self, value: object, attr: Any, data: Any, **more: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise refuse(f"must be a list, not {_kind(value)}; begin each entry with `- `.")
        made: list[Any] = []
        faults: dict[int, Any] = {}
        for index, entry in enumerate(value):
            try:
                if entry is None:
                    raise refuse("has an empty entry; remove it.", "value-empty")
                made.append(self.inner.deserialize(entry, attr, data, **more))
            except ValidationError as error:
                faults[index] = error.messages
        if faults:
            raise ValidationError(faults)
        if not self.least <= len(made) <= self.most:
            raise refuse(
                f"must have {self.least} to {self.most} entries, not {len(made)}.", "value-range"
            )
        return tuple(made)


class Group(Value):
    """A mapping of its own shape."""

    def __init__(self, shape: type[Schema], **more: Any) -> None:
        super().__init__(**more)
        self.shape = shape()

    def _deserialize(self, value: object, *_: Any, **__: Any) -> Any:
        if not isinstance(value, Mapping):
            raise refuse(f"must hold keys and values, not {_kind(value)}.")
        return self.shape.load(value)


class Words(Value):
    """A mapping whose keys are known words (any, where none are named)."""

    def __init__(self, inner: Value, words: tuple[str, ...] = (), **more: Any) -> None:
        super().__init__(**more)
        self.inner = inner
        self.words = words

    def _bind_to_schema(self, field_name: str, parent: Any) -> None:
        super()._bind_to_schema(field_name, parent)
        self.inner._bind_to_schema(field_name, self)  # noqa: SLF001 - as marshmallow's own Dict does

    def _deserialize(self, value: object, attr: Any, data: Any, **more: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise refuse(f"must hold keys and values, not {_kind(value)}.")
        made: dict[str, Any] = {}
        faults: dict[str, Any] = {}
        for key, entry in value.items():
            if self.words and key not in self.words:
                text = f'The key "{str(key)[:64]}" is unknown. Known here: {", ".join(self.words)}.'
                faults[key] = [Fault(text, "key-unknown")]
                continue
            try:
                made[key] = self.inner.deserialize(entry, attr, data, **more)
            except ValidationError as error:
                faults[key] = error.messages
        if faults:
            raise ValidationError(faults)
        return made
