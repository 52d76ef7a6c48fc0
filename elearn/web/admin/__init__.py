"""Administrators: people, roles, packs, jobs, audit."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__)
