"""Version 1: JSON for programs."""

from flask import Blueprint

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
