"""Forms of learners about their records."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from elearn.core.learning.share import Choice, Wish
from elearn.web.shared.share_words import choice_words


class SelectionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Which facts of a record go into a file."""

    chosen = SelectMultipleField(
        _l("What the file shows"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    technical = SelectMultipleField(
        _l("For programs"),
        description=_l(
            "Fingerprints of the pack, the register and what was renewed. A program compares them; "
            "nobody needs to read them."
        ),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def validate_chosen(self, field: SelectMultipleField) -> None:
        """At least one; `InputRequired` would have the browser ask for every box."""
        if not field.data and not self.technical.data:
            raise ValidationError(_("Choose at least one fact."))


class ShareForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A new link to a record."""

    chosen = SelectMultipleField(
        _l("What it shows besides"),
        description=_l(
            "The course, its version and dates, and whether the record holds, it shows always."
        ),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    until = DateField(
        _l("Works until"),
        [InputRequired(_l("Enter a day."))],
        description=_l("This day is the last one. At most a year ahead."),
    )
    label = StringField(
        _l("For whom"),
        [Optional()],
        description=_l("A note for yourself; nobody else reads it."),
    )

    def offer(self, choices: Iterable[Choice]) -> None:
        """Fill the boxes."""
        words = choice_words()
        self.chosen.choices = [(choice.value, words[choice]) for choice in choices]

    def wish(self) -> Wish:
        """What the form asks for."""
        return Wish(
            chosen=frozenset(Choice(value) for value in self.chosen.data or ()),
            until=self.until.data,
            label=(self.label.data or "").strip(),
        )
