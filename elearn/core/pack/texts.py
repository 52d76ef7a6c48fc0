"""Every text of a pack that is translated and shown, under a key.

A key is `CONTEXT#FIELD`: the context says where the text stands and is the `msgctxt` of its
entries in catalogues; the field names it there.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from elearn.core.case.model import Case, Reasoning, Scene
from elearn.core.law.register import Instrument, Judgment, Provision, Term
from elearn.core.pack import inline
from elearn.core.pack.markdown import Parsed, parse, parse_inline
from elearn.core.pack.model import Bank, Course, Item, Lesson, Meta, Pack, Quiz, RegisterPack
from elearn.core.pack.schema import questions
from elearn.core.pack.schema.kinds.base import BLOCK, INLINE, PLAIN
from elearn.core.quiz.questions import Question

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


def of_question(question: Question, path: str = "") -> Iterator[Unit]:
    """The texts of one question."""
    for said in questions.said(question):
        context = f"{question.id}/{said.part}" if said.part else question.id
        yield Unit(context, said.field, said.text, said.kind, path)


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
        yield from _sections(quiz)
    for question in quiz.questions:
        yield from of_question(question, quiz.path)


def _sections(quiz: Quiz) -> Iterator[Unit]:
    for section in quiz.sections:
        context = f"{quiz.id}/{section.id}"
        yield Unit(context, "title", section.title, PLAIN, quiz.path)
        yield Unit(context, "intro", section.intro, BLOCK, quiz.path)
        for question in section.questions:
            yield from of_question(question, quiz.path)


def _case(case: Case) -> Iterator[Unit]:
    yield Unit(case.id, "title", case.title, PLAIN, case.path)
    yield Unit(case.id, "intro", case.intro, BLOCK, case.path)
    for measure in case.measures:
        yield Unit(f"{case.id}/{measure.id}", "title", measure.title, PLAIN, case.path)
    for exhibit in case.exhibits:
        yield Unit(f"{case.id}/{exhibit.id}", "title", exhibit.title, PLAIN, case.path)
        yield Unit(f"{case.id}/{exhibit.id}", "text", exhibit.text, BLOCK, case.path)
    for message in case.messages:
        yield Unit(f"{case.id}/{message.id}", "from", message.sender, PLAIN, case.path)
        yield Unit(f"{case.id}/{message.id}", "title", message.title, PLAIN, case.path)
        yield Unit(f"{case.id}/{message.id}", "text", message.text, BLOCK, case.path)
    for scene in case.scenes:
        yield from _scene(scene, f"{case.id}/{scene.id}", case.path)


def _scene(scene: Scene, context: str, path: str) -> Iterator[Unit]:
    yield Unit(context, "title", scene.title, PLAIN, path)
    yield Unit(context, "text", scene.text, BLOCK, path)
    yield from _reasoning(scene.reasoning, context, path)
    for choice in scene.choices:
        at = f"{context}/{choice.id}"
        yield Unit(at, "text", choice.text, INLINE, path)
        yield Unit(at, "closed", choice.closed, INLINE, path)
        yield Unit(at, "consequence", choice.consequence, BLOCK, path)
        yield Unit(at, "debrief", choice.debrief, BLOCK, path)
        yield from _reasoning(choice.reasoning, at, path)


def _reasoning(reasoning: Reasoning | None, context: str, path: str) -> Iterator[Unit]:
    if reasoning is not None:
        yield Unit(context, "reasoning", reasoning.prompt, BLOCK, path)
        yield Unit(context, "model-answer", reasoning.model_answer, BLOCK, path)


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
