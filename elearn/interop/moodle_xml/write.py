"""Questions to Moodle XML."""

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from elearn.core.pack.references import references
from elearn.core.quiz import questions as q
from elearn.core.quiz.numbers import number_text
from elearn.interop.moodle_xml.pictures import PLUGINFILE
from elearn.interop.notes import Changes, Exported, shown
from elearn.interop.shares import right_share, wrong_share

_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FILE = re.compile(r"(!\[[^\]\n]*\]\()media/([^)\s]+)")
_TYPES: dict[type[q.Question], str] = {
    q.Single: "multichoice",
    q.Multiple: "multichoice",
    q.TrueFalse: "truefalse",
    q.Matching: "matching",
    q.Ordering: "ordering",
    q.Numeric: "numerical",
    q.ShortText: "shortanswer",
}


def write(
    questions: Iterable[q.Question], category: str = "", media: Mapping[str, bytes] | None = None
) -> Exported:
    """The questions as a Moodle XML file, and a note for each.

    Args:
        questions: Any kinds; all have a counterpart (ordering needs Moodle's plug-in for it).
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
        _Writer(SubElement(root, "question"), media or {}, changes).question(question)
        notes.append(changes.note(question.id, shown(question.prompt)))
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
        self.element.set("type", _TYPES[type(question)])
        self.plain(self.element, "name", question.id)
        self.text(self.element, "questiontext", question.prompt)
        self.text(self.element, "generalfeedback", question.reason)
        self.field("defaultgrade", str(question.points))
        self.field("penalty", "0")
        if question.outcomes:
            self.changes.say("The outcomes are not in the file.")
        self.parts(question)

    def parts(self, question: q.Question) -> None:
        match question:
            case q.Single() | q.Multiple():
                self.choice(question)
            case q.TrueFalse():
                self.answer("true", 100 * question.answer)
                self.answer("false", 100 * (not question.answer))
            case q.Matching():
                self.matching(question)
            case q.Ordering():
                self.ordering(question)
            case q.Numeric():
                self.numeric(question)
            case q.ShortText():
                self.short_texts(question.answers)

    def choice(self, question: q.Single | q.Multiple) -> None:
        several = isinstance(question, q.Multiple)
        self.field("single", "false" if several else "true")
        self.field("shuffleanswers", "true")
        self.field("answernumbering", "abc")
        rights = sum(option.right for option in question.options)
        wrong = wrong_share(rights) if several else "0"
        right = right_share(rights) if several else "100"
        for option in question.options:
            share = right if option.right else wrong
            element = SubElement(self.element, "answer", fraction=share)
            self.fill(element, option.text)
            self.text(element, "feedback", option.feedback)

    def ordering(self, question: q.Ordering) -> None:
        self.changes.say("Moodle reads it with its plug-in for ordering only.")
        self.field("gradingtype", "0")
        for place, item in enumerate(question.items, 1):
            self.fill(SubElement(self.element, "answer", fraction=str(place)), item.text)

    def numeric(self, question: q.Numeric) -> None:
        element = self.answer(number_text(question.answer), 100)
        SubElement(element, "tolerance").text = number_text(question.tolerance)
        if question.unit:
            unit = SubElement(SubElement(self.element, "units"), "unit")
            SubElement(unit, "multiplier").text = "1"
            SubElement(unit, "unit_name").text = _safe(question.unit)

    def matching(self, question: q.Matching) -> None:
        self.field("shuffleanswers", "true")
        sides = [(pair.left, pair.right) for pair in question.pairs]
        for left, right in [*sides, *(("", entry.text) for entry in question.extra)]:
            element = SubElement(self.element, "subquestion")
            self.fill(element, left)
            # Moodle takes the right side as plain; the format is for whoever reads it back.
            self.text(element, "answer", right)

    def short_texts(self, answers: Iterable[str]) -> None:
        self.field("usecase", "0")
        for text in answers:
            self.answer(text.replace("*", "\\*"), 100)

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
            self.changes.say("Citations, terms and links to items are only text in the file.")
        files = [f.file for f in found.media if f.file in self.media]
        if len(files) < len(found.media):
            self.changes.say("A picture that the pack does not hold is not in the file.")
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
