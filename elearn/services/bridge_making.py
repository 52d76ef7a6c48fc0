"""Making a bridge when somebody first begins it: once for everybody, whoever comes at once.

Which lessons, questions and case studies it holds follows from the two versions that it joins and
from what was declared to mean the same between them; it is kept under their digests and never made
again.
"""

from datetime import datetime

from elearn.core.learning import bridge as core
from elearn.core.pack import subset
from elearn.core.pack.diff.change import Level, changed
from elearn.core.pack.digest import digest as digest_of
from elearn.core.pack.model import Course
from elearn.core.pack.parse import parse
from elearn.core.pack.subset import Selection
from elearn.services import pack_changes, packs, shelf
from elearn.store import blobs, pack_files
from elearn.store import bridges as store
from elearn.store import packs as pack_store
from elearn.store.bridges import Way
from elearn.store.db import begin_write


def chosen(old_digest: str, new_digest: str) -> Selection:
    """What a bridge between these versions holds: the same for everybody."""
    changes = pack_changes.on_the_way(old_digest, new_digest)
    old, new = shelf.take(old_digest).course, shelf.take(new_digest).course
    return core.plan(old, new, changed(changes, Level.MINOR))


def make(way: Way, *, now: datetime) -> str | None:
    """Make the bridge on a way unless it is there; its id, or None if there is nothing to learn.

    Cutting and compiling it comes before the write lock. Of several who make it at the same moment
    one keeps it, and the others find it there.
    """
    pair = (way.digest, way.to_digest)
    kept = store.find(pair)
    if kept is not None:
        return kept.pack_id
    made = _cut(way)
    begin_write()
    new = store.reserve(
        pair, from_version_id=way.version_id, to_version_id=way.to_version_id, at=now
    )
    if new and made is not None:
        store.settle(pair, _keep(*made, now=now))
    kept = store.find(pair)
    assert kept is not None
    return kept.pack_id


def _cut(way: Way) -> tuple[str, Course] | None:
    """The digest of the bridge and what it holds, its files kept; None if there is nothing."""
    found = chosen(way.digest, way.to_digest)
    if not found:
        return None
    files = subset.bridge_files(
        shelf.files(way.to_digest),
        shelf.take(way.to_digest).course,
        found,
        pack_id=core.bridge_id(way.digest, way.to_digest),
        since=way.version,
    )
    pack = parse(files).pack
    assert isinstance(pack, Course)
    digest = digest_of(files)
    blobs.keep_archive(digest, pack_files.build_archive(files))
    shelf.put(digest, pack, files)
    return digest, pack


def _keep(digest: str, course: Course, *, now: datetime) -> int:
    """Keep the bridge as a version that can be taken, though no catalogue offers it; its number."""
    meta = course.meta
    number = pack_store.keep_version(
        pack_id=meta.id,
        kind=pack_store.BRIDGE,
        version=meta.version,
        digest=digest,
        title=meta.title,
        language=meta.language,
        facts=packs.facts_of(course),
        warnings=[],
        installed_at=now,
        installed_by=None,
    )
    pack_store.publish(number, by=None, at=now)
    return number
