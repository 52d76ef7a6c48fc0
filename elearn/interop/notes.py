"""What an import or an export says about every item: read, changed or left out, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from elearn.core.quiz.questions import Question
from elearn.core.said import Said, said

MAX_QUESTIONS = 2000
"""Questions that one import reads; the rest is counted and left out."""
A_PART = Said("It was a part of the question before, which asked for several things at once.")
"""Said of a question that another system holds within another one."""


class State(StrEnum):
    """What became of an item."""

    READ = "read"
    CHANGED = "changed"
    LEFT_OUT = "left-out"


@dataclass(frozen=True, slots=True)
class ImportNote:
    """What became of one item of a file.

    Attributes:
        place: Where it stands: `line 12`, `question 3`, or `file`.
        title: Its title or its first words; plain.
        state: Read as it was, taken with changes, or left out whole.
        reasons: What was changed, or why it was left out: whole sentences, none if it was read as
            it was. What is to be translated is a `core.said.Said`.
        question: The id of the question that it became; empty if it became none.
    """

    place: str
    title: str
    state: State
    reasons: tuple[str, ...] = ()
    question: str = ""

    @property
    def reason(self) -> str:
        """The reasons in English, a sentence a line."""
        return "\n".join(self.reasons)


@dataclass(frozen=True, slots=True)
class Imported:
    """What a reader made of a file.

    Attributes:
        questions: The questions, with ids that are unique among them.
        notes: One for each item, in the order of the file, and some for the file as a whole.
        media: Pictures by their path in the pack (`media/…`).
    """

    questions: tuple[Question, ...]
    notes: tuple[ImportNote, ...]
    media: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exported:
    """What a writer made of questions, with a note for each."""

    data: bytes
    notes: tuple[ImportNote, ...]


class LeftOut(Exception):
    """The item cannot be kept; `said` says why."""

    @property
    def said(self) -> Said:
        """Why, as it can be translated."""
        return said(self.args[0])


@dataclass(slots=True)
class Changes:
    """The changes to one item, collected while it is read, each once."""

    reasons: dict[str, None] = field(default_factory=dict)

    def remark(self, reason: str) -> None:
        """Something is not as it was. `reason` is a whole sentence."""
        self.reasons[said(reason)] = None

    def note(self, place: str, title: str, question: str = "") -> ImportNote:
        """The note of an item that was taken, and of which question it became."""
        state = State.CHANGED if self.reasons else State.READ
        return ImportNote(place, title, state, tuple(self.reasons), question)


def shown(text: str, most: int = 60) -> str:
    """The first words of a text on one line, as a title."""
    words = " ".join(text[: 8 * most].split())
    words = "".join(c if c.isprintable() else " " for c in words)
    return words if len(words) <= most else f"{words[: most - 1]}…"
