"""Self-checks in a lesson, as forms."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from elearn.services.lessons import CheckPart, LessonPage, linked
from elearn.services.question_forms import QuestionForm
from elearn.services.shelf import Text
from elearn.web.learner import blueprint
from elearn.web.shared.kept import mark, part

_TEMPLATE = "learner/kept/check.html"


def _own(form: QuestionForm) -> dict[str, str]:
    """What of a form is one learner's, by mark: the tokens, and the texts in their order."""
    values = {"t": form.name}
    for n, row in enumerate(form.rows):
        values[f"t{n}"] = row.value
        values[f"l{n}"] = Markup(row.label.html) if row.label else ""  # noqa: S704  # safe since the pack was compiled
    for n, (token, text) in enumerate(form.choices):
        values[f"c{n}"], values[f"x{n}"] = token, text
    return values


def _with_marks(form: QuestionForm) -> QuestionForm:
    """The form with marks in the places of what is one learner's."""
    rows = tuple(
        replace(row, value=mark(f"t{n}"), label=row.label and Text(mark(f"l{n}"), mark(f"l{n}")))
        for n, row in enumerate(form.rows)
    )
    choices = tuple((mark(f"c{n}"), mark(f"x{n}")) for n in range(len(form.choices)))
    return replace(form, name=mark("t"), rows=rows, choices=choices)


@blueprint.app_template_global("self_check")
def self_check(page: LessonPage, check: CheckPart, csrf: str) -> Markup:
    """The form of a self-check. Not answered, and alike for all, it is rendered once for all."""
    form = check.form

    def values(form: QuestionForm) -> Mapping[str, Any]:
        place = {"pack_id": page.about.pack_id, "item_id": page.item_id}
        return {"form": form, "hints": check.hints, "review": check.review, **place}

    if check.review or not form.alike:
        made = part({}, _TEMPLATE, None, lambda: values(form)).filled({"csrf": csrf})
    else:
        blank = part(page.kept, _TEMPLATE, form.id, lambda: values(_with_marks(form)))
        made = blank.filled({"csrf": csrf, **_own(form)})
    return Markup(linked(made, page.about.sources_at))  # noqa: S704  # safe before
