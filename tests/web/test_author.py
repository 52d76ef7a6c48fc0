"""Trainers: packs, numbers without names, upload, publishing, the preview."""

import io
import re

import learning
import make
import pytest
from client import text_of
from sqlalchemy import event, func, select

from elearn.core.access import Role
from elearn.core.case.model import Case
from elearn.core.pack.model import Lesson, Quiz
from elearn.services import authoring, enrolments, lessons, shelf
from elearn.services.authoring import Count, few
from elearn.store import pack_files
from elearn.store.db import db
from elearn.store.tables.attempts import Attempt
from elearn.store.tables.audit import AuditEntry
from elearn.store.tables.enrolments import Event, ItemState
from elearn.store.tables.packs import PackVersion


@pytest.fixture
def kinds(app, now):
    """The course `kinds`, published."""
    return learning.publish("kinds", now)


@pytest.fixture
def dee(app, client_for):
    """The browser of a trainer."""
    return client_for(make.person("Dee Trainer", roles=(Role.TRAINER,)))


@pytest.fixture
def ann(app, client_for):
    """The browser of a learner."""
    return client_for(make.person("Ann Learner"))


def archive(name, **changed):
    """A pack of the tests as an archive, with some files changed."""
    files, _ = pack_files.read_folder(learning.PACKS / name)
    return pack_files.build_archive(files | changed)


def upload(browser, data, name="pack.elpack", **more):
    form = {"archive": (io.BytesIO(data), name)} if data is not None else {}
    return browser.post("/packs/upload", data=form, content_type="multipart/form-data", **more)


def take(number, now, *, read=False):
    """So many people begin the course, and perhaps read its lesson."""
    for _ in range(number):
        actor = make.actor(make.person())
        enrolments.enrol(actor, "kinds", now=now)
        if read:
            lessons.finish_lesson(actor, "kinds", "rules", now=now)
        db.session.commit()


def state_of(version="1.0.0"):
    return db.session.scalar(select(PackVersion.state).where(PackVersion.version == version))


def queries(browser, address):
    seen = []

    def count(_connection, _cursor, statement, *_more):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        assert browser.get(address).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    return len(seen)


ADDRESSES = (
    "/packs",
    "/packs/kinds/1.0.0",
    "/packs/upload",
    "/packs/problems",
    "/packs/kinds/1.0.0/preview",
    "/packs/kinds/1.0.0/preview/rules",
    "/packs/kinds/1.0.0/preview/quiz",
    "/packs/kinds/1.0.0/preview/quiz?answers=1",
    "/packs/kinds/1.0.0/preview/gate",
    "/mistakes",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_for_trainers_is_theirs_alone(kinds, dee, ann, client, address):
    assert dee.get(address, follow_redirects=True).status_code == 200
    assert ann.get(address).status_code == 403
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("address", ["/packs/nothing/1.0.0", "/packs/kinds/9.9.9"])
def test_a_version_that_is_not_installed_is_not_found(kinds, dee, address):
    assert dee.get(address).status_code == 404
    assert dee.get(address + "/preview/rules").status_code == 404


def test_small_numbers_are_not_told():
    assert [few(n).shown for n in (0, 1, 4, 5, 12)] == [None, None, None, 5, 12]
    assert few(0, anybody=False) == Count(0)


def test_the_list_and_the_page_of_a_version_count_people_without_naming_them(kinds, dee, now):
    take(4, now, read=True)
    assert "fewer than 5" in text_of(dee.get("/packs"))
    take(2, now, read=True)
    page = text_of(dee.get("/packs/kinds/1.0.0"))
    assert "Under way: 6" in page
    assert "Somebody" not in page
    actor = make.actor(make.person(roles=(Role.TRAINER,)))
    (module,) = authoring.version_page(actor, "kinds", "1.0.0", now=now).modules
    assert {i.item_id: i.done.shown for i in module.items} == {
        "rules": 6,
        "quiz": None,
        "gate": None,
    }


def test_the_list_costs_the_same_however_much_there_is(kinds, dee, now):
    take(1, now, read=True)
    dee.get("/packs")
    before = [queries(dee, address) for address in ("/packs", "/packs/kinds/1.0.0", "/mistakes")]
    take(12, now, read=True)
    learning.publish("small", now)
    after = [queries(dee, address) for address in ("/packs", "/packs/kinds/1.0.0", "/mistakes")]
    assert after == before


def test_an_uploaded_pack_is_installed_and_shown_to_nobody_until_published(
    app, dee, ann, client_for
):
    answer = upload(dee, archive("kinds"))
    assert (answer.status_code, answer.location) == (303, "/packs/kinds/1.0.0")
    assert "Learners see it once you publish it" in text_of(dee.get(answer.location))
    assert ann.get("/courses/kinds").status_code == 404
    eva = client_for(make.person("Eva Trainer", roles=(Role.TRAINER,)))
    proposed = dee.post("/packs/kinds/1.0.0/acts/publish")
    assert ann.get("/courses/kinds").status_code == 404
    eva.post(f"{proposed.location}/confirm")
    assert ann.get("/courses/kinds").status_code == 200
    eva.post(f"{dee.post('/packs/kinds/1.0.0/acts/retire').location}/confirm")
    assert ann.get("/courses/kinds").status_code == 404
    assert state_of() == "retired"
    acts = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    proposed = "publication-proposed"
    assert acts == ["pack-installed", proposed, "pack-published", proposed, "pack-retired"]


def test_the_same_archive_again_changes_nothing(app, dee):
    upload(dee, archive("kinds"))
    answer = upload(dee, archive("kinds"))
    assert "was installed already" in text_of(dee.get(answer.location))
    assert db.session.scalar(select(func.count(PackVersion.id))) == 1


def test_the_same_version_with_other_content_is_refused(app, dee):
    upload(dee, archive("kinds"))
    changed = archive("kinds", **{"CHANGELOG.md": b"## 1.0.0 - 2026-11-23\n\nOther words.\n"})
    answer = upload(dee, changed)
    assert answer.status_code == 409
    assert "give the changed pack a new version number" in text_of(answer)


def test_every_problem_of_a_bad_archive_is_shown_with_its_place(app, dee):
    answer = upload(dee, archive("kinds", **{"01-all/01-rules.md": b"no front matter"}))
    assert answer.status_code == 422
    html = answer.get_data(as_text=True)
    assert "Nothing was installed" in html
    assert "01-all/01-rules.md:1" in html
    assert '/packs/problems#front-matter"' in html
    assert db.session.scalar(select(func.count(PackVersion.id))) == 0


@pytest.mark.parametrize("data", [b"", b"no archive at all", None])
def test_what_is_no_archive_is_said_kindly(app, dee, data):
    answer = upload(dee, data)
    assert answer.status_code == 422
    assert "There is a problem" in text_of(answer)


def test_an_archive_may_be_larger_than_other_forms_but_not_without_end(app, dee, monkeypatch):
    # Small enough that the test's own browser keeps it in memory.
    app.config["MAX_CONTENT_LENGTH"] = 50_000
    big = archive("kinds", **{"media/big.txt": b"x" * 200_000})
    answer = upload(dee, big)
    assert answer.status_code == 422
    assert "media/big.txt" in text_of(answer)
    monkeypatch.setattr("elearn.web.author.upload._most", lambda: 0.1)
    answer = upload(dee, big)
    assert answer.status_code == 413
    assert "larger than 0.1 MB" in text_of(answer)


def test_an_upload_without_the_token_installs_nothing(app, dee):
    answer = upload(dee, archive("kinds"), csrf=False)
    assert answer.status_code == 400
    assert db.session.scalar(select(func.count(PackVersion.id))) == 0


def test_a_learner_can_neither_upload_nor_publish_nor_retire(kinds, ann):
    assert upload(ann, archive("small")).status_code == 403
    assert ann.post("/packs/kinds/1.0.0/acts/retire").status_code == 403
    assert ann.post("/packs/kinds/1.0.0/acts/publish").status_code == 403
    assert state_of() == "published"


def test_the_preview_shows_each_item_and_keeps_nothing(kinds, dee):
    course = shelf.take(kinds.digest).course
    for item in course.items:
        page = dee.get(f"/packs/kinds/1.0.0/preview/{item.id}")
        assert page.status_code == 200
        assert "Preview: nothing is kept" in text_of(page)
        assert item.title in text_of(page)
    for table in (Attempt, Event, ItemState):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


def test_the_preview_of_a_version_that_is_not_published_works(app, dee):
    upload(dee, archive("kinds"))
    assert dee.get("/packs/kinds/1.0.0/preview/rules").status_code == 200


def quiz_of(kinds):
    return next(i for i in shelf.take(kinds.digest).course.items if isinstance(i, Quiz))


def test_the_preview_of_a_quiz_hides_the_keys_until_asked(kinds, dee):
    quiz = quiz_of(kinds)
    reasons = [q.reason for q in quiz.questions if q.reason]
    assert reasons
    address = f"/packs/kinds/1.0.0/preview/{quiz.id}"
    for number in range(1, len(quiz.questions) + 1):
        html = dee.get(f"{address}?question={number}").get_data(as_text=True)
        assert not any(reason in html for reason in reasons)
        options = [o.id for q in quiz.questions for o in getattr(q, "options", ())]
        assert not any(f'value="{o}"' in html for o in options)
    keys = dee.get(f"{address}?answers=1").get_data(as_text=True)
    assert all(reason in keys for reason in reasons)
    for question in quiz.questions:
        assert f'id="{question.id}"' in keys
    assert dee.get(f"{address}?question=99").status_code == 404


def test_another_draw_is_another_order_and_the_same_draw_the_same(kinds, dee):
    address = f"/packs/kinds/1.0.0/preview/{quiz_of(kinds).id}"
    tokens = {
        n: re.findall(r'name="(t[0-9a-f]{16})"', dee.get(f"{address}?draw={n}").text)
        for n in (1, 2)
    }
    again = re.findall(r'name="(t[0-9a-f]{16})"', dee.get(f"{address}?draw=1").text)
    assert tokens[1] == again
    assert tokens[1] != tokens[2]


def test_a_case_can_be_walked_to_its_debrief_by_links_alone(kinds, dee):
    case = next(i for i in shelf.take(kinds.digest).course.items if isinstance(i, Case))
    address = f"/packs/kinds/1.0.0/preview/{case.id}"
    for _ in range(20):
        html = dee.get(address).text
        choice = re.search(r'class="button choice" href="([^"]+)"', html)
        if choice is None:
            break
        address = choice[1].replace("&amp;", "&")
    debrief = re.search(r'href="([^"]+debrief=1)"', html)
    assert debrief
    page = dee.get(debrief[1].replace("&amp;", "&"))
    assert "Your decisions, and what the law says" in text_of(page)
    assert dee.get(f"/packs/kinds/1.0.0/preview/{case.id}?road=no-such").status_code == 404


def test_links_between_items_stay_in_the_preview(app, dee, now):
    lesson = b"See [the quiz](item:check).\n"
    files, _ = pack_files.read_folder(learning.PACKS / "small")
    path = next(p for p in files if p.endswith("01-lines.md"))
    upload(dee, archive("small", **{path: files[path] + b"\n" + lesson}))
    course = shelf.take(db.session.scalar(select(PackVersion.digest))).course
    first = next(i for i in course.items if isinstance(i, Lesson))
    html = dee.get(f"/packs/small/1.0.0/preview/{first.id}").text
    assert 'href="/packs/small/1.0.0/preview/check"' in html
    assert 'href="/courses/small/check"' not in html


def test_a_register_has_a_page_and_no_preview(app, dee, now):
    learning.publish("law", now)
    assert "Law register" in text_of(dee.get("/packs"))
    assert dee.get("/packs/law/1.0.0").status_code in (200, 404)
    assert dee.get("/packs/law/1.0.0/preview/anything").status_code == 404
