"""Citations and terms, against a register and a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from elearn.core.law import labels
from elearn.core.law.register import Instrument, Judgment, Provision, Register
from elearn.core.law.status import first_day
from elearn.core.pack.checks.law_keys import named_bases
from elearn.core.pack.checks.law_since import Days, changed, words
from elearn.core.pack.checks.look import Look, nearest
from elearn.core.pack.codes import problem
from elearn.core.pack.model import Course, RegisterPack
from elearn.core.pack.references import Cite, Target
from elearn.core.problems import Problem


def check_law(look: Look) -> Iterator[Problem]:
    """Every citation and term is in the register, and the law cited applies on the day."""
    register = look.register
    checked: date | None = None
    said_elsewhere: frozenset[tuple[str, int, str]] = frozenset()
    if isinstance(look.pack, RegisterPack):
        register = look.pack.register
    elif isinstance(look.pack, Course):
        yield from _basis(look, look.pack)
        if look.pack.law is None:
            return
        checked = look.pack.law.known_until
        said_elsewhere = named_bases(look)
    if register is None:
        return
    days = Days(look.as_of, checked)
    for facts in look.facts:
        for cite in facts.references.cites:
            key = (facts.path, cite.line, labels.join(cite.id, cite.ref))
            yield from _cite(facts.path, cite, register, days, in_basis=key in said_elsewhere)
        for term in facts.references.terms:
            yield from _term(facts.path, term, register)


def _term(path: str, term: Target, register: Register) -> Iterator[Problem]:
    if term.name not in register.terms:
        hint = nearest(term.name, register.terms)
        say = f'The glossary of "{register.id}" has no term "{term.name}".{hint}'
        yield problem(path, term.line, "term-unknown", say)


def _basis(look: Look, course: Course) -> Iterator[Problem]:
    cited = next((f for f in look.facts if f.references.cites or f.references.terms), None)
    law, register = course.law, look.register
    if law is None:
        named = ("law",) in look.sources.facts["pack.yaml"].lines  # but faulty, as was said
        if cited and not named:
            lines = [c.line for c in cited.references.cites]
            line = min(lines + [t.line for t in cited.references.terms])
            say = "This cites law or a term; name the register under `law` in pack.yaml."
            yield problem(cited.path, line, "law-unnamed", say)
    elif register is None:
        if cited:
            say = f'The register "{law.register}" was not found, so citations were not checked.'
            yield look.say("register-missing", "pack.yaml", ("law", "register"), say)
    elif register.version != law.version:
        say = (
            f"The pack names version {law.version} of the register, at hand is "
            f"{register.version}; look at what changed and name that."
        )
        yield look.say("register-version", "pack.yaml", ("law", "version"), say)


def _cite(
    path: str, cite: Cite, register: Register, days: Days, *, in_basis: bool
) -> Iterator[Problem]:
    source = register.instruments.get(cite.id) or register.judgments.get(cite.id)
    if source is None:
        hint = nearest(cite.id, (*register.instruments, *register.judgments))
        say = f'The register "{register.id}" has no instrument or judgment "{cite.id}".{hint}'
        yield problem(path, cite.line, "instrument-unknown", say)
        return
    name = source.short if isinstance(source, Instrument) else source.name
    versions = [p for p in source.provisions if p.ref == cite.ref]
    if cite.ref and not versions:
        hint = nearest(cite.ref, {p.ref for p in source.provisions})
        say = f'The register lists no provision "{cite.ref}" of {name} ({cite.id}).{hint}'
        yield problem(path, cite.line, "provision-unknown", say)
    if isinstance(source, Judgment):
        return
    what = f"{name}, {cite.ref}," if cite.ref and versions else name
    found = _status(source, days.as_of) or (
        _of_versions(versions, days.as_of) if versions else None
    )
    if found and not (in_basis and found.code == "law-repealed"):  # the key of a question says so
        late = found.day is not None and found.day in days.since
        say = f"{what} {found.words}{_instead(source, found.code)}{_LOOK if late else ''}"
        yield problem(path, cite.line, found.code, say, late=late)
    if found is None and (change := changed(source, cite.ref, days)) is not None:
        say = f"{what} {words(change)}; compare what you say with it.{_LOOK}"
        yield problem(path, cite.line, "law-changed", say, late=days.long_since(change.day))


_LOOK = " Then write the day on which you looked under `law.checked`."


@dataclass(frozen=True, slots=True)
class _Found:
    """How a law stands that does not simply apply; `day` is that of a repeal."""

    code: str
    words: str
    day: date | None = None


def _status(source: Instrument, as_of: date) -> _Found | None:
    if source.repealed and first_day(source.repealed) <= as_of:
        return _repealed(source.repealed)
    if source.type == "proposal":
        return _Found("law-not-yet", "is a proposal and no law yet")
    start = source.applies_from or source.in_force
    if start and first_day(start) > as_of:
        return _Found("law-not-yet", f"applies only from {start}")
    return None


def _repealed(until: str) -> _Found:
    return _Found("law-repealed", f"is repealed as of {until}", first_day(until))


def _of_versions(versions: list[Provision], as_of: date) -> _Found | None:
    """None if one of the versions of a provision holds on the day."""
    worst: _Found | None = None
    for version in versions:
        if version.until and first_day(version.until) <= as_of:
            worst = worst or _repealed(version.until)
        elif version.from_ and first_day(version.from_) > as_of:
            worst = worst or _Found("law-not-yet", f"applies only from {version.from_}")
        else:
            return None
    return worst


def _instead(source: Instrument, code: str) -> str:
    if code == "law-repealed" and source.repealed_by:
        return f"; cite {' or '.join(source.repealed_by)}, or say that it is past law."
    return "; say so in the text, or cite what applies."
