"""Texts of questions in which drawn values stand: `{name}` gives way to the value."""

import re
from collections.abc import Mapping
from html import escape

from elearn.core.quiz.formula import value_text
from elearn.core.quiz.kinds.calculation import Calculation, drawn_of
from elearn.core.quiz.questions import Question
from elearn.services.shelf import Reading, Text

_BRACES = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def text_of(reading: Reading, question: Question, key: str) -> Text:
    """The text of a question with that key, with the values that this attempt has drawn."""
    text = reading.text(key)
    if not isinstance(question, Calculation) or "{" not in text.html:
        return text
    values = {name: value_text(value) for name, value in drawn_of(question).values}
    html = {name: escape(value) for name, value in values.items()}
    return Text(_filled(text.html, html), _filled(text.plain, values))


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _BRACES.sub(lambda found: values.get(found[1], found[0]), text)
