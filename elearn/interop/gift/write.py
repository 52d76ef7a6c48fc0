"""Questions to GIFT."""

import re
from collections.abc import Iterable

from elearn.core.pack.references import references
from elearn.core.quiz import questions as q
from elearn.core.quiz.numbers import number_text
from elearn.core.said import Said
from elearn.interop.as_pairs import sides_of
from elearn.interop.notes import Changes, Exported, ImportNote, LeftOut, State, shown
from elearn.interop.shares import own_credit, right_share, wrong_share

_SIGNS = re.compile(r"[\\~=#{}:]")
_FORM = re.compile(r"\s*\[(?:html|markdown|moodle|plain)\]", re.IGNORECASE)
_ARROW = "->"
_STAR = "\\*"


def write(questions: Iterable[q.Question], category: str = "") -> Exported:
    """The questions as a GIFT file in UTF-8, and a note for each.

    Hints, pictures, points, outcomes, the ids of
    options and the unit of a number cannot be carried; the note says so.
    """
    blocks = [f"$CATEGORY: {_sign(category)}"] if category else []
    notes = []
    for question in questions:
        changes = Changes()
        try:
            blocks.append(_question(question, changes))
        except LeftOut as reason:
            note = ImportNote(question.id, shown(question.prompt), State.LEFT_OUT, (reason.said,))
        else:
            note = changes.note(question.id, shown(question.prompt))
        notes.append(note)
    return Exported(("\n\n".join(blocks) + "\n").encode(), tuple(notes))


def _question(question: q.Question, changes: Changes) -> str:
    if question.points != 1:
        changes.remark(
            Said(
                "The %(points)s points are not in the file: GIFT has none.", points=question.points
            )
        )
    if question.outcomes:
        changes.remark("The outcomes are not in the file.")
    if question.difficulty:
        changes.remark("The difficulty is not in the file.")
    if own_credit(question):
        changes.remark("How an answer that is right in part earns is not in the file.")
    if question.hints:
        changes.remark("The hints are not in the file: GIFT has none.")
    _tell_feedback(question, changes)
    answers = _answers(question, changes)
    if question.reason and isinstance(question, q.Ordering):
        changes.remark("The reason is not in the file: Moodle would take it for an item.")
    elif question.reason:
        answers = f"{answers}\n####{_text(question.reason, changes)}"
    prompt = _text(question.prompt, changes)
    tags = "".join(f" [tag:{tag}]" for tag in question.tags)
    above = f"//{tags}\n" if tags else ""
    return f"{above}::{_sign(question.id)}::[markdown]{prompt}{{{answers}\n}}"


def _answers(question: q.Question, changes: Changes) -> str:
    match question:
        case q.TrueFalse():
            word = "TRUE" if question.answer else "FALSE"
            said = [_text(t, changes) for t in (question.feedback.wrong, question.feedback.right)]
            return "#".join([word, *said]).rstrip("#")
        case q.Numeric():
            return _numeric(question, changes)
        case q.Ordering():
            return _ordering(question, changes)
        case q.Extended():
            changes.remark("The rubric and the model answer are not in the file: GIFT has none.")
            return ""
        case q.Cloze():
            raise LeftOut("GIFT has no texts with gaps; take Moodle XML.")
        case q.Single() | q.Multiple() | q.ShortText():
            return "\n" + "\n".join(_rows(question, changes))
        case q.Matching() | q.Categorise() | q.Matrix():
            return "\n" + "\n".join(_rows(question, changes))
        case _:
            raise LeftOut(
                Said("GIFT has no questions of the kind %(kind)s.", kind=repr(q.kind_of(question)))
            )


def _tell_feedback(question: q.Question, changes: Changes) -> None:
    said = question.feedback
    by_answer = isinstance(question, q.TrueFalse | q.Numeric | q.ShortText)
    if said.partly or (said != q.NO_FEEDBACK and not by_answer):
        changes.remark("What is told by how the answer did is not, or not all, in the file.")


def _numeric(question: q.Numeric, changes: Changes) -> str:
    if question.unit:
        changes.remark(
            Said("The unit %(unit)s is not in the file: GIFT has none.", unit=repr(question.unit))
        )
    right = _told(question.feedback.right, changes)
    wrong = _told(question.feedback.wrong, changes)
    number = f"{number_text(question.answer)}:{number_text(question.tolerance)}"
    return f"#\n={number}{right}" + (f"\n~{wrong}" if wrong else "")


def _ordering(question: q.Ordering, changes: Changes) -> str:
    """A line for each item, as the plug-in for ordering writes it; it has no escapes."""
    changes.remark("Moodle reads it with its plug-in for ordering only.")
    lines = [_plain(entry.text) for entry in question.items]
    return "\n".join([f">{len(lines)} ALL VERTICAL ABSOLUTE_POSITION SHOW", *lines])


def _told(markdown: str, changes: Changes) -> str:
    return f"#{_text(markdown, changes)}" if markdown else ""


def _rows(
    question: q.Single | q.Multiple | q.ShortText | q.Matching | q.Categorise | q.Matrix,
    changes: Changes,
) -> list[str]:
    match question:
        case q.Single():
            return [("=" if o.right else "~") + _option(o, changes) for o in question.options]
        case q.Multiple():
            return _multiple(question, changes)
        case q.Matching() | q.Categorise() | q.Matrix():
            return [_pair(a, b, changes) for a, b in sides_of(question, changes)]
        case q.ShortText():
            right = _told(question.feedback.right, changes)
            rows = [f"={_plain(a.replace('*', _STAR))}{right}" for a in question.answers]
            wrong = _told(question.feedback.wrong, changes)
            rows += [f"=%0%*{wrong}"] if wrong else []
            if any(_ARROW in row for row in rows):
                raise LeftOut("An answer holds an arrow (->), which GIFT keeps for pairs.")
            return rows


def _multiple(question: q.Multiple, changes: Changes) -> list[str]:
    rights = sum(o.right for o in question.options)
    wrong = wrong_share(rights, len(question.options) - rights)
    return [
        f"~%{right_share(rights) if o.right else wrong}%{_option(o, changes)}"
        for o in question.options
    ]


def _option(option: q.Option, changes: Changes) -> str:
    return _text(option.text, changes) + _told(option.feedback, changes)


def _pair(left: str, right: str, changes: Changes) -> str:
    for text in (left, right):
        if _ARROW in text:
            raise LeftOut("A side of a pair holds an arrow (->), which GIFT keeps for itself.")
    return f"={_text(left, changes)} {_ARROW} {_text(right, changes)}"


def _text(markdown: str, changes: Changes) -> str:
    found = references(markdown)
    if found.media:
        changes.remark("Pictures are not in the file: GIFT holds text only.")
    if found.cites or found.terms or found.items:
        changes.remark("Citations, terms and links to items are only text in the file.")
    return _plain(markdown)


def _plain(text: str) -> str:
    # A text that begins like a name of a format needs that of its own before it.
    form = "[markdown]" if _FORM.match(text) else ""
    return form + _sign(text)


def _sign(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", text).replace("\n", "\\n")
