"""Aiken to questions: a choice of one, its options lettered, the letter of the right one below.

As Moodle's documentation describes the format ("Aiken format"): a line with the question, a line
for each option (a capital letter, then `.` or `)`, then a blank, then its text), and directly
below `ANSWER: ` with the letter. Read more freely here: a question may have several lines, and the
word may be written in any case. A file of questions that people wrote by hand is often not exact.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from elearn.core.quiz.questions import Question
from elearn.core.said import Said
from elearn.interop import building, decode, texts
from elearn.interop.building import Answer, Head
from elearn.interop.markdown_text import one_line
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

_OPTION = re.compile(r"[ \t]*([A-Za-z])[.)](?:[ \t]+(.*)|[ \t]*)")
_ANSWER = re.compile(r"[ \t]*ANSWER[ \t]*:(.*)", re.IGNORECASE)
_TELLS = re.compile(
    r"^[ \t]*[A-Za-z][.)][^\n]*\n(?:[ \t]*\n)*[ \t]*ANSWER[ \t]*:[ \t]*[A-Za-z][ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_SAMPLE = 1_000_000


@dataclass(slots=True)
class _Item:
    """What stands between two answers."""

    line: int
    prompt: list[str] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)
    answer: str | None = None


def is_one(data: bytes) -> bool:
    """Whether a text has an option and, directly below, the line with the right letter."""
    text, _ = decode.decode(data[:_SAMPLE])
    return _TELLS.search(text) is not None


def read(data: bytes, *, ids: Iterable[str] = ()) -> Imported:
    """The questions of a file, and a note for each. Nothing in it can raise.

    Args:
        data: The file.
        ids: Ids that are taken already.
    """
    text, said = decode.decode(data)
    notes = [ImportNote("file", "", State.CHANGED, (sentence,)) for sentence in said]
    names, questions = Names(ids), []
    found = list(_items(text))
    for item in found[:MAX_QUESTIONS]:
        question, note = _read(item, names)
        notes.append(note)
        if question:
            questions.append(question)
    if rest := found[MAX_QUESTIONS:]:
        reason = Said("%(count)s more items from here on; split the file.", count=len(rest))
        notes.append(
            ImportNote(Said("line %(line)s", line=rest[0].line), "", State.LEFT_OUT, (reason,))
        )
    return Imported(tuple(questions), tuple(notes))


def _items(text: str) -> Iterator[_Item]:
    """What the file asks, one after another; each ends with its answer, or where another begins."""
    item: _Item | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        answer, option = _ANSWER.fullmatch(line), _OPTION.fullmatch(line)
        if item is not None and item.options and not answer and not option:
            yield item  # words again, and nobody said which option was right
            item = None
        item = item or _Item(number)
        if answer:
            item.answer = answer[1].strip()
            yield item
            item = None
        elif option and item.prompt:
            item.options.append((option[1].upper(), (option[2] or "").strip()))
        else:
            item.prompt.append(line.strip())
    if item is not None:
        yield item


def _read(item: _Item, names: Names) -> tuple[Question | None, ImportNote]:
    place, title = Said("line %(line)s", line=item.line), shown(" ".join(item.prompt))
    changes = Changes()
    try:
        question = _question(item, changes)
    except LeftOut as reason:
        return None, ImportNote(place, title, State.LEFT_OUT, (reason.said,))
    name = names.question("", " ".join(item.prompt))
    return replace(question, id=name), changes.note(place, title, name)


def _question(item: _Item, changes: Changes) -> Question:
    def block(words: str) -> str:
        return texts.block(words, "plain", lambda *_: None, changes.remark)

    prompt = block("\n".join(item.prompt))
    if not prompt:
        raise LeftOut("It asks nothing: there is no text before the answers.")
    if item.answer is None:
        raise LeftOut("No line says which option is right (ANSWER: and its letter).")
    letters = [letter for letter, _text in item.options]
    right = item.answer.rstrip(".)").upper()
    if right not in letters:
        raise LeftOut(
            Said(
                "The answer %(answer)s is the letter of no option.",
                answer=repr(shown(item.answer, 40)),
            )
        )
    if len(set(letters)) < len(letters):
        raise LeftOut("Two options have the same letter.")
    answers = [
        Answer(one_line(block(text)), Fraction(int(letter == right)))
        for letter, text in item.options
    ]
    return building.choice(Head(prompt), answers, several=False, changes=changes)
