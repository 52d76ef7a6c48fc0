"""The form of one's own profile: each field, and who may see it."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from elearn.core.learning.visibility import FIELDS, LISTS, Value
from elearn.services.alumni import LONGEST, ProfilePage
from elearn.web.alumni.words import (
    FIELD_LABELS,
    SHARED_LABELS,
    country_names,
    language_names,
    topic_names,
)

_CHOOSE = _l("Choose one of those offered.")
_MAIL = r"[^@\s]+@[^@\s]+\.[^@\s.]+$"


def _shared() -> SelectField:
    return SelectField(
        _l("Who sees this"),
        choices=_choices(SHARED_LABELS),
        default="nobody",
        invalid_choice_message=_CHOOSE,
    )


def _choices(words: Mapping[str, object]) -> list[SelectChoice]:
    return [SelectChoice(value, text) for value, text in words.items()]


def _limits(name: str) -> list[object]:
    return [Optional(), Length(max=LONGEST[name], message=_l("This is too long."))]


class _Ticks(SelectMultipleField):  # type: ignore[misc]  # WTForms has no types
    """Several of some choices, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ProfileForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What I say of myself; `see_…` is who may see it."""

    name = StringField(FIELD_LABELS["name"], _limits("name"))
    country = SelectField(
        FIELD_LABELS["country"], validators=[Optional()], invalid_choice_message=_CHOOSE
    )
    institution = StringField(FIELD_LABELS["institution"], _limits("institution"))
    function = StringField(FIELD_LABELS["function"], _limits("function"))
    topics = _Ticks(FIELD_LABELS["topics"], invalid_choice_message=_CHOOSE)
    languages = _Ticks(FIELD_LABELS["languages"], invalid_choice_message=_CHOOSE)
    about = TextAreaField(FIELD_LABELS["about"], _limits("about"))
    email = StringField(
        FIELD_LABELS["email"],
        [
            Optional(),
            Length(max=LONGEST["email"], message=_l("This is too long.")),
            Regexp(_MAIL, message=_l("Enter an e-mail address such as name@example.org.")),
        ],
    )
    see_name = _shared()
    see_country = _shared()
    see_institution = _shared()
    see_function = _shared()
    see_topics = _shared()
    see_languages = _shared()
    see_about = _shared()
    see_email = _shared()
    listed = BooleanField(_l("List me in the directory"))

    def __init__(self, **given: object) -> None:
        super().__init__(**given)
        self.country.choices = _choices({"": "–", **country_names()})
        self.topics.choices = _choices(topic_names())
        self.languages.choices = _choices(language_names())

    def pairs(self) -> list[tuple[Field, Field]]:
        """Each field with the one that says who sees it."""
        return [(self[name], self["see_" + name]) for name in FIELDS]

    def values(self) -> dict[str, Value]:
        """What was entered."""
        return {
            name: tuple(self[name].data or ()) if name in LISTS else (self[name].data or "")
            for name in FIELDS
        }

    def visibility(self) -> dict[str, str]:
        """Who may see which field."""
        return {name: self["see_" + name].data or "nobody" for name in FIELDS}


def filled(page: ProfilePage, name: str, country: str | None) -> ProfileForm:
    """The form with what is kept; a profile without a name gets the roster's as a suggestion."""
    given: dict[str, object] = {n: page.fields.get(n) or "" for n in FIELDS if n not in LISTS}
    given |= {n: list(page.fields.get(n) or ()) for n in LISTS}
    given |= {f"see_{n}": page.visibility[n] for n in FIELDS}
    given["name"] = given["name"] or name
    given["country"] = given["country"] or (country or "").upper()
    return ProfileForm(**given, listed=page.listed)
