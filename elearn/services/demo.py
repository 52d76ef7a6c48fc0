"""A demonstration site: the packs, people with believable history, and accounts to sign in with.

Everything goes through the same services that people use, at moments in the past.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from elearn.core.access import Actor, Role
from elearn.core.case.model import Case, Judgement
from elearn.core.pack.model import Course, Item, Lesson, Quiz
from elearn.core.quiz import answers as given
from elearn.services import attempts, cases, enrolments, lessons, packs, passwords, people, shelf
from elearn.services.people import OPERATOR, PersonForm
from elearn.store import demo as store
from elearn.store import people as people_store
from elearn.store.db import begin_write

ACCOUNTS = {
    "officer": "officer@example.org",
    "trainer": "trainer@example.org",
    "manager": "manager@example.org",
    "coordinator": "coordinator@example.org",
    "admin": "admin@example.org",
}
"""Sign-in names, by what they show."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit of the demonstration; `above` names the one it hangs below."""

    name: str
    kind: str
    country: str
    above: str = ""


_UNITS = (
    _Unit("Ministry of Security (demonstration)", "ministry", "BA"),
    _Unit("Border Police", "directorate", "BA", "Ministry of Security (demonstration)"),
    _Unit("Field Office West", "field-office", "BA", "Border Police"),
    _Unit("Field Office East", "field-office", "BA", "Border Police"),
    _Unit("Crossing point Izačić", "station", "BA", "Field Office West"),
    _Unit("Crossing point Gradiška", "station", "BA", "Field Office West"),
    _Unit("Crossing point Rača", "station", "BA", "Field Office East"),
    _Unit("Ministry of Interior (demonstration)", "ministry", "RS"),
    _Unit("Crossing point Batrovci", "station", "RS", "Ministry of Interior (demonstration)"),
)


@dataclass(frozen=True, slots=True)
class _Officer:
    """Somebody of the demonstration.

    `far` is the share of the course that is behind them, in per cent (-1: not enrolled); `ago`
    days have passed since they finished, or were last there.
    """

    name: str
    unit: str
    far: int
    ago: int


_WEST, _GRADISKA = "Crossing point Izačić", "Crossing point Gradiška"
_RACA, _BATROVCI = "Crossing point Rača", "Crossing point Batrovci"
_OFFICERS = (
    _Officer("Amra Hadžić", _WEST, 100, 34),
    _Officer("Dragan Petrović", _WEST, 100, 12),
    _Officer("Ivana Marić", _WEST, 60, 3),
    _Officer("Senad Begić", _WEST, 25, 9),
    _Officer("Jelena Savić", _WEST, 0, 20),
    _Officer("Mirza Delić", _WEST, -1, 0),
    _Officer("Ana Knežević", _GRADISKA, 100, 61),
    _Officer("Nenad Ilić", _GRADISKA, 80, 1),
    _Officer("Selma Omerović", _GRADISKA, 40, 16),
    _Officer("Goran Tadić", _GRADISKA, -1, 0),
    _Officer("Emina Suljić", _RACA, 100, 5),
    _Officer("Zoran Jović", _RACA, 15, 27),
    _Officer("Lana Babić", _RACA, -1, 0),
    _Officer("Милица Стојановић", _BATROVCI, 100, 48),
    _Officer("Никола Ђорђевић", _BATROVCI, 50, 2),
    _Officer("Јована Павловић", _BATROVCI, -1, 0),
)


def install_packs(folder: Path, *, now: datetime) -> list[str]:
    """Install and publish every pack of a folder, registers first; what was installed.

    Raises:
        Conflict: If a version is installed already with other content.
    """
    begin_write()
    done = []
    paths = sorted(p for p in folder.iterdir() if (p / "pack.yaml").is_file())
    for path in sorted(paths, key=lambda p: (not (p / "instruments").is_dir(), p.name)):
        installed = packs.install_path(path, now=now)
        if installed.done:
            packs.publish(OPERATOR, installed.pack_id, installed.version, now=now)
            done.append(f"{installed.pack_id} {installed.version}")
    return done


def prepare(password: str, *, now: datetime) -> bool:
    """Make the people and their history; False if the demonstration is there already."""
    begin_write()
    if is_prepared():
        return False
    long_ago = now - timedelta(days=400)
    units = _make_units(long_ago)
    _make_accounts(password, units, long_ago)
    for officer in _OFFICERS:
        _make_officer(officer, units, now)
    return True


def is_prepared() -> bool:
    """Whether the demonstration's people are there."""
    return people_store.by_name(ACCOUNTS["admin"]) is not None


def set_passwords(password: str) -> None:
    """Give the five accounts this password."""
    password_hash = passwords.make_hash(password)
    begin_write()
    store.set_passwords(list(ACCOUNTS.values()), password_hash)


def _make_units(at: datetime) -> dict[str, int]:
    units: dict[str, int] = {}
    for unit in _UNITS:
        parent = units.get(unit.above)
        units[unit.name] = store.add_unit(unit.name, unit.kind, unit.country, parent, at)
    return units


def _person(form: PersonForm, at: datetime) -> Actor:
    kept = people.add_person(OPERATOR, form, now=at)
    known = people_store.actor_by_id(kept.id, at.date())
    if known is None:
        raise RuntimeError("somebody who was just added is not there")
    return known.actor


def _number(actor: Actor) -> int:
    return enrolments.person_of(actor)


def _make_accounts(password: str, units: dict[str, int], at: datetime) -> None:
    made = (
        ("officer", "Lejla Kovačević", "BA", None, None, _WEST),
        ("trainer", "Marko Vuković", "BA", Role.TRAINER, None, "Border Police"),
        ("manager", "Nermina Čolić", "BA", Role.MANAGER, "Field Office West", "Field Office West"),
        ("coordinator", "Arta Krasniqi", "CH", Role.COORDINATOR, None, None),
        ("admin", "Petra Novak", "CH", Role.ADMIN, None, None),
    )
    for account, name, country, role, over, member_of in made:
        form = PersonForm(name=name, email=ACCOUNTS[account], language="en", country=country)
        person = _number(_person(form, at))
        if role is not None:
            store.grant(person, role.value, units[over] if over else None, at.date())
        if member_of is not None:
            store.join(person, units[member_of], at.date())
    set_passwords(password)


def _make_officer(officer: _Officer, units: dict[str, int], now: datetime) -> None:
    at = now - timedelta(days=380)
    country = next(u.country for u in _UNITS if u.name == officer.unit)
    number = f"bp-{1000 + _OFFICERS.index(officer) * 7}"
    language = "sr" if country == "RS" else "en"
    form = PersonForm(name=officer.name, service_number=number, language=language, country=country)
    actor = _person(form, at)
    store.join(_number(actor), units[officer.unit], at.date())
    if officer.far >= 0:
        _Walk(actor, language, now - timedelta(days=officer.ago)).take(officer.far)


class _Walk:
    """Somebody taking every published course, part by part, until a moment in the past."""

    def __init__(self, actor: Actor, language: str, end: datetime) -> None:
        self.actor = actor
        self.language = language
        self.end = end
        self.at = end - timedelta(days=21)

    def take(self, per_cent: int) -> None:
        """Do that share of the items of each course, evenly over three weeks."""
        for course in store.published_course_ids():
            enrolments.enrol(self.actor, course, now=self.at)
            digest = enrolments.require_standing(self.actor, course).enrolment.digest
            content = shelf.take(digest).course
            items = content.items[: len(content.items) * per_cent // 100]
            step = timedelta(days=21) / (len(items) + 1)
            for item in items:
                self.at = min(self.at + step, self.end)
                self._do(content, item)

    def _do(self, course: Course, item: Item) -> None:
        pack_id = course.meta.id
        match item:
            case Lesson():
                lessons.finish_lesson(self.actor, pack_id, item.id, now=self.at)
            case Quiz():
                self._sit(pack_id, item)
            case Case():
                self._play(pack_id, item)

    def _sit(self, pack_id: str, quiz: Quiz) -> None:
        key = attempts.begin(self.actor, pack_id, quiz.id, self.language, now=self.at)
        sitting = attempts.require_sitting(self.actor, key)
        slips = {3, 3 + len(self.actor.name) % 5}
        for number, asked in enumerate(sitting.paper.questions, 1):
            if number not in slips:
                form = given.to_form(asked, given.truth(asked.question))
                attempts.answer(self.actor, key, number, form, now=self.at)
        attempts.finish(self.actor, key, now=self.at + timedelta(minutes=11))

    def _play(self, pack_id: str, case: Case) -> None:
        key = cases.begin(self.actor, pack_id, case.id, self.language, now=self.at)
        for step in range(60):
            sitting = cases.require_sitting(self.actor, key)
            if sitting.walk.finished:
                return
            choices = sitting.walk.scene.choices
            right = [c for c in choices if c.judgement is Judgement.RIGHT] or list(choices)
            cases.choose(self.actor, key, step, right[0].id, now=self.at)
