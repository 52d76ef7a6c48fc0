"""Sign-in, password, language, and what is known about me."""

from flask import Blueprint

blueprint = Blueprint("account", __name__)
