"""Catalogues: the languages that they are for, and how far they cover the pack."""

from collections.abc import Iterator

from elearn.core import ids
from elearn.core.pack.checks.look import Look
from elearn.core.pack.codes import problem
from elearn.core.pack.places import Place, place_of
from elearn.core.problems import Problem

_NEEDS_WHOLE_PACK = frozenset({"translation-missing", "translation-unknown", "translation-stale"})


def check_languages(look: Look) -> Iterator[Problem]:
    """Catalogues and the languages that pack.yaml lists."""
    meta = look.pack.meta
    there = _catalogues(look)
    for i, language in enumerate(meta.languages):
        if language not in there and meta.kind == "course" and language != meta.language:
            say = f"There is no locale/{language}.po; `elearn pack translate` makes it."
            yield look.say("locale-missing", "pack.yaml", ("languages", i), say)
    for language, path in there.items():
        if language not in ids.LANGUAGES or language == meta.language:
            names = ", ".join(x for x in ids.LANGUAGES if x != meta.language)
            say = f"A catalogue is named for its language, one of {names}."
            yield problem(path, 0, "locale-language", say)
        elif language not in meta.languages:
            say = f"List {language} under `languages` in pack.yaml, or remove the catalogue."
            yield problem(path, 0, "locale-unlisted", say)


def check_catalogues(look: Look) -> Iterator[Problem]:
    """What is missing, stale, unknown or changed in translations."""
    catalogues = _catalogues(look)
    if not catalogues:
        return
    # Babel's reader is slow to import, and most packs under way have no catalogue yet.
    from elearn.core.pack import translate
    from elearn.core.pack.checks.translated_law import older_than_law

    for language, path in catalogues.items():
        if language not in ids.LANGUAGES or language == look.pack.meta.language:
            continue
        catalogue, faults = translate.read_catalogue(look.files[path], path)
        yield from faults
        if faults:
            continue
        yield from older_than_law(look, catalogue)
        for found in translate.problems(look.pack, catalogue):
            if look.sources.complete or found.code not in _NEEDS_WHOLE_PACK:
                yield found


def _catalogues(look: Look) -> dict[str, str]:
    kind = look.pack.meta.kind
    return {
        path.removeprefix("locale/").removesuffix(".po"): path
        for path in look.files
        if place_of(path, kind) is Place.LOCALE and not look.sources.facts[path].problems
    }
