"""A whole course by keyboard alone, on a phone's width, in English and in Serbian."""

import re
from datetime import UTC, datetime

import learning

from elearn.core.quiz import answers as given
from elearn.services import attempts
from elearn.store import people as people_store


def right_answers(site, visitor, key):
    with site.app_context():
        actor = people_store.actor_by_id(visitor.person_id, datetime.now(UTC).date()).actor
        sitting = attempts.require_sitting(actor, key)
        return [given.to_form(a, given.truth(a.question)) for a in sitting.paper.questions]


def choose_by_arrows(visitor, name, value):
    """Choose in a list by arrows: the test's keyboard has no keys for Cyrillic letters."""
    control = visitor.page.locator(f"select[name='{name}']")
    visitor.tab_to(f"select[name='{name}']")
    values = control.locator("option").evaluate_all("es => es.map(e => e.value)")
    way = values.index(value) - values.index(control.input_value())
    for _ in range(abs(way)):
        visitor.page.keyboard.press("ArrowDown" if way > 0 else "ArrowUp")
    assert control.input_value() == value


def answer_by_keyboard(visitor, fields):  # noqa: C901 - one branch a kind of control
    page = visitor.page
    # Whoever puts lines in order begins with the first: each one moves those behind it.
    for name, values in sorted(fields.items(), key=lambda field: field[1]):
        control = page.locator(f"[name='{name}']").first
        kind = control.evaluate("e => e.tagName + ' ' + (e.type || '')")
        if kind == "INPUT radio":
            visitor.tab_to(f"[name='{name}']")
            for _ in range(12):
                if page.evaluate("() => document.activeElement.value") == values[0]:
                    break
                page.keyboard.press("ArrowDown")
            page.keyboard.press("Space")
        elif kind == "INPUT checkbox":
            boxes = page.locator(f"[name='{name}']")
            for value in boxes.evaluate_all("es => es.map(e => e.value)"):
                if value in values:
                    visitor.tab_to(f"[name='{name}'][value='{value}']")
                    page.keyboard.press("Space")
        elif kind.startswith("SELECT"):
            choose_by_arrows(visitor, name, values[0])
        else:
            visitor.tab_to(f"[name='{name}']")
            page.keyboard.type(values[0])


def test_a_course_by_keyboard_from_enrolling_to_the_record(site, officer):
    page = officer.page
    page.goto("/courses/kinds")
    officer.check()
    officer.press("form[action$='/enrol'] button")
    officer.press("main a.button")
    officer.check()
    officer.press("form[action$='/done'] button")

    officer.check()
    officer.press("form[action$='/attempts'] button")
    key = learning.key_in(page.url)
    for fields in right_answers(site, officer, key):
        officer.check()
        answer_by_keyboard(officer, fields)
        officer.press("main .actions .end button")
    officer.check()
    officer.press("form[action$='/finish'] button")
    assert re.search(r"100\s%", page.locator(".big").inner_text())
    officer.check()
    officer.press("main .actions a.button")

    officer.check()
    officer.press("form[action$='/attempts'] button")
    officer.check()
    officer.tab_to("input[name=choice]")
    page.keyboard.press("Space")
    officer.press("main form .button, main form button.button")
    officer.check()
    officer.press("main .scene a.button")
    officer.check()
    page.goto("/records")
    officer.check()
    officer.press("main .cards h3 a")
    officer.check()
    code = page.locator("p.code").inner_text()
    page.goto(f"/verify/{code}")
    officer.check()
    assert page.locator(".verdict-ok").count() == 1
