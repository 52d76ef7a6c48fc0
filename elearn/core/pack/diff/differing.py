"""Which texts of two versions may differ, found from their files, so that only these are compiled.

Compiling is most of the work of comparing two packs that are not installed.
"""

from collections.abc import Iterator, Mapping

from elearn.core import ids
from elearn.core.pack.model import Pack
from elearn.core.pack.texts import Unit, units
from elearn.core.pack.translate import Catalogue, read_catalogue

Files = Mapping[str, bytes]


def differing(old: Pack, new: Pack, old_files: Files, new_files: Files) -> set[str]:
    """Keys of all texts that may differ, each with the others of its item or question."""
    was = {unit.key: unit for unit in units(old)}
    now = {unit.key: unit for unit in units(new)}
    heads = {
        _head(unit)
        for key, unit in {**was, **now}.items()
        if key not in was or key not in now or _text(was[key]) != _text(now[key])
    }
    for language in ids.LANGUAGES:
        heads.update(_translated(old_files, new_files, f"locale/{language}.po"))
    return {key for key, unit in {**was, **now}.items() if _head(unit) in heads}


def _text(unit: Unit) -> tuple[str, str]:
    return unit.source, unit.kind


def _head(unit: Unit) -> str:
    return _first(unit.context)


def _first(context: str) -> str:
    return context.partition("/")[0]


def _translated(old_files: Files, new_files: Files, path: str) -> Iterator[str]:
    """Where translations differ."""
    before, after = old_files.get(path, b""), new_files.get(path, b"")
    if before == after:
        return
    was, now = _catalogue(before, path), _catalogue(after, path)
    for key in {*was.entries, *now.entries}:
        if _shown(was, key) != _shown(now, key):
            yield _first(key[0])


def _catalogue(data: bytes, path: str) -> Catalogue:
    return read_catalogue(data, path)[0] if data else Catalogue(path)


def _shown(catalogue: Catalogue, key: tuple[str, str]) -> str:
    entry = catalogue.entries.get(key)
    return entry.text if entry and not entry.fuzzy else ""
