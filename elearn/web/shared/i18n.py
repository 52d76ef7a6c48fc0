"""Translations of the interface: catalogues by our language codes, through Flask-Babel."""

from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g
from flask_babel import Babel, Domain
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from elearn.core.script import template_to_latin
from elearn.web.shared.languages import LANGUAGES

_FOLDER = Path(__file__).parent.parent / "translations"


def _read(code: str) -> Catalog:
    with (_FOLDER / code / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file)


def _latin(catalog: Catalog) -> Catalog:
    for message in catalog:
        if isinstance(message.string, tuple | list):
            message.string = tuple(template_to_latin(s) for s in message.string)
        elif message.id:
            message.string = template_to_latin(message.string or "")
    return catalog


def _compiled(catalog: Catalog) -> Translations:
    buffer = BytesIO()
    write_mo(buffer, catalog)
    buffer.seek(0)
    return Translations(buffer)


@cache
def catalogue(code: str) -> NullTranslations:
    """The translations of a language; English has none, Serbian Latin is derived.

    A compiled file is used if it is newer than its source. A wheel holds no sources.
    """
    source = _FOLDER / ("sr" if code == "sr-Latn" else code) / "LC_MESSAGES" / "messages.po"
    compiled = _FOLDER / code.replace("-", "_") / "LC_MESSAGES" / "messages.mo"
    if compiled.exists() and (
        not source.exists() or compiled.stat().st_mtime >= source.stat().st_mtime
    ):
        with compiled.open("rb") as file:
            return Translations(file)
    if not source.exists():
        return NullTranslations()
    return _compiled(_latin(_read("sr")) if code == "sr-Latn" else _read(code))


class _Catalogues(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """Flask-Babel's domain, by our language codes instead of Babel's locales."""

    def get_translations(self) -> NullTranslations:
        return catalogue(current_language())


class _Babel(Babel):  # type: ignore[misc]  # Flask-Babel has no types
    """Flask-Babel with our catalogues."""

    _domain = _Catalogues()

    @property
    def domain_instance(self) -> Domain:
        return self._domain


def current_language() -> str:
    """The code of the language of this request."""
    kept = vars(g._get_current_object())  # noqa: SLF001  # a page asks hundreds of times
    return str(kept.get("language", "en"))


def _locale() -> Any:
    return LANGUAGES[current_language()].locale


@lru_cache(maxsize=16_384)
def _safe(code: str, text: str) -> Markup:
    """A text of the interface in a language, with the places for its values."""
    return Markup(catalogue(code).ugettext(text))  # noqa: S704  # catalogues are part of the program


@lru_cache(maxsize=16_384)
def _fixed(code: str, text: str) -> Markup:
    """A text without places for values."""
    return _safe(code, text) % {}


@pass_eval_context
def _text(context: EvalContext, text: str, /, **values: Any) -> str:
    """`_()` of templates. Values are escaped; pages call it a hundred times, so it remembers."""
    code = current_language()
    if not context.autoescape:
        return catalogue(code).ugettext(text) % values
    return _safe(code, text) % values if values else _fixed(code, text)


def init_i18n(app: Flask) -> None:
    """Install translations in pages, forms and Python code."""
    _Babel(app, locale_selector=_locale, default_timezone="UTC")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        lambda text: catalogue(current_language()).ugettext(text),
        lambda one, many, n: catalogue(current_language()).ungettext(one, many, n),
        newstyle=True,
    )
    app.jinja_env.globals.update(_=_text, gettext=_text)
