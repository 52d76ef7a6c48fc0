"""Checking packs that lie on disk. Needs no database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from elearn.core.errors import BadInput
from elearn.core.law.register import Register
from elearn.core.pack.check import check
from elearn.core.pack.facts import FileCache, Sources
from elearn.core.pack.model import Course, LawBasis, Pack, RegisterPack
from elearn.core.pack.parse import Parsed, parse
from elearn.core.problems import Problem, Severity
from elearn.store import pack_cache, pack_files

HISTORY = "history"
"""The folder in which earlier versions are kept, as `history/ID/VERSION`."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a check of one pack found.

    Attributes:
        path: The folder or archive.
        files: The pack's files.
        pack: The pack, as far as it could be read.
        problems: Everything that was found, in order of file and line.
        register: The register version that citations were checked against; empty if none.
        sources: What each file says, with lines.
    """

    path: Path
    files: dict[str, bytes]
    pack: Pack | None
    problems: tuple[Problem, ...]
    register: str = ""
    sources: Sources = field(default_factory=lambda: Sources({}), repr=False)

    @property
    def errors(self) -> int:
        """How many problems stop the pack from being installed."""
        return sum(p.severity is Severity.ERROR for p in self.problems)

    @property
    def warnings(self) -> int:
        """How many do not."""
        return len(self.problems) - self.errors


def check_path(
    path: Path,
    *,
    as_of: date | None,
    register: Path | None = None,
    cache: FileCache | None = None,
) -> Report:
    """Check a folder or an archive.

    Args:
        path: A pack.
        as_of: The day that decides which law is repealed; None for that on which the pack says
            that its law was checked.
        register: The register pack to check citations against; by default the one that the
            pack names, in that version if it is at hand, beside it or among the packs that come
            with this program.
        cache: Where facts of files are kept between runs.

    Raises:
        BadInput: If there is nothing at `path`, or no register at `register`.
    """
    try:
        files, problems = pack_files.read(path)
    except FileNotFoundError:
        raise BadInput(f"There is nothing at {path}.", code="no-such-path") from None
    return check_files(path, files, problems, as_of=as_of, register=register, cache=cache)


def check_files(
    path: Path,
    files: dict[str, bytes],
    problems: Sequence[Problem] = (),
    *,
    as_of: date | None,
    register: Path | None = None,
    cache: FileCache | None = None,
) -> Report:
    """The same for files that do not lie there, or not yet, as those of a pack at `path`.

    Raises:
        BadInput: If there is no register at `register`.
    """
    parsed = parse(files, cache)
    if not files and problems:
        # Nothing could be read: that there is no pack.yaml would be no news.
        return Report(path, files, None, tuple(sorted(problems)))
    law = _register(path, parsed, register, cache)
    day = as_of or own_day(parsed.pack)
    found = check(parsed.pack, files, register=law, as_of=day, sources=parsed.sources)
    return Report(
        path,
        files,
        parsed.pack,
        tuple(sorted({*problems, *parsed.problems, *found})),
        f"{law.id} {law.version}" if law else "",
        parsed.sources,
    )


def own_day(pack: Pack | None) -> date:
    """The day on which a pack's law was checked, as it says; without law no day matters."""
    if isinstance(pack, RegisterPack):
        return pack.register.checked
    law = pack.law if pack is not None else None
    return law.checked if law is not None else date.min


def packs_at(path: Path) -> list[Path]:
    """The pack at `path`, or the packs in it: of a folder of packs, or of one of their versions."""
    if path.is_dir() and not (path / "pack.yaml").exists():
        for below in ("*/pack.yaml", "*/*/pack.yaml"):
            if found := sorted(p.parent for p in path.glob(below) if p.is_file()):
                return found
    return [path]


def packaged_packs() -> Path | None:
    """The folder with the packs that come with this program."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package.parent / "course_packs", package / "course_packs"):
        if folder.is_dir():
            return folder
    return None


def _register(
    path: Path, parsed: Parsed, given: Path | None, cache: FileCache | None
) -> Register | None:
    if given is not None:
        found = _read_register(given, cache)
        if found is None:
            raise BadInput(f"There is no law register at {given}.", code="no-register")
        return found
    pack = parsed.pack
    if not isinstance(pack, Course) or pack.law is None:
        return None
    first = None
    for place in _places(path.resolve().parent, pack.law):
        found = _read_register(place, cache)
        if found and found.version == pack.law.version:
            return found
        first = first or found
    return first


def _places(beside: Path, law: LawBasis) -> Iterator[Path]:
    """Where the register may be: beside the pack, or with this program; the present one, or kept.

    Versions are kept as `history/ID/VERSION`, those of a register beside those of the courses.
    """
    yield beside / law.register
    yield beside.parent / law.register / law.version
    packaged = packaged_packs()
    if packaged:
        yield packaged / law.register
        yield packaged / HISTORY / law.register / law.version


def _read_register(path: Path, cache: FileCache | None) -> Register | None:
    try:
        files, _ = pack_files.read(path)
    except FileNotFoundError:
        return None
    pack = parse(files, cache).pack
    return pack.register if isinstance(pack, RegisterPack) else None


def file_cache() -> FileCache | None:
    """The user's own cache of facts, or None where there can be none."""
    return pack_cache.open_cache()
