"""Self-checks in a lesson, as forms."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from elearn.services.lessons import CheckPart, LessonPage
from elearn.services.question_forms import QuestionForm
from elearn.web.learner import blueprint
from elearn.web.shared.kept import fill, mark, part

_TEMPLATE = "learner/kept/check.html"
_MOST_ROWS = 4
"""Four options have 24 orders; more have too many to keep them all."""


def _tokens(form: QuestionForm) -> list[str]:
    """The tokens of a form, which are one learner's: its name, its rows, its choices."""
    return [form.name, *(row.value for row in form.rows), *(value for value, _ in form.choices)]


def _with_marks(form: QuestionForm) -> QuestionForm:
    """The form with marks, numbered as `_tokens` has them, in the places of its tokens."""
    marks = iter([mark(f"t{n}") for n in range(len(_tokens(form)))])
    return replace(
        form,
        name=next(marks),
        rows=tuple(replace(row, value=next(marks)) for row in form.rows),
        choices=tuple((next(marks), text) for _value, text in form.choices),
    )


@blueprint.app_template_global("self_check")
def self_check(page: LessonPage, check: CheckPart, csrf: str) -> Markup:
    """The form of a self-check.

    While it is not answered, it is the same for all who have its options in this order, but for
    the tokens; so it is rendered once for each order, where there are not too many.
    """
    form = check.form
    shared = not (check.review or form.choices or len(form.rows) > _MOST_ROWS)

    def values() -> Mapping[str, Any]:
        return {
            "form": _with_marks(form) if shared else form,
            "review": check.review,
            "pack_id": page.about.pack_id,
            "item_id": page.item_id,
        }

    if not shared:
        return fill(part({}, _TEMPLATE, None, values), {"csrf": csrf})
    order = (form.id, tuple(r.label for r in form.rows), tuple(text for _, text in form.choices))
    tokens = {f"t{n}": token for n, token in enumerate(_tokens(form))}
    return fill(part(page.kept, _TEMPLATE, order, values), {"csrf": csrf, **tokens})
