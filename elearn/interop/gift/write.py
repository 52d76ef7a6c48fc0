"""Questions to GIFT."""

import re
from collections.abc import Iterable

from elearn.core.pack.references import references
from elearn.core.quiz import questions as q
from elearn.core.quiz.numbers import number_text
from elearn.interop.notes import Changes, Exported, ImportNote, LeftOut, State, shown
from elearn.interop.shares import right_share, wrong_share

_SIGNS = re.compile(r"[\\~=#{}:]")
_FORM = re.compile(r"\s*\[(?:html|markdown|moodle|plain)\]", re.IGNORECASE)
_ARROW = "->"


def write(questions: Iterable[q.Question], category: str = "") -> Exported:
    """The questions as a GIFT file in UTF-8, and a note for each.

    Ordering has no counterpart in GIFT and is left out. Pictures, points, outcomes, the ids of
    options and the unit of a number cannot be carried; the note says so.
    """
    blocks = [f"$CATEGORY: {_sign(category)}"] if category else []
    notes = []
    for question in questions:
        changes = Changes()
        try:
            blocks.append(_question(question, changes))
        except LeftOut as reason:
            note = ImportNote(question.id, shown(question.prompt), State.LEFT_OUT, str(reason))
        else:
            note = changes.note(question.id, shown(question.prompt))
        notes.append(note)
    return Exported(("\n\n".join(blocks) + "\n").encode(), tuple(notes))


def _question(question: q.Question, changes: Changes) -> str:
    if question.points != 1:
        changes.say(f"The {question.points} points are not in the file: GIFT has none.")
    if question.outcomes:
        changes.say("The outcomes are not in the file.")
    answers = _answers(question, changes)
    if question.reason:
        answers = f"{answers}\n####{_text(question.reason, changes)}"
    prompt = _text(question.prompt, changes)
    return f"::{_sign(question.id)}::[markdown]{prompt}{{{answers}\n}}"


def _answers(question: q.Question, changes: Changes) -> str:
    match question:
        case q.TrueFalse():
            return "TRUE" if question.answer else "FALSE"
        case q.Numeric():
            if question.unit:
                changes.say(f"The unit {question.unit!r} is not in the file: GIFT has none.")
            return f"#{number_text(question.answer)}:{number_text(question.tolerance)}"
        case q.Ordering():
            raise LeftOut("GIFT has no questions about an order.")
        case q.Single() | q.Multiple() | q.Matching() | q.ShortText():
            return "\n" + "\n".join(_rows(question, changes))


def _rows(
    question: q.Single | q.Multiple | q.Matching | q.ShortText, changes: Changes
) -> list[str]:
    match question:
        case q.Single():
            return [("=" if o.right else "~") + _option(o, changes) for o in question.options]
        case q.Multiple():
            return _multiple(question, changes)
        case q.Matching():
            sides = [(pair.left, pair.right) for pair in question.pairs]
            sides += [("", entry.text) for entry in question.extra]
            return [_pair(left, right, changes) for left, right in sides]
        case q.ShortText():
            return ["=" + _plain(answer.replace("*", "\\*")) for answer in question.answers]


def _multiple(question: q.Multiple, changes: Changes) -> list[str]:
    rights = sum(o.right for o in question.options)
    return [
        f"~%{right_share(rights) if o.right else wrong_share(rights)}%{_option(o, changes)}"
        for o in question.options
    ]


def _option(option: q.Option, changes: Changes) -> str:
    feedback = f"#{_text(option.feedback, changes)}" if option.feedback else ""
    return _text(option.text, changes) + feedback


def _pair(left: str, right: str, changes: Changes) -> str:
    for text in (left, right):
        if _ARROW in text:
            raise LeftOut("A side of a pair holds an arrow (->), which GIFT keeps for itself.")
    return f"={_text(left, changes)} {_ARROW} {_text(right, changes)}"


def _text(markdown: str, changes: Changes) -> str:
    found = references(markdown)
    if found.media:
        changes.say("Pictures are not in the file: GIFT holds text only.")
    if found.cites or found.terms or found.items:
        changes.say("Citations, terms and links to items are only text in the file.")
    return _plain(markdown)


def _plain(text: str) -> str:
    # A text that begins like a name of a format needs that of its own before it.
    form = "[markdown]" if _FORM.match(text) else ""
    return form + _sign(text)


def _sign(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", text).replace("\n", "\\n")
