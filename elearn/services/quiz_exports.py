"""Quizzes and banks of an installed version for other systems, with what each format loses."""

from collections import Counter
from dataclasses import dataclass

from elearn.core.access import Actor
from elearn.core.errors import BadInput, NotFound
from elearn.interop.notes import Exported, ImportNote, State
from elearn.services import authoring, imports, shelf
from elearn.store import blobs, pack_files

ENDINGS = {"gift": "gift", "moodle-xml": "xml"}
"""How the file of each format ends."""


@dataclass(frozen=True, slots=True)
class FormatLine:
    """What a format makes of the questions: how many as they are, changed and left out."""

    form: str
    counts: dict[str, int]
    notes: tuple[ImportNote, ...]


@dataclass(frozen=True, slots=True)
class QuizExportPage:
    """A quiz or a bank, and what each format would make of it. Titles are plain."""

    pack_id: str
    version: str
    pack_title: str
    quiz_id: str
    title: str
    formats: tuple[FormatLine, ...]


def export_page(actor: Actor, pack_id: str, version: str, quiz_id: str) -> QuizExportPage:
    """What each format would make of a quiz or a bank.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If there is no such version or quiz.
    """
    kept = authoring.require_version(actor, pack_id, version)
    course = shelf.take(kept.digest).course
    title = next((q.title for q in imports.asked_in(course) if q.id == quiz_id), "")
    lines = []
    for form in imports.FORMATS:
        made = _exported(kept.digest, quiz_id, form)
        counts = Counter(note.state.value for note in made.notes)
        notes = tuple(note for note in made.notes if note.reason)
        lines.append(FormatLine(form, {s.value: counts[s.value] for s in State}, notes))
    return QuizExportPage(pack_id, version, kept.title, quiz_id, title, tuple(lines))


def export_file(
    actor: Actor, pack_id: str, version: str, quiz_id: str, form: str
) -> tuple[str, bytes]:
    """The name and the content of the file in a format.

    Raises:
        NotAllowed: If the actor writes no packs.
        NotFound: If there is no such version, quiz or format.
    """
    kept = authoring.require_version(actor, pack_id, version)
    made = _exported(kept.digest, quiz_id, form)
    return f"{pack_id}-{version}-{quiz_id}.{ENDINGS[form]}", made.data


def _exported(digest: str, quiz_id: str, form: str) -> Exported:
    course = shelf.take(digest).course
    files, _problems = pack_files.read_archive(blobs.archive_path(digest))
    try:
        return imports.exported(course, files, quiz_id, form)
    except BadInput:
        raise NotFound("There is no such quiz or format.") from None
