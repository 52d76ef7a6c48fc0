"""Junk in addresses, queries and forms is refused, never a fault of ours, whoever sends it."""

import itertools
from urllib.parse import quote

import learning
import make
import pytest

from elearn.core.access import Role
from elearn.services import attempts, cases, enrolments, lessons, people
from elearn.services.lessons import Mistake
from elearn.store import nominations
from elearn.store.db import begin_write, db

HUGE = "9" * 400
TEXTS = (
    "",
    " ",
    "x",
    "0",
    "-1",
    HUGE,
    "2**63",
    str(2**63),
    "\0",
    "a\0b",
    "Ђ" * 3000,
    "💥" * 50,
    "\u202e\u2028\ufeff",
    "İı\u0301\u0301\u0301",
    "'; DROP TABLE person; --",
    "<script>alert(1)</script>",
    "{{7*7}}%s%(x)s{0}",
    "../../../../etc/passwd",
    "..\\..\\win.ini",
    "=1+1",
    "2026-13-45",
    "9999-12-31",
    "NaN",
    "١٢",
    "²",
    "\r\nSet-Cookie: a=b",
    "//evil.example",
    "en",
)
FIELDS = [
    "name",
    "email",
    "service_number",
    "password",
    "old",
    "new",
    "again",
    "code",
    "next",
    "language",
    "reason",
    "text",
    "block",
    "note",
    "decision",
    "change",
    "key",
    "kind",
    "country",
    "below",
    "to",
    "course",
    "role",
    "unit",
    "from_day",
    "sign_in_name",
    "choice",
    "step",
    "go",
    "state",
    "listed",
    "about",
    "topics",
    "institution",
    "function",
    "email_visibility",
    "archive",
]
QUERY = [
    "q",
    "topic",
    "language",
    "page",
    "before",
    "state",
    "pack",
    "question",
    "draw",
    "answers",
    "road",
    "debrief",
    "left",
    "words",
    "country",
    "actor",
    "action",
    "from",
    "to",
    "unit",
    "course",
    "name",
    "sort",
    "down",
    "below",
    "next",
    "block",
    "v",
]


@pytest.fixture
def world(app, cast, now):
    """What there can be: a course under way, a report, a nomination, a wish for another name."""
    learning.publish("kinds", now)
    version = make.course("other")
    ann = make.actor(cast.ann)
    enrolments.enrol(ann, "kinds", now=now)
    quiz = attempts.begin(ann, "kinds", "quiz", "en", now=now)
    case = cases.begin(ann, "kinds", "gate", "en", now=now)
    lessons.report_mistake(ann, "kinds", Mistake("rules", "", "en", "Wrong."), now=now)
    people.ask_name_change(ann, "Ann Other", "Married.", now=now)
    db.session.commit()
    begin_write()
    nominations.keep(
        "nomination1",
        unit_id=cast.station.id,
        person_id=cast.ben.id,
        pack_id="kinds",
        by=cast.mia.id,
        at=now,
    )
    db.session.commit()
    make.record(cast.ben, version)
    return {
        "key": [cast.ann.key, cast.station.key, quiz, case, "nomination1"],
        "person_key": [cast.ann.key],
        "pack_id": ["kinds", "law"],
        "version": ["1.0.0"],
        "item_id": ["rules", "quiz", "gate"],
        "module_id": ["all"],
        "check_id": ["sc-rule"],
        "number": ["1", "2"],
        "role_id": ["1"],
        "job_id": ["1"],
    }


def everybody(cast):
    """The cast, a stranger, an alumna, and somebody who holds every role."""
    alumna = make.person("Alma Alumna", alumnus=True, unit=cast.station)
    roles = (Role.TRAINER, Role.COORDINATOR, Role.ADMIN)
    every = make.person("Every Role", roles=roles, alumnus=True, unit=cast.station)
    make.role(every, Role.MANAGER, unit=cast.station)
    found = {"nobody": None, "alumna": alumna, "every": every}
    return found | {
        n: getattr(cast, n) for n in ("ann", "ben", "cy", "dee", "mia", "max", "co", "ana")
    }


def addresses(rule, known, junk):
    """Addresses of a rule: with what there is, and with junk in each place."""
    names = sorted(rule.arguments)
    real = [known.get(name, ["x"]) for name in names]
    for values in itertools.islice(itertools.product(*real), 3):
        yield fill(rule, dict(zip(names, values, strict=True)))
    for text in junk if names else ():
        for name in names:
            values = {n: known.get(n, ["x"])[0] for n in names}
            yield fill(rule, values | {name: text})


def fill(rule, values):
    """The address of a rule, with its places filled as they are."""
    address = rule.rule
    for name, value in values.items():
        for converter in ("", "int:", "path:"):
            address = address.replace(f"<{converter}{name}>", quote(value, safe=""))
    return address


def rules(app, method):
    """The rules that take that method; signing out and leaving would end the walk."""
    ending = {"static", "account.sign_out", "alumni.leave", "admin.leave"}
    return [r for r in app.url_map.iter_rules() if method in r.methods and r.endpoint not in ending]


def fault(browser, method, address, **more):
    """What went wrong on our side, or nothing."""
    answer = getattr(browser, method.lower())(address, **more)
    wrong = answer.status_code >= 500 and not address.startswith("/readyz")
    bare = "Content-Security-Policy" not in answer.headers
    return [(method, address[:120], answer.status_code, str(more)[:200])] if wrong or bare else []


def some(number, of_all):
    """Texts for the rule with that number: another few for each, so that all have their turn."""
    turned = TEXTS[number % len(TEXTS) :] + TEXTS[: number % len(TEXTS)]
    return turned[:: len(TEXTS) // of_all]


WHO = {"every": 3, "nobody": 1} | dict.fromkeys(
    ("alumna", "ann", "ben", "cy", "dee", "mia", "max", "co", "ana"), 1
)


@pytest.mark.parametrize(("who", "texts"), WHO.items(), ids=WHO)
def test_no_address_and_no_query_is_a_fault_of_ours(app, cast, client_for, world, who, texts):
    browser = client_for(everybody(cast)[who])
    found = []
    for turn, rule in enumerate(rules(app, "GET")):
        for address in addresses(rule, world, some(turn, texts)):
            found += fault(browser, "GET", address)
        for text in some(turn + 3, texts):
            address = next(addresses(rule, world, ()))
            found += fault(browser, "GET", address, query_string=dict.fromkeys(QUERY, text))
    assert found == []


@pytest.mark.parametrize(("who", "texts"), WHO.items(), ids=WHO)
def test_no_form_is_a_fault_of_ours(app, cast, client_for, world, who, texts):
    person = everybody(cast)[who]
    found = []
    for turn, rule in enumerate(rules(app, "POST")):
        browser = client_for(person)
        for address in addresses(rule, world, some(turn, texts)):
            found += fault(browser, "POST", address)
        for address, text in zip(
            itertools.cycle(itertools.islice(addresses(rule, world, ()), 2)), some(turn + 3, texts)
        ):
            found += fault(browser, "POST", address, data=dict.fromkeys(FIELDS, text))
            if who == "every" and turn % 3 == 0:
                many = {name: [text, "x", text] for name in FIELDS}
                found += fault(browser, "POST", address, data=many)
    assert found == []


@pytest.mark.postgresql
def test_what_no_database_holds_is_a_refusal_on_postgresql_too(app_on_postgresql, now):
    """NUL in a text, numbers beyond 64 bits, texts that are longer than their column."""
    cast = make.cast(now)
    people = everybody(cast)
    found = []
    for who in ("every", "nobody"):
        browser = app_on_postgresql.test_client()
        if people[who]:
            browser.be(people[who].key, make.epoch_of(people[who]))
        for method in ("GET", "POST"):
            for rule in rules(app_on_postgresql, method):
                for text in ("a\0b", HUGE):
                    more = {
                        "data" if method == "POST" else "query_string": dict.fromkeys(FIELDS, text)
                    }
                    for address in itertools.islice(addresses(rule, {}, (text,)), 3):
                        found += fault(browser, method, address, **more)
    assert found == []
