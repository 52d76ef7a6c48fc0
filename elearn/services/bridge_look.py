"""What a bridge between two versions would hold, before anybody needs one."""

from dataclasses import dataclass
from pathlib import Path

from elearn.core.case.model import Case
from elearn.core.errors import BadInput
from elearn.core.ids import version_key
from elearn.core.learning import bridge as core
from elearn.core.pack import subset
from elearn.core.pack.diff.change import Change, Level, changed
from elearn.core.pack.digest import digest
from elearn.core.pack.model import Course, Lesson
from elearn.core.pack.subset import Selection
from elearn.services import pack_changes
from elearn.services.pack_compare import Comparison, is_installed_name
from elearn.store import pack_files


@dataclass(frozen=True, slots=True)
class Planned:
    """A bridge that is not made: its id, what it holds, and the versions that it joins."""

    id: str
    chosen: Selection
    old: Course
    new: Course

    @property
    def items(self) -> tuple[Lesson | Case, ...]:
        """Its lessons and case studies, in reading order."""
        kept = {*self.chosen.lessons, *self.chosen.cases}
        return tuple(i for i in self.new.items if isinstance(i, Lesson | Case) and i.id in kept)

    @property
    def asked(self) -> int:
        """How many questions its quiz asks."""
        return min(len(self.chosen.questions), subset.SHORT)

    @property
    def minutes(self) -> int:
        """The time that it is planned for."""
        return sum(item.minutes for item in self.items) + self.asked * subset.MINUTES


def plan(found: Comparison) -> Planned:
    """What the bridge between the two versions would hold; of installed ones, what it will.

    Raises:
        BadInput: If they are registers, or the newer one is named first.
    """
    old, new = found.old.pack, found.new.pack
    if not isinstance(old, Course) or not isinstance(new, Course):
        raise BadInput("There are bridges between courses only, not registers.", code="no-course")
    if version_key(new.meta.version) <= version_key(old.meta.version):
        raise BadInput(
            "Version %(new)s is not newer than %(old)s; name the older one first.",
            code="versions-order",
            values={"new": new.meta.version, "old": old.meta.version},
        )
    chosen = core.plan(old, new, changed(_changes(found), Level.MINOR))
    name = core.bridge_id(digest(found.old.files), digest(found.new.files))
    return Planned(name, chosen, old, new)


def _changes(found: Comparison) -> tuple[Change, ...]:
    """What changed; between versions of this site also what was declared on the way."""
    versions = (found.old, found.new)
    if not all(is_installed_name(version.name) for version in versions):
        return found.changes
    return pack_changes.on_the_way(*(digest(version.files) for version in versions))


def write(found: Comparison, planned: Planned, folder: Path) -> None:
    """Write the files of the bridge into a folder that is not there yet.

    Raises:
        BadInput: If there is something there, or it cannot be written.
    """
    files = subset.bridge_files(
        found.new.files,
        planned.new,
        planned.chosen,
        pack_id=planned.id,
        since=planned.old.meta.version,
    )
    try:
        pack_files.write_new_folder(folder, files)
    except OSError as error:
        why = error.strerror or str(error)
        say = f"{folder} cannot be written: {why}. Name a folder that is not there yet."
        raise BadInput(say, code="folder-unusable") from None
