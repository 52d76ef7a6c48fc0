"""Trainers: packs, progress, reports of mistakes."""

from flask import Blueprint

blueprint = Blueprint("author", __name__)
