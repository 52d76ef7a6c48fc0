"""What the authors of a course say of its versions, for those who take it."""

from dataclasses import dataclass
from functools import lru_cache

from elearn.core.ids import is_version, version_key
from elearn.core.pack import changelog
from elearn.core.pack.changelog import Entry
from elearn.services import shelf
from elearn.store import blobs, pack_files


@dataclass(frozen=True, slots=True)
class Told:
    """Entries of a CHANGELOG, newest first, and the language in which the course is written."""

    language: str
    entries: tuple[Entry, ...]


def since(digest: str, older: str, newer: str) -> Told:
    """What the authors say, in the version with that digest, of those after `older`.

    Args:
        digest: Whose CHANGELOG is read.
        older: The last version of which nothing is told.
        newer: The last one of which something is.
    """
    above, most = version_key(older), version_key(newer)
    found = tuple(e for e in _entries(digest) if above < version_key(e.version) <= most)
    return Told(shelf.take(digest).course.meta.language, found)


@lru_cache(maxsize=64)
def _entries(digest: str) -> tuple[Entry, ...]:
    try:
        files, _problems = pack_files.read_archive(blobs.archive_path(digest))
    except FileNotFoundError:  # a version whose archive is not kept here says nothing
        return ()
    found = changelog.entries(files.get("CHANGELOG.md", b"").decode("utf-8", "replace"))
    return tuple(sorted((e for e in found if _known(e)), key=_key, reverse=True))


def _key(entry: Entry) -> tuple[object, ...]:
    return version_key(entry.version)


def _known(entry: Entry) -> bool:
    """Whether it says anything of a version; a heading that is none says nothing to learners."""
    return is_version(entry.version) and bool(entry.paragraphs)
