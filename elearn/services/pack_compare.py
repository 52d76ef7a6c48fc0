"""Comparing packs wherever they are: folders, archives, installed versions, git revisions."""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from elearn.core import ids
from elearn.core.errors import BadInput
from elearn.core.pack.bump import entry, with_version
from elearn.core.pack.checks.translated_law import left_behind
from elearn.core.pack.compile import compile_pack
from elearn.core.pack.diff import summary
from elearn.core.pack.diff.change import Change, Level, claimed, demanded, next_version
from elearn.core.pack.diff.compare import NotVersions, diff
from elearn.core.pack.diff.differing import differing
from elearn.core.pack.facts import FileCache, Sources
from elearn.core.pack.model import Course, Pack
from elearn.core.pack.parse import parse
from elearn.core.pack.translate import read_catalogue
from elearn.core.problems import Problem
from elearn.services.pack_changes import digests, number_problems
from elearn.services.packs_check import Report
from elearn.store import blobs, git_packs, pack_files, packs
from elearn.store.git_packs import NoRevision

_INSTALLED = re.compile(r"([a-z][a-z0-9-]{0,63})@(\S+)")


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a pack that was read, and where from."""

    name: str
    pack: Pack
    files: dict[str, bytes]
    sources: Sources


@dataclass(frozen=True)
class Comparison:
    """Two versions and all that differs."""

    old: Version
    new: Version
    changes: tuple[Change, ...]

    @property
    def demanded(self) -> Level:
        """What the changes demand of the number."""
        return demanded(self.changes)

    @cached_property
    def claimed(self) -> Level | None:
        """What the number claims; None where it is not higher than the old one."""
        try:
            return claimed(self.old.pack.meta.version, self.new.pack.meta.version)
        except ValueError:
            return None

    @property
    def enough(self) -> bool:
        """Whether the number claims as much as the changes demand."""
        return self.claimed is not None and self.claimed >= self.demanded

    @property
    def proposed(self) -> str:
        """The lowest number that does."""
        if self.enough:
            return self.new.pack.meta.version
        return next_version(self.old.pack.meta.version, self.demanded)


def is_installed_name(name: str) -> bool:
    """Whether a name is one of an installed version, `ID@VERSION`, for which a site is needed."""
    return not Path(name).exists() and _INSTALLED.fullmatch(name) is not None


def read_version(name: str, *, cache: FileCache | None = None) -> Version:
    """Read the pack by that name.

    Args:
        name: A folder or an archive; `ID@VERSION`, installed on this site; `REVISION:PATH` of the
            git repository that the current folder belongs to.
        cache: Where facts of files are kept between runs.

    Raises:
        BadInput: If there is nothing, or no pack that can be read.
    """
    files, problems = _files(name)
    parsed = parse(files, cache)
    if parsed.pack is None:
        first = next(iter((*problems, *parsed.problems)), None)
        why = f" {first.text}" if first else ""
        raise BadInput(
            "%(name)s is no pack that can be read.%(why)s",
            code="no-pack",
            values={"name": name, "why": why},
        )
    return Version(name, parsed.pack, files, parsed.sources)


def _files(name: str) -> pack_files.Read:
    path = Path(name)
    if path.exists():
        return pack_files.read(path)
    if match := _INSTALLED.fullmatch(name):
        return _installed(match[1], match[2])
    if ":" in name:
        try:
            return git_packs.read_revision(name, Path.cwd())
        except NoRevision as error:
            raise BadInput(
                "%(name)s was not found: %(why)s.",
                code="no-revision",
                values={"name": name, "why": error},
            ) from None
    raise BadInput(
        "There is nothing at %(name)s. Name a folder, an archive, an installed version as "
        "ID@VERSION, or a git revision as REVISION:PATH.",
        code="no-such-path",
        values={"name": name},
    )


def _installed(pack_id: str, version: str) -> pack_files.Read:
    kept = packs.find_version(pack_id, version) if ids.is_version(version) else None
    if kept is None:
        raise BadInput(
            "%(pack)s %(version)s is not installed here.",
            code="not-installed",
            values={"pack": pack_id, "version": version},
        )
    return pack_files.read_archive(blobs.archive_path(kept.digest))


def compare(old: Version, new: Version) -> Comparison:
    """All that differs between two versions of one pack.

    Raises:
        BadInput: If they are not versions of one pack.
    """
    only = differing(old.pack, new.pack, old.files, new.files)
    try:
        changes = diff(
            old.pack,
            new.pack,
            compile_pack(old.pack, old.files, only),
            compile_pack(new.pack, new.files, only),
            old_files=digests(old.files),
            new_files=digests(new.files),
        )
    except NotVersions:
        was, now = old.pack.meta, new.pack.meta
        raise BadInput(
            "%(new)s (%(new_kind)s %(new_id)s) is no version of %(old)s (%(old_kind)s %(old_id)s).",
            code="not-versions",
            values={
                "new": new.name,
                "new_kind": now.kind,
                "new_id": now.id,
                "old": old.name,
                "old_kind": was.kind,
                "old_id": was.id,
            },
        ) from None
    return Comparison(old, new, changes)


def with_claim(report: Report, previous: Version) -> Report:
    """A report that also says whether the number claims too little over the version before.

    Raises:
        BadInput: If the two are not versions of one pack. What is wrong with a pack that cannot be
            read, its report says already.
    """
    if report.pack is None:
        return report
    now = Version(str(report.path), report.pack, report.files, report.sources)
    found = compare(previous, now)
    line = report.sources.line("pack.yaml", "version")
    more = number_problems(
        previous.pack.meta.version, report.pack.meta.version, found.changes, line
    )
    stale = _left_behind(previous, now)
    return replace(report, problems=tuple(sorted({*report.problems, *more, *stale})))


def _left_behind(old: Version, new: Version) -> list[Problem]:
    """Translations that stayed as they were though what they translate cites law and changed."""
    if not isinstance(old.pack, Course) or not isinstance(new.pack, Course):
        return []
    found: list[Problem] = []
    for path in sorted(old.files.keys() & new.files.keys()):
        if path.startswith("locale/") and path.endswith(".po"):
            (before, _), (now, _) = (read_catalogue(v.files[path], path) for v in (old, new))
            found += left_behind((old.pack, before), (new.pack, now))
    return found


@dataclass(frozen=True, slots=True)
class Proposal:
    """A number for a pack, and the entry of its CHANGELOG."""

    version: str
    entry: str
    files: dict[str, bytes]


def propose_number(found: Comparison, *, today: date) -> Proposal:
    """The lowest number that says enough, and an entry that names what changed.

    Raises:
        BadInput: If pack.yaml has no line with a version.
    """
    lines = summary.lines(found.changes, summary.names(found.old.pack, found.new.pack))
    lines = lines or ["Nothing changed."]
    version = found.proposed
    was, now = found.old.pack.meta.version, found.new.pack.meta.version
    wrong = "" if now in (was, version) else now
    files = with_version(found.new.files, version, lines, today, instead_of=wrong)
    changed = {path: data for path, data in files.items() if found.new.files.get(path) != data}
    return Proposal(version, entry(version, lines, today), changed)


def write_number(folder: Path, proposal: Proposal) -> list[str]:
    """Write a proposal into the folder of the pack; returns the paths that changed.

    Raises:
        BadInput: If there is no folder there, or a file cannot be written.
    """
    if not folder.is_dir():
        raise BadInput(
            "%(folder)s is no folder; a number is written into folders only.",
            values={"folder": folder},
        )
    try:
        for path, data in proposal.files.items():
            pack_files.replace_file(folder / path, data)
    except OSError as error:
        raise BadInput(
            "%(path)s cannot be written: %(why)s.",
            values={"path": error.filename, "why": error.strerror},
        ) from None
    return sorted(proposal.files)
