"""The contents of a course beside an item: rendered once, with both looks of each entry."""

from flask import current_app
from markupsafe import Markup

from elearn.services.contents import Contents
from elearn.web.learner import blueprint
from elearn.web.shared.i18n import current_language

_MARK = "\0"
_TEMPLATE = "learner/kept/contents.html"


@blueprint.app_template_global("contents")
def contents(page: Contents, pack_id: str, current: str) -> Markup:
    """The contents as HTML, what is done ticked off; `current` is the item that is shown."""
    key = (current_language(), _TEMPLATE, current)
    pieces: list[str] | None = page.kept.get(key)
    if pieces is None:
        made = current_app.jinja_env.get_template(_TEMPLATE).render(
            modules=page.modules, pack_id=pack_id, current=current, MARK=_MARK
        )
        pieces = page.kept[key] = made.split(_MARK)
    # Between what is fixed stand triples: an id, its entry before it is done, and after.
    found = [pieces[0]]
    for at in range(1, len(pieces), 4):
        found.append(pieces[at + 2 if pieces[at] in page.done else at + 1])
        found.append(pieces[at + 3])
    return Markup("".join(found))  # noqa: S704  # pieces of a template's own output
