"""A case study by keyboard: what it shows, asks and keeps, wide and on a phone, under axe."""


def choose(visitor, choice):
    """Mark a way on, by keyboard alone."""
    page = visitor.page
    visitor.tab_to("#decide input[name=choice]:not(:disabled)")
    for _ in range(6):
        if page.evaluate("() => document.activeElement.value") == choice:
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    assert page.locator(f"input[value={choice}]").is_checked()


def decide(visitor, choice):
    """Take a way on, by keyboard alone."""
    choose(visitor, choice)
    visitor.press("#decide > button")
    visitor.check()


def test_a_case_with_messages_exhibits_and_reasons(officer):
    page = officer.page
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/courses/border-checks")
    enrol = page.locator("form[action$='/enrol'] button")
    if enrol.count():
        enrol.click()
    page.goto("/courses/border-checks/uncle-and-nephew")
    officer.check()
    officer.press("form[action$='/uncle-and-nephew/attempts'] button")
    officer.check()
    officer.press("#thing-passports button")
    officer.check()
    assert page.locator("#thing-passports[open]").count() == 1
    decide(officer, "c-ask-together")
    decide(officer, "c-separate-late")
    assert page.locator("input[value=c-start-yourself]").is_disabled()
    officer.press("#thing-m-lane button")
    officer.check()
    decide(officer, "c-interpreter")
    choose(officer, "c-charge")
    officer.tab_to("textarea[name=reason]")
    page.keyboard.type("Because I was")
    officer.press("#thing-notes button")
    officer.check()
    assert page.locator("#thing-notes[open]").count() == 1
    officer.tab_to("textarea[name=reason]")
    page.keyboard.press("Control+End")
    page.keyboard.type(" told to.")
    officer.press("#decide > button")
    officer.press("main a[href$='/debrief']")
    officer.check()
    assert page.locator(".written").inner_text() == "Because I was told to."
