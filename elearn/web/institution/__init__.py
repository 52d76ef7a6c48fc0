"""Managers and coordinators: who has completed what."""

from flask import Blueprint

blueprint = Blueprint("institution", __name__)
