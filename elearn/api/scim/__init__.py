"""SCIM 2.0 at /scim/v2: the directory of an institution provides accounts and units."""

from flask import Blueprint

blueprint = Blueprint("scim", __name__, url_prefix="/scim/v2")
