"""What differs between installed versions of a pack, and whether a number says so."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from elearn.core.errors import Conflict, NotFound
from elearn.core.ids import version_key
from elearn.core.learning.policy import State
from elearn.core.pack.codes import problem
from elearn.core.pack.compile import Compiled
from elearn.core.pack.diff.change import Change, Level, claimed, demanded, next_version
from elearn.core.pack.diff.compare import NotVersions, diff, outside
from elearn.core.pack.diff.lasting import through
from elearn.core.pack.diff.why import WHY
from elearn.core.pack.model import Course, Pack
from elearn.core.problems import Problem
from elearn.services import shelf
from elearn.store import blobs, pack_files, packs
from elearn.store.packs import KeptVersion

_NAMED = 3
"""Changes that a refusal names one by one."""


@lru_cache(maxsize=64)
def between(old_digest: str, new_digest: str) -> tuple[Change, ...]:
    """All changes from one kept version to another; worked out once a process.

    Raises:
        NotFound: If one is not kept here.
        NotVersions: If they are not versions of one pack.
    """
    old, new = shelf.take(old_digest), shelf.take(new_digest)
    return diff(
        old.pack,
        new.pack,
        old.compiled,
        new.compiled,
        old_files=_kept_files(old_digest),
        new_files=_kept_files(new_digest),
    )


def on_the_way(old_digest: str, new_digest: str) -> tuple[Change, ...]:
    """All changes between two kept versions, with what was declared between them in mind.

    What became of a text by versions that were published between the two counts as a patch, if
    their authors declared at each step that it means the same: somebody confirmed that when they
    were published.

    Raises:
        NotFound: If one is not kept here.
        NotVersions: If they are not versions of one pack.
    """
    direct = between(old_digest, new_digest)
    try:
        way = _way(old_digest, new_digest)
    except NotFound:  # a version whose archive is not kept here says nothing
        return direct
    if not any(_since(digest) for digest in way[1:]):
        return direct
    return through(direct, [between(a, b) for a, b in pairwise(way)])


def _way(old_digest: str, new_digest: str) -> list[str]:
    """Both versions and those between them, oldest first: each after the one that people knew."""
    old, new = shelf.take(old_digest).pack.meta, shelf.take(new_digest).pack.meta
    between_ = [
        kept
        for kept in packs.versions_of(new.id)
        if version_key(old.version) < version_key(kept.version) < version_key(new.version)
        and kept.published_at is not None
        and kept.state != State.WITHDRAWN
    ]
    way, last = [new_digest], new_digest
    while between_:
        since = _since(last)
        if since == old.version:
            break
        step = next((kept for kept in between_ if kept.version == since), between_[0])
        last = step.digest
        way.append(last)
        between_ = [k for k in between_ if version_key(k.version) < version_key(step.version)]
    return [old_digest, *reversed(way)]


def _since(digest: str) -> str:
    pack = shelf.take(digest).pack
    same = pack.update.meaning_same if isinstance(pack, Course) else None
    return same.since if same else ""


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """Digests of the files that are compared by their bytes."""
    return {path: hashlib.sha256(data).hexdigest() for path, data in files.items() if outside(path)}


@lru_cache(maxsize=64)
def _kept_files(digest: str) -> dict[str, str]:
    try:
        files, _problems = pack_files.read_archive(blobs.archive_path(digest))
    except FileNotFoundError:
        raise NotFound("This version is not kept on this site.") from None
    return digests(files)


def previous(pack_id: str, version: str) -> KeptVersion | None:
    """The newest installed version below `version`; drafts (`2.0.0-draft.1`) promised nothing."""
    key = version_key(version)
    return next(
        (
            kept
            for kept in packs.versions_of(pack_id)
            if version_key(kept.version) < key and "-" not in kept.version
        ),
        None,
    )


def claim_problems(
    pack: Pack, compiled: Compiled, files: Mapping[str, bytes], line: int = 0
) -> list[Problem]:
    """Whether a pack's number claims too little over what is installed; `line` is that of it.

    Raises:
        Conflict: If another kind of pack is installed under its id.
        NotFound: If the version before is not kept here.
    """
    meta = pack.meta
    before = previous(meta.id, meta.version)
    if before is None:
        return []
    old = shelf.take(before.digest)
    try:
        changes = diff(
            old.pack,
            pack,
            old.compiled,
            compiled,
            old_files=_kept_files(before.digest),
            new_files=digests(files),
        )
    except NotVersions:
        raise Conflict(
            "%(pack)s is installed here as another kind of pack. Give this one another id.",
            code="pack-kind",
            values={"pack": meta.id},
        ) from None
    return number_problems(before.version, meta.version, changes, line)


def number_problems(
    was: str, now: str, changes: tuple[Change, ...], line: int = 0
) -> list[Problem]:
    """What is wrong with a number, given what changed since the version `was`."""
    if version_key(now) <= version_key(was):
        if not changes and version_key(now) == version_key(was):
            return []
        say = (
            f"The version {now} is not higher than {was}, with which it was compared; the changes "
            f"demand {next_version(was, demanded(changes))}."
        )
        return [problem("pack.yaml", line, "version-order", say)]
    claims, demands = claimed(was, now), demanded(changes)
    if claims >= demands:
        return []
    say = (
        f"{now} claims a {claims.word} change over {was}, but what changed is {demands.word}; give "
        f"it {next_version(was, demands)} or a higher number. {_named(changes, claims)}"
    )
    return [problem("pack.yaml", line, "version-low", say)]


def _named(changes: tuple[Change, ...], claims: Level) -> str:
    """Which changes demand more than is claimed, the weightiest first."""
    more = sorted((c for c in changes if c.level > claims), key=lambda c: -c.level)
    told = [
        f"{'/'.join(filter(None, (c.item, c.part))) or 'pack.yaml'}, {c.kind.value}: {WHY[c.why]}"
        for c in more[:_NAMED]
    ]
    if len(more) > _NAMED:
        told.append(f"And {len(more) - _NAMED} more.")
    return " ".join(told)
