"""Compiled pages as a reader sees them: labels, warnings, words and addresses put in.

Made anew for each page from the newest register, so that a repealed provision is marked at once
in packs that were compiled years ago.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from html import unescape

from elearn.core.law import labels
from elearn.core.law.register import Instrument, Judgment, Provision, Register, Verification
from elearn.core.law.status import Standing, Status, provision_on, status
from elearn.core.pack.compile import Compiled
from elearn.core.pack.inline import Context
from elearn.core.pack.markup import Rendered, render_block
from elearn.core.pack.sanitise import attribute, escape
from elearn.core.pack.texts import provision_context
from elearn.core.pack.words import word
from elearn.core.script import to_latin

_CITE = re.compile(
    r'<(a|span) class="cite"( href="[^"]*")? data-cite="([^"]*)"(?: lang="([^"]*)")?>[^<]*</\1>'
)
_TERM = re.compile(
    r'<(a|span) class="term term-auto"( href="[^"]*")? data-term="([^"]*)"'
    r'(?: lang="([^"]*)")?>[^<]*</\1>'
)
_BOX = re.compile(r'<span class="box-word" data-box="([a-z]+)">[^<]*</span>')
_WORD = re.compile(r'<span( class="visually-hidden")? data-word="([a-z-]+)">[^<]*</span>')
_TABLE = ' role="group" aria-label="Table">'
_MEDIA = re.compile(r' (src|href)="media:([^"]*)"')
_ITEM = re.compile(r' href="item:([^"]*)"')

_ID = re.compile(r' id="[^"]*"')
_TO_ENTRY = re.compile(r'<a (class="(?:cite|term)[^"]*") href="#[^"]*"([^>]*)>(.*?)</a>', re.DOTALL)

_UNKNOWN = Status(Standing.UNKNOWN)

ItemUrl = Callable[[str], str]
"""The address of an item's page, by its id."""


@dataclass(frozen=True, slots=True)
class Law:
    """The register as of a day, and its compiled texts, if it has any.

    `day` decides what is repealed or does not apply yet.
    """

    register: Register
    day: date
    texts: Compiled | None = None

    def label(self, key: str, language: str) -> str:
        """A citation in words."""
        return labels.label(key, self.register, language, lambda name: self.name(name, language))

    def name(self, key: str, language: str) -> str:
        """A plain text of the register in that language; empty without one."""
        return self.texts.plain(language, key) if self.texts else ""

    def html(self, key: str, source: str, language: str) -> Rendered:
        """A Markdown text of the register."""
        if self.texts is not None:
            return self.texts.text(language, key)
        prefix = re.sub(r"[^a-z0-9]+", "-", key.lower())
        return render_block(source, Context(prefix=prefix)) if source else Rendered("")

    def status(self, key: str) -> Status:
        """How a citation stands."""
        return status(self.register, *labels.split(key), self.day)

    def term(self, term_id: str, language: str) -> str:
        """A glossary term in that language, or in English, or its id."""
        term = self.register.terms.get(term_id)
        if term is None:
            return term_id.replace("-", " ")
        if language == "sr-Latn" and not term.terms.get(language):
            return to_latin(term.terms.get("sr", "")) or term.terms.get("en", term_id)
        return term.terms.get(language) or term.terms.get("en") or term_id


def present(
    html: str,
    *,
    language: str,
    law: Law | None = None,
    media_base: str = "",
    item_url: ItemUrl | None = None,
) -> str:
    """A compiled text, ready for a page.

    Args:
        html: What `core.pack.compile` made; nothing else may be given.
        language: The page's language.
        law: For labels, warnings and terms; without it, keys and ids stay.
        media_base: What stands before a media file's name in its address, with the last `/`.
        item_url: Makes links to items; without it they lead to `#ID`.
    """
    if "<" not in html:
        return html
    if "data-" in html:
        html = _CITE.sub(lambda m: _cite(m, language, law), html)
        html = _TERM.sub(lambda m: _term(m, language, law), html)
        lang = attribute("lang", language)
        html = _BOX.sub(
            lambda m: f'<span class="box-word"{lang}>{word(m[1], language)}</span>', html
        )
        html = _WORD.sub(lambda m: f"<span{m[1] or ''}{lang}>{word(m[2], language)}</span>", html)
    if _TABLE in html:
        label = attribute("aria-label", word("table", language))
        html = html.replace(_TABLE, f' role="group"{label}>')
    html = _MEDIA.sub(lambda m: attribute(m[1], media_base + m[2]), html)
    return _ITEM.sub(lambda m: attribute("href", item_url(m[1]) if item_url else f"#{m[1]}"), html)


def without_addresses(html: str) -> str:
    """A presented text that may stand beside others on a page: no ids, and no links to entries."""
    return _ID.sub("", _TO_ENTRY.sub(r"<span \1\2>\3</span>", html))


def _cite(match: re.Match[str], language: str, law: Law | None) -> str:
    tag, href, key, lang = match[1], match[2] or "", unescape(match[3]), match[4]
    spoken = attribute("lang", lang) if lang else ""
    data = attribute("data-cite", key)
    if law is None:
        return f'<{tag} class="cite"{href}{data}{spoken}>{escape(key)}</{tag}>'
    label = escape(law.label(key, lang or language))
    standing = law.status(key)
    if not standing.doubtful:
        return f'<{tag} class="cite"{href}{data}{spoken}>{label}</{tag}>'
    say = f' <span class="cite-status">({word(standing.standing.value, lang or language)})</span>'
    return f'<{tag} class="cite cite-warning"{href}{data}{spoken}>{label}{say}</{tag}>'


def _term(match: re.Match[str], language: str, law: Law | None) -> str:
    tag, href, name, lang = match[1], match[2] or "", unescape(match[3]), match[4]
    words = law.term(name, lang or language) if law else name.replace("-", " ")
    spoken = attribute("lang", lang) if lang else ""
    return (
        f'<{tag} class="term"{href}{attribute("data-term", name)}{spoken}>{escape(words)}</{tag}>'
    )


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a provision: from when until when, what changed, and what it said (HTML).

    `text` is empty for the wording of the day, which is shown already.
    """

    since: str
    until: str
    change: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNote:
    """What stands under a lesson for a citation in it.

    Attributes:
        key, anchor, label: The citation, its address on the page, how it is said.
        known: Whether the register lists it.
        kind: `instrument`, `judgment`, or empty if not known.
        title: Of the act, or the judgment's name with court and number. Plain.
        heading: The provision's own title. Plain.
        text: What it says, in our words. HTML.
        fallback: Whether text is shown in the source language for want of a translation.
        status: How it stands on the day.
        replaced_by: Keys and labels of what took its place.
        citation: Where it was published. Plain.
        url: The official text.
        verification: How surely the statement is known, and from where.
        history: Its wordings, oldest first.
        dates: Of the act or judgment: `adopted`, `in-force`, `applies-from`, `repealed`, `decided`
            and the day as the register has it.
        numbers: `celex`, `eli`, `gazette` or `case`, and the number. Plain.
        replaces, amends, amended_by: Labels of other acts.
    """

    key: str
    anchor: str
    label: str
    known: bool = False
    kind: str = ""
    title: str = ""
    heading: str = ""
    text: str = ""
    fallback: bool = False
    status: Status = _UNKNOWN
    replaced_by: tuple[tuple[str, str], ...] = ()
    citation: str = ""
    url: str = ""
    verification: Verification | None = None
    history: tuple[Wording, ...] = ()
    dates: tuple[tuple[str, str], ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()
    replaces: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()


def sources(cites: Iterable[str], law: Law, language: str) -> list[SourceNote]:
    """The notes for some citations, in the order given, each once."""
    return [_source(key, law, language) for key in dict.fromkeys(cites)]


def _source(key: str, law: Law, language: str) -> SourceNote:
    name, ref = labels.split(key)
    owner = law.register.instruments.get(name) or law.register.judgments.get(name)
    anchor, label = labels.anchor(key), law.label(key, language)
    if owner is None:
        return SourceNote(key=key, anchor=anchor, label=label)
    wording = provision_on(owner.provisions, ref, law.day) if ref else None
    body = _body(owner, wording, law, language)
    standing = law.status(key)
    return SourceNote(
        key=key,
        anchor=anchor,
        label=label,
        known=not ref or wording is not None,
        kind="instrument" if isinstance(owner, Instrument) else "judgment",
        title=_title(owner, law, language),
        heading=_heading(owner, wording, law, language),
        text=present(body.html, language=language, law=law),
        fallback=body.fallback,
        status=standing,
        replaced_by=tuple((x, law.label(x, language)) for x in standing.replaced_by),
        citation=owner.citation if isinstance(owner, Instrument) else "",
        url=owner.url,
        verification=(wording.verification if wording else None) or owner.verification,
        history=_history(owner, ref, law, language),
        dates=_dates(owner),
        numbers=_numbers(owner),
        **_others(owner, law, language),
    )


def _dates(owner: Instrument | Judgment) -> tuple[tuple[str, str], ...]:
    if isinstance(owner, Judgment):
        return (("decided", owner.date),)
    days = {
        "adopted": owner.adopted,
        "in-force": owner.in_force,
        "applies-from": owner.applies_from,
        "repealed": owner.repealed,
    }
    return tuple((name, day) for name, day in days.items() if day)


def _numbers(owner: Instrument | Judgment) -> tuple[tuple[str, str], ...]:
    if isinstance(owner, Judgment):
        return (("case", owner.number),)
    numbers = {"celex": owner.celex, "eli": owner.eli, "gazette": owner.gazette}
    return tuple((name, number) for name, number in numbers.items() if number)


def _others(owner: Instrument | Judgment, law: Law, language: str) -> dict[str, tuple[str, ...]]:
    """What an act replaced and amended, and what amended it, in words."""
    if isinstance(owner, Judgment):
        return {}
    amending = (i.id for i in law.register.instruments.values() if owner.id in i.amends)
    found = {"replaces": owner.replaces, "amends": owner.amends, "amended_by": tuple(amending)}
    return {
        kind: tuple(law.label(name, language) for name in names) for kind, names in found.items()
    }


def _title(owner: Instrument | Judgment, law: Law, language: str) -> str:
    if isinstance(owner, Instrument):
        return law.name(f"{owner.id}#title", language) or owner.title
    name = law.name(f"{owner.id}#name", language) or owner.name
    return ", ".join(filter(None, (name, owner.court, owner.formation, owner.number, owner.date)))


def _heading(
    owner: Instrument | Judgment, wording: Provision | None, law: Law, language: str
) -> str:
    if wording is None:
        return ""
    context = provision_context(owner.id, wording, owner.provisions)
    return law.name(f"{context}#title", language) or wording.title


def _body(
    owner: Instrument | Judgment, wording: Provision | None, law: Law, language: str
) -> Rendered:
    if wording is not None:
        context = provision_context(owner.id, wording, owner.provisions)
        return law.html(f"{context}#text", wording.text, language)
    if isinstance(owner, Instrument):
        return law.html(f"{owner.id}#note", owner.note, language)
    return law.html(f"{owner.id}#holding", owner.holding, language)


def _history(
    owner: Instrument | Judgment, ref: str, law: Law, language: str
) -> tuple[Wording, ...]:
    holds = provision_on(owner.provisions, ref, law.day) if ref else None
    found = [
        _wording(owner, provision, law, language, shown=provision is holds)
        for provision in owner.provisions
        if ref and provision.ref == ref and (provision.change or provision.from_ or provision.until)
    ]
    return tuple(sorted(found, key=lambda wording: wording.since))


def _wording(
    owner: Instrument | Judgment, provision: Provision, law: Law, language: str, *, shown: bool
) -> Wording:
    context = provision_context(owner.id, provision, owner.provisions)

    def html(field: str, source: str) -> str:
        text = law.html(f"{context}#{field}", source, language).html
        return present(text, language=language, law=law)

    return Wording(
        provision.from_,
        provision.until,
        html("change", provision.change),
        "" if shown else html("text", provision.text),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryNote:
    """What stands under a lesson for a term in it.

    Attributes:
        id, anchor: The term, and its address on the page.
        term: In the reader's language. Plain.
        english: In English; empty where the same is shown already.
        definition: HTML; empty if the glossary has none.
        fallback: Whether the definition is in the source language.
        confidence: `high`, `medium` or `low`: how settled the term is in this language.
    """

    id: str
    anchor: str
    term: str
    english: str = ""
    definition: str = ""
    fallback: bool = False
    confidence: str = ""


def glossary_notes(terms: Iterable[str], law: Law, language: str) -> list[GlossaryNote]:
    """The notes for some terms that the glossary lists, in the alphabet's order."""
    found = [_glossary_note(name, law, language) for name in dict.fromkeys(terms)]
    return sorted(
        (note for note in found if note is not None), key=lambda note: note.term.casefold()
    )


def _glossary_note(name: str, law: Law, language: str) -> GlossaryNote | None:
    term = law.register.terms.get(name)
    if term is None:
        return None
    shown, english = law.term(name, language), term.terms.get("en", "")
    definition = law.html(f"glossary/{name}#definition", term.definition, language)
    return GlossaryNote(
        id=name,
        anchor=labels.term_anchor(name),
        term=shown,
        english="" if english == shown else english,
        definition=present(definition.html, language=language, law=law),
        fallback=definition.fallback,
        confidence=term.confidence.get("sr" if language == "sr-Latn" else language, ""),
    )
