"""Words of the administration: roles, states of jobs and versions, kinds of acts, refusals."""

from flask_babel import gettext as _

from elearn.core.access import Role
from elearn.core.errors import ElearnError
from elearn.web.shared import refusals


def role_words() -> dict[str, str]:
    """Roles."""
    return {
        Role.TRAINER.value: _("Trainer"),
        Role.REVIEWER.value: _("Reviewer"),
        Role.MANAGER.value: _("Manager"),
        Role.COORDINATOR.value: _("Coordinator"),
        Role.PROGRAMME_COORDINATOR.value: _("Programme coordinator"),
        Role.ADMIN.value: _("Administrator"),
    }


def sexes() -> list[tuple[str, str]]:
    """What may be kept of somebody's sex."""
    return [
        ("", _("not said")),
        ("f", _("female")),
        ("m", _("male")),
        ("x", _("another or none")),
    ]


def job_states() -> dict[str, str]:
    """States of jobs."""
    return {
        "dead": _("Failed for good"),
        "waiting": _("Waiting"),
        "leased": _("Being done"),
        "done": _("Done"),
    }


def job_kinds() -> dict[str, str]:
    """Kinds of jobs."""
    return {
        "mail": _("Letter by mail"),
        "tidy": _("Daily tidying"),
        "correction": _("Marking again after a correction"),
        "renewals": _("Notices of records that end"),
        "roster": _("Import of a roster"),
        "webhook": _("Something told to a program"),
        "webhook-news": _("Finding out which programs are told"),
        "webhook-resume": _("What waited for a program"),
    }


def _acts_on_indicators() -> dict[str, str]:
    return {
        "logframe-kept": _("Logframe kept"),
        "figures-frozen": _("Figures frozen"),
    }


def acts() -> dict[str, str]:
    """Kinds of acts in the audit trail."""
    return _acts_on_indicators() | {
        "person-added": _("Person added"),
        "person-left": _("Person left"),
        "password-set": _("Password set by an administrator"),
        "identity-linked": _("Sign-in through the institution linked"),
        "password-changed": _("Password changed"),
        "password-reset": _("Password chosen by link or code"),
        "code-issued": _("One-time code issued"),
        "name-confirmed": _("Name confirmed"),
        "name-declined": _("Name declined"),
        "sign-in-names-changed": _("Sign-in names changed"),
        "language-changed": _("Language changed"),
        "service-changed": _("Function or sex changed"),
        "role-granted": _("Role granted"),
        "role-ended": _("Role ended"),
        "unit-made": _("Unit made"),
        "unit-renamed": _("Unit renamed"),
        "unit-moved": _("Unit moved"),
        "unit-closed": _("Unit closed"),
        "member-added": _("Member added"),
        "member-transferred": _("Member transferred"),
        "member-ended": _("Membership ended"),
        "roster-imported": _("Roster imported"),
        "nominated": _("Nominated"),
        "nomination-accepted": _("Nomination accepted"),
        "nomination-declined": _("Nomination declined"),
        "programme-kept": _("Programme kept"),
        "programme-closed": _("Programme closed"),
        "service-set": _("Day since when somebody serves entered"),
        "assigned": _("Course asked of people"),
        "assignment-changed": _("What is asked of people changed"),
        "assignment-ended": _("What is asked of people ended"),
        "exempted": _("Exempted"),
        "exemption-ended": _("Exemption ended"),
        "prior-recognised": _("Learning elsewhere recognised"),
        "prior-withdrawn": _("Recognition taken back"),
        "pack-installed": _("Pack installed"),
        "pack-published": _("Pack published"),
        "pack-retired": _("Pack retired"),
        "pack-stopped": _("Version of a pack stopped"),
        "pack-withdrawn": _("Version of a pack withdrawn"),
        "pack-sunset": _("Sunset of a release line set"),
        "publication-proposed": _("Act upon a version proposed"),
        "publication-declined": _("Act upon a version declined"),
        "grace-set": _("Grace period for renewals set"),
        "revocation-asked": _("Revocation of a record asked for"),
        "revocation-declined": _("Revocation of a record declined"),
        "record-revoked": _("Record revoked"),
        "correction-proposed": _("Correction proposed"),
        "correction-confirmed": _("Correction confirmed"),
        "correction-declined": _("Correction declined"),
        "quiz-dates-set": _("Dates of a quiz set"),
        "attempt-granted": _("Attempt granted"),
        "time-granted": _("More time granted"),
        "dates-granted": _("Other dates granted"),
        "extra-time-given": _("Extra time given"),
        "extra-time-ended": _("Extra time ended"),
        "job-tried-again": _("Job tried again"),
        "job-given-up": _("Job given up"),
        "enrolled": _("Enrolled by somebody else"),
        "token-made": _("Token made"),
        "token-withdrawn": _("Token withdrawn"),
        "client-made": _("Client made"),
        "client-secret-renewed": _("New secret for a client"),
        "client-withdrawn": _("Client withdrawn"),
        **_coming_in(),
        **_hooks(),
    }


def _coming_in() -> dict[str, str]:
    """Acts by which people come in with a mailed link."""
    return {
        "invited": _("Invited by mail"),
        "invitation-sent-again": _("Invitation sent again"),
        "invitation-withdrawn": _("Invitation withdrawn"),
        "invitation-accepted": _("Invitation accepted"),
        "registered": _("Registered by themselves"),
        "registration-allowed": _("Self-registration allowed"),
        "registration-closed": _("Self-registration ended"),
    }


def _hooks() -> dict[str, str]:
    """Acts about systems that are told of what happens, and of directories."""
    return {
        "name-provided": _("Name changed by a directory"),
        "person-came-back": _("Person came back"),
        "webhook-made": _("Webhook made"),
        "webhook-secret-renewed": _("New secret for a webhook"),
        "webhook-paused": _("Webhook paused"),
        "webhook-resumed": _("Webhook resumed"),
        "webhook-tested": _("Test sent to a webhook"),
        "webhook-deleted": _("Webhook deleted"),
        "webhook-failing": _("Webhook cannot be reached"),
    }


_OF_CODE = {
    "role-past": lambda: _("A role begins today or later."),
    "role-ends-early": lambda: _("The last day comes after the first."),
    "admin-no-end": lambda: _("An administrator's role does not end by itself."),
    "role-held": lambda: _("This person holds this role already, or will."),
    "unit-needed": lambda: _("A manager needs a unit."),
    "unit-none": lambda: _("This role is for the whole site: leave the unit empty."),
    "last-administrator": lambda: _("Nobody would be left to administer this site."),
}


def refusal(error: ElearnError) -> str:
    """What did not work, in words."""
    return refusals.refusal(error, _OF_CODE)
