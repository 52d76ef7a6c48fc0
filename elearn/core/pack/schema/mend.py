"""What can still be read of data that has faults, so that a check does not stop at them."""

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import Schema, ValidationError

from elearn.core.pack.schema import fields
from elearn.core.pack.schema.base import Loaded, load
from elearn.core.pack.schema.questions import AnyQuestion
from elearn.core.pack.yaml_tree import Keys
from elearn.core.problems import Problem

_STAND_INS: dict[str, object] = {
    "title": "…",
    "summary": "…",
    "audience": "…",
    "topic": "unnamed",
    "authors": ["…"],
    "awarding": {"body": "…"},
    "licence": "…",
    "language": "en",
    "completion": {"read": "all"},
    "checked": "2000-01-01",
}
"""What stands for a required key of pack.yaml that is missing or faulty. Not for what it is known
by (kind, id, version) and not for its outcomes: without them there is no pack to check."""


def load_known(
    schema: Schema, data: object, path: str, lines: Mapping[Keys, int]
) -> tuple[Any, list[Problem]]:
    """Load data as if its unknown keys were not there; these stay problems.

    Returns:
        The value, None where other faults are left, and all problems.
    """
    first = load(schema, data, path, lines)
    if first.value is not None or not isinstance(data, Mapping):
        return first.value, first.problems
    return load(schema, _known(schema, data), path, lines).value, first.problems


def load_head(schema: Schema, data: object, path: str, lines: Mapping[Keys, int]) -> Loaded:
    """Load pack.yaml; faults in what only describes the pack do not hide the rest of it."""
    value, problems = load_known(schema, data, path, lines)
    if value is None and isinstance(data, Mapping):
        sound = {
            str(f.data_key or name): mended
            for name, f in schema.load_fields.items()
            if (mended := _sound(f, str(f.data_key or name), data)) is not None
        }
        value = load(schema, sound, path, lines).value
    return Loaded(value, problems)


def texts_in(schema: Schema, data: object, at: Keys = ()) -> Iterator[tuple[Keys, str]]:
    """The Markdown of data that could not be loaded, each with the keys under which it stands."""
    if isinstance(data, Mapping):
        for name, field in schema.load_fields.items():
            key = str(field.data_key or name)
            if key in data:
                yield from _texts(field, data[key], (*at, key))


def _texts(field: object, value: object, at: Keys) -> Iterator[tuple[Keys, str]]:
    if isinstance(field, fields.Markdown):
        if isinstance(value, str):
            yield at, value
    elif isinstance(field, fields.Many) and isinstance(value, list):
        for i, entry in enumerate(value):
            yield from _texts(field.inner, entry, (*at, i))
    elif (shape := _shape(field, value)) is not None:
        yield from texts_in(shape, value, at)


def _shape(field: object, value: object) -> Schema | None:
    if isinstance(field, fields.Group):
        return field.shape
    if isinstance(field, AnyQuestion) and isinstance(value, Mapping):
        return field.shapes.get(str(value.get("kind")))
    return None


def _known(schema: Schema, data: Mapping[Any, Any]) -> dict[Any, Any]:
    by_key = {str(f.data_key or name): f for name, f in schema.load_fields.items()}
    return {key: _trimmed(by_key[key], value) for key, value in data.items() if key in by_key}


def _trimmed(field: object, value: object) -> object:
    if isinstance(field, fields.Many) and isinstance(value, list):
        return [_trimmed(field.inner, entry) for entry in value]
    shape = _shape(field, value)
    return _known(shape, value) if shape is not None and isinstance(value, Mapping) else value


def _sound(field: Any, key: str, data: Mapping[Any, Any]) -> object:
    """The value of a key if it can be loaded, else what stands for it, else None."""
    value = _trimmed(field, data.get(key))
    try:
        field.deserialize(value)
    except ValidationError:
        return _STAND_INS.get(key)
    return value
