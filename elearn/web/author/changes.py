"""What changed between two versions of a pack, side by side."""

from flask import g, request, url_for

from elearn.services import change_pages
from elearn.services.change_pages import Wanted
from elearn.web.author import blueprint, change_words, ways
from elearn.web.shared import session
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import render


@blueprint.get("/packs/<pack_id>/<version>/changes")
@reachable_by(Audience.REVIEWER)
def changes(pack_id: str, version: str) -> str:
    """All changes from another version to this one, or the weightier ones."""
    g.nav = ways.place()
    page = change_pages.changes_page(
        g.actor,
        pack_id,
        version,
        Wanted(
            against=request.args.get("against", "")[:64],
            least=request.args.get("least", "")[:5],
            page=request.args.get("page", 1, type=int),
        ),
        now=session.now(),
    )

    def href(least: str, number: int = 1) -> str:
        return url_for(
            "author.changes",
            pack_id=pack_id,
            version=version,
            against=page.against,
            least=least,
            page=number if number > 1 else None,
        )

    return render(
        "author/changes.html",
        page,
        href=href,
        writes=ways.writes(),
        pages_href=lambda number: href(page.least, number),
        versions=[(name, name) for name in page.others],
        why=change_words.why,
        field_words=change_words.fields(),
        flags=change_words.flags(),
    )
