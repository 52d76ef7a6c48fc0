"""What a difference in each field of a pack means, for every class of the model.

`tests/core/pack/test_diff_fields.py` sees to it that no field is forgotten.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any

from elearn.core.case import model as c
from elearn.core.law import register as law
from elearn.core.pack import model as m
from elearn.core.pack.diff.change import ChangeKind as Kind
from elearn.core.pack.diff.change import Level
from elearn.core.quiz import question as q
from elearn.core.quiz import questions as kinds
from elearn.core.quiz.kinds import calculation, categorise, cloze, extended, hotspot, matrix
from elearn.core.quiz.questions import KINDS

PATCH, MINOR, MAJOR = Level.PATCH, Level.MINOR, Level.MAJOR


class Elsewhere(Enum):
    """Fields that are not compared as values."""

    SKIPPED = auto()
    """Names a thing or says where it stands in the files."""
    TEXT = auto()
    """A text, compared word by word in `core.pack.diff.texts`."""
    INSIDE = auto()
    """An object with fields of its own, which may be missing."""
    OWN = auto()
    """Compared in `core.pack.diff.course` or `register`, which look at the pack as a whole."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What it is if a value differs: where it counts for completing the course, and elsewhere.

    `of` takes out of a value what is compared.
    """

    kind: Kind
    graded: tuple[Level, str]
    ungraded: tuple[Level, str]
    of: Callable[[Any], Any] = lambda value: value


@dataclass(frozen=True, slots=True)
class Parts:
    """A list of things that have ids.

    Attributes:
        rule: What it is if one is added or removed.
        order: What it is if their order differs.
        name: Tells two things apart.
    """

    rule: Rule
    order: Rule
    name: Callable[[Any], str] = lambda thing: str(thing.id)


SKIPPED, TEXT, OWN = Elsewhere.SKIPPED, Elsewhere.TEXT, Elsewhere.OWN
INSIDE = Elsewhere.INSIDE
How = Elsewhere | Rule | Parts


def _rule(kind: Kind, level: Level, why: str) -> Rule:
    return Rule(kind, (level, why), (level, why))


def _graded(kind: Kind, why: str) -> Rule:
    return Rule(kind, (MAJOR, why), (MINOR, f"{why}-ungraded"))


_FACT = _rule(Kind.FACT, PATCH, "fact")
_LAYOUT = _rule(Kind.LAYOUT, PATCH, "layout")
_CREDENTIAL = _rule(Kind.CREDENTIAL, MINOR, "credential")
_ALIGNMENT = _rule(Kind.ALIGNMENT, MINOR, "alignment")
MANNER = _rule(Kind.RULE, MINOR, "rule-manner")
_COUNTS = _rule(Kind.RULE, MAJOR, "rule-counts")
KEY = _graded(Kind.KEY, "key")
_WEIGHT = _graded(Kind.WEIGHT, "weight")
_DRAW = _graded(Kind.DRAW, "draw")
_ROAD = _graded(Kind.ROAD, "road")
_PASS = _graded(Kind.PASS_MARK, "pass-mark")
_CASE_PASS = _rule(Kind.PASS_MARK, MAJOR, "pass-mark")
_JUDGED = _rule(Kind.KEY, MAJOR, "key")
_LAW = _rule(Kind.LAW, MINOR, "law")
_ORDER = _rule(Kind.PART_MOVED, PATCH, "order")
_CHOOSE = _rule(Kind.PART_ADDED, MINOR, "question-part")

_HINTS = replace(_WEIGHT, of=lambda hints: tuple(hint.cost for hint in hints if hint.cost))
_UPDATE = Rule(
    Kind.POLICY,
    (PATCH, "fact"),
    (PATCH, "fact"),
    # What is declared to mean the same is about one change only.
    of=lambda update: replace(update, meaning_same=None),
)

ATTEMPTS_FEWER = _rule(Kind.RULE, MAJOR, "attempts-fewer")
ATTEMPTS_MORE = _rule(Kind.RULE, MINOR, "attempts-more")

_CHOICES = Parts(_CHOOSE, _ORDER)
_KEYED = Parts(KEY, _ORDER)
_ORDERED = Parts(KEY, KEY)
_WEIGHED = Parts(_WEIGHT, _ORDER)
_NEW = Parts(_rule(Kind.PART_ADDED, MINOR, "material-new"), _ORDER)
_WAYS = Parts(_ROAD, _ORDER)

_QUESTION: dict[str, How] = {
    "id": SKIPPED,
    "prompt": TEXT,
    "points": _WEIGHT,
    "outcomes": _ALIGNMENT,
    "reason": TEXT,
    "basis": OWN,
    "difficulty": _ALIGNMENT,
    "tags": _ALIGNMENT,
    "hints": _HINTS,
    "feedback": TEXT,
    "credit": _WEIGHT,
}
_OF_KIND: dict[str, dict[str, How]] = {
    "single": {"options": _CHOICES},
    "multiple": {"options": _CHOICES},
    "truefalse": {"answer": KEY},
    "matching": {"pairs": _KEYED, "extra": _CHOICES},
    "ordering": {"items": _ORDERED},
    "numeric": {"answer": KEY, "tolerance": KEY, "unit": TEXT},
    "text": {"answers": KEY},
    "mrz": {"lines": KEY, "draw": KEY, "flawed": KEY, "ask": KEY},
    "hotspot": {"picture": TEXT, "regions": _KEYED},
    "calculation": {"parameters": KEY, "steps": _KEYED, "drawn": SKIPPED},
    "cloze": {"text": TEXT, "gaps": _KEYED},
    "categorise": {"groups": _CHOICES, "items": _KEYED},
    "matrix": {"rows": _KEYED, "columns": _CHOICES, "several": KEY},
    "extended": {"rubric": _WEIGHED, "limit": MANNER, "model": TEXT, "marking": MANNER},
}

FIELDS: Mapping[type, Mapping[str, How]] = {
    **{cls: {**_QUESTION, **_OF_KIND[name]} for name, cls in KINDS.items()},
    q.Option: {"id": SKIPPED, "text": TEXT, "right": KEY, "feedback": TEXT},
    q.Entry: {"id": SKIPPED, "text": TEXT},
    q.Hint: {"text": TEXT, "cost": _WEIGHT},
    q.AnswerFeedback: {"right": TEXT, "partly": TEXT, "wrong": TEXT},
    kinds.Pair: {"id": SKIPPED, "left": TEXT, "right": TEXT},
    calculation.Step: {
        "id": SKIPPED, "text": TEXT, "answer": KEY, "tolerance": KEY, "unit": TEXT,
    },
    categorise.Sorted: {"id": SKIPPED, "text": TEXT, "group": KEY},
    cloze.Gap: {
        "id": SKIPPED, "options": _CHOICES, "answers": KEY, "answer": KEY, "tolerance": KEY,
        "unit": TEXT,
    },
    extended.Criterion: {"id": SKIPPED, "text": TEXT, "levels": _WEIGHED},
    extended.Level: {"id": SKIPPED, "text": TEXT, "points": _WEIGHT},
    hotspot.Region: {
        "id": SKIPPED, "at": KEY, "text": TEXT, "right": KEY, "feedback": TEXT,
    },
    matrix.Row: {"id": SKIPPED, "text": TEXT, "right": KEY},
    m.Quiz: {
        "id": SKIPPED, "title": TEXT, "minutes": _FACT, "questions": OWN, "pass_percent": _PASS,
        "attempts": OWN, "shuffle": _LAYOUT, "draw": _DRAW, "intro": TEXT, "layout": _LAYOUT,
        "navigation": MANNER, "limit": MANNER, "wait_minutes": MANNER, "counts": _COUNTS,
        "feedback": MANNER, "practice": _COUNTS, "certainty": _COUNTS, "marking": MANNER,
        "path": SKIPPED, "sections": _NEW, "role": _COUNTS, "pair": _COUNTS,
    },
    m.Section: {"id": SKIPPED, "title": TEXT, "intro": TEXT, "questions": OWN, "draw": _DRAW},
    m.Bank: {"id": SKIPPED, "title": TEXT, "questions": OWN, "path": SKIPPED},
    m.Lesson: {
        "id": SKIPPED, "title": TEXT, "minutes": _FACT, "source": TEXT, "outcomes": _ALIGNMENT,
        "objectives": TEXT, "checks": OWN, "path": SKIPPED, "first_line": SKIPPED,
    },
    m.SelfCheck: {"question": OWN, "block": SKIPPED},
    c.Case: {
        "id": SKIPPED, "title": TEXT, "minutes": _FACT, "start": _ROAD, "scenes": _WAYS,
        "exhibits": _NEW, "outcomes": _ALIGNMENT, "intro": TEXT, "measures": _WEIGHED,
        "messages": _NEW, "budget": _ROAD, "passing": _CASE_PASS, "path": SKIPPED,
    },
    c.Measure: {"id": SKIPPED, "title": TEXT, "start": _WEIGHT, "min": _WEIGHT, "max": _WEIGHT},
    c.Exhibit: {"id": SKIPPED, "title": TEXT, "text": TEXT},
    c.Message: {"id": SKIPPED, "title": TEXT, "text": TEXT, "when": _ROAD, "sender": TEXT},
    c.Scene: {
        "id": SKIPPED, "title": TEXT, "text": TEXT, "exhibits": _ROAD, "choices": _WAYS,
        "ending": _ROAD, "reasoning": INSIDE, "outcomes": _ALIGNMENT,
    },
    c.Choice: {
        "id": SKIPPED, "text": TEXT, "to": _ROAD, "judgement": _JUDGED, "consequence": TEXT,
        "debrief": TEXT, "effects": _WEIGHT, "minutes": _ROAD, "reveals": _ROAD,
        "condition": _ROAD, "closed": TEXT, "reasoning": INSIDE, "outcomes": _ALIGNMENT,
    },
    c.Reasoning: {"prompt": TEXT, "model_answer": TEXT, "most": MANNER},
    m.Meta: {
        "format": _FACT, "kind": SKIPPED, "id": SKIPPED, "version": SKIPPED, "title": TEXT,
        "summary": TEXT, "language": OWN, "languages": OWN, "authors": _FACT, "licence": _FACT,
    },
    m.Course: {
        "meta": INSIDE, "audience": TEXT, "topic": _FACT, "awarding_body": _CREDENTIAL,
        "awarding_country": _CREDENTIAL, "eqf": _CREDENTIAL, "hours": _CREDENTIAL,
        "outcomes": Parts(_rule(Kind.OUTCOME, MAJOR, "outcome"), _ORDER),
        "prerequisites": _rule(Kind.PREREQUISITE, MAJOR, "prerequisite"), "law": OWN,
        "completion": OWN, "validity_months": _CREDENTIAL,
        "update": _UPDATE, "modules": OWN, "banks": OWN,
        "bridge": SKIPPED, "frameworks": _CREDENTIAL, "award": INSIDE, "until_law": _CREDENTIAL,
        "paper": INSIDE,
        "media": Parts(_rule(Kind.MEDIA, PATCH, "media"), _ORDER, lambda x: f"media/{x.file}"),
    },
    m.LawBasis: {
        "register": OWN, "version": OWN, "checked": OWN, "minimum": MANNER, "ahead": MANNER,
    },
    m.Paper: {"look": _LAYOUT, "mark": _LAYOUT},
    m.Award: {"kind": _CREDENTIAL, "credit": _CREDENTIAL},
    m.Outcome: {"id": SKIPPED, "text": TEXT},
    m.Module: {"id": SKIPPED, "title": TEXT, "items": OWN, "path": SKIPPED},
    m.Medium: dict.fromkeys(
        ("file", "author", "licence", "transcript"), _rule(Kind.MEDIA, PATCH, "media")
    ),
    m.RegisterPack: {"meta": INSIDE, "register": OWN},
    law.Register: {
        "id": SKIPPED, "version": SKIPPED,
        "checked": _rule(Kind.LAW_BASIS, PATCH, "law-basis"), "instruments": OWN,
        "judgments": OWN, "terms": OWN,
    },
    law.Instrument: {
        "id": SKIPPED, "scope": _FACT, "type": _LAW, "short": TEXT, "title": TEXT,
        "citation": _FACT, "celex": _FACT, "eli": _FACT, "gazette": _FACT, "amends": _LAW,
        "adopted": _LAW, "in_force": _LAW,
        "applies_from": _LAW, "repealed": _LAW, "repealed_by": _LAW, "replaces": _LAW,
        "url": _FACT, "note": TEXT, "verification": _FACT, "provisions": OWN,
    },
    law.Judgment: {
        "id": SKIPPED, "court": _FACT, "name": TEXT, "number": _FACT, "date": _LAW,
        "holding": TEXT, "formation": _FACT, "articles": _LAW, "url": _FACT,
        "verification": _FACT, "provisions": OWN,
    },
    law.Provision: {
        "ref": SKIPPED, "title": TEXT, "text": TEXT, "from_": _LAW, "until": _LAW,
        "change": TEXT, "verification": _FACT,
    },
    law.Term: {
        "id": SKIPPED, "terms": _rule(Kind.TRANSLATION, PATCH, "translation"),
        "definition": TEXT, "confidence": _FACT, "note": TEXT,
    },
}  # fmt: skip
"""How each field of each class is compared."""
