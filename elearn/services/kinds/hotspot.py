"""A place to mark on a picture as it is shown."""

import re
from string import ascii_uppercase

from elearn.core.quiz.answers import Answer
from elearn.core.quiz.chance import Asked
from elearn.core.quiz.form import Filled
from elearn.core.quiz.kinds.hotspot import Hotspot, HotspotAnswer
from elearn.core.quiz.mark import Mark
from elearn.services.kinds import base
from elearn.services.kinds.base import (
    BackParts,
    FormParts,
    FormRow,
    KeyParts,
    KeyRow,
    Picture,
    Place,
    ReviewRow,
)
from elearn.services.shelf import Reading

_WIDTH = re.compile(r' width="(\d+)"')
_HEIGHT = re.compile(r' height="(\d+)"')


def form(reading: Reading, question: Hotspot, asked: Asked, filled: Filled) -> FormParts:
    """The picture, and its regions by their letters."""
    ticked = set(filled.get(asked.token, ()))
    return FormParts(
        rows=tuple(
            FormRow(slot.token, None, slot.token in ticked, letter=letter)
            for slot, letter in zip(asked.options, ascii_uppercase, strict=False)
        ),
        picture=_picture(reading, question, {}),
        several=question.several,
        alike=False,
    )


def _picture(reading: Reading, question: Hotspot, marks: dict[str, str]) -> Picture:
    """The picture and its regions in its own measure, so that letters are not stretched."""
    html = reading.text(f"{question.id}#picture").html
    wide, high = _WIDTH.search(html), _HEIGHT.search(html)
    width, height = (int(wide[1]), int(high[1])) if wide and high else (400, 300)
    return Picture(
        html,
        width,
        height,
        tuple(
            Place(
                letter,
                region.at[0] * width // 100,
                region.at[1] * height // 100,
                region.at[2] * width // 100,
                region.at[3] * height // 100,
                marks.get(region.id, ""),
            )
            for region, letter in zip(question.placed, ascii_uppercase, strict=False)
        ),
    )


def back(
    reading: Reading, question: Hotspot, _asked: Asked, answer: Answer, _mark: Mark
) -> BackParts:
    """The picture, and what is at its regions: those marked and the right ones."""
    given = answer.regions if isinstance(answer, HotspotAnswer) else frozenset()
    marks = {r.id: base.mark(right=r.right, chosen=r.id in given) for r in question.regions}
    return BackParts(
        rows=tuple(
            ReviewRow(
                reading.text(f"{question.id}/{region.id}#text"),
                chosen=region.id in given,
                mark=marks[region.id],
                feedback=reading.text(f"{question.id}/{region.id}#feedback")
                if region.id in given and region.feedback
                else None,
                letter=letter,
            )
            for region, letter in zip(question.placed, ascii_uppercase, strict=False)
        ),
        picture=_picture(reading, question, marks),
    )


def key(reading: Reading, question: Hotspot) -> KeyParts:
    """The picture, and what is at its regions."""
    marks = {r.id: base.mark(right=r.right, chosen=False) for r in question.regions}
    return KeyParts(
        rows=tuple(
            KeyRow(
                reading.text(f"{question.id}/{region.id}#text"),
                marks[region.id],
                reading.text(f"{question.id}/{region.id}#feedback") if region.feedback else None,
                letter=letter,
            )
            for region, letter in zip(question.placed, ascii_uppercase, strict=False)
        ),
        picture=_picture(reading, question, marks),
    )
