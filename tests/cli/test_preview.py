"""`elearn pack preview`: the learner's own pages, problems where they are, news of saved files."""

import re
import shutil
from pathlib import Path

import learning
import pytest
from click.testing import CliRunner
from client import Client, text_of

from elearn.cli.main import main
from elearn.cli.preview import trial_application
from elearn.store.db import db

PACKS = Path(__file__).parents[1] / "packs" / "good"
LESSON = "/courses/kinds/rules"


@pytest.fixture
def folder(tmp_path):
    """A copy of a course with every kind of item."""
    return Path(shutil.copytree(PACKS / "kinds", tmp_path / "kinds"))


@pytest.fixture
def site(folder, tmp_path):
    """The preview of that folder."""
    app, _settings = trial_application(folder, str(tmp_path / "throw-away"))
    app.test_client_class = Client
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def browser(site):
    return site.test_client()


def lesson_file(folder):
    return folder / "01-all" / "01-rules.md"


def add(path, text):
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_nobody_signs_in_and_the_course_is_begun(browser):
    start = browser.get("/preview")
    assert start.location == "/courses/kinds"
    assert browser.get(LESSON).status_code == 200
    assert "A rule tells what to do." in text_of(browser.get(LESSON))


def test_a_saved_file_is_shown_and_announced(browser, folder):
    page = browser.get(LESSON).text
    stamp = re.search(r'data-stamp="([^"]+)"', page)[1]
    assert browser.get("/preview/stamp").text == stamp
    add(lesson_file(folder), "\nA new paragraph stands here.\n")
    assert browser.get("/preview/stamp").text != stamp
    page = browser.get(LESSON).text
    assert "A new paragraph stands here." in page
    assert browser.get("/preview/stamp").text == re.search(r'data-stamp="([^"]+)"', page)[1]


def test_a_problem_stands_at_its_block_over_its_page_and_in_the_list(browser, folder):
    add(lesson_file(folder), "\nSee [@nothing:1] for this.\n\nThe last words.\n")
    page = browser.get(LESSON).text
    assert page.count("law-") + page.count("citation") + page.count("reference") >= 2
    first = page.index("nothing")
    assert "data-stamp" in page[:first]
    note = page.rindex('<div class="note note-warn no-print"')
    following = re.search(r'<div class="block[^>]*>', page[note:])
    assert "for this." in page[note + following.end() :][:200]
    assert "01-all/01-rules.md" in text_of(browser.get("/preview/problems"))
    other = text_of(browser.get("/courses/kinds/quiz"))
    assert "problems in the pack" in other or "problem in the pack" in other
    assert "01-rules.md" not in other


def test_what_the_learner_did_stays_through_a_save_until_begun_again(browser, folder):
    browser.post(f"{LESSON}/done")
    add(lesson_file(folder), "\nMore.\n")
    assert "Complete" in text_of(browser.get("/courses/kinds"))
    assert browser.post("/preview/again").location == "/preview"
    page = text_of(browser.get("/courses/kinds"))
    assert "is forgotten" in page
    assert "Complete " not in page.split("Contents")[-1]


def test_an_open_attempt_goes_on_with_what_was_saved(browser, folder):
    address = browser.post("/courses/kinds/quiz/attempts").location
    path = folder / "01-all" / "02-quiz.quiz.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^    prompt: .*$", "    prompt: All new.", text), encoding="utf-8")
    assert "All new." in browser.get(address).text


@pytest.mark.parametrize("broken", ["", "format: 1\nkind: course\n", "{{{", "kind: register"])
def test_a_pack_that_cannot_be_shown_shows_its_problems(browser, folder, broken):
    path = folder / "pack.yaml"
    whole = path.read_text(encoding="utf-8")
    path.write_text(broken, encoding="utf-8")
    assert browser.get("/preview").location == "/preview/problems"
    assert "pack.yaml" in text_of(browser.get("/preview/problems"))
    path.write_text(whole, encoding="utf-8")
    assert browser.get("/preview").location == "/courses/kinds"


def test_a_pack_with_another_id_is_another_course(browser, folder):
    path = folder / "pack.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("id: kinds", "id: other", 1), encoding="utf-8")
    assert browser.get("/preview").location == "/courses/other"
    assert browser.get("/courses/other/rules").status_code == 200


def test_another_site_that_points_at_this_machine_is_refused(browser):
    assert browser.get("/preview", headers={"Host": "evil.example"}).status_code == 400
    assert browser.get("/preview", headers={"Host": "localhost:8010"}).status_code == 302


def test_the_policy_is_that_of_the_site_and_nothing_is_inline(browser, folder):
    add(lesson_file(folder), "\nSee [@nothing:1] for this.\n")
    answer = browser.get(LESSON)
    policy = answer.headers["Content-Security-Policy"]
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]* src=)", answer.text)
    assert not re.search(r"<[^>]+ (?:style|on[a-z]+)=", answer.text)
    script = browser.get("/preview/script.js")
    assert script.mimetype == "text/javascript"
    assert "innerHTML" not in script.text


def test_what_is_no_folder_cannot_be_used(tmp_path):
    file = tmp_path / "a.elpack"
    file.write_bytes(b"")
    assert CliRunner().invoke(main, ["pack", "preview", str(file)]).exit_code == 2


def test_a_question_shows_its_own_problems_only(browser, folder):
    quiz = next(folder.glob("01-all/*.quiz.yaml"))
    text = quiz.read_text(encoding="utf-8")
    for name, lost in (("right one.", "nothing"), ("right ones.", "nowhere")):
        text = text.replace(f"Choose the {name}", f"Choose the [{name}](item:{lost})")
    quiz.write_text(text, encoding="utf-8")
    assert "2 problems on this page" in text_of(browser.get("/courses/kinds/quiz"))
    key = learning.key_in(browser.post("/courses/kinds/quiz/attempts").location)
    pages = [text_of(browser.get(f"/attempts/{key}/{n}")) for n in range(1, 8)]
    shown = [{lost for lost in ("nothing", "nowhere") if lost in page} for page in pages]
    assert sorted(map(sorted, shown)) == [*[[]] * 5, ["nothing"], ["nowhere"]]


def test_a_scene_shows_its_own_problems(browser, folder):
    case = folder / "01-all" / "03-gate.case.yaml"
    text = case.read_text(encoding="utf-8")
    case.write_text(text.replace("to: s-bad", "to: s-bed"), encoding="utf-8")
    scene = browser.post("/courses/kinds/gate/attempts").location
    assert "Did you mean s-bad?" in text_of(browser.get(scene))
