"""The kinds of Moodle's questions: those that have a counterpart, and why the others have none."""

from collections.abc import Callable
from fractions import Fraction

from elearn.core.quiz.questions import Question
from elearn.interop import building
from elearn.interop.building import Number, number
from elearn.interop.markdown_text import escaped, one_line
from elearn.interop.moodle_xml.fields import Fields
from elearn.interop.notes import LeftOut, shown

_REASONS = {
    "essay": "It is an essay, which somebody must mark; there is no such kind here yet.",
    "description": "It is a description and asks nothing.",
    "cloze": "It has gaps in running text (cloze); there is no such kind here yet.",
    "multianswer": "It has gaps in running text (cloze); there is no such kind here yet.",
    "gapselect": "It has gaps to choose words for; there is no such kind here yet.",
    "ddwtos": "Words are dragged into a text; there is no such kind here yet.",
    "ddimageortext": "Things are dragged onto a picture; there is no such kind here yet.",
    "ddmarker": "Marks are dragged onto a picture; there is no such kind here yet.",
    "calculated": "It is calculated from data sets; there is no such kind here yet.",
    "calculatedsimple": "It is calculated from data sets; there is no such kind here yet.",
    "calculatedmulti": "It is calculated from data sets; there is no such kind here yet.",
    "randomsamatch": "It is made from other questions at random; there is no such kind here.",
    "random": "It stands for a question drawn at random; use `draw` in a quiz.",
}


def why_not(kind: str) -> str:
    """Why questions of a kind are left out."""
    return _REASONS.get(kind, f"There is no counterpart here to the kind {shown(kind, 40)!r}.")


def _choice(fields: Fields) -> Question:
    several = not fields.flag("single", otherwise=True)
    return building.choice(fields.head(), fields.answers(), several=several, changes=fields.changes)


def _true_false(fields: Fields) -> Question:
    head = fields.head()
    said = {"true": "", "false": ""}
    answer: bool | None = None
    for element in fields.element.findall("answer"):
        word = fields.plain(element).lower()
        if word not in said:
            raise LeftOut(f"An answer is {shown(word, 30)!r}, neither true nor false.")
        said[word] = fields.block(element.find("feedback"))
        if fields.share(element) > 0:
            answer = word == "true"
    if answer is None:
        raise LeftOut("It does not say whether true or false is right.")
    names = ("true", "false") if answer else ("false", "true")
    return building.true_false(head, answer, (said[names[0]], said[names[1]]), fields.changes)


def _short_text(fields: Fields) -> Question:
    if fields.flag("usecase", otherwise=False):
        fields.changes.say("Capitals made a difference; here they make none.")
    return building.short_text(fields.head(), fields.answers(plain=True), fields.changes)


def _matching(fields: Fields) -> Question:
    sides = []
    for element in fields.element.findall("subquestion"):
        answer = element.find("answer")
        right = fields.line(answer) if answer is not None and answer.get("format") else ""
        # Without a format, the right side is plain: a list to choose from shows it.
        right = right or one_line(escaped(fields.plain(answer)))
        sides.append((fields.line(element), right))
    return building.matching(fields.head(), sides, fields.changes)


def _numeric(fields: Fields) -> Question:
    answers = []
    for element in fields.element.findall("answer"):
        text = fields.plain(element)
        told = fields.block(element.find("feedback"))
        share = fields.share(element)
        if text == "*":
            answers.append(Number(None, Fraction(0), Fraction(0), told))
            continue
        tolerance = (element.findtext("tolerance") or "").strip() or "0"
        answers.append(Number(number(text), abs(number(tolerance)), share, told))
    return building.numeric(fields.head(), answers, _unit(fields), fields.changes)


def _unit(fields: Fields) -> str:
    units = [
        (
            " ".join((u.findtext("unit_name") or "").split()),
            (u.findtext("multiplier") or "1").strip(),
        )
        for u in fields.element.iterfind("units/unit")
    ]
    base = next((name for name, times in units if times.rstrip("0").rstrip(".") == "1"), "")
    if others := [name for name, _ in units if name != base]:
        fields.changes.say(f"Further units were left out: {shown(', '.join(others))}.")
    return base


def _ordering(fields: Fields) -> Question:
    answers = fields.element.findall("answer")
    # The fraction is the item's place; files by hand have none, then the order of the file holds.
    places = [fields.share(answer) for answer in answers]
    order = sorted(range(len(answers)), key=lambda i: places[i])
    if any(fields.block(answer.find("feedback")) for answer in answers):
        fields.changes.say("What is told to single items was left out.")
    head = fields.head()
    return building.ordering(head, [fields.line(answers[i]) for i in order])


READERS: dict[str, Callable[[Fields], Question]] = {
    "multichoice": _choice,
    "multichoiceset": _choice,
    "truefalse": _true_false,
    "shortanswer": _short_text,
    "matching": _matching,
    "match": _matching,
    "ddmatch": _matching,
    "numerical": _numeric,
    "ordering": _ordering,
}
"""How each kind is read."""
