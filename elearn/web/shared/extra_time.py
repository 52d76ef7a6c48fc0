"""The form that gives somebody extra time; for trainers and for those who lead a unit."""

from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from elearn.services.extra_time import MOST_MINUTES, MOST_PERCENT, Given

REASON = [
    DataRequired(_l("Say why: the learner reads it.")),
    Length(max=500, message=_l("Use at most 500 letters.")),
]
"""What a reason must be."""


class ExtraTimeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Extra time, from a day to a day."""

    percent = IntegerField(
        _l("Per cent of the time limit"),
        [
            InputRequired(_l("Enter a whole number; 0 for none.")),
            NumberRange(0, MOST_PERCENT, _l("Enter a number from 0 to 300.")),
        ],
        default=25,
    )
    minutes = IntegerField(
        _l("Minutes"),
        [
            InputRequired(_l("Enter a whole number; 0 for none.")),
            NumberRange(0, MOST_MINUTES, _l("Enter a number from 0 to 600.")),
        ],
        default=0,
    )
    from_day = DateField(_l("From"), [InputRequired(_l("Enter a day."))])
    to_day = DateField(
        _l("Until"), [Optional()], description=_l("Not included. Leave it empty for good.")
    )
    reason = TextAreaField(_l("Why"), REASON, description=_l("The learner reads this."))

    def given(self) -> Given:
        """What the form says."""
        from_day: date = self.from_day.data
        return Given(
            self.percent.data,
            self.minutes.data,
            from_day,
            self.to_day.data,
            self.reason.data or "",
        )
