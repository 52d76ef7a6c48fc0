"""Moodle XML to questions."""

from collections.abc import Iterable
from dataclasses import replace
from xml.etree.ElementTree import Element

from elearn.core.quiz.questions import Question
from elearn.interop.moodle_xml.document import Found, questions
from elearn.interop.moodle_xml.fields import Fields
from elearn.interop.moodle_xml.kinds import READERS, why_not
from elearn.interop.moodle_xml.pictures import Shelf
from elearn.interop.naming import Names
from elearn.interop.notes import (
    MAX_QUESTIONS,
    Changes,
    Imported,
    ImportNote,
    LeftOut,
    State,
    shown,
)


def read(data: bytes, *, ids: Iterable[str] = (), media: Iterable[str] = ()) -> Imported:
    """The questions of a Moodle XML file, and a note for each of its items.

    Nothing in the file can raise.

    Args:
        data: The file.
        ids: Ids that are taken already.
        media: Paths of media that are taken already.
    """
    found, notes = questions(data)
    shelf, names = Shelf(media), Names(ids)
    made: list[Question] = []
    penalties = False
    for one in found[:MAX_QUESTIONS]:
        question, note = _one(one, names, shelf)
        notes.append(note)
        if question:
            made.append(question)
            penalties = penalties or _has_penalty(one.element)
    if penalties:
        reason = "Penalties for further tries are not kept: an attempt here is handed in once."
        notes.append(ImportNote("file", "", State.LEFT_OUT, reason))
    if rest := found[MAX_QUESTIONS:]:
        reason = f"{len(rest)} more questions from here on; split the file."
        notes.append(ImportNote(rest[0].place, "", State.LEFT_OUT, reason))
    if not found:
        notes.append(ImportNote("file", "", State.LEFT_OUT, "The file holds no question."))
    return Imported(tuple(made), tuple(notes), shelf.files)


def _one(found: Found, names: Names, shelf: Shelf) -> tuple[Question | None, ImportNote]:
    if found.element is None:
        return None, ImportNote(found.place, "", State.LEFT_OUT, found.reason)
    kind = (found.element.get("type") or "").strip()
    if kind == "category":
        path = shown(found.element.findtext("category/text") or "")
        reason = "Categories are not kept; the questions below it are."
        return None, ImportNote(found.place, path, State.LEFT_OUT, reason)
    changes = Changes()
    before = len(shelf.files)
    fields = Fields(found.element, shelf, changes)
    try:
        question = _question(fields, kind)
    except LeftOut as reason:
        # Pictures stay only if the question that shows them does.
        shelf.back_to(before)
        return None, ImportNote(found.place, fields.title, State.LEFT_OUT, str(reason))
    name = names.question(fields.name, question.prompt)
    return replace(question, id=name), changes.note(found.place, fields.title)


def _question(fields: Fields, kind: str) -> Question:
    reader = READERS.get(kind)
    if reader is None:
        raise LeftOut(why_not(kind))
    question = reader(fields)
    fields.tell_rest()
    return question


def _has_penalty(element: Element | None) -> bool:
    text = element.findtext("penalty") if element is not None else ""
    return (text or "").strip().strip("0.") != ""
