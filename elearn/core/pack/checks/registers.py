"""What a register says about itself."""

from collections.abc import Iterator

from elearn.core.law.register import Instrument, Judgment, Provision, Term
from elearn.core.law.status import first_day
from elearn.core.pack.checks.look import Look, nearest
from elearn.core.pack.model import RegisterPack
from elearn.core.pack.yaml_tree import Keys
from elearn.core.problems import Problem

_Entry = Instrument | Judgment | Term


def check_register(look: Look) -> Iterator[Problem]:
    """Ids, references between instruments, dates and provisions of a register."""
    if not isinstance(look.pack, RegisterPack):
        return
    sources: dict[str, str] = {}
    terms: dict[str, str] = {}
    known = set(look.pack.register.instruments) | look.sources.lost(".yaml")
    for path, i, entry in _entries(look):
        seen = terms if isinstance(entry, Term) else sources
        if entry.id in seen:
            say = f'The id "{entry.id}" is used already at {seen[entry.id]}; give this one another.'
            yield look.say("id-duplicate", path, (i, "id"), say)
        seen.setdefault(entry.id, f"{path}:{look.sources.line(path, i, 'id')}")
        if isinstance(entry, Instrument):
            yield from _others(look, path, i, entry, known)
            yield from _order(look, path, i, entry)
        if not isinstance(entry, Term):
            yield from _provisions(look, path, (i, "provisions"), entry.provisions)


def _entries(look: Look) -> Iterator[tuple[str, int, _Entry]]:
    for facts in look.facts:
        if isinstance(facts.value, tuple):
            for i, entry in enumerate(facts.value):
                if isinstance(entry, _Entry):
                    yield facts.path, i, entry


def _others(look: Look, path: str, i: int, entry: Instrument, known: set[str]) -> Iterator[Problem]:
    others = {
        "repealed-by": entry.repealed_by,
        "replaces": entry.replaces,
        "amends": entry.amends,
    }
    for key, names in others.items():
        for j, name in enumerate(names):
            if name not in known:
                say = f'The register has no instrument "{name}".{nearest(name, known)}'
                yield look.say("replaces-unknown", path, (i, key, j), say)


def _order(look: Look, path: str, i: int, entry: Instrument) -> Iterator[Problem]:
    start = entry.applies_from or entry.in_force or entry.adopted
    if start and entry.repealed and first_day(entry.repealed) < first_day(start):
        say = f'"{entry.id}" is repealed ({entry.repealed}) before it applies ({start}).'
        yield look.say("dates-order", path, (i, "repealed"), say)
    if entry.adopted and entry.in_force and first_day(entry.in_force) < first_day(entry.adopted):
        say = f'"{entry.id}" is in force ({entry.in_force}) before it is adopted ({entry.adopted}).'
        yield look.say("dates-order", path, (i, "in-force"), say)


def _provisions(
    look: Look, path: str, at: Keys, provisions: tuple[Provision, ...]
) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for j, provision in enumerate(provisions):
        key = (provision.ref, provision.from_)
        if key in seen:
            say = f'The provision "{provision.ref}" stands here twice for the same days; keep one.'
            yield look.say("provision-duplicate", path, (*at, j), say)
        seen.add(key)
        if not provision.from_ or not provision.until:
            continue
        if first_day(provision.until) < first_day(provision.from_):
            say = f'"{provision.ref}" ends ({provision.until}) before it begins.'
            yield look.say("dates-order", path, (*at, j, "until"), say)
