"""The filled-in spreadsheet to questions."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from elearn.core.quiz.questions import (
    DIFFICULTIES,
    AnswerFeedback,
    Hint,
    Question,
)
from elearn.core.said import Said
from elearn.interop import building, texts
from elearn.interop.building import Answer, Head, Number, number
from elearn.interop.markdown_text import one_line
from elearn.interop.naming import Names, slug, tags_of
from elearn.interop.notes import (
    MAX_QUESTIONS,
    Changes,
    Imported,
    ImportNote,
    LeftOut,
    State,
    shown,
)
from elearn.interop.shares import taken
from elearn.interop.workbook import columns as c
from elearn.interop.workbook.cells import Cell, NoWorkbook, Page, pages
from elearn.interop.workbook.headings import NO_WORDS, find_head, key, known_words

_BARS = re.compile(r"\s*[|\n;]\s*")
_COMMAS = re.compile(r"[,;\n]")
_LETTER = re.compile(r"[A-Za-z]|[0-9]{1,2}")
_YES, _NO = ("true", "t", "yes", "right", "1"), ("false", "f", "no", "wrong", "0")
_KINDS = {
    "single": "single", "single choice": "single", "one": "single", "multiple": "multiple",
    "multiple response": "multiple", "several": "multiple", "truefalse": "truefalse",
    "true/false": "truefalse", "true false": "truefalse", "text": "text", "short answer": "text",
    "words": "text", "numeric": "numeric", "number": "numeric", "numerical": "numeric",
    "matching": "matching", "pairs": "matching", "ordering": "ordering", "order": "ordering",
    "categorise": "categorise", "groups": "categorise", "sort": "categorise",
    "extended": "extended", "essay": "extended", "long answer": "extended",
}  # fmt: skip
"""Words that people write for the kinds."""


def read(data: bytes, *, ids: Iterable[str] = (), words: Mapping[str, str] = NO_WORDS) -> Imported:
    """The questions of a spreadsheet, and a note for each row that holds something.

    Nothing in the file can raise.

    Args:
        data: The file.
        ids: Ids that are taken already.
        words: Titles and headings in other languages, with the English ones (`columns.WORDS`).
    """
    names, own = Names(ids), known_words(words)
    notes: list[ImportNote] = []
    questions: list[Question] = []
    try:
        for page in pages(data):
            for question, note in _page(page, names, own, MAX_QUESTIONS - len(questions)):
                notes.append(note)
                if question:
                    questions.append(question)
    except NoWorkbook as reason:
        notes.append(ImportNote("file", "", State.LEFT_OUT, (reason.said,)))
    if not questions and not notes:
        notes.append(ImportNote("file", "", State.LEFT_OUT, (Said("The file holds no question."),)))
    return Imported(tuple(questions), tuple(notes))


Found = tuple[Question | None, ImportNote]


def _page(page: Page, names: Names, own: Mapping[str, str], room: int) -> Iterable[Found]:
    if own.get(key(page.title)) in (c.README, c.EXAMPLES):
        return
    head = find_head(page, own)
    if head is None:
        if page.rows:
            reason = Said(
                "The sheet has no heading '%(question)s' in its first rows; nothing was read.",
                question=c.QUESTION,
            )
            yield None, ImportNote(page.title, "", State.LEFT_OUT, (reason,))
        return
    start, columns, unknown = head
    if unknown:
        reason = Said(
            "Columns with headings that are not known: %(list)s.", list=", ".join(unknown[:10])
        )
        yield None, ImportNote(page.title, "", State.LEFT_OUT, (reason,))
    rows = [(at, row) for at, row in page.rows if at > start]
    for at, row in rows[:room]:
        yield _row(
            Said("%(title)s, row %(at)s", title=page.title, at=at),
            _Row(row, columns, Changes()),
            names,
        )
    if len(rows) > room:
        reason = Said("%(count)s further rows; split the file.", count=len(rows) - room)
        yield None, ImportNote(page.title, "", State.LEFT_OUT, (reason,))
    elif page.cut:
        reason = Said("Rows below %(rows)s were not read; split the file.", rows=page.rows[-1][0])
        yield None, ImportNote(page.title, "", State.LEFT_OUT, (reason,))


@dataclass(frozen=True, slots=True)
class _Row:
    """One row, by heading. What is read with a fault is said."""

    found: tuple[Cell, ...]
    columns: dict[str, int]
    changes: Changes

    def cell(self, name: str) -> Cell:
        at = self.columns.get(name, len(self.found))
        return self.found[at] if at < len(self.found) else Cell("")

    def plain(self, name: str) -> str:
        cell = self.cell(name)
        if cell.formula:
            raise LeftOut(Said("%(column)s: %(fault)s", column=name, fault=cell.fault))
        if cell.fault:
            self.changes.remark(Said("%(column)s: %(fault)s", column=name, fault=cell.fault))
        return cell.text

    def block(self, name: str) -> str:
        return texts.block(self.plain(name), "markdown", _no_picture, self.changes.remark)

    def made(self, text: str) -> str:
        return one_line(texts.block(text, "markdown", _no_picture, self.changes.remark))

    def line(self, name: str) -> str:
        return one_line(self.block(name))

    def each(self, names: Iterable[str]) -> list[str]:
        return [self.line(name) for name in names]


def _no_picture(_src: str, _alt: str) -> None:
    return None


def _row(place: str, row: _Row, names: Names) -> Found:
    title = shown(row.cell(c.QUESTION).text)
    try:
        question = _question(row)
        name = names.numbered(row.plain(c.ID), "", question.prompt, row.changes)
        question = replace(
            question,
            id=name,
            tags=tags_of(_words(row.plain(c.TAGS)), row.changes),
            outcomes=_outcomes(row),
            difficulty=_difficulty(row),
        )
    except LeftOut as reason:
        return None, ImportNote(place, title, State.LEFT_OUT, (reason.said,))
    return question, row.changes.note(place, title, name)


def _question(row: _Row) -> Question:
    prompt = row.block(c.QUESTION)
    if not prompt.strip():
        raise LeftOut("It has no question. If cells are joined, split them: a row is a question.")
    said = AnswerFeedback(*(row.block(name) for name in c.SAID))
    head = Head(prompt, _points(row), row.block(c.REASON), _hints(row), said)
    return _READERS[_kind(row)](head, row)


def _kind(row: _Row) -> str:
    """What the row says, or what its columns can only be."""
    word = " ".join(row.plain(c.KIND).casefold().split())
    if word:
        if word not in _KINDS:
            raise LeftOut(
                Said(
                    "The kind %(word)s is none of: %(list)s.",
                    word=repr(shown(word, 40)),
                    list=", ".join(c.KINDS),
                )
            )
        return _KINDS[word]
    for column, kind in (
        (c.LEFT_COLUMNS[0], "matching"),
        (c.ITEM_COLUMNS[0], "ordering"),
        (c.MODEL, "extended"),
        (c.GROUP_COLUMNS[0], "categorise"),
    ):
        if column in row.columns:
            return kind
    raise LeftOut(Said("It has no kind; write one of: %(list)s.", list=", ".join(c.KINDS)))


def _points(row: _Row) -> int:
    text = row.plain(c.POINTS)
    if not text:
        return 1
    if len(text) < 4 and text.isdecimal() and 1 <= int(text) <= 100:
        return int(text)
    row.changes.remark(
        Said(
            "Its points (%(text)s) are no whole number up to 100; it has 1 now.",
            text=repr(shown(text, 20)),
        )
    )
    return 1


def _hints(row: _Row) -> tuple[Hint, ...]:
    found = [text for text in map(row.block, c.HINTS) if text.strip()]
    text = row.plain(c.COST).removesuffix("%").strip()
    cost = int(text) if len(text) < 4 and text.isdecimal() else 0
    most = 100 // max(1, len(found))
    if text and (str(cost) != text or cost > most):
        row.changes.remark(
            Said(
                "The cost of a hint (%(text)s) became %(cost)s %%.",
                text=repr(shown(text, 20)),
                cost=min(cost, most),
            )
        )
    return tuple(Hint(text, min(cost, most)) for text in found)


def _outcomes(row: _Row) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (slug(w, 64) for w in _words(row.plain(c.OUTCOMES))))))


def _difficulty(row: _Row) -> str:
    word = row.plain(c.DIFFICULTY).casefold()
    if word and word not in DIFFICULTIES:
        row.changes.remark(
            Said(
                "The difficulty %(word)s is none of: %(list)s.",
                word=repr(shown(word, 20)),
                list=", ".join(DIFFICULTIES),
            )
        )
        return ""
    return word


def _words(text: str) -> list[str]:
    return [word.strip() for word in _COMMAS.split(text) if word.strip()]


def _parts(text: str) -> list[str]:
    return [part for part in _BARS.split(text) if part.strip()]


def _choice(head: Head, row: _Row, *, several: bool) -> Question:
    right = _right_letters(row)
    told = row.each(c.FEEDBACK_COLUMNS)
    answers = []
    for letter, text, feedback in zip(c.LETTERS, row.each(c.OPTION_COLUMNS), told, strict=True):
        if text:
            answers.append(Answer(text, Fraction(letter in right), feedback))
        elif letter in right:
            raise LeftOut(Said("Option %(letter)s is to be right and is empty.", letter=letter))
        elif feedback:
            row.changes.remark(
                Said(
                    "Feedback %(letter)s was left out: there is no option %(letter)s.",
                    letter=letter,
                )
            )
    if several and right:
        less = taken(len(right), len(answers) - len(right))
        answers = [_shared(answer, len(right), less) for answer in answers]
    if not several and len(right) > 1:
        raise LeftOut("It has several right options; its kind is multiple.")
    return building.choice(head, answers, several=several, changes=row.changes)


def _shared(answer: Answer, rights: int, less: Fraction) -> Answer:
    return replace(answer, share=Fraction(1, rights) if answer.share else -less)


def _right_letters(row: _Row) -> frozenset[str]:
    text = row.plain(c.RIGHT)
    found = set()
    for word in re.split(r"[\s,;|+&/]+", text.strip()):
        if not word:
            continue
        letter = ""
        if _LETTER.fullmatch(word):
            letter = word.upper() if word.isalpha() else c.LETTERS[int(word) - 1 : int(word)]
        if not letter or letter not in c.LETTERS:
            raise LeftOut(
                Said(
                    "%(text)s in the column %(right)s is no list of letters.",
                    text=repr(shown(text, 40)),
                    right=c.RIGHT,
                )
            )
        found.add(letter)
    return frozenset(found)


def _single(head: Head, row: _Row) -> Question:
    return _choice(head, row, several=False)


def _multiple(head: Head, row: _Row) -> Question:
    return _choice(head, row, several=True)


def _true_false(head: Head, row: _Row) -> Question:
    word = row.plain(c.RIGHT).casefold()
    if word not in (*_YES, *_NO):
        raise LeftOut(
            Said(
                "%(word)s in the column %(right)s is neither true nor false.",
                word=repr(shown(word, 30)),
                right=c.RIGHT,
            )
        )
    return building.true_false(head, word in _YES, ("", ""))


def _text(head: Head, row: _Row) -> Question:
    answers = [Answer(part, Fraction(1)) for part in _parts(row.plain(c.ANSWERS))]
    return building.short_text(head, answers, row.changes)


def _numeric(head: Head, row: _Row) -> Question:
    value = number(row.plain(c.ANSWERS))
    tolerance = abs(number(row.plain(c.TOLERANCE) or "0"))
    unit = " ".join(row.plain(c.UNIT).split())
    return building.numeric(head, [Number(value, tolerance, Fraction(1))], unit, row.changes)


def _matching(head: Head, row: _Row) -> Question:
    sides = list(zip(row.each(c.LEFT_COLUMNS), row.each(c.RIGHT_COLUMNS), strict=True))
    sides = [side for side in sides if any(side)]
    return building.matching(
        head, [*sides, *(("", t) for t in _parts(row.line(c.MORE)))], row.changes
    )


def _ordering(head: Head, row: _Row) -> Question:
    return building.ordering(head, [item for item in row.each(c.ITEM_COLUMNS) if item])


def _categorise(head: Head, row: _Row) -> Question:
    sides: list[tuple[str, str]] = []
    for group, items in zip(c.GROUP_COLUMNS, c.ITEMS_COLUMNS, strict=True):
        name, listed = row.line(group), _parts(row.plain(items))
        if listed and not name:
            raise LeftOut(
                Said("%(items)s is filled in, and %(group)s is empty.", items=items, group=group)
            )
        sides += [(row.made(item), name) for item in listed]
        if name and not listed:
            sides.append(("", name))
    return building.categorise(head, sides)


def _extended(head: Head, row: _Row) -> Question:
    criteria = [text for text in row.each(c.CRITERION_COLUMNS) if text]
    made = building.extended(head, criteria, row.changes)
    return replace(made, model=row.block(c.MODEL))


_READERS: dict[str, Callable[[Head, _Row], Question]] = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _true_false,
    "text": _text,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "extended": _extended,
    "categorise": _categorise,
}
"""How each kind is read."""
