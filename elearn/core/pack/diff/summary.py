"""Changes in English: a line each for the terminal, a line an item for a CHANGELOG."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from elearn.core.case.model import Case
from elearn.core.pack.diff.change import Change, ChangeKind
from elearn.core.pack.diff.register import entries
from elearn.core.pack.diff.walk import label
from elearn.core.pack.diff.why import WHY
from elearn.core.pack.diff.words import Piece, Side, pieces
from elearn.core.pack.model import Course, Lesson, Pack

K = ChangeKind

KINDS: Mapping[ChangeKind, tuple[str, str]] = {
    K.ITEM_ADDED: ("new", "new"),
    K.ITEM_REMOVED: ("removed", "removed"),
    K.ITEM_MOVED: ("moved", "moved"),
    K.MODULE: ("modules", "modules"),
    K.QUESTION_ADDED: ("new question", "new questions"),
    K.QUESTION_REMOVED: ("question removed", "questions removed"),
    K.QUESTION_MOVED: ("question moved", "questions moved"),
    K.PART_ADDED: ("new part", "new parts"),
    K.PART_REMOVED: ("part removed", "parts removed"),
    K.PART_MOVED: ("order", "order"),
    K.TEXT: ("text changed", "texts changed"),
    K.TEXT_ADDED: ("new text", "new texts"),
    K.TEXT_REMOVED: ("text removed", "texts removed"),
    K.TEXT_MOVED: ("text moved", "texts moved"),
    K.LAYOUT: ("layout", "layout"),
    K.LINK: ("link", "links"),
    K.MEDIA: ("picture or recording", "pictures or recordings"),
    K.KEY: ("answer key", "answer keys"),
    K.WEIGHT: ("weight", "weights"),
    K.PASS_MARK: ("pass mark", "pass marks"),
    K.DRAW: ("what is drawn", "what is drawn"),
    K.RULE: ("how the quiz is taken", "how the quiz is taken"),
    K.ROAD: ("where choices lead", "where choices lead"),
    K.COMPLETION_RULE: ("completion rule", "completion rule"),
    K.PREREQUISITE: ("prerequisite", "prerequisites"),
    K.OUTCOME: ("outcome", "outcomes"),
    K.ALIGNMENT: ("outcomes or tags", "outcomes or tags"),
    K.CITATION: ("law cited", "law cited"),
    K.TRANSLATION: ("translation", "translations"),
    K.LANGUAGE: ("language", "languages"),
    K.CREDENTIAL: ("what the record says", "what the record says"),
    K.FACT: ("facts", "facts"),
    K.POLICY: ("update policy", "update policy"),
    K.LAW_BASIS: ("law checked again", "law checked again"),
    K.LAW: ("dates or standing of the law", "dates or standing of the law"),
    K.NOTE: ("note", "notes"),
}
"""What a sort of change is called: one, and several; the same where they are not counted."""

_SHORT = 70
_AROUND = 4
"""Words that are shown around what differs."""


def names(old: Pack, new: Pack) -> dict[str, str]:
    """What each item is called, by the id that changes use; the new version's name counts."""
    found: dict[str, str] = {}
    for pack in (old, new):
        if isinstance(pack, Course):
            found |= {item.id: f'{_kind(item)} "{item.title}"' for item in pack.items}
            found |= {f"bank/{bank.id}": f'bank "{bank.title}"' for bank in pack.banks}
        else:
            found |= {name: label(entry) for name, entry in entries(pack.register).items()}
    return found


def _kind(item: object) -> str:
    if isinstance(item, Lesson):
        return "lesson"
    return "case study" if isinstance(item, Case) else "quiz"


def line(change: Change) -> str:
    """A change on one line, as the terminal shows it."""
    place = "/".join(filter(None, (change.item, change.part))) or "pack"
    if change.field not in ("", "block", "file"):
        place += f" {change.field}"
    language = f" [{change.language}]" if change.language else ""
    words = _differing(change) or WHY[change.why]
    share = f" ({round(100 * change.amount)} % of the words)" if change.amount else ""
    return f"{change.level.word:<5} {change.kind.value:<17} {place}{language}: {words}{share}"


def _differing(change: Change) -> str:
    if not change.before and not change.after:
        return ""
    if not change.before:
        return f"{{+{_short(change.after)}+}}"
    if not change.after:
        return f"[-{_short(change.before)}-]"
    runs = pieces(change.before, change.after)
    return "".join(_run(run, first=not at, last=at + 1 == len(runs)) for at, run in enumerate(runs))


def _run(run: Piece, *, first: bool, last: bool) -> str:
    """A run of words as `git diff --word-diff` marks it; of long ones that stay, the ends."""
    text = run.text.lstrip()
    space = run.text[: len(run.text) - len(text)]
    if run.side is Side.GONE:
        return f"{space}[-{_short(text)}-]"
    if run.side is Side.NEW:
        return f"{space}{{+{_short(text)}+}}"
    words = text.split(" ")
    if len(words) > 2 * _AROUND:
        head = [] if first else words[:_AROUND]
        tail = [] if last else words[-_AROUND:]
        text = " ".join([*head, "…", *tail])
    return space + text


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"


def lines(changes: Sequence[Change], called: Mapping[str, str]) -> list[str]:
    """A line an item: what changed there, counted. For a CHANGELOG."""
    groups: dict[str, Counter[ChangeKind]] = {}
    for change in changes:
        groups.setdefault(change.item, Counter())[change.kind] += 1
    return [_group(called.get(item, item), kinds) for item, kinds in groups.items()]


def _group(name: str, kinds: Mapping[ChangeKind, int]) -> str:
    said = _counted(kinds.items())
    return f"{name[:1].upper()}{name[1:]}: {said}." if name else f"{said[:1].upper()}{said[1:]}."


def _counted(kinds: Iterable[tuple[ChangeKind, int]]) -> str:
    parts = []
    for kind, count in kinds:
        one, several = KINDS[kind]
        parts.append(one if count == 1 or one == several else f"{count} {several}")
    return ", ".join(parts)
