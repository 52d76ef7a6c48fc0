"""The fields of a Moodle question: texts in their formats, points, and what has no place here."""

import re
from fractions import Fraction
from xml.etree.ElementTree import Element

from elearn.core.pack.limits import HINTS
from elearn.core.quiz import questions as q
from elearn.core.said import Said
from elearn.interop import texts
from elearn.interop.building import Answer, Head, number
from elearn.interop.html_text import words_of
from elearn.interop.markdown_text import one_line
from elearn.interop.moodle_xml.pictures import PLUGINFILE, Pictures, Shelf
from elearn.interop.naming import tags_of
from elearn.interop.notes import Changes, LeftOut, shown

_FORMS = {"html": "html", "markdown": "markdown", "moodle_auto_format": "moodle"}
_FORMS |= {"plain_text": "plain", "1": "html", "4": "markdown", "0": "moodle", "2": "plain"}
_FORMS |= {"wiki_like": "plain", "3": "plain"}
_PICTURE = re.compile(r"(!\[[^\]\n]{0,300}\]\()" + re.escape(PLUGINFILE) + r"([^)\s]{1,300})")
_SAID = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


class Fields:
    """One question element, read with care: any part may be missing or strange."""

    def __init__(self, element: Element, shelf: Shelf, changes: Changes) -> None:
        self.element = element
        self.changes = changes
        self.pictures = Pictures(element, shelf, changes)
        asked = element.find("questiontext")
        self.form = self._form(asked, "html")
        self.name = " ".join(self.raw(element.find("name")).split())[:200]
        self.title = shown(self.name or words_of(self.raw(asked)))

    def head(self) -> Head:
        """The question's text, points and reason.

        Raises:
            LeftOut: If there is no text.
        """
        prompt = self.with_image(self.block(self.element.find("questiontext")))
        if not prompt.strip():
            raise LeftOut("It asks nothing: its text is empty.")
        return self.about(prompt)

    def about(self, prompt: str) -> Head:
        """What every question has, under another text than its own."""
        reason = self.block(self.element.find("generalfeedback"))
        said = q.AnswerFeedback(*(self.block(self.element.find(name)) for name in _SAID))
        return Head(prompt, self._points(), reason, self._hints(), said)

    def _hints(self) -> tuple[q.Hint, ...]:
        """The hints; each costs what a further try did."""
        found = []
        for hint in self.element.findall("hint"):
            # In old files the text stands one level deeper.
            text = self.block(
                hint.find("hintcontent") if hint.find("hintcontent") is not None else hint
            )
            if not text.strip():
                continue
            if hint.find("shownumcorrect") is not None or hint.find("clearwrong") is not None:
                self.changes.remark("Hints no longer show which parts were right.")
            found.append(text)
        if len(found) > HINTS:
            self.changes.remark(
                Said(
                    "Only the first %(hints)s of its %(count)s hints were kept.",
                    hints=HINTS,
                    count=len(found),
                )
            )
        found = found[:HINTS]
        cost = min(self._penalty(), 100 // max(1, len(found)))
        if found and cost:
            self.changes.remark(
                Said(
                    "A further try with a hint cost points; here each hint costs %(cost)s %%.",
                    cost=cost,
                )
            )
        return tuple(q.Hint(text, cost) for text in found)

    def _penalty(self) -> int:
        """What a further try costs, in per cent."""
        try:
            share = number((self.element.findtext("penalty") or "0").strip() or "0")
        except LeftOut:
            return 0
        return int(100 * min(max(share, Fraction(0)), Fraction(1)) + Fraction(1, 2))

    def block(self, element: Element | None) -> str:
        """A text as Markdown."""
        text = self.raw(element)
        if element is None or not text.strip():
            return ""
        return self.markdown(text, self._form(element, self.form))

    def markdown(self, text: str, form: str = "") -> str:
        """A text in a format, or in that of the question, as Markdown."""
        form = form or self.form
        if form == "markdown":
            text = _PICTURE.sub(self._markdown_picture, text)
        return texts.block(text, form, self.pictures.place, self.changes.remark)

    def _form(self, element: Element | None, otherwise: str) -> str:
        name = (element.get("format") or "").strip().lower() if element is not None else ""
        return _FORMS.get(name, "html") if name else otherwise

    def with_image(self, prompt: str) -> str:
        """The prompt with the one picture that files of Moodle 1 have beside the text."""
        name = (self.element.findtext("image") or "").strip()
        if not name:
            return prompt
        path = self.pictures.beside(name, self.element.findtext("image_base64") or "")
        return f"{prompt}\n\n![Picture without a description]({path})" if path else prompt

    def _markdown_picture(self, match: re.Match[str]) -> str:
        path = self.pictures.place(PLUGINFILE + match[2])
        return match[1] + path if path else match[0]

    def line(self, element: Element | None) -> str:
        """A text as Markdown on one line."""
        return one_line(self.block(element))

    def plain(self, element: Element | None) -> str:
        """A text as it is."""
        return self.raw(element).strip()

    def flag(self, name: str, *, otherwise: bool) -> bool:
        """A field that is true or false, in any of the ways in which Moodle writes that."""
        text = (self.element.findtext(name) or "").strip().lower()
        if not text:
            return otherwise
        return text in ("1", "true", "yes", "y", "t")

    def answers(self, *, plain: bool = False) -> list[Answer]:
        """The answers with their shares."""
        return [
            Answer(
                self.plain(answer) if plain else self.line(answer),
                self.share(answer),
                self.block(answer.find("feedback")),
            )
            for answer in self.element.findall("answer")
        ]

    def share(self, answer: Element) -> Fraction:
        """The share of the points that an answer earns; nothing if that cannot be read."""
        old = (answer.findtext("fraction") or "").strip()
        text = old or (answer.get("fraction") or "0").strip()
        try:
            share = number(text)
        except LeftOut:
            self.changes.remark(
                Said(
                    "The weight %(text)s is no number and was read as 0.",
                    text=repr(shown(text, 30)),
                )
            )
            return Fraction(0)
        # As an element, in old files, it is a share of one; as an attribute it is in per cent.
        return share if old and abs(share) <= 1 else share / 100

    def tags(self, also: str = "") -> tuple[str, ...]:
        """The tags of the question, those of its course too; `also` comes before them."""
        found = [*self.element.iterfind("tags/tag"), *self.element.iterfind("coursetags/tag")]
        return tags_of((tag.findtext("text") or "" for tag in found), self.changes, also)

    def tell_rest(self) -> None:
        """Say what the question has beside that has no place here."""
        self._tell_settings()
        self.pictures.tell_unused()

    def _tell_settings(self) -> None:
        remark = self.changes.remark
        if not self.flag("shuffleanswers", otherwise=True):
            remark("Its answers kept their order; here the quiz decides on shuffling.")
        numbering = (self.element.findtext("answernumbering") or "abc").strip()
        if numbering not in ("abc", "none"):
            remark(
                Said(
                    "The numbering of options (%(numbering)s) was left out.",
                    numbering=shown(numbering, 20),
                )
            )
        if self.flag("hidden", otherwise=False):
            remark("It was hidden in Moodle.")

    def _points(self) -> int:
        text = (self.element.findtext("defaultgrade") or "1").strip()
        try:
            grade = number(text)
        except LeftOut:
            self.changes.remark(
                Said(
                    "Its points (%(text)s) are no number; it has 1 now.", text=repr(shown(text, 30))
                )
            )
            return 1
        points = min(100, max(1, int(grade + Fraction(1, 2))))
        if points != grade:
            self.changes.remark(
                Said(
                    "Its points were %(text)s; they are %(points)s now.",
                    text=shown(text, 30),
                    points=points,
                )
            )
        return points

    def raw(self, element: Element | None) -> str:
        """A text as the file holds it."""
        if element is None:
            return ""
        text = element.find("text")
        if text is None:
            # Old files hold the words directly.
            return element.text or ""
        if len(text):
            self.changes.remark("HTML stood outside of CDATA; only its words were read.")
            return "".join(text.itertext())
        return text.text or ""
