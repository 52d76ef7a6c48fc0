"""Writes missing ids into the files of a pack; nothing else of the layout changes."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from elearn.core.pack import markdown
from elearn.core.pack.places import Place, place_of
from elearn.core.pack.read_lesson import split_front_matter
from elearn.core.pack.texts_in import read_text
from elearn.core.pack.yaml_tree import Keys, read

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WORD = re.compile(r"[a-z0-9]+")
_LATIN = str.maketrans({"đ": "d", "Đ": "D", "ø": "o", "ß": "ss"})
_PREFIXES = {
    "questions": "q-",
    "sections": "part-",
    "scenes": "s-",
    "choices": "c-",
    "outcomes": "o-",
    "messages": "m-",
    "measures": "",
}
_PARTS = (
    "options",
    "pairs",
    "extra",
    "items",
    "rubric",
    "levels",
    "rows",
    "columns",
    "groups",
    "gaps",
    "steps",
    "regions",
)
_WHOLE = (Place.MODULE, Place.QUIZ, Place.CASE, Place.BANK)


@dataclass(frozen=True, slots=True)
class _Gap:
    """A mapping without an id: where its first key stands (from 0), and how it is written."""

    keys: Keys
    line: int
    column: int
    flow: bool
    first_key: str


def fix(files: Mapping[str, bytes], kind: str = "course") -> dict[str, bytes]:
    """The files that change when missing ids are written in, with their new contents.

    Files that cannot be read as YAML are left alone; `check` names what is wrong with them.
    """
    taken = _ids_in_use(files, kind)
    changed = {}
    for path in sorted(files):
        text, problems = read_text(path, files[path])
        if text is None or problems:
            continue
        new = _fixed(path, place_of(path, kind), text, taken)
        if new != text:
            ending = "\r\n" if b"\r\n" in files[path] else "\n"
            changed[path] = new.replace("\n", ending).encode("utf-8")
    return changed


def _fixed(path: str, place: Place, text: str, taken: set[str]) -> str:
    lines = text.split("\n")
    if place is Place.LESSON:
        _fix_lesson(path, text, lines, taken)
    elif place in _WHOLE or place is Place.HEAD:
        _fix_part(lines, 0, text, place, path, taken)
    return "\n".join(lines)


def _fix_lesson(path: str, text: str, lines: list[str], taken: set[str]) -> None:
    front, source, first_line = split_front_matter(text)
    if front is None:
        return
    checks = [t for t in markdown.parse(source).tokens if t.type == "self_check" and t.map]
    # From the end, so that lines written in do not move what is still to come.
    for token in reversed(checks):
        if token.map:
            _fix_part(lines, first_line + token.map[0], token.content, Place.STRANGE, path, taken)
    _fix_part(lines, 1, front, Place.LESSON, path, taken)


def _fix_part(
    lines: list[str], start: int, text: str, place: Place, path: str, taken: set[str]
) -> None:
    """Write ids into one YAML text whose first line is `lines[start]`."""
    tree = read(text)
    if tree.problems or not isinstance(tree.data, dict):
        return
    names: dict[Keys, str] = {}
    gaps = [gap for gap in _gaps(text) if _needs_id(gap.keys, place)]
    for gap in gaps:
        names[gap.keys] = _name(gap.keys, tree.data, place, path, taken)
    for gap in reversed(gaps):
        _write(lines, start + gap.line, gap, names[gap.keys])


def _write(lines: list[str], at: int, gap: _Gap, name: str) -> None:
    if at >= len(lines):
        return
    line = lines[at]
    # A fence in a list is indented; its YAML was read without that.
    column = line.find(gap.first_key, gap.column)
    if column < 0:
        return
    before, after = line[:column], line[column:]
    if gap.flow:
        lines[at] = f"{before}id: {name}, {after}"
    else:
        lines[at : at + 1] = [f"{before}id: {name}", " " * len(before) + after]


def _needs_id(keys: Keys, place: Place) -> bool:
    match keys[2:] or keys if keys[:1] == ("sections",) else keys:
        case ():
            return place is not Place.HEAD
        case ("questions", int(), *inside):
            return place in (Place.QUIZ, Place.BANK) and _is_part(inside)
        case (str(), int(), *_) if place is Place.STRANGE:
            return _is_part(list(keys))
        case ("scenes" | "exhibits" | "messages" | "measures", int()) | (
            "scenes",
            int(),
            "choices",
            int(),
        ):
            return place is Place.CASE
        case ("outcomes" | "sections" as key, int()):
            return place is (Place.HEAD if key == "outcomes" else Place.QUIZ)
        case _:
            return False


def _is_part(keys: list[str | int]) -> bool:
    """Whether these keys lead to a question, a part of it, or a part of such a part."""
    names, numbers = keys[::2], keys[1::2]
    return len(names) == len(numbers) and set(names) <= set(_PARTS)


def _gaps(text: str) -> list[_Gap]:
    """Every mapping without a key `id`."""
    events = iter(yaml.parse(text, Loader=_LOADER))
    found: list[_Gap] = []
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            _node(event, events, (), found)
    return sorted(found, key=lambda gap: (gap.line, gap.column))


def _node(event: Any, events: Any, keys: Keys, found: list[_Gap]) -> None:
    if isinstance(event, yaml.SequenceStartEvent):
        index = 0
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            _node(inner, events, (*keys, index), found)
            index += 1
    elif isinstance(event, yaml.MappingStartEvent):
        first: Any = None
        names = set()
        while not isinstance(key := next(events), yaml.MappingEndEvent):
            first = first or key
            names.add(key.value)
            _node(next(events), events, (*keys, key.value), found)
        if first and "id" not in names:
            mark = first.start_mark
            flow = bool(event.flow_style)
            found.append(_Gap(keys, mark.line, mark.column, flow, first.value))


def _name(keys: Keys, data: Any, place: Place, path: str, taken: set[str]) -> str:
    """A new id for the mapping at `keys`, which is written into `data`."""
    thing = data
    for key in keys:
        thing = thing[key]
    if len(keys) > 1 and keys[-2] in _PARTS:
        siblings = data
        for key in keys[:-1]:
            siblings = siblings[key]
        used = {entry.get("id") for entry in siblings if isinstance(entry, dict)}
        name = next((x for x in _LETTERS if x not in used), f"x{keys[-1]}")
    elif keys == () and place is not Place.STRANGE:
        name = _unused(_slug([_stem(path)]) or "item", taken)
    else:
        words = [thing.get(key) for key in ("title", "prompt", "text")]
        name = _unused(_prefix(keys) + (_slug(words) or "new"), taken)
    thing["id"] = name
    return name


def _prefix(keys: Keys) -> str:
    if not keys:
        return "sc-"
    return _PREFIXES.get(str(keys[-2]), "e-")


def _stem(path: str) -> str:
    folder, _, name = path.rpartition("/")
    stem = folder if name == "module.yaml" else name.partition(".")[0]
    return stem.lstrip("0123456789-_")


def _slug(texts: Iterable[object]) -> str:
    """The first words of the first text, in Latin letters without marks."""
    text = next((t for t in texts if isinstance(t, str) and t.strip()), "")
    letters = unicodedata.normalize("NFKD", text.translate(_LATIN).lower()[:200])
    words = _WORD.findall("".join(c for c in letters if c.isascii()))
    kept = "-".join(words)[:33]
    return kept.rpartition("-")[0] if len(kept) > 32 and "-" in kept else kept[:32]


def _unused(name: str, taken: set[str]) -> str:
    name = name if name[:1].isalpha() else f"x-{name}"
    found, count = name, 1
    while found in taken:
        count += 1
        found = f"{name}-{count}"
    taken.add(found)
    return found


def _ids_in_use(files: Mapping[str, bytes], kind: str) -> set[str]:
    """Everything that stands as an id in any file, so that none is given twice."""
    pattern = re.compile(rb"\bid:[ \t]*[\"']?([a-z][a-z0-9-]*)")
    return {
        found.decode()
        for path, data in files.items()
        if place_of(path, kind) is not Place.MEDIUM
        for found in pattern.findall(data)
    }
