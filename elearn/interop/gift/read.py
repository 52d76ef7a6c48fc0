"""GIFT to questions, as Moodle's documentation describes the format."""

import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from elearn.core.quiz.questions import Question
from elearn.interop import building, decode, texts
from elearn.interop.building import Answer, Head, Number
from elearn.interop.gift.scan import (
    Item,
    Piece,
    answers_of,
    pieces,
    split_feedback,
    split_form,
    take_apart,
    unescaped,
)
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

_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d{0,10})?)%")
_TRUE, _FALSE = ("T", "TRUE"), ("F", "FALSE")
_GAP = "\\_\\_\\_\\_\\_"


def read(data: bytes, *, ids: Iterable[str] = ()) -> Imported:
    """The questions of a GIFT file, and a note for each of its items.

    Nothing in the file can raise.

    Args:
        data: The file.
        ids: Ids that are taken already.
    """
    text, said = decode.decode(data)
    notes = [ImportNote("file", "", State.CHANGED, sentence) for sentence in said]
    found, comments = pieces(text)
    if comments:
        reason = f"Comment lines are not kept: {comments}."
        notes.append(ImportNote("file", "", State.LEFT_OUT, reason))
    names = Names(ids)
    questions: list[Question] = []
    for piece in found[:MAX_QUESTIONS]:
        question, note = _piece(piece, names)
        notes.append(note)
        if question:
            questions.append(question)
    if rest := found[MAX_QUESTIONS:]:
        reason = f"{len(rest)} more items from here on; split the file."
        notes.append(ImportNote(f"line {rest[0].line}", "", State.LEFT_OUT, reason))
    if not found:
        notes.append(ImportNote("file", "", State.LEFT_OUT, "The file holds no question."))
    return Imported(tuple(questions), tuple(notes))


def _piece(piece: Piece, names: Names) -> tuple[Question | None, ImportNote]:
    place, title = f"line {piece.line}", shown(piece.text)
    if piece.category:
        reason = "Categories are not kept; the questions below it are."
        return None, ImportNote(place, title, State.LEFT_OUT, reason)
    changes = Changes()
    try:
        item = take_apart(piece.text)
        title = shown(item.title or unescaped(item.prompt))
        question = _question(item, changes)
        question = replace(question, id=names.question(item.title, item.prompt))
    except LeftOut as reason:
        return None, ImportNote(place, title, State.LEFT_OUT, str(reason))
    return question, changes.note(place, title)


def _question(item: Item, changes: Changes) -> Question:
    if item.answers is None:
        raise LeftOut("It has no braces { }, so it is a description and asks nothing.")
    answers, _, general = item.answers.partition("####")
    answers = answers.strip()
    if not answers:
        raise LeftOut("It is an essay, which somebody must mark; there is no such kind here yet.")
    reader = _Reader(item.form, changes)
    head = Head(_prompt(item, reader), 1, reader.block(general))
    if answers.startswith("#"):
        return _numeric(head, answers[1:], reader)
    if "~" in answers:
        return _choice(head, answers, reader)
    if "=" in answers and "->" in answers:
        return _matching(head, answers, reader)
    word, right_or_wrong = split_feedback(answers)
    if word.upper() in (*_TRUE, *_FALSE):
        return _true_false(head, word.upper() in _TRUE, right_or_wrong, reader)
    found = [_short(text, reader) for _, text in answers_of(answers, "=")]
    return building.short_text(head, found, changes)


def _prompt(item: Item, reader: "_Reader") -> str:
    prompt = reader.block(item.prompt)
    if item.after:
        after = reader.line(item.after)
        prompt = f"{prompt} {_GAP} {after}" if prompt else f"{_GAP} {after}"
        reader.changes.say("The gap in the text is shown as a line, and the answer asked below it.")
    if not prompt.strip():
        raise LeftOut("It asks nothing: there is no text before the answers.")
    return prompt


class _Reader:
    """Texts of one question: the format of its text holds for its answers too."""

    def __init__(self, form: str, changes: Changes) -> None:
        self.form = form
        self.changes = changes

    def block(self, text: str) -> str:
        form, rest = split_form(text, self.form)
        return texts.block(unescaped(rest), form, self.picture, self.changes.say)

    def line(self, text: str) -> str:
        return one_line(self.block(text))

    def plain(self, text: str) -> str:
        _, rest = split_form(text, self.form)
        return unescaped(rest)

    def picture(self, src: str, _alt: str) -> None:
        self.changes.say(f"The picture {shown(src)} is not in the file and was left out.")


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
            reader.changes.say("What is said to single pairs was left out.")
        left, arrow, right = pair.partition("->")
        if not arrow:
            raise LeftOut(f"A pair has no arrow (->): {shown(unescaped(pair))!r}.")
        sides.append((reader.line(left), reader.line(right)))
    return building.matching(head, sides, reader.changes)


def _true_false(head: Head, answer: bool, feedback: str, reader: _Reader) -> Question:  # noqa: FBT001
    wrong, _, right = feedback.partition("#")
    said = (reader.block(right), reader.block(wrong))
    return building.true_false(head, answer, said, reader.changes)


def _short(text: str, reader: _Reader) -> Answer:
    share, rest = _weight(text, Fraction(1))
    answer, feedback = split_feedback(rest)
    return Answer(reader.plain(answer), share, reader.block(feedback))


def _numeric(head: Head, text: str, reader: _Reader) -> Question:
    text, tilde, wrong = text.partition("~")
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
