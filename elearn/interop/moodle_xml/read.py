"""Moodle XML to questions."""

from collections.abc import Iterable
from dataclasses import replace
from xml.etree.ElementTree import Element

from elearn.core.quiz.questions import Question
from elearn.core.said import Said
from elearn.interop.categories import Categories
from elearn.interop.gaps import Gapped
from elearn.interop.html_text import words_of
from elearn.interop.markdown_text import title_of
from elearn.interop.moodle_xml.document import Found, questions
from elearn.interop.moodle_xml.fields import Fields
from elearn.interop.moodle_xml.kinds import READERS, why_not
from elearn.interop.moodle_xml.pictures import Shelf
from elearn.interop.naming import Names
from elearn.interop.notes import (
    A_PART,
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
    categories = Categories(_path(one) for one in found if _kind(one) == _CATEGORY)
    made: list[Question] = []
    penalties = 0
    for one in found[:MAX_QUESTIONS]:
        if _kind(one) == _CATEGORY:
            notes.append(_entered(one, categories))
            continue
        for question, note in _one(one, names, shelf, categories.tag):
            notes.append(note)
            if question:
                made.append(question)
                penalties += _has_penalty(one.element) and not question.hints
    if penalties:
        reason = Said(
            "Penalties for further tries are not kept: an attempt here is handed in once."
        )
        notes.append(ImportNote("file", "", State.CHANGED, (reason,)))
    if rest := found[MAX_QUESTIONS:]:
        reason = Said("%(count)s more questions from here on; split the file.", count=len(rest))
        notes.append(ImportNote(rest[0].place, "", State.LEFT_OUT, (reason,)))
    if not found:
        notes.append(ImportNote("file", "", State.LEFT_OUT, (Said("The file holds no question."),)))
    return Imported(tuple(made), tuple(notes), shelf.files)


_CATEGORY = "category"
Read = list[tuple[Question | None, ImportNote]]


def _kind(found: Found) -> str:
    return (found.element.get("type") or "").strip() if found.element is not None else ""


def _path(found: Found) -> str:
    element = found.element
    return (element.findtext("category/text") or "") if element is not None else ""


def _entered(found: Found, categories: Categories) -> ImportNote:
    note = categories.enter(found.place, _path(found))
    told = found.element.findtext("info/text") if found.element is not None else ""
    if words := shown(words_of(told or ""), 120):
        return replace(
            note,
            reasons=(
                *note.reasons,
                Said("What it says was left out: %(words)s.", words=repr(words)),
            ),
        )
    return note


def _one(found: Found, names: Names, shelf: Shelf, tag: str) -> Read:
    if found.element is None:
        return [(None, ImportNote(found.place, "", State.LEFT_OUT, (found.reason,)))]
    changes = Changes()
    if found.said:
        changes.remark(found.said)
    before = len(shelf.files)
    fields = Fields(found.element, shelf, changes)
    try:
        made = _question(fields, _kind(found))
    except LeftOut as reason:
        # Pictures stay only if the question that shows them does.
        shelf.back_to(before)
        return [(None, ImportNote(found.place, fields.title, State.LEFT_OUT, (reason.said,)))]
    number = found.element.findtext("idnumber") or ""
    name = names.numbered(number, fields.name, made.question.prompt, changes)
    tags = fields.tags(tag)
    first = replace(made.question, id=name, tags=tags)
    read: Read = [(first, changes.note(found.place, fields.title, name))]
    for question in made.further:
        own = replace(question, id=names.unused(f"{name}-part"), tags=tags)
        note = ImportNote(found.place, title_of(own.prompt), State.CHANGED, (A_PART,), own.id)
        read.append((own, note))
    return read


def _question(fields: Fields, kind: str) -> Gapped:
    reader = READERS.get(kind)
    if reader is None:
        raise LeftOut(why_not(kind))
    made = reader(fields)
    fields.tell_rest()
    return made if isinstance(made, Gapped) else Gapped(made)


def _has_penalty(element: Element | None) -> bool:
    text = element.findtext("penalty") if element is not None else ""
    return (text or "").strip().strip("0.") != ""
