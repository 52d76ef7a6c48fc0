"""YAML as plain data, with the line of every value and a problem for every fault.

Built over libyaml's events, so that anchors, aliases, tags and duplicate keys are seen before
they do harm, and reading stops where a limit is passed.
"""

import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from elearn.core.pack import limits
from elearn.core.pack.codes import problem
from elearn.core.problems import Problem

Keys = tuple[str | int, ...]
"""Where a value stands: keys and indexes from the top."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]{1,3})?")
_WORDS: dict[str, object] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_MERGE = "<<"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Tree(NamedTuple):
    """What a YAML text holds.

    Attributes:
        data: Plain dicts, lists, texts, whole numbers, floats, booleans and None.
        lines: The line of every value, counted from 1; of a block text (`|`), its first line.
        problems: Faults. Where there are some, `data` holds what could be read.
    """

    data: Any
    lines: dict[Keys, int]
    problems: list[Problem]


class _Stop(Exception):
    """Reading cannot go on."""


def read(text: str, path: str = "", first_line: int = 1) -> Tree:
    """Read one YAML document.

    Args:
        text: The document. Nothing in it can raise.
        path: The file that problems name.
        first_line: The line of the file on which `text` begins.
    """
    builder = _Builder(path, first_line - 1)
    data: object = None
    try:
        data = builder.document(yaml.parse(text, Loader=_LOADER))
    except _Stop:
        pass
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + first_line if mark else first_line
        if "nesting depth" in str(error.problem):  # libyaml 0.2.6 stops before we could
            builder.too_deep(line)
        else:
            builder.say(line, "yaml-syntax", _syntax(error))
    except (yaml.YAMLError, ValueError):
        builder.say(
            first_line,
            "yaml-syntax",
            "A character here cannot stand in a text file; remove it and save as UTF-8.",
        )
    return Tree(data, builder.lines, builder.problems)


def _syntax(error: yaml.MarkedYAMLError) -> str:
    what = " ".join(str(part) for part in (error.context, error.problem) if part)
    return (
        f"The YAML cannot be read: {what}. Look at the indentation, and put texts that hold "
        '": " or start with a special character in quotes.'
    )


class _Builder:
    """Turns events into data; remembers lines and problems."""

    def __init__(self, path: str, offset: int) -> None:
        self.path = path
        self.offset = offset
        self.lines: dict[Keys, int] = {}
        self.problems: list[Problem] = []
        self.nodes = 0

    def say(self, line: int, code: str, text: str) -> None:
        self.problems.append(problem(self.path, line, code, text))

    def too_deep(self, line: int) -> None:
        text = f"More than {limits.YAML_DEPTH} levels deep; make it flatter."
        self.say(line, "yaml-depth", text)

    def document(self, events: Iterator[Any]) -> object:
        data: object = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    line = self.line(event)
                    self.say(line, "yaml-syntax", "A second document begins here; remove `---`.")
                    raise _Stop
            elif isinstance(event, yaml.NodeEvent):
                data = self.node(event, events, ())
        return data

    def line(self, event: Any) -> int:
        return int(event.start_mark.line) + 1 + self.offset

    def node(self, event: Any, events: Iterator[Any], keys: Keys) -> object:
        line = self.line(event)
        self.nodes += 1
        if self.nodes > limits.YAML_NODES:
            self.say(line, "yaml-size", f"More than {limits.YAML_NODES} values; split the file.")
            raise _Stop
        if isinstance(event, yaml.AliasEvent):
            self.say(line, "yaml-anchor", f"Write the value out instead of *{event.anchor}.")
            return None
        if event.anchor:
            self.say(line, "yaml-anchor", f"Anchors are not allowed; remove &{event.anchor}.")
        if event.tag and event.tag != "!":
            self.say(line, "yaml-tag", f"Tags are not allowed; remove {event.tag}.")
        self.lines.setdefault(keys, line)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, keys)
        if len(keys) >= limits.YAML_DEPTH:
            self.too_deep(line)
            raise _Stop
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, keys)
        return self.mapping(events, keys)

    def scalar(self, event: Any, keys: Keys) -> object:
        text: str = event.value
        if _CONTROL.search(text):
            say = "A control character stands here (such as \\0 in double quotes); remove it."
            self.say(self.line(event), "yaml-syntax", say)
            text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
        if event.style in ("|", ">"):
            self.lines[keys] = self.line(event) + 1
        if event.style or event.tag == "!":
            return text
        return plain(text)

    def sequence(self, events: Iterator[Any], keys: Keys) -> list[object]:
        items: list[object] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self.node(event, events, (*keys, len(items))))
        return items

    def mapping(self, events: Iterator[Any], keys: Keys) -> dict[str, object]:
        items: dict[str, object] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            line = self.line(event)
            key = self.key(event, events, keys)
            child = (*keys, key)
            again = key in items
            if again:
                self.say(
                    line,
                    "yaml-duplicate-key",
                    f'The key "{key}" stands here twice; keep one (first on line '
                    f"{self.lines.get(child, line)}).",
                )
                child = (*keys, f"{key} (again)")
            value_event = next(events)
            if not isinstance(value_event, yaml.ScalarEvent):
                self.lines[child] = line
            value = self.node(value_event, events, child)
            if not again:
                items[key] = value
        return items

    def key(self, event: Any, events: Iterator[Any], keys: Keys) -> str:
        line = self.line(event)
        before = len(self.problems)
        value = self.node(event, events, (*keys, "?"))
        self.lines.pop((*keys, "?"), None)
        if isinstance(event, yaml.ScalarEvent) and event.value != _MERGE:
            return str(event.value)
        if len(self.problems) == before:
            self.say(line, "yaml-syntax", "A key must be a plain word.")
        return f"? {type(value).__name__} {line}"


def plain(text: str) -> object:
    """What an unquoted word means: true, false, null, a whole number, a number, or a text.

    As in YAML 1.2, `yes`, `no`, dates and numbers with leading zeros stay texts.
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        number = float(text)
        return number if math.isfinite(number) else text
    return text
