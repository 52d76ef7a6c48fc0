"""Forms of the account pages, and the words for what is wrong with a password."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from elearn.core.errors import ElearnError
from elearn.core.passwords import LONGEST, SHORTEST

_MOST = Length(max=1000, message=_l("This is too long."))


def _needed(text: str) -> list[object]:
    return [DataRequired(text), _MOST]


class SignInForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Sign-in name and password."""

    name = StringField(
        _l("E-mail address or service number"), _needed(_l("Enter your e-mail or service number."))
    )
    password = PasswordField(_l("Password"), _needed(_l("Enter your password.")))


class _NewPassword(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A new password, typed twice."""

    new = PasswordField(_l("New password"), _needed(_l("Enter a new password.")))
    again = PasswordField(
        _l("New password once more"), _needed(_l("Enter the new password once more."))
    )

    def validate(self, extra_validators: object = None) -> bool:
        """Both must be the same."""
        fine = bool(super().validate(extra_validators))
        if fine and self.new.data != self.again.data:
            add_error(self.again, _("The two passwords are not the same."))
            return False
        return fine


class PasswordForm(_NewPassword):
    """Change the own password."""

    old = PasswordField(_l("Present password"), _needed(_l("Enter your present password.")))


class ResetForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Ask for a link by mail."""

    name = StringField(
        _l("E-mail address or service number"), _needed(_l("Enter your e-mail or service number."))
    )


class LinkForm(_NewPassword):
    """Set a password with a mailed link."""


class CodeForm(_NewPassword):
    """Set a password with a one-time code."""

    name = StringField(
        _l("E-mail address or service number"), _needed(_l("Enter your e-mail or service number."))
    )
    code = StringField(_l("One-time code"), _needed(_l("Enter the code that you were given.")))


class NameForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Ask to carry another name."""

    name = StringField(_l("Name as it should stand on records"), _needed(_l("Enter a name.")))
    reason = TextAreaField(_l("Reason"), _needed(_l("Say why the name should change.")))


def add_error(field: object, text: str) -> None:
    """Put an error on a field."""
    field.errors = [*field.errors, text]  # type: ignore[attr-defined]  # any WTForms field


def password_rule() -> str:
    """What is asked of a password, before somebody types one."""
    return _(
        "At least %(letters)d characters. A few words that only you would put together are good.",
        letters=SHORTEST,
    )


def password_fault(error: ElearnError) -> str:
    """What is wrong with a new password, in words."""
    match error.code:
        case "password-short":
            return _("Use at least %(letters)d characters.", letters=SHORTEST)
        case "password-long":
            return _("Use at most %(letters)d characters.", letters=LONGEST)
        case "password-name":
            return _("Do not build it from your name or sign-in name.")
        case "password-simple":
            return _("Use more different characters.")
        case _other:
            return _("Many people use this password. Choose another.")


def waiting(seconds: int) -> str:
    """How long to wait, in words."""
    if seconds < 60:
        return ngettext(
            "Please wait %(num)d second before the next try.",
            "Please wait %(num)d seconds before the next try.",
            seconds,
        )
    return ngettext(
        "Please wait %(num)d minute before the next try.",
        "Please wait %(num)d minutes before the next try.",
        -(-seconds // 60),
    )
