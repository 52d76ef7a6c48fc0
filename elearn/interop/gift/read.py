"""GIFT to questions, as Moodle's documentation describes the format."""

import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from elearn.core.quiz.questions import Question
from elearn.core.said import Said
from elearn.interop import building, decode, texts
from elearn.interop.building import Answer, Head, Number
from elearn.interop.categories import Categories
from elearn.interop.gift.scan import (
    GAP,
    Item,
    Piece,
    answers_of,
    pieces,
    split_feedback,
    split_form,
    split_general,
    take_apart,
    unescaped,
)
from elearn.interop.markdown_text import one_line
from elearn.interop.naming import Names, tags_of
from elearn.interop.notes import (
    MAX_QUESTIONS,
    Changes,
    Imported,
    ImportNote,
    LeftOut,
    State,
    shown,
)

_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d{0,10})?)%")
_TRUE, _FALSE = ("T", "TRUE"), ("F", "FALSE")
_LINE = "\\_\\_\\_\\_\\_"
_ORDER = re.compile(r">[ \t]*([0-9]{0,4})([^\n]*)")
_SETTINGS = frozenset(
    re.split(
        " ",
        "ALL EXACT RANDOM REL CONTIGUOUS CONTIG HORIZONTAL HORI H 1 VERTICAL VERT V 0 "
        "ALL_OR_NOTHING ABSOLUTE_POSITION ABSOLUTE ABS RELATIVE_NEXT_EXCLUDE_LAST "
        "RELATIVE_NEXT_INCLUDE_LAST RELATIVE_ONE_PREVIOUS_AND_NEXT RELATIVE_ALL_PREVIOUS_AND_NEXT "
        "RELATIVE_TO_CORRECT RELATIVE LONGEST_ORDERED_SUBSET LONGEST_CONTIGUOUS_SUBSET "
        "SHOW TRUE YES HIDE FALSE NO none abc ABCD 123 iii IIII",
    )
)
"""What may stand behind the number of items to be shown in a question about an order."""


def read(data: bytes, *, ids: Iterable[str] = ()) -> Imported:
    """The questions of a GIFT file, and a note for each of its items.

    Nothing in the file can raise.

    Args:
        data: The file.
        ids: Ids that are taken already.
    """
    text, said = decode.decode(data)
    notes = [ImportNote("file", "", State.CHANGED, (sentence,)) for sentence in said]
    found, comments = pieces(text)
    if comments:
        reason = Said("Comment lines are not kept: %(comments)s.", comments=comments)
        notes.append(ImportNote("file", "", State.LEFT_OUT, (reason,)))
    names = Names(ids)
    categories = Categories(piece.text for piece in found if piece.category)
    questions: list[Question] = []
    for piece in found[:MAX_QUESTIONS]:
        if piece.category:
            notes.append(categories.enter(Said("line %(line)s", line=piece.line), piece.text))
            continue
        question, note = _piece(piece, names, categories.tag)
        notes.append(note)
        if question:
            questions.append(question)
    if rest := found[MAX_QUESTIONS:]:
        reason = Said("%(count)s more items from here on; split the file.", count=len(rest))
        notes.append(
            ImportNote(Said("line %(line)s", line=rest[0].line), "", State.LEFT_OUT, (reason,))
        )
    if not found:
        notes.append(ImportNote("file", "", State.LEFT_OUT, (Said("The file holds no question."),)))
    return Imported(tuple(questions), tuple(notes))


def _piece(piece: Piece, names: Names, tag: str) -> tuple[Question | None, ImportNote]:
    place, title = Said("line %(line)s", line=piece.line), shown(piece.text)
    changes = Changes()
    try:
        item = take_apart(piece.text)
        words = unescaped(item.prompt).replace(GAP, "_____")
        title = shown(item.title or words)
        question = _question(item, changes)
        name = names.numbered(piece.id_number, item.title, words, changes)
        question = replace(question, id=name, tags=tags_of(piece.tags, changes, tag))
    except LeftOut as reason:
        return None, ImportNote(place, title, State.LEFT_OUT, (reason.said,))
    return question, changes.note(place, title, question.id)


def _question(item: Item, changes: Changes) -> Question:
    if item.answers is None:
        raise LeftOut("It has no braces { }, so it is a description and asks nothing.")
    answers, general = split_general(item.answers)
    reader = _Reader(item.form, changes)
    head = Head(_prompt(item, reader), 1, reader.block(general))
    if not answers:
        return building.extended(head, (), changes)
    if order := _ORDER.match(answers):
        return _ordering(head, order, answers[order.end() :], reader)
    for read_as, fits in (
        (_numeric, answers.startswith("#")),
        (_choice, "~" in answers),
        (_matching, "=" in answers and "->" in answers),
    ):
        if fits:
            return read_as(head, answers, reader)
    return _true_false_or_short(head, answers, reader)


def _true_false_or_short(head: Head, answers: str, reader: "_Reader") -> Question:
    word, right_or_wrong = split_feedback(answers)
    if word.upper() in (*_TRUE, *_FALSE):
        return _true_false(head, word.upper() in _TRUE, right_or_wrong, reader)
    found = [_short(text, reader) for _, text in answers_of(answers, "=")]
    return building.short_text(head, found, reader.changes)


def _prompt(item: Item, reader: "_Reader") -> str:
    prompt = reader.block(item.prompt).replace(GAP, _LINE)
    if not prompt.replace(_LINE, "").strip():
        raise LeftOut("It asks nothing: there is no text before the answers.")
    return prompt


class _Reader:
    """Texts of one question: the format of its text holds for its answers too."""

    def __init__(self, form: str, changes: Changes) -> None:
        self.form = form
        self.changes = changes

    def block(self, text: str) -> str:
        form, rest = split_form(text, self.form)
        return texts.block(unescaped(rest), form, self.picture, self.changes.remark)

    def line(self, text: str) -> str:
        return one_line(self.block(text))

    def plain(self, text: str) -> str:
        _, rest = split_form(text, self.form)
        return unescaped(rest)

    def picture(self, src: str, _alt: str) -> None:
        self.changes.remark(
            Said("The picture %(src)s is not in the file and was left out.", src=shown(src))
        )


def _weight(text: str, otherwise: Fraction) -> tuple[Fraction, str]:
    """The share before an answer, and the answer without it."""
    found = _WEIGHT.match(text)
    if found is None:
        return otherwise, text
    return Fraction(found[1].rstrip(".")) / 100, text[found.end() :].strip()


def _choice(head: Head, text: str, reader: _Reader) -> Question:
    found = []
    several = True
    for sign, written in answers_of(text, "~="):
        several = several and sign != "="
        share, rest = _weight(written, Fraction(int(sign == "=")))
        answer, feedback = split_feedback(rest)
        found.append(Answer(reader.line(answer), share, reader.block(feedback)))
    return building.choice(head, found, several=several, changes=reader.changes)


def _matching(head: Head, text: str, reader: _Reader) -> Question:
    sides = []
    for _, written in answers_of(text, "="):
        pair, feedback = split_feedback(written)
        if feedback:
            reader.changes.remark("What is said to single pairs was left out.")
        left, arrow, right = pair.partition("->")
        if not arrow:
            raise LeftOut(
                Said("A pair has no arrow (->): %(pair)s.", pair=repr(shown(unescaped(pair))))
            )
        sides.append((reader.line(left), reader.line(right)))
    return building.matching(head, sides, reader.changes)


def _ordering(head: Head, order: re.Match[str], text: str, reader: _Reader) -> Question:
    """Items line by line; what stands behind the `>` says how Moodle shows and marks them."""
    words = order[2].split()
    while words and words[0] in _SETTINGS:
        words.pop(0)
    lines = [line for line in (" ".join(words), *text.split("\n")) if line.strip()]
    if 2 < int(order[1] or 0) < len(lines):
        reader.changes.remark(
            Said("Moodle showed %(order)s of its items; here all are put in order.", order=order[1])
        )
    return building.ordering(head, [reader.line(line) for line in lines])


def _true_false(head: Head, answer: bool, feedback: str, reader: _Reader) -> Question:  # noqa: FBT001
    wrong, _, right = feedback.partition("#")
    said = (reader.block(right), reader.block(wrong))
    return building.true_false(head, answer, said)


def _short(text: str, reader: _Reader) -> Answer:
    share, rest = _weight(text, Fraction(1))
    answer, feedback = split_feedback(rest)
    return Answer(reader.plain(answer), share, reader.block(feedback))


def _numeric(head: Head, text: str, reader: _Reader) -> Question:
    text, tilde, wrong = text.removeprefix("#").partition("~")
    found = [_number(written, reader) for _, written in answers_of(text, "=")]
    if tilde:
        _, feedback = split_feedback(wrong)
        found.append(Number(None, Fraction(0), Fraction(0), reader.block(feedback)))
    return building.numeric(head, found, "", reader.changes)


def _number(text: str, reader: _Reader) -> Number:
    share, rest = _weight(text, Fraction(1))
    answer, feedback = split_feedback(rest)
    told = reader.block(feedback)
    if answer == "*":
        return Number(None, Fraction(0), Fraction(0), told)
    # A colon in a number is written with or without a backslash.
    answer = unescaped(answer)
    if ".." in answer:
        least, _, most = answer.partition("..")
        ends = sorted((building.number(least), building.number(most)))
        return Number((ends[0] + ends[1]) / 2, (ends[1] - ends[0]) / 2, share, told)
    value, _, tolerance = answer.partition(":")
    within = building.number(tolerance) if tolerance.strip() else Fraction(0)
    return Number(building.number(value), abs(within), share, told)
