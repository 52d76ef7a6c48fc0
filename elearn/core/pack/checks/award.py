"""What the pack awards: something was graded, and credit is for languages that are all there."""

from collections.abc import Iterator

from elearn.core.pack.checks.look import Look
from elearn.core.pack.model import Course, Quiz
from elearn.core.problems import Problem

MARKS = (".svg", ".png", ".jpg")
"""What a mark on paper may be."""


def check_award(look: Look) -> Iterator[Problem]:
    """An achievement needs a quiz that must be passed; credit a language of the course."""
    if not isinstance(look.pack, Course):
        return
    course = look.pack
    if course.award.kind == "achievement" and not _graded(course) and look.sources.complete:
        say = "An achievement says how well; let completion ask for a quiz, or award a completion."
        yield look.say("award-ungraded", "pack.yaml", ("award", "kind"), say)
    known = (course.meta.language, *course.meta.languages)
    for i, language in enumerate(course.award.credit or ()):
        if language not in known:
            say = f"The course is not in {language}; it is in {', '.join(known)}."
            yield look.say("credit-language", "pack.yaml", ("award", "credit", i), say)
        elif language != course.meta.language:
            yield from _gaps(look, language, i)


def check_paper(look: Look) -> Iterator[Problem]:
    """The mark on certificates is a picture of the pack."""
    mark = look.pack.paper.mark if isinstance(look.pack, Course) else ""
    if mark and not (mark in look.files and mark.startswith("media/") and mark.endswith(MARKS)):
        say = f"There is no picture {mark[:120]}; name an .svg, .png or .jpg file in media."
        yield look.say("media-missing", "pack.yaml", ("certificate", "mark"), say)


def _graded(course: Course) -> bool:
    rule = course.completion.pass_
    if rule != ("*",):
        return bool(rule)
    return any(isinstance(item, Quiz) and item.can_be_passed for item in course.items)


def _gaps(look: Look, language: str, place: int) -> Iterator[Problem]:
    path = f"locale/{language}.po"
    if not look.sources.complete:
        return
    # Babel's reader is slow to import, and few packs name a translation here.
    from elearn.core.pack import translate

    catalogue, faults = translate.read_catalogue(look.files.get(path, b""), path)
    lacking = translate.coverage(look.pack, catalogue)
    gaps = len(lacking.missing) + len(lacking.stale)
    if gaps and not faults:
        say = f"{gaps} texts are not translated into {language}, or not anew; finish them first."
        yield look.say("credit-unfinished", "pack.yaml", ("award", "credit", place), say)
