"""What tests of learning share: an installed course, and a learner who knows the truth."""

import re
import shutil
from datetime import datetime
from html import unescape
from pathlib import Path

import make

from elearn.core.quiz import answers as given
from elearn.services import attempts, enrolments, lessons, packs
from elearn.services.people import OPERATOR
from elearn.store import records
from elearn.store.db import db
from elearn.store.records import KeptRecord

PACKS = Path(__file__).parent / "packs" / "good"


def publish(name: str, now: datetime) -> packs.Installed:
    """Install and publish a pack of the tests."""
    installed = packs.install_path(PACKS / name, now=now)
    assert installed.done, [str(p) for p in installed.problems]
    packs.publish(OPERATOR, installed.pack_id, installed.version, now=now)
    db.session.commit()
    return installed


def publish_quiz(
    folder: Path, options: str, now: datetime, pack_id: str = "kinds"
) -> packs.Installed:
    """Publish the pack `kinds` with these lines in its quiz, in the place of its own attempts."""
    pack = folder / "kinds"
    shutil.copytree(PACKS / "kinds", pack)
    file = pack / "01-all" / "02-quiz.quiz.yaml"
    text = file.read_text("utf-8").replace("attempts: 2\n", options.strip() + "\n")
    file.write_text(text, "utf-8")
    head = pack / "pack.yaml"
    text = head.read_text("utf-8").replace("id: kinds\n", f"id: {pack_id}\n")
    head.write_text(text, "utf-8")
    installed = packs.install_path(pack, now=now)
    assert installed.done, [str(p) for p in installed.problems]
    packs.publish(OPERATOR, installed.pack_id, installed.version, now=now)
    db.session.commit()
    return installed


def record_of(person, now: datetime) -> KeptRecord:
    """Somebody completes the course `pages`, which is published; their record."""
    actor = make.actor(person)
    enrolments.enrol(actor, "pages", now=now)
    for lesson in ("first", "second"):
        lessons.finish_lesson(actor, "pages", lesson, now=now)
    db.session.commit()
    return records.of_person(person.id)[0]


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
