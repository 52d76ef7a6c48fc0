"""One file of a pack as facts, whatever it is."""

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any

from marshmallow import Schema

from elearn.core.pack import prose
from elearn.core.pack.codes import problem
from elearn.core.pack.facts import Facts
from elearn.core.pack.media_bytes import media_problems
from elearn.core.pack.places import Place, is_text, place_of
from elearn.core.pack.read_lesson import claimed, guessed, read_lesson
from elearn.core.pack.references import References, merged, references
from elearn.core.pack.schema.base import Loaded, line_of, load
from elearn.core.pack.schema.case import CaseShape
from elearn.core.pack.schema.lesson import MediaShape, ModuleShape
from elearn.core.pack.schema.mend import load_head, load_known, texts_in
from elearn.core.pack.schema.pack import CourseShape, RegisterHeadShape
from elearn.core.pack.schema.quiz import BankShape, QuizShape
from elearn.core.pack.schema.register import GlossaryShape, InstrumentsShape, JudgmentsShape
from elearn.core.pack.texts_in import read_text
from elearn.core.pack.yaml_tree import Keys, Tree, read

FORMAT = 1
"""The version of the format that is read here."""

_HEADS: dict[str, Schema] = {"course": CourseShape(), "register": RegisterHeadShape()}
_MAPPINGS: dict[Place, Schema] = {
    Place.MODULE: ModuleShape(),
    Place.QUIZ: QuizShape(),
    Place.BANK: BankShape(),
    Place.CASE: CaseShape(),
}
_LISTS: dict[Place, Schema] = {
    Place.CREDITS: MediaShape(),
    Place.INSTRUMENTS: InstrumentsShape(),
    Place.JUDGMENTS: JudgmentsShape(),
    Place.GLOSSARY: GlossaryShape(),
}
_PROSE: dict[Place, Callable[[Any], prose.Prose]] = {
    Place.QUIZ: prose.of_quiz,
    Place.BANK: prose.of_quiz,
    Place.CASE: prose.of_case,
    Place.INSTRUMENTS: prose.of_law,
    Place.JUDGMENTS: prose.of_law,
    Place.GLOSSARY: prose.of_law,
}


def read_file(path: str, data: bytes, kind: str) -> Facts:
    """The facts of one file.

    Args:
        path: The file in the pack.
        data: Its bytes. Nothing in them can raise.
        kind: The kind of the pack, `course` or `register`.
    """
    place = place_of(path, kind)
    if place is Place.MEDIUM and not is_text(path):
        return Facts(path=path, problems=tuple(media_problems(path, data)))
    if not is_text(path):
        return Facts(path=path)
    text, problems = read_text(path, data)
    if text is None:
        lost = guessed(data[:4000].decode("utf-8", "replace"))
        names = lost if place in (Place.LESSON, *_MAPPINGS) else ()
        return Facts(path=path, problems=tuple(problems), claimed=names)
    if place is Place.MEDIUM:
        return Facts(path=path, problems=tuple(media_problems(path, data)))
    return _read_text(path, place, text)


def _read_text(path: str, place: Place, text: str) -> Facts:
    if place is Place.LESSON:
        return read_lesson(path, text)
    if place is Place.HEAD:
        return _head(path, read(text, path))
    if place in _MAPPINGS:
        return _mapping(path, place, read(text, path), guessed(text))
    if place in _LISTS:
        return _list(path, place, read(text, path))
    return Facts(path=path, value=text if place is Place.CHANGELOG else None)


def kind_of_pack(data: bytes) -> str:
    """`register` or `course`, from the bytes of pack.yaml; `course` where it cannot be told."""
    text, _ = read_text("pack.yaml", data)
    tree = read(text or "")
    kind = tree.data.get("kind") if isinstance(tree.data, dict) else None
    return "register" if kind == "register" else "course"


def _head(path: str, tree: Tree) -> Facts:
    data = tree.data if isinstance(tree.data, dict) else {}
    problems = list(tree.problems)
    kind = data.get("kind") if data.get("kind") in _HEADS else "course"
    version = data.get("format")
    if isinstance(version, int) and not isinstance(version, bool) and version > FORMAT:
        say = f"Format {version} is newer than this program, which reads {FORMAT}; update it."
        problems.append(problem(path, line_of(tree.lines, ("format",)), "pack-format", say))
        return Facts(path=path, problems=tuple(problems), lines=tree.lines)
    value = None
    if tree.data is not None or not tree.problems:
        loaded = load_head(_HEADS[str(kind)], tree.data or {}, path, tree.lines or {(): 1})
        value, problems = loaded.value, problems + loaded.problems
    texts: prose.Prose = iter(())
    if value is not None:
        texts = prose.of_meta(value[0]) if kind == "register" else prose.of_course(value)
    return Facts(
        path=path,
        value=value,
        lines=tree.lines,
        references=_references(texts, tree.lines),
        problems=tuple(problems),
    )


def _mapping(path: str, place: Place, tree: Tree, guess: tuple[str, ...]) -> Facts:
    problems = list(tree.problems)
    value = _loaded(_MAPPINGS[place], tree, path, problems)
    return Facts(
        path=path,
        value=_with_path(value, path) if value is not None else None,
        claimed=_claims(tree.data) or guess,
        lines=tree.lines,
        references=_read_prose(place, value, tree, _MAPPINGS[place]),
        problems=tuple(problems),
    )


def _list(path: str, place: Place, tree: Tree) -> Facts:
    """A file that is a list. Its texts are read even where entries are faulty."""
    problems = list(tree.problems)
    data = tree.data if tree.data is not None else []
    lines: dict[Keys, int] = {("entries", *keys): line for keys, line in tree.lines.items()}
    names: tuple[str, ...] = ()
    if isinstance(data, list):
        names = tuple(name for entry in data for name in claimed(entry))
    loaded = Loaded(None, [])
    if not tree.problems:
        loaded = load(_LISTS[place], {"entries": data}, path, lines or {(): 1})
    entries = loaded.value["entries"] if loaded.value else None
    return Facts(
        path=path,
        value=entries,
        claimed=names,
        lines=tree.lines,
        references=_read_prose(place, entries, tree, _LISTS[place]),
        problems=tuple(problems + loaded.problems),
    )


def _loaded(schema: Schema, tree: Tree, path: str, problems: list[Any]) -> Any:
    """Load unless the YAML could not be read at all; problems are added to the list."""
    if tree.problems and tree.data is None:
        return None
    data = tree.data if tree.data is not None else {}
    value, found = load_known(schema, data, path, tree.lines or {(): 1})
    problems += found
    return None if tree.problems else value


def _claims(data: object) -> tuple[str, ...]:
    """The file's id and those of its questions, in sections too."""
    if not isinstance(data, dict):
        return ()
    sections = data.get("sections")
    parts = [data, *(sections if isinstance(sections, list) else ())]
    lists = [part.get("questions") for part in parts if isinstance(part, dict)]
    inner: Iterable[Any] = (one for each in lists if isinstance(each, list) for one in each)
    return (*claimed(data), *(name for question in inner for name in claimed(question)))


def _with_path(value: Any, path: str) -> Any:
    return dataclasses.replace(value, path=path) if hasattr(value, "path") else value


def _read_prose(place: Place, value: Any, tree: Tree, schema: Schema) -> References:
    if place not in _PROSE:
        return merged(())
    if value is not None:
        return _references(_PROSE[place](value), tree.lines)
    if place in _LISTS:
        found = texts_in(schema, {"entries": tree.data})
        return _references(((keys[1:], text) for keys, text in found), tree.lines)
    return _references(texts_in(schema, tree.data), tree.lines)


def _references(texts: prose.Prose, lines: dict[Keys, int]) -> References:
    return merged(references(source, line_of(lines, keys)) for keys, source in texts if source)
