"""Forms of the administration."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, EmailField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from elearn.core.unit_tree import Placed
from elearn.web.admin import words
from elearn.web.shared.languages import LANGUAGES


def _languages() -> list[SelectChoice]:
    return [SelectChoice(lang.code, lang.name, {"lang": lang.tag}) for lang in LANGUAGES.values()]


class SignInNamesForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """How somebody signs in."""

    email = EmailField(_l("E-mail address"), [Optional(), Length(max=254)])
    service_number = StringField(_l("Service number"), [Optional(), Length(max=60)])


class PersonForm(SignInNamesForm):
    """Somebody new."""

    name = StringField(_l("Name, as records will carry it"), [DataRequired(_l("Enter a name."))])
    language = SelectField(_l("Language"), choices=_languages)


class LanguageForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The language of somebody's pages."""

    language = SelectField(_l("Language"), choices=_languages)


class ServiceForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What somebody does in the service, and their sex; both may stay empty."""

    function = StringField(
        _l("Function"), [Optional(), Length(max=100, message=_l("At most 100 letters."))]
    )
    sex = SelectField(_l("Sex"), choices=words.sexes)


class RoleForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A role to grant."""

    role = SelectField(_l("Role"))
    unit = SelectField(_l("Unit and below"), validate_choice=False)
    from_day = DateField(_l("From"), [DataRequired(_l("Enter a day."))])
    to_day = DateField(_l("Until and not including"), [Optional()])

    def offer(self, units: tuple[Placed, ...]) -> None:
        """Fill the selects."""
        self.role.choices = [SelectChoice(key, word) for key, word in words.role_words().items()]
        self.unit.choices = [
            SelectChoice("", _("the whole site")),
            *(SelectChoice(p.node.key, "\u2003" * p.depth + p.node.name) for p in units),
        ]


def add_error(field: object, text: str) -> None:
    """Put an error on a field."""
    field.errors = [*field.errors, text]  # type: ignore[attr-defined]  # any WTForms field
