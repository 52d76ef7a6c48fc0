"""What differs between two versions of a law register, its texts left out.

A register's major number says that packs which point into it may point at nothing; a minor one
that the law, or what the register knows of it, changed.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from elearn.core.law.register import Provision, Register
from elearn.core.pack.diff.change import Change, ChangeKind, Level
from elearn.core.pack.diff.walk import At, label, walk
from elearn.core.pack.model import RegisterPack
from elearn.core.pack.texts import provision_context


def register_changes(old: RegisterPack, new: RegisterPack) -> Iterator[Change]:
    """All changes but those of texts."""
    yield from walk(old, new, At(""))
    yield from walk(old.register, new.register, At(""))
    was, now = entries(old.register), entries(new.register)
    for name, entry in now.items():
        if name not in was:
            yield _came(At(name), label(entry), came=True)
        elif was[name] != entry:
            yield from _entry(was[name], entry, At(name))
    for name, entry in was.items():
        if name not in now:
            yield _came(At(name), label(entry), came=False)


def entries(register: Register) -> dict[str, Any]:
    """Everything that a register lists, by the name that changes give it."""
    terms = {f"glossary/{name}": term for name, term in register.terms.items()}
    return {**register.instruments, **register.judgments, **terms}


def _came(at: At, text: str, *, came: bool, whole: bool = True) -> Change:
    kinds = (
        (ChangeKind.ITEM_ADDED, ChangeKind.ITEM_REMOVED)
        if not at.part
        else (ChangeKind.PART_ADDED, ChangeKind.PART_REMOVED)
    )
    lost = not came and whole
    return Change(
        kind=kinds[0] if came else kinds[1],
        level=Level.MAJOR if lost else Level.MINOR,
        why="law-gone" if lost else "law-new" if came else "law",
        item=at.item,
        part=at.part,
        before="" if came else text,
        after=text if came else "",
    )


def _entry(was: Any, now: Any, at: At) -> Iterator[Change]:
    if type(was) is not type(now):
        yield _came(at, label(was), came=False)
        yield _came(at, label(now), came=True)
        return
    yield from walk(was, now, at)
    if hasattr(was, "provisions"):
        yield from _provisions(was.provisions, now.provisions, at)


def _provisions(old: tuple[Provision, ...], new: tuple[Provision, ...], at: At) -> Iterator[Change]:
    was, now = _named(at.item, old), _named(at.item, new)
    refs = {provision.ref for provision in new}
    for name, provision in now.items():
        if name not in was:
            yield _came(at.below(name), provision.title, came=True)
        elif was[name] != provision:
            yield from walk(was[name], provision, at.below(name))
    for name, provision in was.items():
        if name not in now:
            whole = provision.ref not in refs
            yield _came(at.below(name), provision.title, came=False, whole=whole)


def _named(owner: str, provisions: tuple[Provision, ...]) -> Mapping[str, Provision]:
    """Wordings of provisions by what texts call them, without the owner."""
    start = len(owner) + 1
    return {provision_context(owner, p, provisions)[start:]: p for p in provisions}
