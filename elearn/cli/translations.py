"""`elearn translations`: keep the catalogues of the interface in step with its texts."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from gettext import GNUTranslations
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from elearn.cli.house import stop

_SLAVIC = (3, "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2")
PLURALS: dict[str, tuple[int, str]] = {
    "bs": _SLAVIC,
    "cnr": _SLAVIC,
    "hr": _SLAVIC,
    "mk": (2, "n%10==1 && n%100!=11 ? 0 : 1"),
    "sq": (2, "n != 1"),
    "sr": _SLAVIC,
}
"""Languages with a catalogue: how many plural forms they have, and the rule that picks one.

Babel does not know `cnr`, so the rules stand here. `sr-Latn` has no catalogue: it is derived.
"""

_REFUSALS = ("BadInput", "Conflict", "NotFound", "NotAllowed", "TooMany")
_NOTES = ("Said", "remark", "LeftOut", "NoWorkbook")
"""What notes on files are made with; their first argument is a whole sentence."""
_KEYWORDS = {**DEFAULT_KEYWORDS, **dict.fromkeys(("lazy_gettext", "_l", *_REFUSALS, *_NOTES))}
_PACKAGE = Path(__file__).parent.parent
FOLDER = _PACKAGE / "web" / "translations"
"""Where the catalogues lie, a folder for each language."""
CONFIG = _PACKAGE.parent / "babel.cfg"
"""Which files are read for texts."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """Where a catalogue and the texts of the interface differ: sentences in English."""

    missing: tuple[str, ...]
    obsolete: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.obsolete)


def catalogue_file(language: str, folder: Path | None = None) -> Path:
    """Where the catalogue of a language lies."""
    return (folder or FOLDER) / language / "LC_MESSAGES" / "messages.po"


def extract() -> Catalog:
    """All texts of the interface, with the files where they stand, sorted by file and text.

    Raises:
        OSError: If `CONFIG` cannot be read; it is in a checkout, not in an installed package.
    """
    with CONFIG.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file, str(CONFIG))  # type: ignore[no-untyped-call]
    found = Catalog(fuzzy=False)
    rows = extract_from_dir(_PACKAGE, methods, options, _KEYWORDS)
    for name, _line, text, _comments, context in rows:
        place = f"{_PACKAGE.name}/{name}".replace(os.sep, "/")
        found.add(text, None, [(place, 0)], context=context)
    ordered = Catalog(fuzzy=False)
    for message in sorted(_messages(found), key=lambda m: (m.locations, _english(m))):
        message.locations.sort()
        ordered[message.id] = message
    return ordered


def read(language: str, folder: Path | None = None) -> Catalog:
    """The catalogue of a language; an empty one if there is none yet."""
    path = catalogue_file(language, folder)
    if not path.exists():
        return Catalog(fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, ignore_obsolete=True)


def translator(language: str, folder: Path | None = None) -> Callable[[str], str]:
    """What says a text in a language; a text without a translation stays in English.

    An installed package holds compiled catalogues only.
    """
    source = catalogue_file(language, folder)
    compiled = source.with_suffix(".mo")
    if compiled.exists() and not source.exists():
        with compiled.open("rb") as file:
            return GNUTranslations(file).gettext
    catalogue = read(language, folder)

    def translated(text: str) -> str:
        message = catalogue.get(text)
        return str(message.string) if message and message.string else text

    return translated


def merged(texts: Catalog, catalogue: Catalog, language: str) -> Catalog:
    """`texts` with the translations of `catalogue`; what is new stays empty."""
    forms, rule = PLURALS[language]
    result = Catalog(fuzzy=False)
    header = {
        "Language": language,
        "Plural-Forms": f"nplurals={forms}; plural=({rule});",
        "Content-Type": "text/plain; charset=utf-8",
    }
    result.mime_headers = header.items()
    for text in _messages(texts):
        old = catalogue.get(text.id, text.context)
        usable = old is not None and old.pluralizable == text.pluralizable
        string = old.string if old and usable else ("",) * forms if text.pluralizable else ""
        comments = old.user_comments if old else ()
        result.add(text.id, string, text.locations, user_comments=comments, context=text.context)
    return result


def write(catalogue: Catalog, language: str, folder: Path | None = None) -> bool:
    """Write the catalogue of a language, without dates; say whether the file changed."""
    path = catalogue_file(language, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    forms, rule = PLURALS[language]
    before = path.read_bytes() if path.exists() else b""
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(_HEADER.format(language=language, forms=forms, rule=rule).encode())
        write_po(
            file, catalogue, width=0, omit_header=True, ignore_obsolete=True, include_lineno=False
        )
    after = part.read_bytes().rstrip(b"\n") + b"\n"
    part.write_bytes(after)
    part.replace(path)
    return after != before


_HEADER = """\
# The texts of elearn's pages and messages. How to work on this file: docs/interface-translations.md
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: nplurals={forms}; plural=({rule});\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def gaps(texts: Catalog, catalogue: Catalog) -> Gaps:
    """What a catalogue leaves untranslated, and what it translates for nobody."""
    missing = []
    for text in _messages(texts):
        own = catalogue.get(text.id, text.context)
        if own is None or own.pluralizable != text.pluralizable or not _whole(own):
            missing.append(_english(text))
    obsolete = [_english(m) for m in _messages(catalogue) if texts.get(m.id, m.context) is None]
    return Gaps(tuple(missing), tuple(obsolete))


def _messages(catalogue: Catalog) -> Iterator[Message]:
    """The messages without the header."""
    return (message for message in catalogue if message.id)


def _english(message: Message) -> str:
    return str(message.id[0] if message.pluralizable else message.id)


def _whole(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else [message.string]
    return not message.fuzzy and all(strings)


def _report(language: str, found: Gaps) -> None:
    click.echo(f"{language}: {len(found.missing)} missing, {len(found.obsolete)} obsolete")
    for kind, sentences in (("missing", found.missing), ("obsolete", found.obsolete)):
        for sentence in sentences:
            click.echo(f"  {kind}: {sentence!r}")


@click.command()
@click.argument("languages", metavar="[LANGUAGE]...", nargs=-1, type=click.Choice(list(PLURALS)))
@click.option("--check", is_flag=True, help="Write nothing; end with 1 if a catalogue has gaps.")
def translations(languages: tuple[str, ...], check: bool) -> None:
    """Bring the catalogues of the interface up to date, or say what they lack.

    New texts come in untranslated, texts that are gone go out, translations stay. Without a
    LANGUAGE, all of them. This works in a checkout of elearn.
    """
    try:
        texts = extract()
    except OSError as error:
        stop(f"This needs a checkout of elearn: {error.filename} cannot be read.", 2)
    wrong = False
    for language in languages or PLURALS:
        catalogue = read(language)
        if check:
            found = gaps(texts, catalogue)
            _report(language, found)
            wrong = wrong or bool(found)
            continue
        updated = merged(texts, catalogue, language)
        changed = write(updated, language)
        left = len(gaps(texts, updated).missing)
        click.echo(f"{language}: {'updated' if changed else 'unchanged'}, {left} to translate")
    raise SystemExit(1 if wrong else 0)
