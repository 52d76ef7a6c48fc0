"""Changes of law in the browser: trainers look, open, give and work off."""

import re

import lawful
import make
import pytest
from client import text_of

from elearn.core.access import Role
from elearn.store import law_impacts as store
from elearn.store import packs
from elearn.store.db import db

LOOK = "/law/impacts/look?register=law&from=1.0.0&to=2.0.0"
OTHER_WORDS = lawful.LESSON.replace("is valid", "is valid, and its chip is read")


@pytest.fixture
def dee(app, cast, client_for, now):
    lawful.reform(now)
    return client_for(cast.dee)


@pytest.fixture
def opened(dee, cast):
    """The address of an impact that Dee has opened."""
    sent = {"register": "law", "from": "1.0.0", "to": "2.0.0", "owner": cast.dee.key}
    answer = dee.post("/law/impacts", data={**sent, "due": "2026-12-24", "reason": "The Pact."})
    assert answer.status_code == 303
    return answer.location


def places(html):
    """Numbers of the places on the page, by role and citation."""
    found = re.findall(
        r'name="place" value="(\d+)"[^>]*><span><b>([^<]+)</b>.*?<p class="meta small">.*?'
        r"</span><span>([^<]+)</span><span><a",
        html,
        re.DOTALL,
    )
    return {(role, cites): number for number, role, cites in found}


def test_a_change_is_looked_at_before_it_is_opened(dee):
    page = dee.get(LOOK)
    words = text_of(page)
    assert "5 places cite what changed." in words
    assert "Entry 1.0.0" in words
    assert "Borders Code, Art. 6(1)(a) says something else, from 12 June 2026" in words
    assert "Old Directive repealed and replaced" in words
    assert "Replaced by: New Regulation" in words
    assert store.listing() == []


def test_the_registers_page_leads_there(dee):
    page = dee.get("/packs/law/2.0.0").text
    assert 'href="/law/impacts/look?register=law&amp;from=1.0.0&amp;to=2.0.0"' in page
    assert "/law/impacts/look" not in dee.get("/packs/law/1.0.0").text
    assert 'href="/law/impacts"' in dee.get("/packs").text


def test_a_change_is_opened_once_and_listed(dee, opened):
    page = text_of(dee.get(opened))
    assert "Register law: from 1.0.0 to 2.0.0" in page
    assert "5 of 5 open" in page
    assert "The Pact." in page
    assert "Dee Trainer" in page
    listed = text_of(dee.get("/law/impacts"))
    assert "by 24 December 2026" in listed
    again = dee.post("/law/impacts", data={"register": "law", "to": "2.0.0"})
    assert (again.status_code, again.location) == (303, opened)
    assert "See how far it is".lower() in text_of(dee.get(LOOK)).lower()


def test_packs_show_what_is_open(dee, opened):
    assert "5 places cite law that changed" in text_of(dee.get("/packs/entry/1.0.0"))
    assert "5 places cite law that changed" in text_of(dee.get("/packs"))


def test_the_page_of_a_version_says_what_waits_with_whom_and_until_when(dee, opened, cast):
    page = dee.get("/packs/entry/1.0.0")
    assert f'href="{opened}/entry"' in page.text
    words = text_of(page)
    assert "Changes of law that wait Register law: from 1.0.0 to 2.0.0 ○ 5 places are open" in words
    assert "Dee Trainer until 24 December 2026" in words
    assert "Changes of law that wait" not in text_of(dee.get("/packs/law/2.0.0"))


def test_places_are_worked_off(dee, opened, now):
    address = f"{opened}/entry/documents"
    page = dee.get(address)
    assert "A document is valid" in text_of(page)
    assert 'id="b-' not in page.text
    found = places(page.text)
    assert set(found) == {
        ("Text", "Borders Code, Art. 6(1)(a)"),
        ("Text", "Borders Code, Art. 6"),
    }
    around = found["Text", "Borders Code, Art. 6"]
    sent = {"place": around, "outcome": "still-right", "note": "Read again."}
    answer = dee.post(address, data=sent)
    assert answer.status_code == 303
    after = text_of(dee.get(answer.location))
    assert "1 of 2 open" in after
    assert "Dee Trainer" in after
    assert "Read again." in after
    lawful.install(lawful.course_files("1.1.0", law="2.0.0", lesson=OTHER_WORDS), now)
    rest = found["Text", "Borders Code, Art. 6(1)(a)"]
    sent = {"place": rest, "outcome": "changed", "in_version": "1.1.0"}
    answer = dee.post(address, data=sent, follow_redirects=True)
    assert "All worked off" in text_of(answer)
    assert "Changed in 1.1.0" in text_of(answer)
    assert "3 of 5 open" in text_of(dee.get(opened))
    assert "All worked off" in text_of(dee.get(f"{opened}/entry"))


def test_what_is_missing_is_said_and_nothing_is_lost(dee, opened, now):
    address = f"{opened}/entry/documents"
    numbers = places(dee.get(address).text).values()

    def refused(**sent):
        answer = dee.post(address, data={"place": list(numbers)} | sent)
        assert answer.status_code == 422
        assert "There is a problem" in text_of(answer)
        return answer

    assert "Choose what becomes" in text_of(refused(outcome=""))
    assert "Choose what becomes" in text_of(refused(outcome="nonsense"))
    answer = refused(outcome="withdrawn", note=" ")
    assert "Say why it is withdrawn" in text_of(answer)
    assert 'value="withdrawn" checked' in answer.text
    assert "Choose at least one place" in text_of(refused(place="x", outcome="still-right"))
    lawful.install(lawful.course_files("1.0.1"), now, publish=False)
    answer = refused(outcome="changed", in_version="1.0.1", note="Mended.")
    assert "1.0.1 still says the same at documents/b-" in text_of(answer)
    assert ">Mended.</textarea>" in answer.text
    assert answer.text.count(" checked") == len(numbers) + 1


def test_a_pack_is_given_to_somebody_else(dee, opened):
    eva = make.person("Eva Trainer", roles=(Role.TRAINER,))
    answer = dee.post(f"{opened}/entry", data={"owner": eva.key, "due": "2026-11-01"})
    assert answer.status_code == 303
    page = text_of(dee.get(opened))
    assert "Eva Trainer" in page
    assert "Late" in page
    bad = dee.post(f"{opened}/entry", data={"owner": eva.key, "due": "tomorrow"})
    assert bad.status_code == 422
    assert "Enter a day as 2026-06-12." in text_of(bad)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "Choose a register, or name a provision."),
        ("register=law&from=2.0.0&to=1.0.0", "Choose an older version first"),
        ("register=none&to=1.0.0", "is not installed here"),
        ("provision=code:6", "Say from which day"),
        ("provision=code:6&day=soon", "Enter a day as 2026-06-12."),
        ("provision=none:6&day=2027-01-01", "No register here lists this provision."),
    ],
)
def test_what_cannot_be_looked_at_is_said(dee, asked, said):
    answer = dee.get(f"/law/impacts/look?{asked}")
    assert answer.status_code == 422
    assert said in text_of(answer)


def test_a_provision_that_will_change(dee, cast):
    page = text_of(dee.get("/law/impacts/look?provision=code:6(1)(c)&day=2027-01-01"))
    assert "Borders Code, Art. 6(1)(c), from 1 January 2027" in page
    assert "2 places cite what changed." in page
    sent = {"provision": "code:6(1)(c)", "day": "2027-01-01", "owner": cast.dee.key}
    answer = dee.post("/law/impacts", data=sent)
    assert "changed, as a trainer says" in text_of(dee.get(answer.location))


def test_changes_of_law_are_for_trainers(dee, opened, cast, client_for):
    for person in (cast.ann, cast.mia, cast.co, cast.ana):
        browser = client_for(person)
        for path in ("/law/impacts", LOOK, opened, f"{opened}/entry", f"{opened}/entry/ask"):
            assert browser.get(path).status_code == 403
        for path in ("/law/impacts", f"{opened}/entry", f"{opened}/entry/ask"):
            assert browser.post(path, data={"outcome": "still-right"}).status_code == 403
    for path in ("/law/impacts/none", f"{opened}/none", f"{opened}/entry/none"):
        assert dee.get(path).status_code == 404
    assert dee.post(f"{opened}/none", data={"owner": cast.dee.key}).status_code == 404


def test_questions_banks_and_translations_are_shown_with_what_they_say(dee, now, cast):
    bank = (
        "id: papers\ntitle: Papers\nquestions:\n  - id: q-bank\n    kind: truefalse\n"
        '    prompt: "By [@code:6(1)(a)] a page."\n    answer: true\n    basis: ["old:4"]\n'
    )
    quiz = lawful.QUIZ.format() + "draw: [{bank: papers, count: 1}]\n"
    files = lawful.course_files("2.0.0")
    files |= {"banks/papers.quiz.yaml": bank, "01-one/02-ask.quiz.yaml": quiz}
    lawful.install(files, now)
    answer = dee.post("/law/impacts", data={"register": "law", "owner": cast.dee.key})
    pack = dee.get(f"{answer.location}/entry").text
    assert f"{answer.location}/entry/bank/papers" in pack
    page = text_of(dee.get(f"{answer.location}/entry/bank/papers"))
    assert "a page." in page
    assert "Reason of the answer" in page
    assert packs.find_version("entry", "2.0.0")
    db.session.remove()
