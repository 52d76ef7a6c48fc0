"""Packs on this site: install, publish, retire, list, and their media."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import Conflict, NotFound
from elearn.core.learning import bridge
from elearn.core.pack.check import check
from elearn.core.pack.compile import compile_pack
from elearn.core.pack.digest import digest as digest_of
from elearn.core.pack.model import Course, Lesson, Pack, RegisterPack
from elearn.core.pack.parse import parse
from elearn.core.problems import Problem, errors
from elearn.services import citations, law_hits, pack_changes, publications, shelf
from elearn.services.packs_check import Report
from elearn.services.publications import Proposal
from elearn.services.publishing import DEFAULT, Act, Settings
from elearn.store import audit, blobs, pack_files, packs, record_ends
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


def install_files(actor: Actor, files: dict[str, bytes], *, now: datetime) -> Installed:
    """Install a pack that was made here.

    Raises:
        NotAllowed: If the actor writes no packs.
    """
    access.require(actor, Action.AUTHOR_PACKS)
    return _install(files, [], by=actor.person_id or None, now=now)


def _install(
    files: dict[str, bytes], problems: list[Problem], *, by: int | None, now: datetime
) -> Installed:
    if not files and problems:
        # Nothing could be read: that there is no pack.yaml would be no news.
        return Installed("", "", "", tuple(sorted(problems)), new=False, done=False)
    report = examined(files, problems, now=now)
    pack, everything = report.pack, report.problems
    if pack is None:
        return Installed("", "", "", everything, new=False, done=False)
    digest = digest_of(files)
    meta = pack.meta
    _require_written(pack)
    if errors(list(everything)):
        return Installed(meta.id, meta.version, digest, everything, new=False, done=False)
    compiled = compile_pack(pack, files)
    if _require_free(pack, digest) is None:
        line = report.sources.line("pack.yaml", "version")
        low = pack_changes.claim_problems(pack, compiled, files, line)
        if low:
            said = tuple(sorted({*everything, *low}))
            return Installed(meta.id, meta.version, digest, said, new=False, done=False)
    blobs.keep_archive(digest, pack_files.build_archive(files))
    shelf.keep(digest, compiled)
    begin_write()
    number = _keep(pack, digest, everything, by=by, now=now)
    if number is not None and isinstance(pack, Course):
        citations.index(number, pack, compiled)
        law_hits.follow(number, pack)
    new = number is not None
    return Installed(meta.id, meta.version, digest, everything, new=new, done=True)


def _require_written(pack: Pack) -> None:
    """Bridges are made by the site itself; their ids are theirs."""
    made = isinstance(pack, Course) and pack.bridge is not None
    if made or bridge.is_bridge_id(pack.meta.id):
        raise Conflict(
            "%(pack)s is a bridge, or is named like one. A site makes its bridges by itself, from "
            "the versions of a course; give a course of your own another id.",
            code="bridge-made",
            values={"pack": pack.meta.id},
        )


def examined(files: dict[str, bytes], problems: Sequence[Problem] = (), *, now: datetime) -> Report:
    """A check of a pack's files against the register that is published on this site."""
    parsed = parse(files)
    pack = parsed.pack
    day = _law_day(pack, now.date())
    law = shelf.law_of(pack, day) if isinstance(pack, Course) else None
    register = law.register if law else None
    found = check(pack, files, register=register, as_of=day, sources=parsed.sources)
    everything = tuple(sorted({*problems, *parsed.problems, *found}))
    named = f"{register.id} {register.version}" if register else ""
    return Report(Path(), files, pack, everything, named, parsed.sources)


def _law_day(pack: Pack | None, today: date) -> date:
    """The day as of which repealed law counts against a pack: its own day of checking."""
    return pack.law.checked if isinstance(pack, Course) and pack.law else today


def _keep(
    pack: Pack, digest: str, problems: tuple[Problem, ...], *, by: int | None, now: datetime
) -> int | None:
    """Keep a new version; its number. None if it is there already."""
    meta = pack.meta
    if _require_free(pack, digest) is not None:
        return None
    number = packs.keep_version(
        pack_id=meta.id,
        kind=meta.kind,
        version=meta.version,
        digest=digest,
        title=meta.title,
        language=meta.language,
        facts=facts_of(pack),
        warnings=[[p.path, p.line, p.code, p.text] for p in problems],
        installed_at=now,
        installed_by=by,
    )
    audit.keep_act(by, "pack-installed", f"{meta.id} {meta.version}", {"digest": digest}, at=now)
    return number


def _require_free(pack: Pack, digest: str) -> KeptVersion | None:
    """What is installed under the pack's id and version, which must have the same content."""
    meta = pack.meta
    kept = packs.find_version(meta.id, meta.version)
    if kept is not None and kept.digest != digest:
        raise Conflict(
            "%(pack)s %(version)s is installed already with other content. A version never "
            "changes: give the changed pack a new version number.",
            code="version-taken",
            values={"pack": meta.id, "version": meta.version},
        )
    return kept


def facts_of(pack: Pack) -> dict[str, object]:
    """What lists of packs say of a version."""
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
    } | ({record_ends.UNTIL_LAW: True} if pack.until_law else {})


def publish(
    actor: Actor, pack_id: str, version: str, *, settings: Settings = DEFAULT, now: datetime
) -> None:
    """Offer a version at once, as the operator who sets a site up. Twice changes nothing.

    People propose instead, and somebody else confirms: `services.publications`.

    Raises:
        NotAllowed: If the actor is anybody else.
        NotFound: If it is not installed.
        Conflict: If a later version of its line is out already, or it was withdrawn.
        BadInput: If what it declares to mean the same was not compared.
    """
    access.require(actor, Action.PUBLISH_PACKS)
    kept = publications.require_version(pack_id, version)
    if kept.state != "published":
        proposal = Proposal(act=Act.PUBLISH, pack_id=pack_id, version=version, settings=settings)
        publications.act_at_once(actor, proposal, now=now)


def retire(actor: Actor, pack_id: str, version: str, *, now: datetime) -> None:
    """Offer a version to nobody new, as the operator; whoever is on it finishes.

    Raises:
        NotAllowed: If the actor is anybody else.
        NotFound: If it is not installed.
        Conflict: If it is not published.
    """
    proposal = Proposal(act=Act.RETIRE, pack_id=pack_id, version=version)
    publications.act_at_once(actor, proposal, now=now)


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
