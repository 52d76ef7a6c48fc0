"""What differs between two versions of a pack."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from elearn.core.pack.compile import LATIN, Compiled
from elearn.core.pack.diff.change import SAME_MAY, Change, ChangeKind, Level
from elearn.core.pack.diff.course import Placed, course_changes, placed
from elearn.core.pack.diff.register import entries, register_changes
from elearn.core.pack.diff.spots import Spots
from elearn.core.pack.diff.texts import Version, text_changes
from elearn.core.pack.model import Course, Pack, RegisterPack
from elearn.core.pack.places import NOTES
from elearn.core.pack.texts import units
from elearn.core.quiz.questions import Hotspot

_NOTHING: Mapping[str, str] = {}


class NotVersions(ValueError):
    """The two are not versions of one pack."""


def diff(
    old: Pack,
    new: Pack,
    old_texts: Compiled,
    new_texts: Compiled,
    *,
    old_files: Mapping[str, str] = _NOTHING,
    new_files: Mapping[str, str] = _NOTHING,
) -> tuple[Change, ...]:
    """All changes from one version of a pack to another, in reading order of the new one.

    What the author of `new` declares to mean the same as in the version `old` is a patch.

    Args:
        old: The version that people know.
        new: The version that is to take its place.
        old_texts: Its compiled pages.
        new_texts: Those of the new one.
        old_files: Digests of files that a pack does not hold (`outside`), by path.
        new_files: Those of the new one.

    Raises:
        NotVersions: If they are not versions of one pack.
    """
    if old.meta.id != new.meta.id or old.meta.kind != new.meta.kind:
        raise NotVersions(f"{new.meta.id} is no version of {old.meta.id}")
    before, after = _questions(old), _questions(new)
    found = list(_structure(old, new, before, after))
    found += _languages(old, new, old_texts, new_texts)
    found += text_changes(_version(old, old_texts, before), _version(new, new_texts, after), found)
    found += _files(after, old_files, new_files)
    return tuple(_ordered(_declared(old, new, found), old, new))


def outside(path: str) -> bool:
    """Whether a file of that path is compared by its digest: media and notes for people."""
    if path.startswith("media/"):
        return path != "media/media.yaml"
    return path in NOTES and path != "CHANGELOG.md"


def _questions(pack: Pack) -> dict[str, Placed]:
    return placed(pack) if isinstance(pack, Course) else {}


def _version(pack: Pack, compiled: Compiled, questions: Mapping[str, Placed]) -> Version:
    return Version({unit.key: unit for unit in units(pack)}, Spots(pack, questions), compiled)


def _structure(
    old: Pack, new: Pack, before: Mapping[str, Placed], after: Mapping[str, Placed]
) -> Iterator[Change]:
    if isinstance(old, Course) and isinstance(new, Course):
        yield from course_changes(old, new, before, after)
    elif isinstance(old, RegisterPack) and isinstance(new, RegisterPack):
        yield from register_changes(old, new)


def _languages(old: Pack, new: Pack, was: Compiled, now: Compiled) -> Iterator[Change]:
    if old.meta.language != new.meta.language:
        yield Change(
            kind=ChangeKind.LANGUAGE,
            level=Level.MAJOR,
            why="language-source",
            field="language",
            before=old.meta.language,
            after=new.meta.language,
        )
    spoken = {old.meta.language, new.meta.language, LATIN}
    there = [x for x in dict.fromkeys((*old.meta.languages, *was.languages)) if x not in spoken]
    here = [x for x in dict.fromkeys((*new.meta.languages, *now.languages)) if x not in spoken]
    for language in here:
        if language not in there:
            yield _language(language, Level.PATCH, "language-new", after=language)
    for language in there:
        if language not in here:
            yield _language(language, Level.MINOR, "language-gone", before=language)


def _language(
    language: str, level: Level, why: str, *, before: str = "", after: str = ""
) -> Change:
    return Change(
        kind=ChangeKind.LANGUAGE,
        level=level,
        why=why,
        field="languages",
        language=language,
        before=before,
        after=after,
    )


def _files(
    questions: Mapping[str, Placed], was: Mapping[str, str], now: Mapping[str, str]
) -> Iterator[Change]:
    """Files that differ though no text shows it: a picture redrawn, a licence."""
    asked = _asked_pictures(questions)
    for path in sorted({*was, *now}):
        if was.get(path) == now.get(path):
            continue
        change = Change(
            kind=ChangeKind.MEDIA if path.startswith("media/") else ChangeKind.NOTE,
            level=Level.PATCH,
            why="media" if path.startswith("media/") else "fact",
            part=path,
            field="file",
            before=path if path in was else "",
            after=path if path in now else "",
        )
        holders = asked.get(path, ())
        for where in holders:
            yield replace(
                change,
                item=where.item,
                part=where.question.id,
                level=Level.MINOR,
                why="media-asked",
            )
        if not holders:
            yield change


_PICTURE = re.compile(r"\((media/[^\s)]+)")


def _asked_pictures(questions: Mapping[str, Placed]) -> dict[str, list[Placed]]:
    """Questions about a picture, by the picture's path."""
    found: dict[str, list[Placed]] = {}
    for where in questions.values():
        if isinstance(where.question, Hotspot):
            for path in _PICTURE.findall(where.question.picture):
                found.setdefault(path, []).append(where)
    return found


def _declared(old: Pack, new: Pack, changes: Iterable[Change]) -> Iterator[Change]:
    """The changes; what is declared to mean the same as in `old` is a patch."""
    same = new.update.meaning_same if isinstance(new, Course) else None
    ids = frozenset(same.ids) if same and same.since == old.meta.version else frozenset()
    for change in changes:
        names = {change.item, *change.part.split("/")}
        words = change.kind in SAME_MAY and change.field != "outcomes"
        if words and change.level > Level.PATCH and names & ids:
            yield replace(change, level=Level.PATCH, why="same", declared=True)
        else:
            yield change


def _ordered(changes: Iterable[Change], old: Pack, new: Pack) -> list[Change]:
    """The pack's own changes first, then item by item, translations last; then what is gone."""
    places: dict[str, int] = {"": 0}
    for pack in (new, old):
        for name in _names(pack):
            places.setdefault(name, len(places))
    last = len(places)
    return sorted(changes, key=lambda c: (places.get(c.item, last), bool(c.language)))


def _names(pack: Pack) -> Iterator[str]:
    if isinstance(pack, Course):
        yield from (item.id for item in pack.items)
        yield from (f"bank/{bank.id}" for bank in pack.banks)
    else:
        yield from entries(pack.register)
