"""A demonstration site: the packs, people with believable history, and accounts to sign in with.

Everything goes through the same services that people use, at moments in the past.
"""

from datetime import datetime, timedelta
from pathlib import Path

from elearn.core.access import Actor, Role
from elearn.services import (
    compliance,
    demo_history,
    demo_logframe,
    demo_releases,
    demo_shares,
    packs,
    passwords,
    people,
    site,
)
from elearn.services.demo_answers import Character
from elearn.services.demo_history import Act, Learner, Trainers
from elearn.services.demo_people import IZACIC, OFFICERS, SHOWN, UNITS, Officer
from elearn.services.demo_releases import Releases
from elearn.services.people import OPERATOR, PersonForm
from elearn.store import demo as store
from elearn.store import packs as pack_store
from elearn.store import people as people_store
from elearn.store.db import begin_write

ACCOUNTS = {
    "officer": "officer@example.org",
    "trainer": "trainer@example.org",
    "second-trainer": "trainer2@example.org",
    "manager": "manager@example.org",
    "coordinator": "coordinator@example.org",
    "admin": "admin@example.org",
} | {state: f"{state}@example.org" for state in SHOWN}
"""Sign-in names, by what they show. What one trainer proposes or marks, the second confirms."""

HISTORY = timedelta(days=390)
"""So long ago the packs of a new demonstration were installed: before anybody took them."""


ASKED = (("border-checks", 330, 210, 10), ("first-steps", 40, 90, None))
"""What is asked in the demonstration: a course, since so many days, within how many days, and
every so many months anew."""


def install_packs(folder: Path, *, now: datetime) -> list[str]:
    """Install and publish every pack of a folder, registers first; what was installed.

    For a demonstration that is not prepared yet, packs with kept versions begin with an old one;
    the newer ones come in its history.

    Raises:
        Conflict: If a version is installed already with other content.
    """
    begin_write()
    done: list[str] = []
    paths = sorted(p for p in folder.iterdir() if (p / "pack.yaml").is_file())
    if not is_prepared() and demo_releases.is_kept(folder):
        done = demo_releases.install_first(folder, now=now)
        paths = [p for p in paths if p.name not in demo_releases.CHANGING]
    for path in sorted(paths, key=lambda p: (not (p / "instruments").is_dir(), p.name)):
        installed = packs.install_path(path, now=now)
        if installed.done:
            packs.publish(OPERATOR, installed.pack_id, installed.version, now=now)
            done.append(f"{installed.pack_id} {installed.version}")
    return done


def prepare(password: str, *, now: datetime, folder: Path | None = None) -> bool:
    """Make the people and their history; False if the demonstration is there already.

    `folder`: with the packs that come along, where they are elsewhere than usual.
    """
    begin_write()
    if is_prepared():
        return False
    folder = folder or site.packs_that_come_along()
    long_ago = now - timedelta(days=400)
    units = _make_units(long_ago)
    accounts = _make_accounts(units, long_ago)
    acts: list[Act] = []
    officers = [_make_officer(number, units, now) for number in range(len(OFFICERS))]
    set_passwords(password)
    learners = {
        officer.name: _learner(officer, actor, now)
        for officer, actor in zip(OFFICERS, officers, strict=True)
        if officer.far >= 0
    }
    for learner in learners.values():
        acts.extend(learner.acts())
    trainers = Trainers(accounts["trainer"], accounts["second-trainer"])
    acts.extend(trainers.acts(now))
    if demo_releases.is_kept(folder):
        acts.extend(Releases(trainers, folder, now).acts())
        acts.extend(demo_releases.changes(learners.items(), now))
    acts.extend(demo_shares.acts(learners[demo_shares.WHO].actor, now))
    acts.extend(demo_history.report_mistakes(officers[0], trainers.first, now))
    demo_history.play(acts)
    _ask(units, now)
    return True


def _ask(units: dict[str, int], now: datetime) -> None:
    """Ask courses of the ministries, so that the compliance board shows something."""
    begin_write()
    day = now.date()
    courses = {kept.pack_id for kept in pack_store.published_courses()}
    tops = [units[unit.name] for unit in UNITS if not unit.above]
    for pack_id, ago, within, months in ASKED:
        if pack_id in courses:
            since = day - timedelta(days=ago)
            due = since + timedelta(days=within)
            store.ask(tops, pack_id, (since, due), renew_months=months, at=now)
    compliance.concern(everybody=True, now=now)  # the worker does it as soon as the site is up
    demo_logframe.keep(now)


def is_prepared() -> bool:
    """Whether the demonstration's people are there."""
    return people_store.by_name(ACCOUNTS["admin"]) is not None


def set_passwords(password: str) -> None:
    """Give the accounts this password."""
    password_hash = passwords.make_hash(password)
    begin_write()
    store.set_passwords(list(ACCOUNTS.values()), password_hash)


def _make_units(at: datetime) -> dict[str, int]:
    units: dict[str, int] = {}
    for unit in UNITS:
        parent = units.get(unit.above)
        units[unit.name] = store.add_unit(unit.name, unit.kind, unit.country, parent, at)
    return units


def _add_person(form: PersonForm, at: datetime) -> int:
    return people.add_person(OPERATOR, form, now=at).id


def _actor(person: int, at: datetime) -> Actor:
    known = people_store.actor_by_id(person, at.date())
    if known is None:
        raise RuntimeError("somebody who was just added is not there")
    return known.actor


def _make_accounts(units: dict[str, int], at: datetime) -> dict[str, Actor]:
    """Those who can sign in, by what they show."""
    made = (
        ("officer", "Lejla Kovačević", "BA", None, None, IZACIC),
        ("trainer", "Marko Vuković", "BA", Role.TRAINER, None, "Border Police"),
        ("second-trainer", "Sanja Perković", "BA", Role.TRAINER, None, "Border Police"),
        ("manager", "Nermina Čolić", "BA", Role.MANAGER, "Field Office West", "Field Office West"),
        ("coordinator", "Arta Krasniqi", "CH", Role.COORDINATOR, None, None),
        ("admin", "Petra Novak", "CH", Role.ADMIN, None, None),
    )
    actors = {}
    for account, name, country, role, over, member_of in made:
        form = PersonForm(name=name, email=ACCOUNTS[account], language="en", country=country)
        person = _add_person(form, at)
        if role is not None:
            store.grant(person, role.value, units[over] if over else None, at.date())
        if member_of is not None:
            store.join(person, units[member_of], at.date())
        actors[account] = _actor(person, at)
    return actors


def _make_officer(number: int, units: dict[str, int], now: datetime) -> Actor:
    officer, at = OFFICERS[number], now - timedelta(days=380)
    shows = next((state for state, name in SHOWN.items() if name == officer.name), None)
    form = PersonForm(
        name=officer.name,
        email=ACCOUNTS[shows] if shows else "",
        service_number=f"bp-{1000 + number * 7}",
        language=_language(officer),
        country=_country(officer),
    )
    person = _add_person(form, at)
    store.join(person, units[officer.unit], at.date())
    return _actor(person, at)


def _country(officer: Officer) -> str:
    return next(unit.country for unit in UNITS if unit.name == officer.unit)


def _language(officer: Officer) -> str:
    return "sr" if _country(officer) == "RS" else "en"


def _learner(officer: Officer, actor: Actor, now: datetime) -> Learner:
    character = Character(officer.name, officer.knows, _language(officer))
    began = now - timedelta(days=officer.began) if officer.began else None
    return Learner(actor, character, officer.far, now - timedelta(days=officer.ago), began)
