"""A pack as pages: every text as safe HTML in every language, made once when it is installed."""

import re
from collections.abc import Container, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from html import unescape
from typing import Any, TypeVar

from elearn.core import ids
from elearn.core.pack import markup, pictures
from elearn.core.pack.inline import Context, Medium
from elearn.core.pack.markdown import Parsed, parse
from elearn.core.pack.markup import Body, Heading, Part, Rendered
from elearn.core.pack.model import Course, Lesson, Pack
from elearn.core.pack.remember import Remembered
from elearn.core.pack.sanitise import attribute
from elearn.core.pack.schema.kinds.base import BLOCK, INLINE
from elearn.core.pack.texts import Unit, messages, units
from elearn.core.pack.translate import Catalogue, read_catalogue
from elearn.core.script import latin_html, to_latin

VERSION = 1
"""Of this compiler: what was compiled by another is compiled anew."""

LATIN = "sr-Latn"
"""Serbian in Latin letters, derived from `sr`."""

T = TypeVar("T")

_NOTHING = Rendered("")
_TAG = re.compile(r"<[^<>]*>")
_KEYED = re.compile(r'( data-(?:cite|term)="[^"]*")>')
_BLOCK_START = re.compile(r"<(?:p|h[r2-6]|ul|ol|dl|div|figure|blockquote|pre|aside|section)[ >]")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled pack.

    Attributes:
        language: The source language.
        languages: All languages that it can be shown in, the source language first.
        texts: By language and key (see `core.pack.texts`). What a language has no word of is
            left out there; `text` falls back.
        lessons: Bodies by language and lesson id, likewise.
        version: The compiler's version.
    """

    language: str
    languages: tuple[str, ...]
    texts: dict[str, dict[str, Rendered]] = field(repr=False)
    lessons: dict[str, dict[str, Body]] = field(repr=False)
    version: int = VERSION

    def text(self, language: str, key: str) -> Rendered:
        """A text in that language, or in the source language and marked; empty if there is none."""
        found = self.texts.get(language, {}).get(key)
        if found is not None:
            return found
        source = self.texts[self.language].get(key, _NOTHING)
        if language == self.language or not source.html:
            return source
        return replace(source, html=self._marked(source.html), fallback=True)

    def plain(self, language: str, key: str) -> str:
        """The same without markup and not escaped: for titles, tables and files."""
        found = self.texts.get(language, {}).get(key)
        found = found or self.texts[self.language].get(key, _NOTHING)
        return plain(found.html)

    def lesson(self, language: str, lesson_id: str) -> Body:
        """A lesson's body in that language, or in the source language and marked.

        Raises:
            KeyError: If there is no such lesson.
        """
        found = self.lessons.get(language, {}).get(lesson_id)
        if found is not None:
            return found
        source = self.lessons[self.language][lesson_id]
        if language == self.language:
            return source
        parts = tuple(
            replace(part, html=self._marked(part.html)) if part.html else part
            for part in source.parts
        )
        return replace(source, parts=parts, fallback=True)

    def _marked(self, html: str) -> str:
        tag = "div" if _BLOCK_START.match(html) else "span"
        lang = attribute("lang", self.language)
        # Labels inside are to be in the language of the words around them.
        html = _KEYED.sub(rf"\1{lang}>", html)
        return f'<{tag} class="fallback"{lang}>{html}</{tag}>'

    def to_json(self) -> dict[str, Any]:
        """Plain values that JSON can hold."""
        return {
            "version": self.version,
            "language": self.language,
            "languages": list(self.languages),
            "texts": {
                language: {key: _rendered_out(text) for key, text in texts.items()}
                for language, texts in self.texts.items()
            },
            "lessons": {
                language: {key: _body_out(body) for key, body in lessons.items()}
                for language, lessons in self.lessons.items()
            },
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Compiled":
        """What `to_json` gave.

        Raises:
            KeyError, TypeError: If it is something else.
        """
        return cls(
            data["language"],
            tuple(data["languages"]),
            {
                language: {key: _rendered_in(text) for key, text in texts.items()}
                for language, texts in data["texts"].items()
            },
            {
                language: {key: _body_in(body) for key, body in lessons.items()}
                for language, lessons in data["lessons"].items()
            },
            data["version"],
        )


def compile_pack(
    pack: Pack, files: Mapping[str, bytes], only: Container[str] | None = None
) -> Compiled:
    """Make a pack's pages.

    Args:
        pack: The pack, read.
        files: Its files: catalogues and the sizes of pictures come from them.
        only: Keys of the texts that are wanted; all where left out.
    """
    source = pack.meta.language
    catalogues = dict(_catalogues(files, source))
    media = media_of(pack, files)
    texts: dict[str, dict[str, Rendered]] = {x: {} for x in (source, *catalogues)}
    lessons: dict[str, dict[str, Body]] = {x: {} for x in (source, *catalogues)}
    checks = _checks(pack)
    for unit in units(pack):
        if only is not None and unit.key not in only:
            continue
        work = _Work(unit, source, media, checks.get(unit.context, {}))
        for language, there in texts.items():
            catalogue = catalogues.get(language)
            if unit.field == "body":
                _add(lessons[language], unit.context, work.lesson(catalogue))
            else:
                _add(there, unit.key, work.text(catalogue))
    if "sr" in texts:
        texts[LATIN] = {key: _latin(text) for key, text in texts["sr"].items()}
        lessons[LATIN] = {key: _latin_body(body) for key, body in lessons["sr"].items()}
    return Compiled(source, tuple(_ordered(texts)), texts, lessons)


def media_of(pack: Pack, files: Mapping[str, bytes]) -> dict[str, Medium]:
    """What is known of each media file, by its path below `media/`."""
    transcripts = {m.file: m.transcript for m in pack.media} if isinstance(pack, Course) else {}
    found = {}
    for path, data in files.items():
        if path.startswith("media/"):
            name = path.removeprefix("media/")
            captions = f"{name.rpartition('.')[0]}.vtt"
            width, height = pictures.size(name, data) or (None, None)
            has_captions = f"media/{captions}" in files
            found[name] = Medium(
                width, height, transcripts.get(name, ""), captions if has_captions else ""
            )
    return found


def plain(html: str) -> str:
    """The words of compiled HTML."""
    return unescape(_TAG.sub("", html))


def _catalogues(files: Mapping[str, bytes], source: str) -> Iterator[tuple[str, Catalogue]]:
    for language in ids.LANGUAGES:
        path = f"locale/{language}.po"
        if language != source and path in files:
            yield language, read_catalogue(files[path], path)[0]


def _checks(pack: Pack) -> dict[str, dict[str, str]]:
    """Ids of self-checks by lesson and address of their block."""
    if not isinstance(pack, Course):
        return {}
    return {
        item.id: {check.block: check.question.id for check in item.checks}
        for item in pack.items
        if isinstance(item, Lesson)
    }


_IDS: Remembered[list[str]] = Remembered(8192)
_TEXTS: Remembered[Rendered] = Remembered(8192)
_LESSONS: Remembered[Body] = Remembered(128)
"""Texts and lessons without media, by all that they are made from."""


class _Work:
    """One text on its way into all languages; it is read once."""

    def __init__(
        self, unit: Unit, source: str, media: Mapping[str, Medium], checks: Mapping[str, str]
    ) -> None:
        self.unit = unit
        self.context = Context(
            prefix=re.sub(r"[^a-z0-9]+", "-", unit.key.lower().removesuffix("#body")),
            source_language=source,
            media=media,
        )
        self.checks = checks
        self.parsed: Parsed | None = None
        self.ids: list[str] | None = None
        self.alone = "media/" not in unit.source

    def read(self) -> Parsed:
        self.parsed = self.parsed or parse(self.unit.source)
        return self.parsed

    def translated(self, catalogue: Catalogue | None) -> Context | None:
        """The context for that catalogue's language; None where it has no word of the text."""
        if catalogue is None:
            return self.context
        unit = self.unit
        if self.ids is None:
            key = (unit.kind, unit.source)
            self.ids = _IDS.get(
                key, lambda: messages(unit, self.read() if unit.kind == BLOCK else None)
            )
        if not self.ids:
            return self.context
        if all(catalogue.get(unit.context, content) is None for content in self.ids):
            return None
        return replace(self.context, translate=lambda text: catalogue.get(unit.context, text))

    def text(self, catalogue: Catalogue | None) -> Rendered | None:
        """The text as HTML, or None where it is not translated at all."""
        context = self.translated(catalogue)
        if context is None:
            return None
        made = partial(self._text, context)
        return _TEXTS.get(self._made_from(catalogue), made) if self.alone else made()

    def _made_from(self, catalogue: Catalogue | None) -> Hashable:
        """All that a text or lesson without media is made from."""
        unit, words = self.unit, None
        if catalogue is not None:
            words = tuple(catalogue.get(unit.context, text) for text in self.ids or ())
        checks = tuple(self.checks.items()) if unit.field == "body" else ()
        language = self.context.source_language
        return unit.key, unit.kind, unit.source, language, checks, words

    def _text(self, context: Context) -> Rendered:
        if self.unit.kind == BLOCK:
            parsed = self.parsed if context.translate is None else self.read()
            return markup.render_block(self.unit.source, context, parsed)
        render = markup.render_inline if self.unit.kind == INLINE else markup.render_plain
        return render(self.unit.source, context)

    def lesson(self, catalogue: Catalogue | None) -> Body | None:
        """The lesson as HTML, or None where it is not translated at all."""
        context = self.translated(catalogue)
        if context is None:
            return None
        made = partial(self._lesson, context)
        return _LESSONS.get(self._made_from(catalogue), made) if self.alone else made()

    def _lesson(self, context: Context) -> Body:
        return markup.render_lesson(self.unit.source, context, self.checks, self.read())


def _add(there: dict[str, T], key: str, value: T | None) -> None:
    if value is not None:
        there[key] = value


def _ordered(texts: Mapping[str, object]) -> Iterator[str]:
    for language in texts:
        if language != LATIN:
            yield language
        if language == "sr" and LATIN in texts:
            yield LATIN


def _latin(text: Rendered) -> Rendered:
    return replace(text, html=latin_html(text.html))


def _latin_body(body: Body) -> Body:
    return replace(
        body,
        parts=tuple(replace(part, html=latin_html(part.html)) for part in body.parts),
        headings=tuple(replace(h, text=to_latin(h.text)) for h in body.headings),
    )


def _rendered_out(text: Rendered) -> str | list[Any]:
    """A bare string where there is nothing but HTML, as with most texts."""
    if not (text.fallback or text.cites or text.terms):
        return text.html
    return [text.html, text.fallback, list(text.cites), list(text.terms)]


def _rendered_in(data: str | list[Any]) -> Rendered:
    if isinstance(data, str):
        return Rendered(data)
    html, fallback, cites, terms = data
    return Rendered(html, fallback, tuple(cites), tuple(terms))


def _body_out(body: Body) -> dict[str, Any]:
    return {
        "parts": [[part.kind, part.html, part.check] for part in body.parts],
        "headings": [[h.id, h.level, h.text] for h in body.headings],
        "words": body.words,
        "fallback": body.fallback,
        "cites": list(body.cites),
        "terms": list(body.terms),
    }


def _body_in(data: Mapping[str, Any]) -> Body:
    return Body(
        tuple(Part(*part) for part in data["parts"]),
        tuple(Heading(*heading) for heading in data["headings"]),
        data["words"],
        data["fallback"],
        tuple(data["cites"]),
        tuple(data["terms"]),
    )
