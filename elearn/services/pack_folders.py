"""Making, mending and packing up packs that lie on disk. Needs no database."""

from datetime import date
from pathlib import Path

from elearn.core import ids
from elearn.core.errors import BadInput, Conflict
from elearn.core.pack.fix import fix
from elearn.core.pack.new import starter
from elearn.core.pack.read_file import kind_of_pack
from elearn.services.packs_check import Report
from elearn.store import pack_files


def new_pack(pack_id: str, folder: Path, *, today: date) -> Path:
    """Write a small complete course into `folder/pack_id`.

    Raises:
        BadInput: If `pack_id` is no id.
        Conflict: If something is there already.
    """
    if not ids.is_slug(pack_id):
        raise BadInput(
            f"{pack_id!r} is no id. Use lower-case letters, digits and -, starting with a letter."
        )
    target = folder / pack_id
    try:
        pack_files.write_new_folder(target, starter(pack_id, today))
    except FileExistsError:
        raise Conflict(f"{target} is there already; choose another id or folder.") from None
    except OSError as error:
        raise BadInput(f"{target} cannot be written: {error.strerror}.") from None
    return target


def fix_pack(folder: Path) -> list[str]:
    """Write missing ids into the files of a folder; returns the paths of those that changed.

    Raises:
        BadInput: If there is no folder there, or a file cannot be written.
    """
    if not folder.is_dir():
        raise BadInput(f"{folder} is no folder; ids are written into folders only.")
    files, _ = pack_files.read_folder(folder)
    changed = fix(files, kind_of_pack(files.get("pack.yaml", b"")))
    try:
        for path, data in changed.items():
            pack_files.replace_file(folder / path, data)
    except OSError as error:
        raise BadInput(f"{error.filename} cannot be written: {error.strerror}.") from None
    return sorted(changed)


def build_pack(report: Report, target: Path | None) -> Path:
    """Write the archive of a pack that was checked.

    Args:
        report: The check of the pack.
        target: The file to write; by default `ID-VERSION.elpack` in the current folder.

    Raises:
        BadInput: If the pack has errors, or the file cannot be written.
    """
    if report.errors or report.pack is None:
        raise BadInput("The pack has errors; mend them first.", code="pack-has-errors")
    meta = report.pack.meta
    target = target or Path(f"{meta.id}-{meta.version}.elpack")
    try:
        pack_files.replace_file(target, pack_files.build_archive(report.files))
    except OSError as error:
        raise BadInput(f"{target} cannot be written: {error.strerror}.") from None
    return target
