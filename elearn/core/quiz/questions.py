"""The question kinds, as an author wrote them; `core.quiz.kinds` has a file for each.

Texts are Markdown unless a field says otherwise.
"""

from elearn.core.quiz.kinds.calculation import Calculation
from elearn.core.quiz.kinds.categorise import Categorise
from elearn.core.quiz.kinds.cloze import Cloze
from elearn.core.quiz.kinds.extended import Extended
from elearn.core.quiz.kinds.hotspot import Hotspot
from elearn.core.quiz.kinds.matching import Matching, Pair
from elearn.core.quiz.kinds.matrix import Matrix
from elearn.core.quiz.kinds.mrz import Mrz
from elearn.core.quiz.kinds.multiple import Multiple
from elearn.core.quiz.kinds.numeric import Numeric
from elearn.core.quiz.kinds.ordering import Ordering
from elearn.core.quiz.kinds.single import Single
from elearn.core.quiz.kinds.text import ShortText
from elearn.core.quiz.kinds.truefalse import TrueFalse
from elearn.core.quiz.question import (
    DIFFICULTIES,
    NO_FEEDBACK,
    AnswerFeedback,
    Credit,
    Entry,
    Hint,
    Option,
    QuestionBase,
)

__all__ = [
    "DIFFICULTIES",
    "KINDS",
    "NO_FEEDBACK",
    "AnswerFeedback",
    "Calculation",
    "Categorise",
    "Cloze",
    "Credit",
    "Entry",
    "Extended",
    "Hint",
    "Hotspot",
    "Matching",
    "Matrix",
    "Mrz",
    "Multiple",
    "Numeric",
    "Option",
    "Ordering",
    "Pair",
    "Question",
    "QuestionBase",
    "ShortText",
    "Single",
    "TrueFalse",
    "kind_of",
]

Question = (
    Single
    | Multiple
    | TrueFalse
    | Matching
    | Ordering
    | Numeric
    | ShortText
    | Extended
    | Matrix
    | Categorise
    | Cloze
    | Calculation
    | Hotspot
    | Mrz
)

KINDS: dict[str, type[Question]] = {
    "single": Single,
    "multiple": Multiple,
    "truefalse": TrueFalse,
    "matching": Matching,
    "ordering": Ordering,
    "numeric": Numeric,
    "text": ShortText,
    "mrz": Mrz,
    "hotspot": Hotspot,
    "calculation": Calculation,
    "cloze": Cloze,
    "categorise": Categorise,
    "matrix": Matrix,
    "extended": Extended,
}
"""The name that a pack file uses for each kind."""

_NAMES: dict[type[Question], str] = {cls: name for name, cls in KINDS.items()}


def kind_of(question: Question) -> str:
    """The name of a question's kind."""
    return _NAMES[type(question)]
