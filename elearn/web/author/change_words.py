"""Words for what changed between two versions: why a change demands what it demands."""

from collections.abc import Callable

from flask_babel import gettext as _

_WHY: dict[str, Callable[[], str]] = {
    "spelling": lambda: _("Nothing but spelling differs."),
    "layout": lambda: _("The words are the same; only how they stand differs."),
    "order": lambda: _("The order differs, and nothing is marked by it."),
    "words": lambda: _("The words of a text differ."),
    "text-new": lambda: _("There is more to read than before."),
    "text-gone": lambda: _("A text that people learnt from is gone."),
    "cited-text": lambda: _(
        "The words of a passage that cites law differ: one letter can change it."
    ),
    "cited-gone": lambda: _("A passage that cites law is gone."),
    "asked-text": lambda: _(
        "The words of a question or a case differ: one letter can change the answer."
    ),
    "law-text": lambda: _("The words of a provision or a judgment differ."),
    "same": lambda: _(
        "The author declares that the meaning is the same; a second person must confirm it."
    ),
    "material-new": lambda: _(
        "There is something new to learn; nothing that is marked depends on it."
    ),
    "graded-new": lambda: _("There is something new to pass."),
    "item-gone": lambda: _("A lesson, quiz or case study is gone."),
    "asked-new": lambda: _("There is one more question that is not marked for the course."),
    "asked-graded-new": lambda: _("A quiz that counts asks one more question of everybody."),
    "asked-gone": lambda: _(
        "A question is gone that not everybody was asked, or that did not count."
    ),
    "asked-graded-gone": lambda: _(
        "A question is gone that a quiz that counts asked of everybody."
    ),
    "asked-elsewhere": lambda: _(
        "A question stands elsewhere; none that counts asks more or less for it."
    ),
    "asked-graded-elsewhere": lambda: _("A question has come to a quiz that counts, or left it."),
    "question-part": lambda: _("There is more or less to choose from in a question."),
    "key": lambda: _("What is right differs."),
    "key-ungraded": lambda: _("What is right differs, where nothing is marked for the course."),
    "accepted": lambda: _("What counts as right in this language differs."),
    "weight": lambda: _("What something is worth differs, and so may results."),
    "weight-ungraded": lambda: _(
        "What something is worth differs, where nothing is marked for the course."
    ),
    "pass-mark": lambda: _("What must be reached to pass differs."),
    "pass-mark-ungraded": lambda: _("The pass mark differs of what does not count."),
    "draw": lambda: _("Which questions are drawn differs, and so may results."),
    "draw-ungraded": lambda: _(
        "Which questions are drawn differs, where nothing is marked for the course."
    ),
    "attempts-fewer": lambda: _("Somebody who has begun may have no attempt left."),
    "attempts-more": lambda: _("There are more attempts than before."),
    "rule-counts": lambda: _("How results come about differs."),
    "rule-manner": lambda: _("How a quiz is taken differs."),
    "road": lambda: _("Where a choice leads, or what it costs, differs, and so may who passes."),
    "road-ungraded": lambda: _("Where a choice leads, or what it costs, differs; no road fails."),
    "completion": lambda: _("What completes the course differs."),
    "prerequisite": lambda: _("What must be completed before differs."),
    "outcome": lambda: _("What people can do afterwards differs."),
    "alignment": lambda: _("Which outcome or sort of question this belongs to differs."),
    "citation-other": lambda: _("The law that is cited here differs."),
    "citation-new": lambda: _("More law is cited here than before."),
    "translation": lambda: _("A translation differs; its source decides what it has to say."),
    "translation-lost": lambda: _(
        "The text that it translates differs, so the old translation is not shown."
    ),
    "language-new": lambda: _("The pack speaks one more language."),
    "language-gone": lambda: _("People who learn in this language lose it."),
    "language-source": lambda: _("The language that the pack is written in differs."),
    "media": lambda: _("A picture, sound or film, or its description, differs."),
    "media-asked": lambda: _("The picture that a question asks about differs."),
    "link": lambda: _("A link or a term points elsewhere."),
    "credential": lambda: _("What a completion record will say of the course differs."),
    "fact": lambda: _("Facts about the pack differ that nobody is marked by."),
    "law-basis": lambda: _("The law was looked at again, on another day or in another version."),
    "law-basis-other": lambda: _("The law comes from another register."),
    "law-new": lambda: _("The register lists more law or more terms."),
    "law-gone": lambda: _("Packs that point at this would point at nothing."),
    "law": lambda: _("Since when this is law, until when, or what takes its place differs."),
}


def why(key: str) -> str:
    """The sentence of `core.pack.diff.why`, in the reader's language."""
    return _WHY[key]()


def fields() -> dict[str, str]:
    """Fields whose names help to find what changed; others are left out."""
    return {
        "title": _("Title"),
        "summary": _("Summary"),
        "audience": _("For whom"),
        "prompt": _("Question"),
        "reason": _("Reason"),
        "intro": _("Introduction"),
        "feedback": _("Feedback"),
        "minutes": _("Time"),
        "right": _("Right answer"),
        "answer": _("Right answer"),
        "answers": _("Right answer"),
        "points": _("Points"),
        "pass_percent": _("Pass mark"),
        "attempts": _("Attempts"),
        "consequence": _("What follows"),
        "debrief": _("Explanation"),
        "law": _("Law checked against"),
        "languages": _("Languages"),
        "basis": _("Law that the key rests on"),
    }


def flags() -> dict[str, str]:
    """Values that are words of ours, not of the pack."""
    return {"yes": _("yes"), "no": _("no"), "all": _("all")}
