"""Links, media and what else texts refer to."""

from collections.abc import Iterator

from elearn.core.pack.checks.look import Look, nearest
from elearn.core.pack.codes import problem
from elearn.core.pack.facts import Sources
from elearn.core.pack.model import Course, Medium
from elearn.core.pack.places import FILMS, SOUNDS, WORDS, Place, place_of
from elearn.core.problems import Problem

_CREDITS = "media/media.yaml"


def check_flaws(look: Look) -> Iterator[Problem]:
    """What texts must not hold: HTML, refused addresses, unknown boxes."""
    yield from flaw_problems(look.sources)


def flaw_problems(sources: Sources) -> Iterator[Problem]:
    """The same, of files whose pack.yaml may be unusable."""
    for facts in sources.facts.values():
        for flaw in facts.references.flaws:
            yield problem(facts.path, flaw.line, flaw.code, flaw.text)


def check_links(look: Look) -> Iterator[Problem]:
    """Links to items. From a bridge some lead to the course that it is cut from."""
    if isinstance(look.pack, Course) and look.pack.bridge:
        return
    items = {item.id for item in look.pack.items} if isinstance(look.pack, Course) else set()
    lost = look.sources.lost(".md", ".quiz.yaml", ".case.yaml")
    if "?" in lost:
        return
    known = items | lost
    for facts in look.facts:
        for target in facts.references.items:
            if target.name not in known:
                say = f'There is no item "{target.name[:80]}".{nearest(target.name, items)}'
                yield problem(facts.path, target.line, "link-item", say)


def check_media(look: Look) -> Iterator[Problem]:
    """Pictures, sound and film: there, described, credited, with transcript, and used."""
    known = {m.file: (i, m) for i, m in enumerate(_credits(look))}
    yield from _figures(look)
    readable = _CREDITS not in look.files or look.sources.facts[_CREDITS].value is not None
    spoken = {m.transcript for _, m in known.values() if m.transcript}
    used = {figure.file for facts in look.facts for figure in facts.references.media}
    used.add(look.pack.paper.mark if isinstance(look.pack, Course) else "")
    kind = look.pack.meta.kind
    for path in sorted(look.files):
        if place_of(path, kind) is not Place.MEDIUM or path.endswith(WORDS):
            continue
        name = path.removeprefix("media/")
        if readable:
            yield from _credit(look, path, *known.get(name, (0, None)))
        if path not in used and look.sources.complete:
            say = "No text shows this file; show it or remove it."
            yield problem(path, 0, "media-unused", say)
    for name, (i, _) in known.items():
        if f"media/{name}" not in look.files:
            say = f'There is no file "{name}" in media; remove the entry or add the file.'
            yield look.say("media-credit-stale", _CREDITS, (i,), say)
    yield from _words(look, spoken)


def _credits(look: Look) -> tuple[Medium, ...]:
    return look.pack.media if isinstance(look.pack, Course) else ()


def _figures(look: Look) -> Iterator[Problem]:
    for facts in look.facts:
        for figure in facts.references.media:
            if figure.file not in look.files:
                names = (p for p in look.files if p.startswith("media/"))
                say = f"There is no file {figure.file[:120]}.{nearest(figure.file, names)}"
                yield problem(facts.path, figure.line, "media-missing", say)
            if not figure.alt:
                say = "Say in the square brackets what is seen or heard: ![…](…)."
                yield problem(facts.path, figure.line, "media-alt", say)
            if not figure.alone:
                say = "A figure stands alone in its paragraph; put empty lines around it."
                yield problem(facts.path, figure.line, "media-place", say)


def _credit(look: Look, path: str, i: int, medium: Medium | None) -> Iterator[Problem]:
    if medium is None:
        say = "Name its author and licence in media/media.yaml."
        yield problem(path, 0, "media-credit", say)
    else:
        missing = [key for key in ("author", "licence") if not getattr(medium, key)]
        if missing:
            say = f'Write the {" and the ".join(missing)} of "{medium.file}".'
            yield look.say("media-credit", _CREDITS, (i,), say)
    if not path.endswith((*SOUNDS, *FILMS)):
        return
    transcript = f"media/{medium.transcript}" if medium and medium.transcript else ""
    if not transcript:
        say = "Sound and film need a transcript, named in media/media.yaml."
        yield problem(path, 0, "media-transcript", say)
    elif transcript not in look.files:
        say = f"The transcript {transcript} does not exist."
        yield look.say("media-transcript", _CREDITS, (i, "transcript"), say)


def _words(look: Look, spoken: set[str]) -> Iterator[Problem]:
    """Transcripts that belong to nothing. Captions belong to the film of their name."""
    films = {p.rpartition(".")[0] for p in look.files if p.endswith((*SOUNDS, *FILMS))}
    for path in look.files:
        if not path.startswith("media/") or not path.endswith(WORDS):
            continue
        stem = path.rpartition(".")[0]
        mine = path.removeprefix("media/") in spoken
        if not mine and stem not in films and stem.rpartition(".")[0] not in films:
            say = "This belongs to no sound or film; name it as a transcript or remove it."
            yield problem(path, 0, "media-unused", say)
