"""The form with which somebody makes a token."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from elearn.core.token_scopes import TokenScope
from elearn.services.tokens import LASTS_DAYS, LONGEST_NAME
from elearn.web.shared.token_words import lasts_words, scope_words


class TokenForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A token: what for, until when, and the password once more."""

    name = StringField(
        _l("What the token is for"),
        [
            DataRequired(_l("Enter a name.")),
            Length(max=LONGEST_NAME, message=_l("This is too long.")),
        ],
    )
    scopes = SelectMultipleField(
        _l("What the program may do"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    days = SelectField(_l("How long it lasts"), coerce=int, default=LASTS_DAYS[1])
    password = PasswordField(
        _l("Your password"), [DataRequired(_l("Enter your password.")), Length(max=1000)]
    )

    def offer(self, scopes: tuple[TokenScope, ...]) -> None:
        """Fill the lists."""
        words = scope_words()
        self.scopes.choices = [
            SelectChoice(s.value, words[s.value] + " (" + s.value + ")") for s in scopes
        ]
        self.days.choices = [SelectChoice(n, word) for n, word in lasts_words(LASTS_DAYS).items()]
