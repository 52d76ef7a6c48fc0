"""The pages of a roster's import, as a coordinator goes through them, and for others."""

import io

import make
import openpyxl
import pytest
from client import text_of

from elearn.core.access import Role
from elearn.services import jobs, roster_jobs

TEXT = "Име и презиме;Службен број;Организациска единица\nНова Новак;BP-1;Station North\n;X;\n"
DATA = TEXT.encode("cp1251")


@pytest.fixture
def local(cast, client_for):
    """The browser of somebody who coordinates the ministry and what hangs below it."""
    return client_for(make.person("Lo Local", roles=(Role.COORDINATOR,), role_unit=cast.ministry))


def upload(browser, unit, data=DATA, name="r.csv"):
    form = {"file": (io.BytesIO(data), name)}
    return browser.post(f"/institutions/{unit.key}/roster", data=form)


def run(now):
    jobs.run_due({"roster": roster_jobs.handler}, now)


def columns(page):
    """What the form of the columns would send as it stands."""
    html = page.get_data(as_text=True)
    made = []
    for part in html.split('name="column">')[1:]:
        chosen = part.split("</select>")[0].split(" selected")[0].rsplit('value="', 1)[1]
        made.append(chosen.split('"')[0] if " selected" in part.split("</select>")[0] else "")
    return made


def test_a_roster_goes_from_the_file_to_the_unit(local, cast, client_for, now):
    answer = upload(local, cast.ministry)
    assert answer.status_code == 303
    page = local.get(answer.location)
    assert columns(page) == ["name", "number", "unit"]
    assert "Нова Новак" in page.get_data(as_text=True)
    form = {"column": columns(page), "encoding": "windows-1251", "separator": ";", "headed": "1"}
    at = local.post(answer.location, data={**form, "go": "check", "twins": "skip"}).location
    waiting = local.get(at).get_data(as_text=True)
    assert "<progress" in waiting
    assert "progress.js" in waiting
    assert local.get(f"{at}/progress").json == {"state": "checking", "done": 0, "total": 0}
    run(now)
    assert "Нова Новак" in text_of(local.get(f"{at}?show=new"))
    assert "A name of at most 200 letters is needed." in text_of(local.get(f"{at}?show=refused"))
    assert local.post(f"{at}/apply").status_code == 303
    run(now)
    assert "The roster is imported" in text_of(local.get(at))
    assert "Нова Новак" in text_of(local.get(f"/institutions/{cast.station.key}"))


def test_another_encoding_can_be_chosen(local, cast):
    data = "Name;Service number\nНова;BP-1\n".encode("iso-8859-5")
    at = upload(local, cast.ministry, data).location
    form = {"encoding": "iso-8859-5", "separator": ";", "headed": "1", "go": "check"}
    assert local.post(at, data=form).location == at, "what was read anew is looked at first"
    assert "Нова" in local.get(at).get_data(as_text=True)


def test_a_form_without_a_name_comes_back(local, cast):
    at = upload(local, cast.ministry).location
    form = {"column": ["", "number", ""], "encoding": "windows-1251", "separator": ";"}
    answer = local.post(at, data={**form, "headed": "1", "go": "check"})
    assert answer.status_code == 422
    assert "Choose a column for the name" in text_of(answer)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04broken"])
def test_what_is_no_roster_is_said_beside_the_field(local, cast, data):
    answer = upload(local, cast.ministry, data)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.get_data(as_text=True)


def test_others_find_no_roster(local, cast, client_for):
    at = upload(local, cast.ministry).location.removesuffix("/columns")
    for somebody, status in ((cast.co, 404), (cast.mia, 403), (cast.max, 403), (cast.ann, 403)):
        browser = client_for(somebody)
        for path in (at, f"{at}/columns", f"{at}/progress"):
            assert browser.get(path).status_code == status
        for path in (f"{at}/check", f"{at}/apply", f"{at}/discard", f"{at}/columns"):
            assert browser.post(path).status_code == status
    assert local.get(f"/institutions/{cast.abroad.key}/roster").status_code == 404
    assert upload(local, cast.abroad).status_code == 404


def test_the_template_is_in_the_readers_language(local, cast, client_for):
    data = local.get("/institutions/roster-template.xlsx").data
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.worksheets[0]["A1"].value == "Name"
    assert upload(local, cast.ministry, data, "r.xlsx").status_code == 303


def test_an_import_is_deleted_when_somebody_says_so(local, cast):
    at = upload(local, cast.ministry).location.removesuffix("/columns")
    assert local.post(f"{at}/discard").status_code == 303
    assert local.get(at).status_code == 404
