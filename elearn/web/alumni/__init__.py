"""Alumni: profile and directory."""

from flask import Blueprint

blueprint = Blueprint("alumni", __name__)
