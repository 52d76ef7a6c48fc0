"""The fields of a Moodle question: texts in their formats, points, and what has no place here."""

import re
from fractions import Fraction
from xml.etree.ElementTree import Element

from elearn.interop import texts
from elearn.interop.building import Answer, Head, number
from elearn.interop.markdown_text import one_line
from elearn.interop.moodle_xml.pictures import PLUGINFILE, Pictures, Shelf
from elearn.interop.notes import Changes, LeftOut, shown

_FORMS = {"html": "html", "markdown": "markdown", "moodle_auto_format": "moodle"}
_FORMS |= {"plain_text": "plain", "1": "html", "4": "markdown", "0": "moodle", "2": "plain"}
_PICTURE = re.compile(r"(!\[[^\]\n]{0,300}\]\()" + re.escape(PLUGINFILE) + r"([^)\s]{1,300})")
_SAID = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
_USUAL = (
    "your answer is correct",
    "your answer is partially correct",
    "your answer is incorrect",
)


class Fields:
    """One question element, read with care: any part may be missing or strange."""

    def __init__(self, element: Element, shelf: Shelf, changes: Changes) -> None:
        self.element = element
        self.changes = changes
        self.pictures = Pictures(element, shelf, changes)
        self.name = " ".join(self._raw(element.find("name")).split())[:200]
        self.title = shown(self.name or self._raw(element.find("questiontext")))

    def head(self) -> Head:
        """The question's text, points and reason.

        Raises:
            LeftOut: If there is no text.
        """
        prompt = self.block(self.element.find("questiontext"))
        if not prompt.strip():
            raise LeftOut("It asks nothing: its text is empty.")
        return Head(prompt, self._points(), self.block(self.element.find("generalfeedback")))

    def block(self, element: Element | None) -> str:
        """A text as Markdown."""
        text = self._raw(element)
        if element is None or not text.strip():
            return ""
        form = _FORMS.get((element.get("format") or "html").strip().lower(), "html")
        if form == "markdown":
            text = _PICTURE.sub(self._markdown_picture, text)
        return texts.block(text, form, self.pictures.place, self.changes.say)

    def _markdown_picture(self, match: re.Match[str]) -> str:
        path = self.pictures.place(PLUGINFILE + match[2])
        return match[1] + path if path else match[0]

    def line(self, element: Element | None) -> str:
        """A text as Markdown on one line."""
        return one_line(self.block(element))

    def plain(self, element: Element | None) -> str:
        """A text as it is."""
        return self._raw(element).strip()

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
        text = (answer.get("fraction") or answer.findtext("fraction") or "0").strip()
        try:
            share = number(text) / 100
        except LeftOut:
            self.changes.say(f"The weight {shown(text, 30)!r} is no number and was read as 0.")
            return Fraction(0)
        return share

    def tell_rest(self) -> None:
        """Say what the question has beside that has no place here."""
        say = self.changes.say
        if hints := len(self.element.findall("hint")):
            say(f"Hints were left out: {hints}.")
        if tags := [shown(t.findtext("text") or "", 30) for t in self.element.iterfind("tags/tag")]:
            say(f"Tags were left out: {', '.join(tags[:20])}.")
        self._tell_said()
        self._tell_settings()
        self.pictures.tell_unused()

    def _tell_said(self) -> None:
        for name in _SAID:
            text = self._raw(self.element.find(name))
            words = re.sub(r"<[^<>]*>", "", text).strip().rstrip(".").lower()
            if words and words not in _USUAL:
                self.changes.say(f"Told after the question and left out: {shown(words)!r}.")

    def _tell_settings(self) -> None:
        say = self.changes.say
        if not self.flag("shuffleanswers", otherwise=True):
            say("Its answers kept their order; here the quiz decides on shuffling.")
        numbering = (self.element.findtext("answernumbering") or "abc").strip()
        if numbering not in ("abc", "none"):
            say(f"The numbering of options ({shown(numbering, 20)}) was left out.")
        if idnumber := (self.element.findtext("idnumber") or "").strip():
            say(f"Its id number ({shown(idnumber, 40)}) was left out.")
        if self.flag("hidden", otherwise=False):
            say("It was hidden in Moodle.")

    def _points(self) -> int:
        text = (self.element.findtext("defaultgrade") or "1").strip()
        try:
            grade = number(text)
        except LeftOut:
            self.changes.say(f"Its points ({shown(text, 30)!r}) are no number; it has 1 now.")
            return 1
        points = min(100, max(1, int(grade + Fraction(1, 2))))
        if points != grade:
            self.changes.say(f"Its points were {shown(text, 30)}; they are {points} now.")
        return points

    def _raw(self, element: Element | None) -> str:
        if element is None:
            return ""
        text = element.find("text")
        if text is None:
            # Old files hold the words directly.
            return element.text or ""
        if len(text):
            self.changes.say("HTML stood outside of CDATA; only its words were read.")
            return "".join(text.itertext())
        return text.text or ""
