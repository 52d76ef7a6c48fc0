"""Junk in addresses, queries and forms is refused, never a fault of ours, whoever sends it."""

import itertools

import make
import pytest
import walk
from walk import addresses, everybody, rules

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


WHO = {"every": 3, "nobody": 1} | dict.fromkeys(("alumna", "ann", "dee", "mia", "co", "ana"), 1)


@pytest.fixture
def visitor(cast, client_for, now):
    """`visitor(who)`: their browser, and what there is to be found by them."""

    def come(who):
        person = everybody(cast)[who]
        known = walk.world(cast, now, person)
        return client_for(person), known

    return come


@pytest.mark.parametrize(("who", "texts"), WHO.items(), ids=WHO)
def test_no_address_and_no_query_is_a_fault_of_ours(app, visitor, who, texts):
    browser, known = visitor(who)
    found = []
    for turn, rule in enumerate(rules(app, "GET")):
        for address in addresses(rule, known, some(turn, texts)):
            found += fault(browser, "GET", address)
        for text in some(turn + 3, texts):
            address = next(addresses(rule, known, ()))
            found += fault(browser, "GET", address, query_string=dict.fromkeys(QUERY, text))
    assert found == []


@pytest.mark.parametrize(("who", "texts"), WHO.items(), ids=WHO)
def test_no_form_is_a_fault_of_ours(app, visitor, who, texts):
    browser, known = visitor(who)
    found = []
    for turn, rule in enumerate(rules(app, "POST")):
        junk = some(turn, texts)
        for text in junk:
            for address in itertools.islice(addresses(rule, known, ()), 3):
                found += fault(browser, "POST", address, data=dict.fromkeys(FIELDS, text))
        if who == "every":
            many = {name: [junk[0], "x", junk[-1]] for name in FIELDS}
            found += fault(browser, "POST", address, data=many)
        for address in addresses(rule, known, junk):
            found += fault(browser, "POST", address)
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
