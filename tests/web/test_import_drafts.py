"""The import of questions in the browser: nothing lost, nothing written, nobody else's."""

import base64
import io
import json
from datetime import timedelta

import learning
import make
import openpyxl
import pytest
from babel.support import NullTranslations
from client import text_of
from sqlalchemy import func, select

from elearn.core.access import Role
from elearn.services import import_drafts, jobs
from elearn.services.handlers import job_handlers
from elearn.store import import_drafts as store
from elearn.store import pack_files
from elearn.store.db import db
from elearn.store.tables.import_drafts import ImportDraft
from elearn.store.tables.packs import PackVersion
from elearn.web.shared import formats, i18n

GIFT = """::Stamp:: Who stamps a passport? {=The officer#Yes. ~The traveller ####As the law says.}

::Talk:: Just words.

::Weights:: Which? {~%70%a ~%30%b ~c}

::Law::[markdown]See [@nowhere\\:1]. {T}
"""
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
XML = (
    '<quiz><question type="truefalse"><name><text>Seal</text></name><questiontext format="html">'
    '<text>&lt;p&gt;A seal:&lt;/p&gt;&lt;img src="@@PLUGINFILE@@/seal.png" alt="A seal"&gt;</text>'
    f'<file name="seal.png" encoding="base64">{base64.b64encode(PNG).decode()}</file>'
    '</questiontext><answer fraction="100"><text>true</text></answer></question></quiz>'
)


@pytest.fixture
def small(app, now):
    """The course `small`, published."""
    return learning.publish("small", now)


@pytest.fixture
def dee(app, client_for):
    """The browser of a trainer."""
    return client_for(make.person("Dee Trainer", roles=(Role.TRAINER,)))


@pytest.fixture
def tom(app, client_for):
    """The browser of another trainer."""
    return client_for(make.person("Tom Trainer", roles=(Role.TRAINER,)))


@pytest.fixture
def ann(app, client_for):
    """The browser of a learner."""
    return client_for(make.person("Ann Learner"))


def send(browser, data=GIFT, name="night shift.gift", into="small 1.0.0", archive=None, **more):
    form = {"into": into, "title": more.pop("title", "")}
    if data is not None:
        data = data.encode() if isinstance(data, str) else data
        form["file"] = (io.BytesIO(data), name)
    if archive is not None:
        form["archive"] = (io.BytesIO(archive), "pack.elpack")
    return browser.post("/imports", data=form, content_type="multipart/form-data", **more)


def sent(browser, *args, **more):
    answer = send(browser, *args, **more)
    assert answer.status_code == 303, text_of(answer)
    return answer.location


def versions():
    return sorted(db.session.scalars(select(PackVersion.version)).all())


def test_every_item_is_shown_with_what_became_of_it_before_anything_is_installed(small, dee):
    address = sent(dee)
    page = dee.get(address)
    words = text_of(page)
    assert "2 questions for the new quiz “night shift”" in words
    assert "Nothing is installed yet" in words
    for reason in ("equal shares", "description and asks nothing", "The check finds:"):
        assert reason in words
    assert "Who stamps a passport?" in words
    assert 'type="radio"' in page.text
    assert "As the law says." in words
    assert versions() == ["1.0.0"]


def test_the_list_can_be_cut_down_to_one_state(small, dee):
    address = sent(dee)
    assert "Who stamps" not in text_of(dee.get(f"{address}?show=left-out"))
    assert "asks nothing" in text_of(dee.get(f"{address}?show=left-out"))
    assert "Which?" in text_of(dee.get(f"{address}?show=changed"))
    assert dee.get(f"{address}?show=nonsense&page=99").status_code == 200


def test_long_lists_have_pages(small, dee):
    address = sent(dee, "\n\n".join(f"Statement {n}. {{T}}" for n in range(1, 46)))
    assert "Statement 20." in text_of(dee.get(address))
    assert "Statement 21." not in text_of(dee.get(address))
    third = text_of(dee.get(f"{address}?page=3"))
    assert "Statement 45." in third
    assert "Page 3 of 3" in third


def test_the_result_is_an_archive_with_the_next_version_that_checks_clean(small, dee):
    address = sent(dee, title="Night: the stamps")
    answer = dee.get(f"{address}/archive")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="small-2.0.0.elpack"'
    files, problems = pack_files.read_archive(answer.data)
    assert problems == []
    assert b"version: 2.0.0\n" in files["pack.yaml"]
    assert files["CHANGELOG.md"].decode().startswith("# Changes\n\n## 2.0.0 - ")
    (quiz,) = [p for p in files if p.endswith("-night-the-stamps.quiz.yaml")]
    assert "title: 'Night: the stamps'" in files[quiz].decode()
    dee.post("/packs/upload", data={"archive": (io.BytesIO(answer.data), "x.elpack")})
    assert versions() == ["1.0.0", "2.0.0"]


def test_one_button_hands_it_to_the_installation(small, dee):
    address = sent(dee)
    answer = dee.post(f"{address}/install")
    assert (answer.status_code, answer.location) == (303, "/packs/small/2.0.0")
    assert "Learners see it once you publish it" in text_of(dee.get(answer.location))
    assert versions() == ["1.0.0", "2.0.0"]
    assert sent(dee) != address
    again = dee.get(sent(dee))
    assert "small 3.0.0" in text_of(again)


def test_a_version_taken_meanwhile_is_a_conflict_not_a_crash(small, dee):
    first, second = sent(dee), sent(dee, "Other? {F}")
    dee.post(f"{first}/install")
    assert dee.post(f"{second}/install").status_code == 409


def test_pictures_are_shown_to_whoever_uploaded_them(small, dee, tom):
    address = sent(dee, XML, "seals.xml")
    page = dee.get(address)
    assert f'src="{address}/media/seal.png"' in page.text
    picture = dee.get(f"{address}/media/seal.png")
    assert (picture.data, picture.mimetype) == (PNG, "image/png")
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert tom.get(f"{address}/media/seal.png").status_code == 404
    assert dee.get(f"{address}/media/nothing.png").status_code == 404


def test_a_draft_is_nobody_elses(small, dee, tom, ann, client):
    address = sent(dee)
    for path in ("", "/archive"):
        assert tom.get(address + path).status_code == 404
        assert ann.get(address + path).status_code == 403
        assert client.get(address + path).status_code == 302
    for path in ("/install", "/discard"):
        assert tom.post(address + path).status_code == 404
        assert ann.post(address + path).status_code == 403
    assert "night shift.gift" not in text_of(tom.get("/imports"))
    assert "night shift.gift" in text_of(dee.get("/imports"))
    assert versions() == ["1.0.0"]


def test_only_trainers_import(small, dee, ann, client):
    assert dee.get("/imports").status_code == 200
    assert ann.get("/imports").status_code == 403
    assert send(ann).status_code == 403
    assert client.get("/imports").status_code == 302
    assert ann.get("/imports/template.xlsx").status_code == 403
    assert send(dee, csrf=False).status_code == 400
    assert db.session.scalar(select(func.count(ImportDraft.id))) == 0


def test_the_template_comes_from_the_page_and_goes_back_in(small, dee):
    answer = dee.get("/imports/template.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    book["Choice"].append(["truefalse", "A refusal is in writing.", "true"])
    buffer = io.BytesIO()
    book.save(buffer)
    page = dee.get(sent(dee, buffer.getvalue(), "filled.xlsx"))
    assert "A refusal is in writing." in text_of(page)
    assert "Choice, row 2" in text_of(page)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04 broken", "archive"),
        ("Just words.", "asks nothing"),
        (b"\xff\xfe" + "Само речи.".encode("utf-16-le"), "asks nothing"),
    ],
)
def test_a_file_without_questions_gets_an_answer_and_no_archive(small, dee, data, why):
    address = sent(dee, data)
    words = text_of(dee.get(address))
    assert why in words
    assert "No question could be read" in words
    assert dee.get(f"{address}/archive").status_code == 404
    assert dee.post(f"{address}/install").status_code == 404


@pytest.mark.parametrize(
    ("form", "status", "words"),
    [
        ({"data": None}, 422, "Choose a file"),
        ({"into": ""}, 422, "Choose the course"),
        ({"into": "small 9.9.9"}, 404, ""),
        ({"into": "", "archive": b"no archive"}, 422, "cannot be read"),
    ],
)
def test_what_is_missing_in_the_form_is_said(small, dee, form, status, words):
    answer = send(dee, **form)
    assert answer.status_code == status
    assert words in text_of(answer)


def test_an_archive_that_is_not_installed_can_be_the_target(app, dee):
    files, _ = pack_files.read_folder(learning.PACKS / "small")
    address = sent(dee, into="", archive=pack_files.build_archive(files))
    assert "small 2.0.0" in text_of(dee.get(address))
    dee.post(f"{address}/install")
    assert versions() == ["2.0.0"]


def test_errors_of_the_course_itself_keep_it_from_being_installed(app, dee):
    files, _ = pack_files.read_folder(learning.PACKS / "small")
    bad = {**files, "media/x.txt": b"\xff\xfe\xff"}
    address = sent(dee, into="", archive=pack_files.build_archive(bad))
    words = text_of(dee.get(address))
    assert "It cannot be installed as it is" in words
    assert dee.post(f"{address}/install").status_code == 303
    assert versions() == []


def test_a_file_that_is_too_large_is_refused(small, dee, monkeypatch):
    monkeypatch.setattr(import_drafts, "MAX_BYTES", 1000)
    assert send(dee, "x" * 1001).status_code == 413
    monkeypatch.setattr("elearn.web.author.import_drafts._most_pack", lambda: 0)
    answer = send(dee, "x" * 200_000)
    assert answer.status_code == 413
    assert "too large" in text_of(answer)


def test_a_draft_is_deleted_on_request_and_after_a_day(app, small, dee, now, tmp_path):
    first, second = sent(dee), sent(dee)
    key = second.rpartition("/")[2]
    assert dee.post(f"{first}/discard").status_code == 303
    assert dee.get(first).status_code == 404
    assert dee.get(second).status_code == 200
    assert store.archive_path(key)
    kept_until = db.session.scalar(select(ImportDraft.expires_at))
    late = kept_until + timedelta(seconds=1)
    handlers = job_handlers(app.config["SETTINGS"], tmp_path)
    jobs.ask_for_tidying(late)
    db.session.commit()
    jobs.run_due(handlers, late)
    assert db.session.scalar(select(func.count(ImportDraft.id))) == 0
    assert store.archive_path(key) is None
    assert store.read_report(key) is None
    assert dee.get(second).status_code == 404


def test_ten_drafts_are_kept_and_the_oldest_goes(small, dee):
    first = sent(dee, "One? {T}")
    for _ in range(10):
        sent(dee, "One? {T}")
    assert db.session.scalar(select(func.count(ImportDraft.id))) == 10
    assert dee.get(first).status_code == 404


def test_what_a_crash_left_behind_is_tidied(app, now):
    store.keep_files("0" * 32, {"notes": []}, b"x")
    path = store.archive_path("0" * 32)
    import_drafts.tidy(now - timedelta(days=400))
    assert path.exists()
    import_drafts.tidy(now + timedelta(days=20_000))
    assert not path.exists()


def test_a_draft_is_in_the_export_of_ones_data(app, small, client_for, now):
    person = make.person("Eva Trainer", roles=(Role.TRAINER,))
    eva = client_for(person)
    sent(eva, name="my file.gift")
    from elearn.services import personal_data

    export = personal_data.export(make.actor(person), now=now)
    assert "my file.gift" in json.dumps(export["groups"]["import-drafts"])


def test_the_text_of_a_file_is_never_code(small, dee):
    text = "::<script>alert(1)</script>:: <img src=x onerror=alert(1)> <b>So?</b> "
    html = dee.get(sent(dee, text + "{T#<script>x</script>}", "<b>x.gift")).text
    assert "<script>alert" not in html
    assert "onerror" not in html.replace("onerror=alert(1)&gt;", "")


def test_notes_are_told_in_the_readers_language(small, dee, monkeypatch):
    words = {
        "line %(line)s": "red %(line)s",
        "%(text)s earned a part of the points and was left out.": "Ispao je %(text)s.",
        "It has no braces { }, so it is a description and asks nothing.": "Nema zagrada.",
    }

    def translated(text, /, **values):
        found = words.get(text, text)
        return found % values if values else found

    monkeypatch.setattr(formats, "_", translated)
    gift = "::Talk:: Just words.\n\n::City:: Where? {=%100%Bern =%50%Thun}"
    page = text_of(dee.get(sent(dee, gift)))
    assert "red 1" in page
    assert "Nema zagrada." in page
    assert "Ispao je" in page
    assert "earned a part" not in page


def test_a_draft_of_an_older_program_is_still_shown(small, dee, tmp_path):
    address = sent(dee, "::Talk:: Just words.")
    key = address.rpartition("/")[2]
    report = store.read_report(key)
    report["notes"] = [["line 1", "Talk", "left-out", "It asks nothing.\nNothing at all.", ""]]
    store.keep_files(key, report, None)
    page = text_of(dee.get(address))
    assert "line 1" in page
    assert "Nothing at all." in page


def test_the_template_is_in_the_readers_language_and_read_in_every_one(
    small, dee, client_for, monkeypatch
):
    class Bosnian(NullTranslations):
        def gettext(self, message):
            return {"Question": "Pitanje", "Read me": "Uputstvo"}.get(message, message)

        ugettext = gettext

    found = i18n.catalogue

    def catalogue(code):
        return Bosnian() if code == "bs" else found(code)

    monkeypatch.setattr(i18n, "catalogue", catalogue)
    monkeypatch.setattr(formats, "catalogue", catalogue)
    una = client_for(make.person("Una", language="bs", roles=(Role.TRAINER,)))
    book = openpyxl.load_workbook(io.BytesIO(una.get("/imports/template.xlsx").data))
    assert book.sheetnames[0] == "Uputstvo"
    sheet = book.worksheets[1]
    assert sheet["B1"].value == "Pitanje"
    heads = {cell.value: cell.column for cell in sheet[1]}
    row = {"Kind": "truefalse", "Pitanje": "A stamp is needed.", "Right": "true"}
    for name, value in row.items():
        sheet.cell(2, heads[name], value)
    buffer = io.BytesIO()
    book.save(buffer)
    page = text_of(dee.get(sent(dee, buffer.getvalue(), name="pitanja.xlsx")))
    assert "A stamp is needed." in page
    assert "1 question for the new quiz" in page
