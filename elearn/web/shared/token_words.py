"""What scopes of tokens are for, in words."""

from flask_babel import gettext as _

from elearn.core.token_scopes import TokenScope


def scope_words() -> dict[str, str]:
    """Each scope: what a program may do with it, as far as whoever it acts for may."""
    return {
        TokenScope.PACKS_READ.value: _("See which courses and law registers there are"),
        TokenScope.PEOPLE_READ.value: _("See people"),
        TokenScope.PEOPLE_WRITE.value: _("Add people, and say who left"),
        TokenScope.UNITS_READ.value: _("See units"),
        TokenScope.ENROLMENTS_READ.value: _("See who takes which course"),
        TokenScope.ENROLMENTS_WRITE.value: _("Enrol people in courses"),
        TokenScope.PROGRESS_READ.value: _("See how far people have come"),
        TokenScope.RECORDS_READ.value: _("See completion records"),
        TokenScope.ASSIGNMENTS_READ.value: _("See what is asked of whom"),
        TokenScope.ASSIGNMENTS_WRITE.value: _("Ask courses of units, roles and people"),
        TokenScope.COMPLIANCE_READ.value: _("See how people stand with what is asked of them"),
        TokenScope.WEBHOOKS.value: _("Have itself told what happens (webhooks)"),
        TokenScope.SCIM.value: _("Provide the accounts and units of its institution (SCIM)"),
    }


def lasts_words(days: tuple[int, ...]) -> dict[int, str]:
    """How long a token or client lasts."""
    return {n: _("%(days)d days", days=n) for n in days}
