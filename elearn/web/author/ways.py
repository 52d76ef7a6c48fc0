"""Where the pages about versions hang: under “Packs” for who writes them, else “Proposals”."""

from flask import g

from elearn.web.shared.guard import Audience, fits


def writes() -> bool:
    """Whether the reader writes packs; a reviewer sees only what there is to judge."""
    return fits(g.actor, Audience.TRAINER)


def place() -> str:
    """The entry of the navigation under which these pages stand."""
    return "author.packs" if writes() else "author.publications_list"
