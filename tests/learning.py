"""What tests of learning share: an installed course, and a learner who knows the truth."""

import re
from datetime import datetime
from html import unescape
from pathlib import Path

from elearn.core.quiz import answers as given
from elearn.services import attempts, packs
from elearn.services.people import OPERATOR
from elearn.store.db import db

PACKS = Path(__file__).parent / "packs" / "good"


def publish(name: str, now: datetime) -> packs.Installed:
    """Install and publish a pack of the tests."""
    installed = packs.install_path(PACKS / name, now=now)
    assert installed.done, [str(p) for p in installed.problems]
    packs.publish(OPERATOR, installed.pack_id, installed.version, now=now)
    db.session.commit()
    return installed


def truth_forms(actor, key):
    """The right answers to an attempt, as forms by question number."""
    sitting = attempts.require_sitting(actor, key)
    return {
        number: given.to_form(asked, given.truth(asked.question))
        for number, asked in enumerate(sitting.paper.questions, 1)
    }


def key_in(location: str) -> str:
    """The attempt's key in an address."""
    found = re.search(r"/(?:attempts|cases)/([^/?]+)", location)
    assert found, location
    return found[1]


def values_of(html: str, name: str) -> list[str]:
    """The values of the inputs with that name."""
    inputs = re.findall(rf'<input[^>]*name="{name}"[^>]*>', html)
    return [unescape(m[1]) for i in inputs if (m := re.search(r'value="([^"]*)"', i))]
