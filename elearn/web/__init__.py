"""Pages, one folder an audience."""

from importlib import import_module
from pkgutil import iter_modules

from flask import Blueprint

AUDIENCES = ("public", "account", "learner", "author", "institution", "alumni", "admin")


def blueprints() -> tuple[Blueprint, ...]:
    """The blueprint of each audience, with the views of every module in its folder."""
    packages = [import_module(f"elearn.web.{name}") for name in AUDIENCES]
    for package in packages:
        for module in iter_modules(package.__path__, package.__name__ + "."):
            import_module(module.name)
    return tuple(package.blueprint for package in packages)
