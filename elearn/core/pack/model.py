"""What a pack is, once read. Everything is frozen; `core.pack.parse` makes it from files.

Texts are Markdown unless a field says that they are plain.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from elearn.core.case.model import Case
from elearn.core.law.register import Register
from elearn.core.quiz.model import Bank, BankDraw, Quiz, Section
from elearn.core.quiz.questions import Question


@dataclass(frozen=True, slots=True)
class Outcome:
    """What somebody can do afterwards. `text` is plain."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class LawBasis:
    """The register version that the pack was checked against, and the day of that check.

    Attributes:
        minimum: Per cent of a quiz's questions that must be left where others rest on law that
            lapsed; with fewer the quiz closes.
        ahead: The day for which the pack was written ahead; None if it was not.
    """

    register: str
    version: str
    checked: date
    minimum: int = 60
    ahead: date | None = None

    @property
    def known_until(self) -> date:
        """The last day of which the author knew what law will be in force."""
        return max(self.checked, self.ahead) if self.ahead else self.checked


@dataclass(frozen=True, slots=True)
class CompletionRule:
    """Ids that must be read, passed and finished; `("*",)` stands for all of that kind."""

    read: tuple[str, ...] = ()
    pass_: tuple[str, ...] = ()
    finish: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Award:
    """What the record of a course stands for.

    Attributes:
        kind: `participation`, `completion` or `achievement`.
        credit: The languages in which the course is approved for credit; None: its source language.
    """

    kind: str = "completion"
    credit: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """What certificates of a course look like.

    Attributes:
        look: `classic`, `modern` or `plain`; empty: as the learner's institution has it.
        mark: The mark of who awards it, a picture in `media`; empty: none.
    """

    look: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class MeaningSame:
    """What the author declares to mean the same as in the version `since`, though words differ.

    `ids` are those of items, questions, options, scenes, choices or outcomes, or addresses of
    blocks. The declaration holds between these two versions only.
    """

    since: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UpdatePolicy:
    """What an update does to people who are under way (docs/pack-format.md)."""

    minor: str = "move"
    major: str = "finish"
    sunset_days: int = 90
    bridge: bool = True
    meaning_same: MeaningSame | None = None


@dataclass(frozen=True, slots=True)
class BridgeBasis:
    """What a bridge leads from and to: two versions of the pack `of`.

    `changed`: for each lesson that was there before, what changed in it: addresses of blocks and
    ids of self-checks, in reading order.
    """

    of: str
    from_: str
    to: str
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """pack.yaml, for both kinds. `title`, `authors` are plain."""

    format: int
    kind: str
    id: str
    version: str
    title: str
    summary: str
    language: str
    languages: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    licence: str = ""


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """A question inside a lesson, and the address of the block it stands in."""

    question: Question
    block: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A lesson. `title`, `objectives` are plain; `source` is its Markdown without front matter."""

    id: str
    title: str
    minutes: int
    source: str
    outcomes: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    checks: tuple[SelfCheck, ...] = ()
    path: str = ""
    first_line: int = 1


Item = Lesson | Quiz | Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A chapter. `title` is plain."""

    id: str
    title: str
    items: tuple[Item, ...]
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """A media file's credit; `transcript` is the file beside it that holds the words."""

    file: str
    author: str
    licence: str
    transcript: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A course pack. `bridge` is None but in a bridge, which the site makes (`pack.subset`).

    A record holds for `validity_months`, or until the law changes that the course teaches
    (`until_law`), or for good. `frameworks` are plain: frameworks of the sector with the level.
    """

    meta: Meta
    audience: str
    topic: str
    awarding_body: str
    awarding_country: str
    eqf: int | None
    hours: dict[str, int]
    outcomes: tuple[Outcome, ...]
    prerequisites: tuple[str, ...]
    law: LawBasis | None
    completion: CompletionRule
    validity_months: int | None
    update: UpdatePolicy
    modules: tuple[Module, ...]
    banks: tuple[Bank, ...] = ()
    media: tuple[Medium, ...] = ()
    bridge: BridgeBasis | None = None
    frameworks: tuple[str, ...] = ()
    award: Award = Award()
    paper: Paper = Paper()
    until_law: bool = False

    @property
    def subject(self) -> str:
        """The id of the pack that is taught: its own, or that of the course a bridge is cut from.

        Questions, outcomes and corrections belong to it, whatever pack they are asked in.
        """
        return self.bridge.of if self.bridge else self.meta.id

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in reading order."""
        return tuple(item for module in self.modules for item in module.items)

    def item(self, item_id: str) -> Item:
        """The item with that id.

        Raises:
            KeyError: If there is none.
        """
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def bank(self, bank_id: str) -> Bank:
        """The bank with that id.

        Raises:
            KeyError: If there is none.
        """
        for bank in self.banks:
            if bank.id == bank_id:
                return bank
        raise KeyError(bank_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPack:
    """A law register with its pack.yaml."""

    meta: Meta
    register: Register = field(repr=False)


Pack = Course | RegisterPack

__all__ = [
    "Award",
    "Bank",
    "BankDraw",
    "BridgeBasis",
    "Case",
    "CompletionRule",
    "Course",
    "Item",
    "LawBasis",
    "Lesson",
    "MeaningSame",
    "Medium",
    "Meta",
    "Module",
    "Outcome",
    "Pack",
    "Quiz",
    "RegisterPack",
    "Section",
    "SelfCheck",
    "UpdatePolicy",
]
