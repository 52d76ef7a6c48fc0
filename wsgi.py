"""The front door for any WSGI server: `waitress-serve wsgi:app`, `gunicorn wsgi:app`."""

from elearn.app import create_app
from elearn.cli.settings import load_settings

app = create_app(load_settings())
