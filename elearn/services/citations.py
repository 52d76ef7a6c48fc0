"""The index of what packs cite: made with each installation, and anew when its making changes."""

from collections.abc import Iterable

from elearn.core.errors import NotFound
from elearn.core.pack.citations import INDEX_VERSION, Citation, citations
from elearn.core.pack.compile import Compiled
from elearn.core.pack.model import Course
from elearn.services import shelf
from elearn.store import citations as store
from elearn.store.db import begin_write


def index(version_id: int, course: Course, compiled: Compiled) -> int:
    """Keep what a version cites; how many places. Needs a writing transaction."""
    return _keep(version_id, course, citations(course, compiled))


def _keep(version_id: int, course: Course, found: Iterable[Citation]) -> int:
    law = course.law
    named = (law.register, law.version, law.checked) if law else ("", "", None)
    return store.keep(version_id, found, named, index_version=INDEX_VERSION)


def index_missing() -> int:
    """Index the versions that were installed before this index was made; how many there were.

    A version whose archive is not kept here is left out; asking again tries again.
    """
    read = []
    for version_id, digest in store.without_index(INDEX_VERSION):
        try:
            one = shelf.take(digest)
        except NotFound:
            continue
        read.append((version_id, one.course, tuple(citations(one.course, one.compiled))))
    if read:
        begin_write()  # after the packs are off the shelf, which is slow
    for version_id, course, found in read:
        _keep(version_id, course, found)
    return len(read)
