"""Learning: catalogue, lessons, quizzes, cases, records."""

from flask import Blueprint

blueprint = Blueprint("learner", __name__)
