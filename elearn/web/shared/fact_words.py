"""What the facts of a completion record are called."""

from flask_babel import gettext as _


def fact_label(key: str) -> str:
    """The name of the fact with that key, in the reader's language."""
    return {
        "name": _("Name"),
        "title": _("Course"),
        "kind": _("Kind of award"),
        "awarding_body": _("Awarded by"),
        "awarding_country": _("Country"),
        "issued": _("Completed"),
        "valid_until": _("Valid until"),
        "outcomes": _("What the holder can do"),
        "hours": _("Hours"),
        "eqf": _("EQF level"),
        "assessment": _("Assessment"),
        "participation": _("Form of participation"),
        "quality": _("Quality assurance"),
        "pack": _("Pack"),
        "version": _("Version"),
        "digest": _("Digest of the pack"),
        "language": _("Taken in"),
        "law_register": _("Register"),
        "law_version": _("Version of the register"),
        "law_digest": _("Digest of the register"),
        "law_checked": _("Law as of"),
        "frameworks": _("Frameworks of the sector"),
        "credit": _("Credit"),
        "validity": _("How it ends"),
        "identity": _("How identity was checked"),
        "result": _("Results in per cent"),
        "renews": _("Digest of the record that was renewed"),
        "renews_version": _("Renewed from version"),
        "renews_digest": _("Digest of the version that was completed before"),
        "bridge": _("Digest of what was taken"),
    }[key]
