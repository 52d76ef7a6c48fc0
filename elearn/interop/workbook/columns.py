"""The sheets of the template and their columns, for whoever writes it and whoever reads it."""

from dataclasses import dataclass

from elearn.core.pack.limits import OPTIONS
from elearn.core.quiz.questions import DIFFICULTIES
from elearn.core.said import Said

_MOST = OPTIONS[1]
LETTERS = "ABCDEFGHIJ"[:_MOST]
"""How options are called."""

README, EXAMPLES = Said("Read me"), Said("Examples")
"""Sheets from which nothing is read."""

KIND, QUESTION, RIGHT = Said("Kind"), Said("Question"), Said("Right")
ANSWERS, TOLERANCE, UNIT = Said("Answers"), Said("Tolerance"), Said("Unit")
MORE = Said("Further right sides")
POINTS, REASON, OUTCOMES = Said("Points"), Said("Reason"), Said("Outcomes")
DIFFICULTY, TAGS, ID = Said("Difficulty"), Said("Tags"), Said("Id")
HINTS, COST = tuple(Said("Hint %(number)s", number=n) for n in (1, 2, 3)), Said("Cost of a hint")
SAID = (Said("If right"), Said("If partly right"), Said("If wrong"))
COMMON = (POINTS, REASON, OUTCOMES, DIFFICULTY, TAGS, ID, *HINTS, COST, *SAID)
"""Columns that every sheet has, at its end; all may stay empty."""


_NUMBERS, _GROUPS, _CRITERIA = range(1, _MOST + 1), range(1, 7), range(1, 6)
OPTION_COLUMNS = tuple(Said("Option %(letter)s", letter=letter) for letter in LETTERS)
FEEDBACK_COLUMNS = tuple(Said("Feedback %(letter)s", letter=letter) for letter in LETTERS)
LEFT_COLUMNS = tuple(Said("Left %(number)s", number=n) for n in _NUMBERS)
RIGHT_COLUMNS = tuple(Said("Right %(number)s", number=n) for n in _NUMBERS)
ITEM_COLUMNS = tuple(Said("Item %(number)s", number=n) for n in _NUMBERS)
GROUP_COLUMNS = tuple(Said("Group %(number)s", number=n) for n in _GROUPS)
ITEMS_COLUMNS = tuple(Said("Items %(number)s", number=n) for n in _GROUPS)
CRITERION_COLUMNS = tuple(Said("Criterion %(number)s", number=n) for n in _CRITERIA)
MODEL = Said("Model answer")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the template.

    Attributes:
        title: Its name.
        kinds: What may stand in its column for the kind.
        columns: Its headings, in order.
        needed: Those that a row must fill in.
        about: What it is for, in a sentence or two.
    """

    title: Said
    kinds: tuple[str, ...]
    columns: tuple[Said, ...]
    needed: tuple[Said, ...]
    about: Said


def _pairs() -> tuple[Said, ...]:
    both = zip(LEFT_COLUMNS, RIGHT_COLUMNS, strict=True)
    return tuple(name for pair in both for name in pair)


def _groups() -> tuple[Said, ...]:
    both = zip(GROUP_COLUMNS, ITEMS_COLUMNS, strict=True)
    return tuple(name for pair in both for name in pair)


SHEETS = (
    Sheet(
        Said("Choice"),
        ("single", "multiple", "truefalse"),
        (KIND, QUESTION, RIGHT, *OPTION_COLUMNS, *COMMON, *FEEDBACK_COLUMNS),
        (KIND, QUESTION, RIGHT),
        Said(
            "single: one right option, Right holds its letter. multiple: several, Right holds "
            "their letters (A, C). truefalse: the question is a statement, Right is true or "
            "false, and the options stay empty. Feedback A is told to whoever chose option A."
        ),
    ),
    Sheet(
        Said("Words and numbers"),
        ("text", "numeric"),
        (KIND, QUESTION, ANSWERS, TOLERANCE, UNIT, *COMMON),
        (KIND, QUESTION, ANSWERS),
        Said(
            "text: every answer that is right, with | between them. numeric: one number; what "
            "differs from it by the tolerance at most is right too."
        ),
    ),
    Sheet(
        Said("Pairs"),
        ("matching",),
        (KIND, QUESTION, *_pairs(), MORE, *COMMON),
        (QUESTION, *_pairs()[:4]),
        Said(
            "Left 1 belongs to Right 1, and so on. Further right sides belong to nothing; put | "
            "between them."
        ),
    ),
    Sheet(
        Said("Order"),
        ("ordering",),
        (KIND, QUESTION, *ITEM_COLUMNS, *COMMON),
        (QUESTION, *ITEM_COLUMNS[:2]),
        Said("The items in the right order; learners get them shuffled."),
    ),
    Sheet(
        Said("Groups"),
        ("categorise",),
        (KIND, QUESTION, *_groups(), *COMMON),
        (QUESTION, *_groups()[:4]),
        Said("Items 1 belong to Group 1, and so on; put | between the items of a group."),
    ),
    Sheet(
        Said("Long answers"),
        ("extended",),
        (KIND, QUESTION, *CRITERION_COLUMNS, MODEL, *COMMON),
        (QUESTION,),
        Said(
            "A text that a trainer marks: what it is looked at for, one "
            "criterion a column. Each may "
            "be not met, partly met or met; other levels are written in the pack."
        ),
    ),
)
KINDS = tuple(kind for sheet in SHEETS for kind in sheet.kinds)

ABOUT_COMMON = (
    (POINTS, Said("A whole number from 1 to 100; 1 if empty.")),
    (REASON, Said("Why the answer is right, with its legal basis; shown after answering.")),
    (OUTCOMES, Said("Ids of outcomes of the course, with commas between them.")),
    (DIFFICULTY, Said("One of: %(list)s.", list=", ".join(DIFFICULTIES))),
    (TAGS, Said("Words by which questions are found, with commas between them.")),
    (ID, Said("Lower-case letters, digits and -; made from the question if empty.")),
    (HINTS[0], Said("Help that a learner may ask for, one after the other.")),
    (COST, Said("What each hint costs, in per cent of the points; nothing if empty.")),
    (SAID[0], Said("What everybody reads whose answer was right; the same for the others.")),
)

WORDS = tuple(
    dict.fromkeys((README, EXAMPLES, *(name for sheet in SHEETS for name in sheet.columns)))
)
"""Titles and headings by which a filled-in template is read, in whatever language it is."""
