"""What a link to a record may show, in words."""

from flask_babel import gettext as _

from elearn.core.learning.share import Choice


def choice_words() -> dict[Choice, str]:
    """Each choice in the reader's language."""
    return {
        Choice.NAME: _("My name"),
        Choice.MARKS: _("My results"),
        Choice.LANGUAGE: _("The language in which I took it"),
        Choice.COURSE: _("What the course taught, its workload and level, and who awards it"),
        Choice.CODE: _("The code, with which the record can be checked after the link has ended"),
    }
