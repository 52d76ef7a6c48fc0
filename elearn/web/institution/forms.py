"""Forms of the pages for managers and coordinators."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from elearn.services.units import UnitLine
from elearn.web.institution import words

_NAME = Length(max=200, message=_l("Use at most 200 letters."))


def indented(units: Iterable[UnitLine]) -> list[SelectChoice]:
    """Units for a select, set in by their place in the tree."""
    return [SelectChoice(u.key, "\u2003" * u.depth + u.name) for u in units]


class RenameForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Another name for a unit."""

    name = StringField(_l("Name"), [DataRequired(_l("Enter a name.")), _NAME], id="unit-name")


class UnitForm(RenameForm):
    """A new unit."""

    kind = SelectField(_l("Kind"))
    country = SelectField(_l("Country"))
    below = SelectField(_l("Below"), validate_choice=False)

    def offer(self, units: Iterable[UnitLine], *, at_top: bool) -> None:
        """Fill the selects; `at_top`: whether the unit may stand at the top."""
        self.kind.choices = [SelectChoice(key, word) for key, word in words.kinds().items()]
        self.country.choices = [SelectChoice(key, word) for key, word in words.countries().items()]
        top = [SelectChoice("", _("nothing: it stands at the top"))] if at_top else []
        self.below.choices = top + indented(units)


class MoveForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Another place in the tree."""

    to = SelectField(_l("Below"), validate_choice=False)

    def offer(self, units: Iterable[UnitLine], *, at_top: bool) -> None:
        """Fill the select."""
        top = [SelectChoice("", _("nothing: it stands at the top"))] if at_top else []
        self.to.choices = top + indented(units)


class MemberForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Somebody who has an account already."""

    sign_in_name = StringField(
        _l("E-mail address or service number"),
        [DataRequired(_l("Enter an e-mail address or a service number.")), Length(max=254)],
    )


class NewMemberForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Somebody new."""

    name = StringField(_l("Name, as records will carry it"), [DataRequired(_l("Enter a name."))])
    email = EmailField(_l("E-mail address"), [Optional(), Length(max=254)])
    service_number = StringField(_l("Service number"), [Optional(), Length(max=60)])


class TransferForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Another unit for a member."""

    to = SelectField(_l("New unit"), [DataRequired(_l("Choose a unit."))], validate_choice=False)


class NominateForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A course to put somebody forward for."""

    course = SelectField(_l("Course"), validate_choice=False)


class DeclineForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Why a nomination is declined."""

    key = HiddenField()
    note = TextAreaField(_l("Why"), [Length(max=500, message=_l("Use at most 500 letters."))])


class ManyForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A decision about several nominations."""

    note = TextAreaField(
        _l("Note"),
        [Length(max=500, message=_l("Use at most 500 letters."))],
        id="many-note",
        description=_l("Needed when you decline; whoever nominated reads it."),
    )


class GraceForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """How long after its end a record can still be renewed by what changed."""

    days = StringField(_l("Days"), [Optional(), Length(max=10)])


class RevokeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A record to revoke, and why."""

    code = StringField(_l("Code"), [DataRequired(_l("Enter the code first.")), Length(max=64)])
    reason = TextAreaField(
        _l("Why it is revoked"),
        [
            DataRequired(_l("Say why: whoever holds the record reads it.")),
            Length(max=500, message=_l("Use at most 500 letters.")),
        ],
        description=_l("Whoever holds the record reads this. It is kept in the audit trail."),
    )


class DecideForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A decision about a request of somebody else."""

    note = TextAreaField(
        _l("A note"), [Optional(), Length(max=500, message=_l("Use at most 500 letters."))]
    )


def add_error(field: object, text: str) -> None:
    """Put an error on a field."""
    field.errors = [*field.errors, text]  # type: ignore[attr-defined]  # any WTForms field
