"""Every setting is described for those who run a site, and refused with a sentence if wrong."""

from dataclasses import fields
from pathlib import Path

import pytest

from elearn.core.errors import BadSettings
from elearn.core.settings import Settings, read_settings, variable

DOCS = Path(__file__).parents[2] / "docs"
SAFE = {"secret_key": "k" * 40, "public_url": "https://learn.example.org"}


@pytest.mark.parametrize("name", [f.name for f in fields(Settings)])
def test_every_setting_is_documented(name):
    text = (DOCS / "operations.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith(f"| `{name}`")]
    assert len(rows) == 1, f"docs/operations.md needs one row for {name}"
    default = Settings.__dataclass_fields__[name].default
    assert f"`{default}`" in rows[0] if default != "" else "none" in rows[0]


def test_the_file_that_may_be_named_is_documented():
    assert "`ELEARN_SETTINGS`" in (DOCS / "operations.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"secret_key": ""}, "ELEARN_SECRET_KEY"),
        ({"secret_key": "short"}, "ELEARN_SECRET_KEY"),
        ({"public_url": "http://learn.example.org"}, "https"),
        ({"public_url": "https://"}, "full address"),
        ({"mode": "debug"}, "ELEARN_MODE"),
        ({"threads": "many"}, "whole number"),
        ({"threads": "0"}, "between 1 and 256"),
        ({"mail": "smtp"}, "ELEARN_SMTP_URL"),
        ({"language": "tlh"}, "ELEARN_LANGUAGE"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_settings_that_make_no_sense_are_refused_by_name(given, says):
    with pytest.raises(BadSettings, match=says):
        read_settings({**SAFE, **given})


def test_good_settings_are_taken():
    assert read_settings({**SAFE, "threads": "4"}).threads == 4


def test_environment_variables_are_named_after_settings():
    assert variable("secret_key") == "ELEARN_SECRET_KEY"
