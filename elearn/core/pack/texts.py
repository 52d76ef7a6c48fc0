"""Every text of a pack that is translated and shown, under a key.

A key is `CONTEXT#FIELD`: the context says where the text stands and is the `msgctxt` of its
entries in catalogues; the field names it there.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from elearn.core.case.model import Case, Scene
from elearn.core.law.register import Instrument, Judgment, Provision, Term
from elearn.core.pack import inline
from elearn.core.pack.markdown import Parsed, parse, parse_inline
from elearn.core.pack.model import Bank, Course, Item, Lesson, Meta, Pack, Quiz, RegisterPack
from elearn.core.quiz import questions as q

PLAIN, INLINE, BLOCK = "plain", "inline", "block"

# Two spaces or a backslash at the end of a line mean a line break that is wanted.
_SOFT_BREAK = re.compile(r"(?<![ \\])(?: |\t+)?\n[ \t]*")
_MARKED = re.compile(r"[\\`*_\[\]<>&\n]|^(?:[\s#>+\-:~=|]|\d{1,9}[.)])")


@dataclass(frozen=True, slots=True)
class Unit:
    """A text.

    Attributes:
        context: Where it stands: `who-may-enter`, `q-transit/a`, `night-bus/s-arrival/c-ask`.
        field: What it is there: `title`, `prompt`, `body`.
        source: The text in the source language.
        kind: `plain`, `inline` (Markdown of one line) or `block` (Markdown).
        path: The file that it comes from.
    """

    context: str
    field: str
    source: str
    kind: str
    path: str = ""

    @property
    def key(self) -> str:
        """`CONTEXT#FIELD`."""
        return f"{self.context}#{self.field}"


def units(pack: Pack) -> Iterator[Unit]:
    """Every text of a pack that is not empty, in reading order. Keys are unique."""
    found = _register(pack) if isinstance(pack, RegisterPack) else _course(pack)
    return (unit for unit in found if unit.source.strip())


def messages(unit: Unit, parsed: Parsed | None = None) -> list[str]:
    """The texts that a catalogue holds for a unit, each as its `msgid`.

    `parsed` is what a unit of kind `block` was read to, if it has been read already.
    """
    if unit.kind == PLAIN or not _MARKED.search(unit.source):
        return [message_id(unit.source)] if inline.translatable(unit.source) else []
    if unit.kind == INLINE:
        texts = [(unit.source, parse_inline(unit.source.strip()))]
    else:
        tokens = (parsed or parse(unit.source)).tokens
        texts = [(t.content, t.children or []) for t in tokens if t.type == "inline"]
    return [message_id(content) for content, children in texts if inline.has_words(children)]


def message_id(content: str) -> str:
    """A paragraph's text on one line, so that wrapping it anew does not make it a new text."""
    return _SOFT_BREAK.sub(" ", content.strip())


def provision_context(owner: str, provision: Provision, provisions: Iterable[Provision]) -> str:
    """The context of a provision: `sbc/6(1)(a)`; later wordings of it end in `@` and their day."""
    first = next(p for p in provisions if p.ref == provision.ref)
    later = first is not provision and provision.from_
    return f"{owner}/{provision.ref}" + (f"@{provision.from_}" if later else "")


def of_question(question: q.Question, path: str = "") -> Iterator[Unit]:
    """The texts of one question."""
    name = question.id
    yield Unit(name, "prompt", question.prompt, BLOCK, path)
    yield Unit(name, "reason", question.reason, BLOCK, path)
    match question:
        case q.Single() | q.Multiple():
            yield from _options(name, question.options, path)
        case q.Matching():
            yield from _pairs(name, question.pairs, path)
            yield from _entries(name, question.extra, path)
        case q.Ordering():
            yield from _entries(name, question.items, path)
        case q.Numeric():
            yield Unit(name, "unit", question.unit, PLAIN, path)
        case q.ShortText():
            for number, answer in enumerate(question.answers, 1):
                yield Unit(name, f"answer-{number}", answer, PLAIN, path)
        case q.TrueFalse():
            pass


def _options(name: str, options: Iterable[q.Option], path: str) -> Iterator[Unit]:
    for option in options:
        yield Unit(f"{name}/{option.id}", "text", option.text, INLINE, path)
        yield Unit(f"{name}/{option.id}", "feedback", option.feedback, BLOCK, path)


def _pairs(name: str, pairs: Iterable[q.Pair], path: str) -> Iterator[Unit]:
    for pair in pairs:
        yield Unit(f"{name}/{pair.id}", "left", pair.left, INLINE, path)
        yield Unit(f"{name}/{pair.id}", "right", pair.right, INLINE, path)


def _entries(name: str, entries: Iterable[q.Entry], path: str) -> Iterator[Unit]:
    for entry in entries:
        yield Unit(f"{name}/{entry.id}", "text", entry.text, INLINE, path)


def _meta(meta: Meta) -> Iterator[Unit]:
    yield Unit("pack", "title", meta.title, PLAIN, "pack.yaml")
    yield Unit("pack", "summary", meta.summary, BLOCK, "pack.yaml")


def _course(course: Course) -> Iterator[Unit]:
    yield from _meta(course.meta)
    yield Unit("pack", "audience", course.audience, BLOCK, "pack.yaml")
    for outcome in course.outcomes:
        yield Unit(f"pack/{outcome.id}", "text", outcome.text, PLAIN, "pack.yaml")
    for module in course.modules:
        yield Unit(f"module/{module.id}", "title", module.title, PLAIN, module.path)
        for item in module.items:
            yield from _item(item)
    for bank in course.banks:
        yield from _quiz(bank, f"bank/{bank.id}")


def _item(item: Item) -> Iterator[Unit]:
    match item:
        case Lesson():
            yield from _lesson(item)
        case Quiz():
            yield from _quiz(item, item.id)
        case Case():
            yield from _case(item)


def _lesson(lesson: Lesson) -> Iterator[Unit]:
    yield Unit(lesson.id, "title", lesson.title, PLAIN, lesson.path)
    for number, objective in enumerate(lesson.objectives, 1):
        yield Unit(lesson.id, f"objective-{number}", objective, PLAIN, lesson.path)
    yield Unit(lesson.id, "body", lesson.source, BLOCK, lesson.path)
    for check in lesson.checks:
        yield from of_question(check.question, lesson.path)


def _quiz(quiz: Quiz | Bank, context: str) -> Iterator[Unit]:
    yield Unit(context, "title", quiz.title, PLAIN, quiz.path)
    if isinstance(quiz, Quiz):
        yield Unit(context, "intro", quiz.intro, BLOCK, quiz.path)
    for question in quiz.questions:
        yield from of_question(question, quiz.path)


def _case(case: Case) -> Iterator[Unit]:
    yield Unit(case.id, "title", case.title, PLAIN, case.path)
    yield Unit(case.id, "intro", case.intro, BLOCK, case.path)
    for exhibit in case.exhibits:
        yield Unit(f"{case.id}/{exhibit.id}", "title", exhibit.title, PLAIN, case.path)
        yield Unit(f"{case.id}/{exhibit.id}", "text", exhibit.text, BLOCK, case.path)
    for scene in case.scenes:
        yield from _scene(scene, f"{case.id}/{scene.id}", case.path)


def _scene(scene: Scene, context: str, path: str) -> Iterator[Unit]:
    yield Unit(context, "title", scene.title, PLAIN, path)
    yield Unit(context, "text", scene.text, BLOCK, path)
    for choice in scene.choices:
        at = f"{context}/{choice.id}"
        yield Unit(at, "text", choice.text, INLINE, path)
        yield Unit(at, "consequence", choice.consequence, BLOCK, path)
        yield Unit(at, "debrief", choice.debrief, BLOCK, path)


def _register(pack: RegisterPack) -> Iterator[Unit]:
    yield from _meta(pack.meta)
    for instrument in pack.register.instruments.values():
        yield from _instrument(instrument)
    for judgment in pack.register.judgments.values():
        yield from _judgment(judgment)
    for term in pack.register.terms.values():
        yield from _term(term)


def _instrument(instrument: Instrument) -> Iterator[Unit]:
    path = "instruments"
    yield Unit(instrument.id, "short", instrument.short, PLAIN, path)
    yield Unit(instrument.id, "title", instrument.title, PLAIN, path)
    yield Unit(instrument.id, "note", instrument.note, BLOCK, path)
    yield from _provisions(instrument.id, instrument.provisions, path)


def _judgment(judgment: Judgment) -> Iterator[Unit]:
    path = "judgments"
    yield Unit(judgment.id, "name", judgment.name, PLAIN, path)
    yield Unit(judgment.id, "holding", judgment.holding, BLOCK, path)
    yield from _provisions(judgment.id, judgment.provisions, path)


def _provisions(owner: str, provisions: tuple[Provision, ...], path: str) -> Iterator[Unit]:
    for provision in provisions:
        context = provision_context(owner, provision, provisions)
        yield Unit(context, "title", provision.title, PLAIN, path)
        yield Unit(context, "text", provision.text, BLOCK, path)
        yield Unit(context, "change", provision.change, BLOCK, path)


def _term(term: Term) -> Iterator[Unit]:
    yield Unit(f"glossary/{term.id}", "definition", term.definition, BLOCK, "glossary.yaml")
    yield Unit(f"glossary/{term.id}", "note", term.note, BLOCK, "glossary.yaml")
