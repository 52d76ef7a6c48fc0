"""A file in Moodle's format for embedded answers (cloze): its whole text is one question."""

import re
from collections.abc import Iterable
from dataclasses import replace

from elearn.core.quiz.questions import Question
from elearn.interop import decode, embedded, gaps, texts
from elearn.interop.building import Head
from elearn.interop.markdown_text import title_of
from elearn.interop.naming import Names
from elearn.interop.notes import A_PART, Changes, Imported, ImportNote, LeftOut, State, shown

_GIFT = re.compile(r"^\s*(?:::|\$CATEGORY:)", re.MULTILINE)
"""What only stands in files of questions in GIFT."""


def is_one(data: bytes) -> bool:
    """Whether the text has gaps with embedded answers, which no other format has."""
    text, _ = decode.decode(data[:1_000_000])
    return embedded.holds_gaps(text) and not _GIFT.search(text)


def read(data: bytes, *, ids: Iterable[str] = ()) -> Imported:
    """The question of a file. Nothing in it can raise.

    Args:
        data: The file.
        ids: Ids that are taken already.
    """
    text, said = decode.decode(data)
    notes = [ImportNote("file", "", State.CHANGED, (sentence,)) for sentence in said]
    changes = Changes()

    def block(words: str) -> str:
        return texts.block(words, "moodle", lambda *_: None, changes.remark)

    try:
        made = gaps.cloze(Head(""), text, block, changes)
    except LeftOut as reason:
        notes.append(ImportNote("file", shown(text), State.LEFT_OUT, (reason.said,)))
        return Imported((), tuple(notes))
    names = Names(ids)
    name = names.question("", made.question.prompt)
    questions: list[Question] = [replace(made.question, id=name)]
    notes.append(changes.note("file", title_of(made.question.prompt), name))
    for question in made.further:
        own = replace(question, id=names.unused(f"{name}-part"))
        questions.append(own)
        notes.append(ImportNote("file", title_of(own.prompt), State.CHANGED, (A_PART,), own.id))
    return Imported(tuple(questions), tuple(notes))
