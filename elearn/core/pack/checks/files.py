"""Names, kinds and number of files; modules; the changelog."""

import re
from collections.abc import Iterator, Mapping

from elearn.core.pack import changelog, limits
from elearn.core.pack.checks.look import Look
from elearn.core.pack.codes import problem
from elearn.core.pack.model import Course
from elearn.core.pack.places import Place, place_of, well_named
from elearn.core.problems import Problem

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
_ITEMS = (Place.LESSON, Place.QUIZ, Place.CASE)


def check_files(look: Look) -> Iterator[Problem]:
    """Every file has a proper name and a place in a pack."""
    yield from file_problems(look.files, look.pack.meta.kind)


def file_problems(files: Mapping[str, bytes], kind: str) -> Iterator[Problem]:
    """The same, of files whose pack.yaml may be unusable."""
    if len(files) > limits.PACK_FILES:
        say = f"A pack may hold {limits.PACK_FILES:,} files, this one has {len(files):,}."
        yield problem("", 0, "file-count", say)
    for path in files:
        if len(path) > limits.PATH_CHARACTERS:
            say = f"The path has more than {limits.PATH_CHARACTERS} characters; shorten it."
            yield problem(path, 0, "file-name", say)
        elif not well_named(path):
            say = "Names hold lower-case letters, digits, -, _ and . only; rename it."
            yield problem(path, 0, "file-name", say)
        elif any(_RESERVED.fullmatch(part) for part in path.split("/")):
            say = "Windows cannot hold a file of this name; rename it."
            yield problem(path, 0, "file-name", say)
        elif place_of(path, kind) is Place.STRANGE:
            yield problem(path, 0, "file-kind", _strange(path, kind))


def _strange(path: str, kind: str) -> str:
    if path.startswith("media/"):
        return (
            "Media are .svg .png .jpg .webp .mp3 .ogg .mp4 .webm, transcripts .txt, captions .vtt."
        )
    if kind == "register":
        return "A register holds instruments/*.yaml, judgments/*.yaml and glossary.yaml; remove it."
    if path.count("/") > 1:
        return "Items stand directly in their module's folder; move the file up."
    return (
        "A module holds module.yaml, lessons (.md), quizzes (.quiz.yaml) and case studies "
        "(.case.yaml); rename, move or remove the file."
    )


def check_modules(look: Look) -> Iterator[Problem]:
    """Every folder with items is a module, and every module has items."""
    if not isinstance(look.pack, Course):
        return
    items = [path for path in sorted(look.files) if place_of(path, "course") in _ITEMS]
    first = {path.rpartition("/")[0]: path for path in reversed(items)}
    for folder, path in first.items():
        if f"{folder}/module.yaml" not in look.files:
            say = f"The folder needs a module.yaml with id and title (it holds {path})."
            yield problem(f"{folder}/module.yaml", 0, "module-missing", say)
    for path in look.files:
        if place_of(path, "course") is Place.MODULE and path.rpartition("/")[0] not in first:
            yield problem(path, 1, "module-empty", "The module has no items; add a lesson.")
    if not first:
        say = "The course has no items; make a folder with module.yaml and a lesson."
        yield problem("pack.yaml", 0, "course-empty", say)


def check_changelog(look: Look) -> Iterator[Problem]:
    """CHANGELOG.md tells of this version."""
    version = look.pack.meta.version
    facts = look.sources.facts.get("CHANGELOG.md")
    text = facts.value if facts and isinstance(facts.value, str) else ""
    if facts and facts.problems:
        return
    for line in text.split("\n"):
        heading = changelog.HEADING.match(line)
        if heading and heading[1] == version:
            return
    say = f"Tell what changed under a heading `## {version} - DAY`."
    yield problem("CHANGELOG.md", 1 if facts else 0, "changelog", say)
