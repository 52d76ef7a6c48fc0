"""Forms of the trainers' pages about learners and dates."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from elearn.core.quiz.policy import Dates
from elearn.web.shared.extra_time import REASON
from elearn.web.shared.zone import from_site, on_site, site_zone


class NumberForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The number of a learner."""

    number = StringField(
        _l("Number of the learner"),
        [DataRequired(_l("Enter a number first.")), Length(max=254)],
        description=_l(
            "The service number, or the number that the learner reads on the quiz's first page."
        ),
    )


class ReasonForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """One more attempt, and why."""

    reason = TextAreaField(_l("Why"), REASON, description=_l("The learner reads this."))


class TimeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """More minutes, and why."""

    minutes = IntegerField(
        _l("Minutes"),
        [
            InputRequired(_l("Enter a whole number.")),
            NumberRange(1, 600, _l("Enter a number from 1 to 600.")),
        ],
        default=15,
    )
    reason = TextAreaField(_l("Why"), REASON, description=_l("The learner reads this."))


class DatesForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """From when until when, by the clocks of the site."""

    opens = DateTimeLocalField(_l("Opens"), [Optional()])
    closes = DateTimeLocalField(
        _l("Closes"),
        [Optional()],
        description=_l("Attempts that are open then end at this moment."),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for field in (self.opens, self.closes):
            field.label.text = f"{field.label.text} ({site_zone().key})"

    def dates(self) -> Dates:
        """What the form says."""
        return Dates(_moment(self.opens.data), _moment(self.closes.data))


class LearnerDatesForm(DatesForm):
    """Other dates for one learner, and why."""

    reason = TextAreaField(_l("Why"), REASON, description=_l("The learner reads this."))


def _moment(naive: datetime | None) -> datetime | None:
    return from_site(naive) if naive else None


def naive(moment: datetime | None) -> datetime | None:
    """A moment as the form's fields hold it."""
    return on_site(moment).replace(tzinfo=None) if moment else None


def add_error(field: object, text: str) -> None:
    """Put an error on a field."""
    field.errors = [*field.errors, text]  # type: ignore[attr-defined]  # any WTForms field
