"""Forms about what is asked of people, and what excuses or replaces it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from elearn.services.assignments import FormPage, KeptAssignment, TermsForm
from elearn.web.institution import words

_NOTE = Length(max=500, message=_l("Use at most 500 letters."))


class TermsFields(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """By when, how often, and how firmly."""

    due_on = DateField(_l("Due on"), [Optional()])
    due_days = IntegerField(
        _l("Or so many days after coming under it"),
        [Optional()],
        description=_l(
            "Counted from the first day, or from joining, whichever is later. With a day above: "
            "for those who come later."
        ),
    )
    renew_months = IntegerField(
        _l("To be renewed every so many months"),
        [Optional()],
        description=_l("Leave it empty if once is enough."),
    )
    on_law_change = BooleanField(_l("To be renewed when the law changes"))
    compulsory = BooleanField(
        _l("Compulsory"),
        description=_l("Reminders of what is compulsory cannot be switched off."),
    )
    note = TextAreaField(_l("Why it is asked"), [Optional(), _NOTE])

    def terms(self) -> TermsForm:
        """What was entered."""
        return TermsForm(
            begins=self.begins.data if "begins" in self else None,
            due_on=self.due_on.data,
            due_days=self.due_days.data,
            renew_months=self.renew_months.data,
            on_law_change=self.on_law_change.data,
            compulsory=self.compulsory.data,
            note=self.note.data or "",
        )


class AssignForm(TermsFields):
    """A new assignment."""

    course = SelectField(_l("Course"), validate_choice=False)
    unit = SelectField(_l("Unit and all below"), validate_choice=False)
    role = SelectField(_l("Of these"), validate_choice=False)
    begins = DateField(_l("First day"), [InputRequired(_l("Enter a day."))])

    def offer(self, page: FormPage) -> None:
        """Fill the selects."""
        self.course.choices = [SelectChoice(c.key, c.words) for c in page.courses] + [
            SelectChoice(one.key, _("Programme: %(title)s", title=one.words))
            for one in page.programmes
        ]
        everywhere = [SelectChoice("", _("everywhere (choose a role)"))] if page.everywhere else []
        self.unit.choices = everywhere + [
            SelectChoice(u.key, "\u2003" * u.depth + u.words) for u in page.units
        ]
        everybody = [SelectChoice("", _("everybody"))]
        self.role.choices = everybody + [
            SelectChoice(role, word) for role, word in words.asked_roles().items()
        ]


class ExemptForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A course that is not asked of somebody."""

    course = SelectField(_l("Course"), validate_choice=False, id="exempt-course")
    from_day = DateField(_l("From"), [InputRequired(_l("Enter a day."))])
    last_day = DateField(
        _l("Until"), [InputRequired(_l("Enter a day."))], description=_l("The last day of it.")
    )
    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Say why.")), _NOTE],
        description=_l("They read it too. Write nothing about health."),
    )


class ExemptByNameForm(ExemptForm):
    """The same for somebody whose sign-in name is known, and nothing else."""

    name = StringField(
        _l("Service number or e-mail address"),
        [DataRequired(_l("Enter a sign-in name.")), Length(max=254)],
    )


class PriorForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What somebody learnt elsewhere."""

    course = SelectField(_l("In place of"), validate_choice=False, id="prior-course")
    title = StringField(
        _l("Title on the certificate"),
        [DataRequired(_l("Enter the title.")), Length(max=200)],
    )
    awarding_body = StringField(
        _l("Awarded by"), [DataRequired(_l("Say who awarded it.")), Length(max=200)]
    )
    awarded_on = DateField(_l("Awarded on"), [InputRequired(_l("Enter a day."))])
    valid_until = DateField(_l("Valid until"), [Optional()])
    seen = TextAreaField(
        _l("What you saw of it"),
        [
            DataRequired(_l("Say what you saw.")),
            Length(max=1000, message=_l("Use at most 1000 letters.")),
        ],
        description=_l("For example: the original, number 123, shown on 2 March."),
    )


class ServiceForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Since when somebody serves."""

    since = DateField(_l("Serves since"), [InputRequired(_l("Enter a day."))])


class WithdrawForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Why a recognition is taken back."""

    reason = StringField(_l("Why"), [DataRequired(_l("Say why.")), _NOTE])


def terms_data(kept: KeptAssignment) -> dict[str, object]:
    """What stands in the form when an assignment is changed."""
    terms = kept.terms
    return {
        "due_on": terms.due_on,
        "due_days": terms.due_days,
        "renew_months": terms.renew_months,
        "on_law_change": terms.on_law_change,
        "compulsory": terms.compulsory,
        "note": terms.note,
    }
