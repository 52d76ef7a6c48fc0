"""Catalogues of packs that lie on disk. Needs no database."""

from dataclasses import dataclass
from pathlib import Path

from elearn.core import ids
from elearn.core.errors import BadInput
from elearn.core.pack.parse import parse
from elearn.core.pack.translate import Coverage, coverage, read_catalogue, update
from elearn.store import pack_files


@dataclass(frozen=True, slots=True)
class Updated:
    """A catalogue after an update: where it is, whether it changed, how much it covers."""

    path: Path
    changed: bool
    coverage: Coverage


def update_catalogue(folder: Path, language: str) -> Updated:
    """Bring the catalogue of a pack in that language up to date; make it if there is none.

    Raises:
        BadInput: If there is no pack in that folder, the language is not one that packs are
            translated into, the catalogue cannot be read, or it cannot be written.
    """
    if not folder.is_dir():
        raise BadInput(f"{folder} is no folder; catalogues are written into folders only.")
    files, _ = pack_files.read_folder(folder)
    pack = parse(files).pack
    if pack is None:
        raise BadInput("The pack cannot be read; `elearn pack check` says why.")
    if language not in ids.LANGUAGES or language == pack.meta.language:
        known = ", ".join(x for x in ids.LANGUAGES if x != pack.meta.language)
        raise BadInput(f"{language!r} is no language to translate this pack into; use {known}.")
    path = f"locale/{language}.po"
    old = files.get(path)
    if old is not None and (broken := read_catalogue(old, path)[1]):
        raise BadInput(f"{path}:{broken[0].line}: {broken[0].text}")
    new = update(pack, old, language, path)
    if new != old:
        _write(folder / path, new)
    return Updated(folder / path, new != old, coverage(pack, read_catalogue(new, path)[0]))


def _write(target: Path, data: bytes) -> None:
    try:
        target.parent.mkdir(exist_ok=True)
        pack_files.replace_file(target, data)
    except OSError as error:
        raise BadInput(f"{target} cannot be written: {error.strerror}.") from None
