"""Words of the pages for managers and coordinators: states, kinds, countries, refusals."""

from flask_babel import gettext as _

from elearn.core.access import Role
from elearn.core.errors import ElearnError
from elearn.core.learning.programme import BadProgramme
from elearn.core.learning.readiness import Ready
from elearn.core.learning.standing_in_list import ListFilter, ListState
from elearn.core.learning.tree_map import Band
from elearn.web.shared import refusals


def state_word(state: ListState) -> str:
    """How somebody stands in a course."""
    match state:
        case ListState.EXPIRED:
            return _("Expired")
        case ListState.REVOKED:
            return _("Revoked")
        case ListState.EXPIRING:
            return _("Expires soon")
        case ListState.NEVER_BEGAN:
            return _("Never began")
        case ListState.IN_PROGRESS:
            return _("In progress")
        case ListState.VALID:
            return _("Valid")


def filter_words() -> dict[ListFilter, str]:
    """What the list can be narrowed to."""
    return {
        ListFilter.EXPIRED: _("Expired or revoked"),
        ListFilter.EXPIRING: _("Expires within 90 days"),
        ListFilter.NEVER_BEGAN: _("Never began"),
        ListFilter.IN_PROGRESS: _("In progress"),
        ListFilter.VALID: _("Valid today"),
        ListFilter.COMPLETED: _("Ever completed"),
    }


def ready_words() -> dict[Ready, str]:
    """How somebody will stand on a day to come, who needs attention first."""
    return {
        Ready.LAW: _("Taught by law that changes"),
        Ready.ENDS: _("Record ends before"),
        Ready.UNDER_WAY: _("No record yet, under way"),
        Ready.NONE: _("No record, not under way"),
        Ready.READY: _("Ready"),
    }


def band_words() -> dict[str, str]:
    """How far a unit is in order, for the map."""
    return {
        Band.BEHIND.value: _("below 50 per cent in order"),
        Band.PARTLY.value: _("50 to 79 per cent"),
        Band.NEARLY.value: _("80 to 94 per cent"),
        Band.READY.value: _("95 per cent and more"),
        Band.NOTHING.value: _("nothing is asked"),
    }


def asked_roles() -> dict[str, str]:
    """Roles of which a course can be asked."""
    return {
        Role.TRAINER.value: _("Trainers"),
        Role.REVIEWER.value: _("Reviewers"),
        Role.MANAGER.value: _("Managers"),
        Role.COORDINATOR.value: _("Coordinators"),
        Role.PROGRAMME_COORDINATOR.value: _("Programme coordinators"),
        Role.ADMIN.value: _("Administrators"),
    }


def invited_roles() -> dict[str, str]:
    """What somebody who is invited will be."""
    return {
        "": _("Officer"),
        Role.MANAGER.value: _("Manager of the unit"),
        Role.COORDINATOR.value: _("Coordinator of the unit and below"),
    }


def held_roles() -> dict[str, str]:
    """Roles that one person holds."""
    return {
        Role.TRAINER.value: _("Trainer"),
        Role.REVIEWER.value: _("Reviewer"),
        Role.MANAGER.value: _("Manager"),
        Role.COORDINATOR.value: _("Coordinator"),
        Role.PROGRAMME_COORDINATOR.value: _("Programme coordinator"),
        Role.ADMIN.value: _("Administrator"),
    }


def kinds() -> dict[str, str]:
    """Kinds of units."""
    return {
        "ministry": _("Ministry"),
        "directorate": _("Directorate"),
        "field-office": _("Field office"),
        "station": _("Station or crossing point"),
        "school": _("Academy or school"),
        "unit": _("Other unit"),
    }


def countries() -> dict[str, str]:
    """Countries of units."""
    return {
        "AL": _("Albania"),
        "BA": _("Bosnia and Herzegovina"),
        "HR": _("Croatia"),
        "XK": _("Kosovo*"),
        "ME": _("Montenegro"),
        "MK": _("North Macedonia"),
        "RS": _("Serbia"),
    }


def rosters() -> dict[str, str]:
    """How far the import of a roster is."""
    return {
        "mapping": _("Columns to be chosen"),
        "checking": _("Being looked at"),
        "checked": _("Looked at"),
        "applying": _("Being written"),
        "applied": _("Imported"),
        "stale": _("To be looked at again"),
        "failed": _("Could not be read"),
    }


def fates() -> dict[str, str]:
    """What becomes of a row of a roster."""
    return {
        "new": _("New"),
        "changed": _("Changed"),
        "moved": _("Moved"),
        "same": _("As before"),
        "left": _("Left"),
        "refused": _("Refused"),
        "likely": _("Likely a duplicate"),
    }


def columns() -> dict[str, str]:
    """What changes of somebody by a roster."""
    return {
        "name": _("Name"),
        "email": _("E-mail address"),
        "service_number": _("Service number"),
        "language": _("Language"),
        "country": _("Country"),
        "function": _("Function"),
        "sex": _("Sex"),
        "years": _("Years of experience"),
    }


def separators() -> dict[str, str]:
    """What stands between the columns of a file."""
    return {
        ";": _("semicolon (;)"),
        ",": _("comma (,)"),
        "\t": _("tab"),
        "|": _("vertical line (|)"),
    }


def programme_fault(error: BadProgramme) -> str:
    """What is wrong in the steps of a programme, and where."""
    known = {
        "no-steps": _("There is no step."),
        "too-many-steps": _("There are too many steps."),
        "course-twice": _("A course stands there twice."),
        "bad-choice": _("So many of these courses cannot be chosen."),
        "no-course": _("There is no such course: %(found)s", found=error.found),
        "needs-course": _("The id of a course is missing."),
        "needs-open": _("An opening bracket is missing."),
        "needs-close": _("A closing bracket is missing."),
        "needs-sign": _("After years stands >=, >, <=, < or =."),
        "needs-number": _("A number of years from 0 to 60 is missing."),
        "ends-early": _("The condition ends too early."),
        "too-deep": _("There are too many brackets within one another."),
        "too-many": _("The condition has too many parts."),
        "too-long": _("The condition is too long."),
        "unexpected": _("This cannot stand here: %(found)s", found=error.found),
    }
    said = known.get(error.code, error.code)
    return _("Line %(line)s, letter %(at)s: %(said)s", line=error.line, at=error.at, said=said)


_OF_CODE = {
    "roster-columns": lambda: _(
        "Choose a column for the name, and one for the service number or the e-mail address."
    ),
    "roster-large": lambda: _("This file is too large."),
    "roster-empty": lambda: _("There is nobody in this file."),
    "roster-busy": lambda: _("This import is being worked on."),
    "nobody-to-add": lambda: _(
        "Nobody with this sign-in name can be added here. Check the name. Whoever belongs to "
        "another institution is transferred by its coordinator."
    ),
    "nobody-to-exempt": lambda: _(
        "Nobody with this sign-in name can be exempted here. Check the name."
    ),
    "member-already": lambda: _("This person belongs to this unit already."),
    "manager-already": lambda: _("This person manages this unit already."),
    "unit-cycle": lambda: _("A unit cannot hang below itself."),
    "unit-full": lambda: _("Transfer the people and move the units below it first."),
    "no-unit": lambda: _("This person belongs to no unit. Add them to one first."),
    "nominated-already": lambda: _("This person is put forward for this course already."),
    "takes-already": lambda: _("This person takes this course already."),
    "course-closed": lambda: _("This course takes no new learners at the moment."),
    "no-record": lambda: _(
        "No record of your institutions has this code. Check each letter and digit."
    ),
    "grace-bad": lambda: _("Enter a number of days from 0 to 365."),
    "revoked-already": lambda: _("This record is revoked already."),
    "asked-already": lambda: _("Somebody has asked to revoke this record already."),
    "own-record": lambda: _("This record is your own. Somebody else decides."),
    "own-request": lambda: _("Somebody else must confirm what you asked for."),
    "revocation-decided": lambda: _("This request was decided already."),
    "reason-bad": lambda: _("Say why, in at most 500 letters."),
    "begins-bad": lambda: _("Choose a first day that is today or later."),
    "due-missing": lambda: _("Say by when: a day, or a number of days."),
    "due-bad": lambda: _("Choose a last day that comes after the first."),
    "due-days-bad": lambda: _("Enter a number of days from 1 to 3650."),
    "renew-bad": lambda: _("Enter a number of months from 1 to 240."),
    "role-bad": lambda: _("Choose a role from the list."),
    "nobody-assigned": lambda: _("Choose a unit, or a role."),
    "assigned-already": lambda: _("This is asked of them already. Change it."),
    "title-bad": lambda: _("Enter a title of at most 200 letters."),
    "service-bad": lambda: _("Choose a day that has been."),
    "own-duty": lambda: _("Somebody else decides about your own duties."),
    "text-bad": lambda: _("Fill this in, and not at too great length."),
    "exempt-days-bad": lambda: _("Choose a last day that comes after the first and is to come."),
    "exempt-already": lambda: _("They are exempt on some of these days already."),
    "awarded-bad": lambda: _("Choose a day that has been."),
    "valid-bad": lambda: _("It cannot end before it was awarded."),
    "registration-empty": lambda: _("Enter mail domains, or ask for a code, or both."),
    "invited-already": lambda: _(
        "This address is invited to this unit already. Send the invitation again instead."
    ),
    "invited-many": lambda: _("You have sent very many invitations. Wait a minute, then go on."),
    "invited-often": lambda: _(
        "This address was written to several times today. Try again tomorrow."
    ),
    "nobody-ticked": lambda: _("Tick those whom you put forward."),
    "nothing-ticked": lambda: _("Tick those about which you decide."),
    "too-many-ticked": lambda: _("Tick at most 200 people at once."),
    "decided-already": lambda: _("Somebody else has decided about this already."),
    "note-missing": lambda: _("Say why you decline: whoever nominated reads it."),
    "note-long": lambda: _("Write a note of at most 500 letters."),
}


def problem(code: str) -> str:
    """Why something does not work with one of several people; empty for no code."""
    return _OF_CODE[code]() if code else ""


def refusal(error: ElearnError) -> str:
    """What did not work, in words."""
    return refusals.refusal(error, _OF_CODE)
