"""Packs on this site: install, publish, retire, list, and their media."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import Conflict, NotFound
from elearn.core.pack.check import check
from elearn.core.pack.digest import digest as digest_of
from elearn.core.pack.model import Course, Lesson, Pack, RegisterPack
from elearn.core.pack.parse import parse
from elearn.core.problems import Problem, errors
from elearn.services import shelf
from elearn.store import audit, blobs, pack_files, packs
from elearn.store.db import begin_write
from elearn.store.packs import KeptVersion


@dataclass(frozen=True, slots=True)
class Installed:
    """What became of an archive: the version, or the problems that stopped it."""

    pack_id: str
    version: str
    digest: str
    problems: tuple[Problem, ...]
    new: bool
    done: bool


def install_path(path: Path, *, now: datetime) -> Installed:
    """Install a folder or archive from the command line."""
    files, problems = pack_files.read(path)
    return _install(files, problems, by=None, now=now)


def install_upload(actor: Actor, data: bytes, *, now: datetime) -> Installed:
    """Install an archive that a trainer uploads.

    Raises:
        NotAllowed: If the actor writes no packs.
    """
    access.require(actor, Action.AUTHOR_PACKS)
    files, problems = pack_files.read_archive(data)
    return _install(files, problems, by=actor.person_id or None, now=now)


def _install(
    files: dict[str, bytes], problems: list[Problem], *, by: int | None, now: datetime
) -> Installed:
    if not files and problems:
        # Nothing could be read: that there is no pack.yaml would be no news.
        return Installed("", "", "", tuple(sorted(problems)), new=False, done=False)
    parsed = parse(files)
    pack = parsed.pack
    day = _law_day(pack, now.date())
    law = shelf.law_of(pack, day) if isinstance(pack, Course) else None
    found = check(
        pack,
        files,
        register=law.register if law else None,
        as_of=day,
        sources=parsed.sources,
    )
    everything = tuple(sorted({*problems, *parsed.problems, *found}))
    if pack is None:
        return Installed("", "", "", everything, new=False, done=False)
    digest = digest_of(files)
    meta = pack.meta
    if errors(list(everything)):
        return Installed(meta.id, meta.version, digest, everything, new=False, done=False)
    _require_free(pack, digest)
    blobs.keep_archive(digest, pack_files.build_archive(files))
    shelf.put(digest, pack, files)
    begin_write()
    new = _keep(pack, digest, everything, by=by, now=now)
    return Installed(meta.id, meta.version, digest, everything, new=new, done=True)


def _law_day(pack: Pack | None, today: date) -> date:
    """The day as of which repealed law counts against a pack: its own day of checking."""
    return pack.law.checked if isinstance(pack, Course) and pack.law else today


def _keep(
    pack: Pack, digest: str, problems: tuple[Problem, ...], *, by: int | None, now: datetime
) -> bool:
    meta = pack.meta
    if _require_free(pack, digest) is not None:
        return False
    packs.keep_version(
        pack_id=meta.id,
        kind=meta.kind,
        version=meta.version,
        digest=digest,
        title=meta.title,
        language=meta.language,
        facts=_facts(pack),
        warnings=[[p.path, p.line, p.code, p.text] for p in problems],
        installed_at=now,
        installed_by=by,
    )
    audit.keep_act(by, "pack-installed", f"{meta.id} {meta.version}", {"digest": digest}, at=now)
    return True


def _require_free(pack: Pack, digest: str) -> KeptVersion | None:
    """What is installed under the pack's id and version, which must have the same content."""
    meta = pack.meta
    kept = packs.find_version(meta.id, meta.version)
    if kept is not None and kept.digest != digest:
        raise Conflict(
            f"{meta.id} {meta.version} is installed already with other content. A version "
            "never changes: give the changed pack a new version number.",
            code="version-taken",
        )
    return kept


def _facts(pack: Pack) -> dict[str, object]:
    languages = [pack.meta.language, *pack.meta.languages]
    if isinstance(pack, RegisterPack):
        register = pack.register
        return {
            "languages": languages,
            "instruments": len(register.instruments),
            "judgments": len(register.judgments),
            "terms": len(register.terms),
        }
    return {
        "languages": languages,
        "items": len(pack.items),
        "lessons": sum(isinstance(i, Lesson) for i in pack.items),
        "minutes": sum(i.minutes for i in pack.items),
    }


def publish(actor: Actor, pack_id: str, version: str, *, now: datetime) -> None:
    """Make a version what new learners get, and what learners of its release line follow.

    Raises:
        NotAllowed: If the actor may not publish.
        NotFound: If it is not installed.
    """
    access.require(actor, Action.PUBLISH_PACKS)
    begin_write()
    kept = _require(pack_id, version)
    if kept.state == "published":
        return
    packs.publish(kept.id, by=actor.person_id or None, at=now)
    audit.keep_act(actor.person_id or None, "pack-published", f"{pack_id} {version}", {}, at=now)
    shelf.forget_newest()


def retire(actor: Actor, pack_id: str, version: str, *, now: datetime) -> None:
    """Offer a version to nobody new; whoever is on it finishes.

    Raises:
        NotAllowed: If the actor may not publish.
        NotFound: If it is not installed.
        Conflict: If it is not published.
    """
    access.require(actor, Action.PUBLISH_PACKS)
    begin_write()
    kept = _require(pack_id, version)
    if kept.state != "published":
        raise Conflict("Only a published version can be retired.")
    packs.retire(kept.id, at=now)
    audit.keep_act(actor.person_id or None, "pack-retired", f"{pack_id} {version}", {}, at=now)
    shelf.forget_newest()


def _require(pack_id: str, version: str) -> KeptVersion:
    kept = packs.find_version(pack_id, version)
    if kept is None:
        raise NotFound(f"{pack_id} {version} is not installed here.")
    return kept


def installed() -> list[KeptVersion]:
    """All versions on this site, by pack, newest first. For the command line."""
    return packs.all_versions()


def media_file(digest: str, name: str) -> bytes:
    """A media file of a pack version.

    Raises:
        NotFound: If there is none.
    """
    try:
        return blobs.read_member(digest, f"media/{name}")
    except (FileNotFoundError, KeyError):
        raise NotFound("There is no such file.") from None
