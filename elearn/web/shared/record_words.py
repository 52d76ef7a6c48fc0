"""The codes that facts of a completion record hold, in words."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from flask import Flask
from flask_babel import gettext as _

from elearn.core.learning.record import UNTIL_LAW, Facts
from elearn.core.learning.standing import Status
from elearn.web.shared.formats import day

Words = Mapping[str, Callable[[], str]]

_KINDS: Words = {
    "participation": lambda: _("Participation"),
    "completion": lambda: _("Completion"),
    "achievement": lambda: _("Achievement"),
    "renewal": lambda: _("Completion, renewed"),
}
_ASSESSMENTS: Words = {
    "quizzes": lambda: _("Quizzes"),
    "case-studies": lambda: _("Case studies"),
    "quizzes-and-case-studies": lambda: _("Quizzes and case studies"),
    "none": lambda: _("No assessment"),
}
_FORMS: Words = {
    "online-self-paced": lambda: _("Online, at one's own pace"),
    "blended": lambda: _("Online, with hours in a room"),
}
_QUALITY: Words = {
    "versioned-pack": lambda: _("Versions that never change"),
    "versioned-pack-checked-against-register": lambda: _(
        "Versions that never change, checked against a register of law"
    ),
    "versioned-pack-confirmed-by-two": lambda: _(
        "Versions that never change, published by two people"
    ),
    "versioned-pack-checked-against-register-confirmed-by-two": lambda: _(
        "Versions that never change, checked against a register of law, published by two people"
    ),
}
_CREDIT: Words = {
    "approved": lambda: _("This language is approved for credit"),
    "not-approved": lambda: _("This language is not approved for credit"),
}
_VALIDITY: Words = {
    "none": lambda: _("It does not expire"),
    "months": lambda: _("It expires on a day"),
    "until-law-changes": lambda: _("It holds until the law changes that it rests on"),
}
_IDENTITY: Words = {
    "institution-roster": lambda: _("By the institution that has the holder in its roster"),
    "self-declared": lambda: _("As the holder gave it"),
    "single-sign-on": lambda: _("By signing in at the institution"),
}
_WORKLOAD: Words = {
    "self-study": lambda: _("Self-study"),
    "assessment": lambda: _("Assessment"),
    "classroom": lambda: _("Classroom"),
    "practice": lambda: _("Practice"),
    "other": lambda: _("Other workload"),
}
_ALL = {
    "kind": _KINDS,
    "assessment": _ASSESSMENTS,
    "participation": _FORMS,
    "quality": _QUALITY,
    "credit": _CREDIT,
    "validity": _VALIDITY,
    "identity": _IDENTITY,
}


def is_code(fact: str) -> bool:
    """Whether the fact of that key is a code."""
    return fact in _ALL


def record_word(fact: str, code: str) -> str:
    """What a code says that stands in the fact of that key; one that is not known as it stands."""
    known = _ALL[fact].get(code)
    return known() if known else code


def workload_word(code: str) -> str:
    """What a kind of workload is called; one that is not known as it stands."""
    known = _WORKLOAD.get(code)
    return known() if known else code


def in_one_line(texts: Iterable[str]) -> str:
    """Several texts, which may be sentences, in one line: of full stops the last one stays."""
    *rest, last = [*texts] or [""]
    return "; ".join([*(text.removesuffix(".") for text in rest), last])


def standing_word(status: Status) -> str:
    """How a record stands, in a word."""
    return {
        Status.VALID: _("Valid"),
        Status.EXPIRED: _("Expired"),
        Status.SUPERSEDED: _("Superseded"),
        Status.REVOKED: _("Revoked"),
        Status.UNKNOWN: _("Unknown"),
    }[status]


def every_word() -> Iterator[tuple[str, str, str]]:
    """The key of each fact that is or has codes, each of its codes, and what that says."""
    for fact, words in {**_ALL, "hours": _WORKLOAD}.items():
        for code, said in words.items():
            yield fact, code, said()


def until_law_word() -> str:
    """Until when a record holds that ends once the law changes, and nobody knows when."""
    return _("the law changes")


def last_day(facts: Facts) -> str:
    """Until when a record holds, as was known when it was issued."""
    return end_word(facts.valid_until, facts.validity == UNTIL_LAW)


def end_word(until: date | None, until_law: bool) -> str:  # noqa: FBT001  # templates call it
    """Until when a record holds, as is known today."""
    return day(until) or (until_law_word() if until_law else _("no end"))


def init_record_words(app: Flask) -> None:
    """Let templates say them."""
    app.add_template_global(record_word, "record_word")
    app.add_template_global(last_day, "last_day")
    app.add_template_global(end_word, "end_word")
