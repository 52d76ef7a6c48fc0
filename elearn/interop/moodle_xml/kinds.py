"""The kinds of Moodle's questions: those that have a counterpart, and why the others have none."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from elearn.core.quiz.question import Credit
from elearn.core.quiz.questions import Extended, Multiple, Question
from elearn.core.said import Said
from elearn.interop import building, gaps, rubrics
from elearn.interop.building import Number, number
from elearn.interop.gaps import Gapped
from elearn.interop.markdown_text import escaped, one_line
from elearn.interop.moodle_xml import fixed
from elearn.interop.moodle_xml.calculated import calculated
from elearn.interop.moodle_xml.fields import Fields
from elearn.interop.moodle_xml.markers import markers, things
from elearn.interop.notes import Changes, LeftOut, shown

_REASONS = {
    "description": Said("It is a description and asks nothing."),
    "randomsamatch": Said("It is made from other questions at random; there is no such kind here."),
    "random": Said("It stands for a question drawn at random; use `draw` in a quiz."),
}


def why_not(kind: str) -> str:
    """Why questions of a kind are left out."""
    return _REASONS.get(
        kind, Said("There is no counterpart here to the kind %(kind)s.", kind=repr(shown(kind, 40)))
    )


def _choice(fields: Fields) -> Question:
    several = not fields.flag("single", otherwise=True)
    return building.choice(fields.head(), fields.answers(), several=several, changes=fields.changes)


def _all_or_nothing(fields: Fields) -> Question:
    answers = fields.answers()
    share = Fraction(1, max(1, sum(a.share > 0 for a in answers)))
    even = [replace(a, share=share if a.share > 0 else -share) for a in answers]
    made = building.choice(fields.head(), even, several=True, changes=Changes())
    assert isinstance(made, Multiple)
    return replace(made, credit=Credit.ALL)


def _several(fields: Fields) -> Question:
    return building.choice(fields.head(), fields.answers(), several=True, changes=fields.changes)


def _true_false(fields: Fields) -> Question:
    head = fields.head()
    said = {"true": "", "false": ""}
    answer: bool | None = None
    for place, element in enumerate(fields.element.findall("answer")):
        word = fields.plain(element).lower()
        if word not in said:
            if place > 1:
                raise LeftOut("It has more than two answers.")
            # Old files hold the words of some language, first that for true.
            fields.changes.remark(
                Said("Its answer %(word)s was taken by its place.", word=repr(shown(word, 30)))
            )
            word = "false" if place else "true"
        said[word] = fields.block(element.find("feedback"))
        if fields.share(element) > 0:
            answer = word == "true"
    if answer is None:
        raise LeftOut("It does not say whether true or false is right.")
    names = ("true", "false") if answer else ("false", "true")
    return building.true_false(head, answer, (said[names[0]], said[names[1]]))


def _short_text(fields: Fields) -> Question:
    if fields.flag("usecase", otherwise=False):
        fields.changes.remark("Capitals made a difference; here they make none.")
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
    _tell_units(fields)
    return building.numeric(fields.head(), answers, _unit(fields), fields.changes)


def _tell_units(fields: Fields) -> None:
    if (fields.element.findtext("unitgradingtype") or "0").strip() not in ("0", ""):
        fields.changes.remark("A wrong unit cost points; here the unit stands beside the field.")
    if text := fields.line(fields.element.find("instructions")):
        fields.changes.remark(
            Said("Its instructions were left out: %(text)s.", text=repr(shown(text, 120)))
        )


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
        fields.changes.remark(
            Said("Further units were left out: %(list)s.", list=shown(", ".join(others)))
        )
    return base


def _ordering(fields: Fields) -> Question:
    answers = fields.element.findall("answer")
    # The fraction is the item's place; files by hand have none, then the order of the file holds.
    places = [fields.share(answer) for answer in answers]
    order = sorted(range(len(answers)), key=lambda i: places[i])
    if any(fields.block(answer.find("feedback")) for answer in answers):
        fields.changes.remark("What is told to single items was left out.")
    head = fields.head()
    return building.ordering(head, [fields.line(answers[i]) for i in order])


def _essay(fields: Fields) -> Question:
    remark = fields.changes.remark
    head = fields.head()
    told = fields.block(fields.element.find("graderinfo"))
    if template := fields.line(fields.element.find("responsetemplate")):
        remark(
            Said(
                "The text that learners began with was left out: %(template)s.",
                template=repr(shown(template, 120)),
            )
        )
    if (fields.element.findtext("attachments") or "0").strip() not in ("0", ""):
        remark("Learners could attach files; here they write a text only.")
    for name in ("minwordlimit", "maxwordlimit"):
        if (fields.element.findtext(name) or "0").strip() not in ("0", ""):
            remark("Its limits of words were left out; set `limit`, in characters.")
    if rubric := rubrics.read(told):
        return Extended(**head.fields(), rubric=rubric[0], model=rubric[1])
    return building.extended(head, [told], fields.changes)


def _cloze(fields: Fields) -> Gapped:
    raw = fields.raw(fields.element.find("questiontext"))
    return gaps.cloze(fields.about(""), raw, _with_image(fields), fields.changes)


def _with_image(fields: Fields) -> Callable[[str], str]:
    """Makes Markdown; the text itself, which comes first, gets the picture of an old file."""
    first = [True]

    def block(text: str) -> str:
        made = fields.markdown(text)
        if first:
            first.clear()
            return fields.with_image(made)
        return made

    return block


def _choose_words(fields: Fields) -> Question:
    words = []
    for name in ("selectoption", "dragbox"):
        for element in fields.element.findall(name):
            group = (element.findtext("group") or "1").strip()
            words.append((one_line(fields.markdown(fields.raw(element))), group))
    if fields.element.get("type") == "ddwtos":
        fields.changes.remark("Words were dragged into the gaps; here they are chosen from lists.")
    raw = fields.raw(fields.element.find("questiontext"))
    return gaps.choices(fields.about(""), raw, fields.markdown, words)


def _calculated_choice(fields: Fields) -> Question:
    fields.changes.remark("Its options were calculated; here only answers that are typed are.")
    return fixed.chosen(fields)


READERS: dict[str, Callable[[Fields], Question | Gapped]] = {
    "multichoice": _choice,
    "multichoiceset": _all_or_nothing,
    "oumultiresponse": _several,
    "truefalse": _true_false,
    "shortanswer": _short_text,
    "matching": _matching,
    "match": _matching,
    "ddmatch": _matching,
    "numerical": _numeric,
    "ordering": _ordering,
    "essay": _essay,
    "cloze": _cloze,
    "multianswer": _cloze,
    "gapselect": _choose_words,
    "ddwtos": _choose_words,
    "calculated": calculated,
    "calculatedsimple": calculated,
    "calculatedmulti": _calculated_choice,
    "ddmarker": markers,
    "ddimageortext": things,
}
"""How each kind is read."""
