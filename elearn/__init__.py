"""The version, and nothing else: knots start in `__init__.py`."""

__version__ = "0.1.0"
