"""Words of how somebody stands with what is asked of them."""

from flask_babel import gettext as _

from elearn.core.learning.compliance import Status


def compliance_words() -> dict[str, str]:
    """How somebody stands with what is asked of them, who needs attention first."""
    return {
        Status.OVERDUE.value: _("Overdue"),
        Status.EXPIRED.value: _("Expired"),
        Status.LAW_CHANGED.value: _("Law changed"),
        Status.DUE_SOON.value: _("Due soon"),
        Status.OPEN.value: _("Open"),
        Status.CURRENT.value: _("Current"),
        Status.EXEMPT.value: _("Exempt"),
    }
