"""Templates: each is used, and asks its page record for nothing that no record has."""

import importlib
import inspect
import pkgutil
import re
from dataclasses import is_dataclass
from datetime import date, datetime
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

import elearn

WEB = Path(__file__).parents[2] / "elearn" / "web"
FOLDER = WEB / "templates"
TEMPLATES = sorted(p.relative_to(FOLDER).as_posix() for p in FOLDER.rglob("*.*"))
PAGES = [name for name in TEMPLATES if not name.startswith("shared/macros/")]
LOOP = ["index", "index0", "first", "last", "length", "cycle", "previtem", "nextitem"]
PLAIN = [*dir(str), *dir(dict), *dir(list), *dir(date), *dir(datetime), *dir(type), *LOOP]


def records():
    """Every dataclass and form of the program, with the names that it answers to."""
    found = {}
    for module in pkgutil.walk_packages(elearn.__path__, "elearn."):
        for thing in vars(importlib.import_module(module.name)).values():
            if inspect.isclass(thing) and thing.__module__.startswith("elearn."):
                fields = set(thing.__dataclass_fields__) if is_dataclass(thing) else set()
                found[thing] = fields | {n for n in dir(thing) if not n.startswith("__")}
    return found


@pytest.fixture(scope="module")
def known():
    return records()


def tree_of(app, name):
    return app.jinja_env.parse((FOLDER / name).read_text(encoding="utf-8"))


def test_what_a_record_does_not_have_is_an_error_and_no_blank(app):
    assert app.jinja_env.undefined is jinja2.StrictUndefined


@pytest.mark.parametrize("name", PAGES)
def test_a_template_asks_of_its_page_only_what_one_record_has(app, known, name):
    asked = {
        node.attr
        for node in tree_of(app, name).find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name == "page"
    }
    missing = [sorted(asked - names) for names in known.values()]
    assert [] in missing, f"no record has all of these: {sorted(asked)}"


def test_no_template_asks_for_an_attribute_that_nothing_has(app, known):
    everything = set(PLAIN).union(*known.values())
    for name in PAGES:
        tree = tree_of(app, name)
        macros = {node.target for node in tree.find_all(nodes.Import)} | {"kind"}
        asked = {
            node.attr
            for node in tree.find_all(nodes.Getattr)
            if not (isinstance(node.node, nodes.Name) and node.node.name in macros)
        }
        assert sorted(asked - everything) == [], name


def test_every_template_is_used(app):
    """Named by a view or by another template. Macros are a kit, not all of it in use."""
    named = set()
    for path in (*WEB.parent.rglob("*.py"), *FOLDER.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r"[\"']([a-z_]+(?:/[a-z_]+)+\.(?:html|txt))[\"']", text))
    lost = [
        n for n in TEMPLATES if n not in named and not n.startswith(("shared/macros/", "mail/"))
    ]
    assert lost == []
