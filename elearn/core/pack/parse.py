"""Files to a pack: whatever is sound is kept, and every fault is named."""

import dataclasses
import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from elearn.core import ids
from elearn.core.case.model import Case
from elearn.core.law.parse import register_of
from elearn.core.law.register import Instrument, Judgment, Term
from elearn.core.pack import plain
from elearn.core.pack.codes import problem
from elearn.core.pack.facts import Facts, FileCache, Sources
from elearn.core.pack.model import (
    Bank,
    Course,
    Item,
    Lesson,
    Medium,
    Module,
    Pack,
    Quiz,
    RegisterPack,
)
from elearn.core.pack.places import Place, place_of
from elearn.core.pack.read_file import kind_of_pack, read_file
from elearn.core.pack.schema.lesson import ModuleHead
from elearn.core.problems import Problem

_HEAD = "pack.yaml"
_MOST_PROBLEMS = 200
"""Problems kept of one file; what is left shows once these are mended."""

_CACHED_FROM = 200
"""Files shorter than this are read faster than their facts are."""


@dataclasses.dataclass(frozen=True, slots=True)
class Parsed:
    """What files hold.

    Attributes:
        pack: The pack, without what was faulty; None where pack.yaml cannot be used.
        problems: Every fault that shows in a single file, in order of path and line.
        sources: What each file says, for the checks that need the whole pack.
    """

    pack: Pack | None
    problems: tuple[Problem, ...]
    sources: Sources


def parse(files: Mapping[str, bytes], cache: FileCache | None = None) -> Parsed:
    """Read a pack. Nothing in the files can raise.

    Args:
        files: Paths relative to the pack's root, with `/`, and contents.
        cache: Where facts of files are kept between runs.
    """
    kind = kind_of_pack(files.get(_HEAD, b""))
    facts = {path: _facts(path, files[path], kind, cache) for path in sorted(files)}
    problems = [p for each in facts.values() for p in each.problems]
    if _HEAD not in files:
        say = "A pack needs a file pack.yaml; `elearn pack new ID` makes a pack to start from."
        problems.append(problem(_HEAD, 0, "pack-missing", say))
    sources = Sources(facts)
    head = facts[_HEAD].value if _HEAD in facts else None
    pack: Pack | None = None
    if isinstance(head, Course):
        pack = _course(head, sources)
    elif isinstance(head, tuple):
        meta, checked = head
        register = register_of(meta.id, meta.version, checked, _entries(sources))
        pack = RegisterPack(meta=meta, register=register)
    return Parsed(pack, tuple(sorted(problems)), sources)


def _facts(path: str, data: bytes, kind: str, cache: FileCache | None) -> Facts:
    if cache is None or len(data) < _CACHED_FROM:
        return _read(path, data, kind)
    key = hashlib.sha256(f"{kind}\0{path}\0".encode("utf-8", "surrogatepass") + data).hexdigest()
    kept = cache.get(key)
    if kept is not None:
        try:
            found = plain.from_plain(kept)
        except plain.NotPlain:
            found = None
        if isinstance(found, Facts) and found.path == path:
            return found
    made = _read(path, data, kind)
    cache.put(key, plain.to_plain(made))
    return made


@lru_cache(maxsize=512)
def _read(path: str, data: bytes, kind: str) -> Facts:
    """The facts of a file, with no more problems than a person can mend at a time.

    Kept for a while: most files of a version are those of the version before.
    """
    made = read_file(path, data, kind)
    if len(made.problems) <= _MOST_PROBLEMS:
        return made
    return dataclasses.replace(made, problems=tuple(sorted(made.problems)[:_MOST_PROBLEMS]))


def _course(head: Course, sources: Sources) -> Course:
    folders: dict[str, list[Item]] = {}
    heads: dict[str, ModuleHead] = {}
    banks: list[Bank] = []
    media: tuple[Medium, ...] = ()
    for path, facts in sources.facts.items():
        folder = path.rpartition("/")[0]
        match facts.value:
            case Lesson() | Quiz() | Case() as item:
                folders.setdefault(folder, []).append(item)
            case ModuleHead() as module:
                heads[folder] = module
                folders.setdefault(folder, [])
            case Bank() as bank:
                banks.append(bank)
            case tuple() if place_of(path, "course") is Place.CREDITS:
                media = facts.value
            case _:
                pass
    return dataclasses.replace(
        head,
        modules=tuple(_module(f, heads.get(f), folders[f]) for f in sorted(folders)),
        banks=tuple(banks),
        media=media,
    )


def _module(folder: str, head: ModuleHead | None, items: list[Item]) -> Module:
    if head:
        return Module(id=head.id, title=head.title, items=tuple(items), path=folder)
    # A folder whose module.yaml is missing or faulty still shows its items.
    name = re.sub(r"[^a-z0-9-]+", "-", folder.lower()).strip("0123456789-")
    title = name.replace("-", " ").capitalize() or folder
    return Module(
        id=name if ids.is_slug(name) else "module", title=title, items=tuple(items), path=folder
    )


def _entries(sources: Sources) -> Iterable[Instrument | Judgment | Term]:
    for facts in sources.facts.values():
        if isinstance(facts.value, tuple):
            yield from (e for e in facts.value if isinstance(e, Instrument | Judgment | Term))
