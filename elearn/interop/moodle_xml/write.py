"""Questions to Moodle XML."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from elearn.core.pack.references import references
from elearn.core.quiz import questions as q
from elearn.core.quiz.kinds.cloze import Gap
from elearn.core.quiz.numbers import number_text
from elearn.core.said import Said
from elearn.interop import embedded, rubrics
from elearn.interop.as_pairs import sides_of
from elearn.interop.moodle_xml import write_calculated
from elearn.interop.moodle_xml.pictures import PLUGINFILE
from elearn.interop.notes import Changes, Exported, ImportNote, LeftOut, State, shown
from elearn.interop.shares import own_credit, right_share, wrong_share

_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GAP = re.compile(r"\{([a-z][a-z0-9-]*)\}")
_FILE = re.compile(r"(!\[[^\]\n]*\]\()media/([^)\s]+)")


def write(
    questions: Iterable[q.Question], category: str = "", media: Mapping[str, bytes] | None = None
) -> Exported:
    """The questions as a Moodle XML file, and a note for each.

    Args:
        questions: Any kinds; those without a counterpart are left out.
        category: The category that Moodle puts them into; none if empty.
        media: The pack's pictures by path; those that texts show go along.
    """
    root = Element("quiz")
    if category:
        path = SubElement(SubElement(root, "question", type="category"), "category")
        SubElement(path, "text").text = _safe(category)
    notes = []
    for question in questions:
        changes = Changes()
        if type(question) not in _KINDS:
            remark = Said(
                "Questions of the kind %(kind)s are not written to Moodle XML.",
                kind=repr(q.kind_of(question)),
            )
            notes.append(ImportNote(question.id, shown(question.prompt), State.LEFT_OUT, (remark,)))
            continue
        element = Element("question")
        try:
            _Writer(element, media or {}, changes).question(question)
        except LeftOut as why:
            note = ImportNote(question.id, shown(question.prompt), State.LEFT_OUT, (why.said,))
        else:
            root.append(element)
            note = changes.note(question.id, shown(question.prompt))
        notes.append(note)
    indent(root)
    text = tostring(root, encoding="unicode")
    data = f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()
    return Exported(data, tuple(notes))


def _safe(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


class _Writer:
    """Writes one question into its element."""

    def __init__(self, element: Element, media: Mapping[str, bytes], changes: Changes) -> None:
        self.element = element
        self.media = media
        self.changes = changes

    def question(self, question: q.Question) -> None:
        name, parts = _KINDS[type(question)]
        self.element.set("type", name)
        self.plain(self.element, "name", question.id)
        self.text(self.element, "questiontext", self.asked(question))
        self.text(self.element, "generalfeedback", question.reason)
        self.field("defaultgrade", str(question.points))
        self.field("penalty", self.penalty(question.hints))
        self.field("idnumber", question.id)
        if question.difficulty:
            self.changes.remark("The difficulty is not in the file.")
        if question.outcomes:
            self.changes.remark("The outcomes are not in the file.")
        if own_credit(question):
            self.changes.remark("How an answer that is right in part earns is not in the file.")
        parts(self, question)
        for hint in question.hints:
            self.text(self.element, "hint", hint.text)
        if question.tags:
            tags = SubElement(self.element, "tags")
            for tag in question.tags:
                self.plain(tags, "tag", tag)

    def asked(self, question: q.Question) -> str:
        """What is asked, with what other kinds than Moodle's hold beside it."""
        if isinstance(question, q.Cloze):
            return self.gapped(question)
        if isinstance(question, q.Calculation):
            return f"{question.prompt}\n\n{write_calculated.step_of(question).text}"
        return question.prompt

    def penalty(self, hints: Sequence[q.Hint]) -> str:
        """What a further try costs in Moodle, which is one number for all hints."""
        costs = {hint.cost for hint in hints}
        if len(costs) > 1:
            self.changes.remark(
                "Its hints cost differently; in Moodle all cost as much as the dearest."
            )
        return f"{max(costs, default=0) / 100:g}"

    def combined(self, said: q.AnswerFeedback) -> None:
        """What is told by how the answer did."""
        self.text(self.element, "correctfeedback", said.right)
        self.text(self.element, "partiallycorrectfeedback", said.partly)
        self.text(self.element, "incorrectfeedback", said.wrong)

    def lost_partly(self, said: q.AnswerFeedback) -> None:
        if said.partly:
            self.changes.remark("What is told after a partly right answer is not in the file.")

    def true_false(self, question: q.TrueFalse) -> None:
        said = question.feedback
        self.lost_partly(said)
        for name, right in (("true", question.answer), ("false", not question.answer)):
            element = self.answer(name, 100 * right)
            self.text(element, "feedback", said.right if right else said.wrong)

    def choice(self, question: q.Single | q.Multiple) -> None:
        several = isinstance(question, q.Multiple)
        self.field("single", "false" if several else "true")
        self.field("shuffleanswers", "true")
        self.field("answernumbering", "abc")
        self.combined(question.feedback)
        rights = sum(option.right for option in question.options)
        wrong = wrong_share(rights, len(question.options) - rights) if several else "0"
        right = right_share(rights) if several else "100"
        for option in question.options:
            share = right if option.right else wrong
            element = SubElement(self.element, "answer", fraction=share)
            self.fill(element, option.text)
            self.text(element, "feedback", option.feedback)

    def ordering(self, question: q.Ordering) -> None:
        self.changes.remark("Moodle reads it with its plug-in for ordering only.")
        self.field("gradingtype", "0")
        self.combined(question.feedback)
        for place, item in enumerate(question.items, 1):
            self.fill(SubElement(self.element, "answer", fraction=str(place)), item.text)

    def numeric(self, question: q.Numeric) -> None:
        element = self.answer(number_text(question.answer), 100)
        SubElement(element, "tolerance").text = number_text(question.tolerance)
        self.told(element, question.feedback)
        if question.unit:
            unit = SubElement(SubElement(self.element, "units"), "unit")
            SubElement(unit, "multiplier").text = "1"
            SubElement(unit, "unit_name").text = _safe(question.unit)

    def matching(self, question: q.Matching | q.Categorise | q.Matrix) -> None:
        self.field("shuffleanswers", "true")
        self.combined(question.feedback)
        for left, right in sides_of(question, self.changes):
            element = SubElement(self.element, "subquestion")
            self.fill(element, left)
            # Moodle takes the right side as plain; the format is for whoever reads it back.
            self.text(element, "answer", right)

    def short_texts(self, question: q.ShortText) -> None:
        self.field("usecase", "0")
        elements = [self.answer(t.replace("*", "\\*"), 100) for t in question.answers]
        for element in elements[1:]:
            self.text(element, "feedback", question.feedback.right)
        self.told(elements[0], question.feedback)

    def told(self, element: Element, said: q.AnswerFeedback) -> None:
        """What is told after the right answer, and after whatever else is given."""
        self.lost_partly(said)
        self.text(element, "feedback", said.right)
        if said.wrong:
            self.text(self.answer("*", 0), "feedback", said.wrong)

    def cloze(self, question: q.Cloze) -> None:
        """All that is particular stands in the text."""
        if question.feedback != q.NO_FEEDBACK:
            self.changes.remark("What is told by how the answer did is not in the file.")

    def gapped(self, question: q.Cloze) -> str:
        """The prompt and the text, with Moodle's embedded answers for gaps."""
        weight, rest = divmod(question.points, len(question.gaps))
        if rest or not weight:
            weight = 1
            self.changes.remark(
                Said("Its %(points)s points become one for each gap.", points=question.points)
            )
        gaps = {gap.id: self.gap(gap, weight) for gap in question.gaps}
        text = _GAP.sub(lambda match: gaps.get(match[1], match[0]), question.text)
        return f"{question.prompt}\n\n{text}"

    def gap(self, gap: Gap, weight: int) -> str:
        if gap.unit:
            self.changes.remark(
                Said("The unit %(unit)s of a gap is not in the file.", unit=repr(gap.unit))
            )
        if gap.options:
            found = [("=" if o.right else "%0%", o.text, o.feedback) for o in gap.options]
            return embedded.written("MULTICHOICE", weight, found)
        if gap.answer is not None:
            number = f"{number_text(gap.answer)}:{number_text(gap.tolerance)}"
            return embedded.written("NUMERICAL", weight, [("=", number, "")])
        answers = [escape(answer.replace("*", "\\*"), quote=False) for answer in gap.answers]
        return embedded.written("SHORTANSWER", weight, [("=", a, "") for a in answers])

    def calculation(self, question: q.Calculation) -> None:
        if question.feedback != q.NO_FEEDBACK:
            self.changes.remark("What is told by how the answer did is not in the file.")
        write_calculated.write(self.element, question, self.changes)

    def essay(self, question: q.Extended) -> None:
        if question.feedback != q.NO_FEEDBACK:
            self.changes.remark("What is told by how the answer did is not in the file.")
        self.changes.remark(
            "The rubric and the model answer are a text for graders; Moodle adds up nothing."
        )
        self.field("responseformat", "editor")
        self.field("responserequired", "1")
        self.field("responsefieldlines", "15")
        self.field("attachments", "0")
        self.text(self.element, "graderinfo", rubrics.written(question.rubric, question.model))
        self.text(self.element, "responsetemplate", "")

    def answer(self, text: str, share: int) -> Element:
        element = SubElement(self.element, "answer", fraction=str(share), format="plain_text")
        SubElement(element, "text").text = _safe(text)
        return element

    def field(self, name: str, text: str) -> None:
        SubElement(self.element, name).text = text

    def plain(self, parent: Element, name: str, text: str) -> None:
        SubElement(SubElement(parent, name), "text").text = _safe(text)

    def text(self, parent: Element, name: str, markdown: str) -> None:
        self.fill(SubElement(parent, name), markdown)

    def fill(self, element: Element, markdown: str) -> None:
        """Put Markdown into an element, with the pictures that it shows."""
        element.set("format", "markdown")
        found = references(markdown)
        if found.cites or found.terms or found.items:
            self.changes.remark("Citations, terms and links to items are only text in the file.")
        files = [f.file for f in found.media if f.file in self.media]
        if len(files) < len(found.media):
            self.changes.remark("A picture that the pack does not hold is not in the file.")
        SubElement(element, "text").text = _safe(self.with_files(markdown, files))
        for path in dict.fromkeys(files):
            name = path.removeprefix("media/")
            file = SubElement(element, "file", name=name, path="/", encoding="base64")
            file.text = b64encode(self.media[path]).decode("ascii")

    def with_files(self, markdown: str, files: list[str]) -> str:
        def moved(match: re.Match[str]) -> str:
            known = f"media/{match[2]}" in files
            return f"{match[1]}{PLUGINFILE}{quote(match[2])}" if known else match[0]

        return _FILE.sub(moved, markdown)


_KINDS: dict[type[q.Question], tuple[str, Callable[[_Writer, Any], None]]] = {
    q.Single: ("multichoice", _Writer.choice),
    q.Multiple: ("multichoice", _Writer.choice),
    q.TrueFalse: ("truefalse", _Writer.true_false),
    q.Matching: ("matching", _Writer.matching),
    q.Ordering: ("ordering", _Writer.ordering),
    q.Numeric: ("numerical", _Writer.numeric),
    q.ShortText: ("shortanswer", _Writer.short_texts),
    q.Extended: ("essay", _Writer.essay),
    q.Cloze: ("cloze", _Writer.cloze),
    q.Calculation: ("calculatedsimple", _Writer.calculation),
    q.Categorise: ("matching", _Writer.matching),
    q.Matrix: ("matching", _Writer.matching),
}
"""What Moodle calls each kind, and how its parts are written."""
