"""Indicators in the browser: who sees them, what is shown, frozen figures derived again."""

import io
import json
from datetime import timedelta

import make
import pytest
from asking import work
from client import text_of
from openpyxl import load_workbook
from sqlalchemy import select

from elearn.core.access import Role
from elearn.store.db import begin_write, db
from elearn.store.tables.indicators import LogframeRow, Snapshot, SnapshotPerson
from elearn.store.tables.people import Person
from elearn.store.tables.records import RecordRow

FRAME = """format: 1
id: borders
title: Borders 2026
from: 2026-01-01
until: 2026-12-31
functions:
  - {id: first-line, title: First line}
outcomes:
  - id: o
    title: Checks follow the law
    outputs:
      - id: p
        title: Officers are trained
        indicators:
          - {id: trained, title: Officers trained, measure: people-trained, target: 500,
             milestones: [{by: 2026-12-31, value: 200}]}
          - {id: women, title: Share of women, measure: womens-share, target: 30}
          - {id: moves, title: Moves, measure: transfers, target: 5}
"""
PAGES = ("/indicators", "/indicators/borders", "/indicators/borders/file")
FORMS = ("/indicators", "/indicators/borders/compute", "/indicators/borders/snapshots")


@pytest.fixture
def kept(app, cast, client_for, now):
    """A logframe of the site with its figures: three women and two men of Ann's unit trained."""
    version = make.course()
    for number in range(5):
        somebody = make.person(f"Officer {number}", unit=cast.station)
        begin_write()
        row = db.session.get_one(Person, somebody.id)
        row.sex, row.function = "f" if number < 3 else "m", "FIRST LINE"
        db.session.commit()
        make.record(somebody, version)
    answer = client_for(cast.co).post("/indicators", data={"source": FRAME})
    assert answer.headers["Location"].endswith("/indicators/borders")
    work(app, now)
    return version


@pytest.fixture
def local(cast):
    """Somebody who coordinates one institution only."""
    return make.person("Lo Local", roles=(Role.COORDINATOR,), role_unit=cast.ministry)


def test_whoever_coordinates_the_whole_site_and_administrators_see_indicators(
    cast, kept, local, client_for
):
    for path in PAGES:
        for who in (cast.co, cast.ana):
            assert client_for(who).get(path).status_code == 200
        for who in (cast.ann, cast.mia, cast.dee, cast.cy, local):
            assert client_for(who).get(path).status_code == 403
        assert client_for(None).get(path).status_code == 302
    for path in FORMS:
        for who in (cast.ann, cast.mia, cast.dee, local):
            assert client_for(who).post(path).status_code == 403
    assert "Indicators" not in text_of(client_for(cast.mia).get("/people"))


def test_the_page_shows_rounded_figures_and_says_so(cast, kept, client_for):
    page = text_of(client_for(cast.co).get("/indicators/borders"))
    assert "Counts are rounded to 5" in page
    assert "200 by" in page
    assert "500 5 " in page.replace("\xa0", " ")  # target and reached
    assert "not shown: too few" in page  # women, of fewer than 20


def test_tables_have_their_shapes_whoever_is_in_them(cast, kept, client_for):
    co = client_for(cast.co)
    page = co.get("/indicators/borders?indicator=trained&by=function-sex").get_data(as_text=True)
    table = page[page.index('id="table"') :]
    for word in ("First line", "Other functions", "Not known", "Women", "Men"):
        assert word in table
    for by in ("sex-function", "country-function", "country-sex-quarter", "person"):
        assert co.get(f"/indicators/borders?indicator=trained&by={by}").status_code == 404
    assert co.get("/indicators/borders?indicator=women&by=country-sex").status_code == 404
    assert co.get("/indicators/borders?indicator=none").status_code == 404


def test_a_logframe_with_faults_is_not_kept_and_each_fault_has_its_line(cast, client_for, app):
    answer = client_for(cast.co).post("/indicators", data={"source": FRAME.replace("500", "many")})
    assert answer.status_code == 422
    assert "logframe.yaml:15" in text_of(answer)
    assert db.session.scalar(select(LogframeRow)) is None
    assert client_for(cast.co).get("/indicators/borders").status_code == 404


def test_files_hold_what_the_page_shows(cast, kept, client_for):
    co = client_for(cast.co)
    book = load_workbook(io.BytesIO(co.get("/indicators/borders/file?form=xlsx").data))
    rows = [tuple(cell.value for cell in row) for row in book.worksheets[0].iter_rows()]
    assert rows[0][:4] == ("Indicator", "Baseline", "Target", "Reached")
    assert rows[1][:4] == ("Officers trained", 0, 500, 5)
    assert co.get("/indicators/borders/file?form=pdf").data.startswith(b"%PDF-")


def freeze(app, co, now):
    co.post("/indicators/borders/snapshots")
    work(app, now)
    db.session.remove()
    return db.session.scalars(select(Snapshot.key).order_by(Snapshot.id.desc())).first()


def test_frozen_figures_are_derived_again_whatever_was_corrected_since(
    app, cast, kept, client_for, now
):
    co = client_for(cast.co)
    key = freeze(app, co, now)
    counted = db.session.scalars(select(SnapshotPerson)).all()
    assert {(one.sex, one.function) for one in counted} == {
        ("female", "first-line"),
        ("male", "first-line"),
    }
    begin_write()
    for person in db.session.scalars(select(Person)):
        person.sex, person.function = None, "Cook"
    db.session.execute(db.text("UPDATE memberships SET to_day = '2026-02-01'"))
    db.session.commit()
    make.record(cast.ann, kept)
    assert (
        client_for(cast.ana).post(f"/indicators/borders/snapshots/{key}/derive").status_code == 303
    )
    co.post("/indicators/borders/compute")
    work(app, now)
    page = co.get(f"/indicators/borders?snapshot={key}&indicator=trained&by=function-sex")
    said = text_of(page)
    assert "The same" in said
    assert "Frozen figures" in said
    assert "First line 5 0 0 5" in said  # three women, two men
    fresh = text_of(co.get("/indicators/borders?indicator=trained&by=function-sex"))
    assert "First line 0 0 0 0" in fresh
    assert co.get(f"/indicators/borders/file?snapshot={key}").status_code == 200
    assert co.get("/indicators/borders?snapshot=other").status_code == 404


@pytest.mark.parametrize("what", ["record", "people"])
def test_frozen_figures_whose_ground_was_changed_say_so(app, cast, kept, client_for, now, what):
    co = client_for(cast.co)
    key = freeze(app, co, now)
    begin_write()
    if what == "record":
        db.session.scalars(select(RecordRow)).first().issued_at = now - timedelta(days=700)
    else:
        db.session.scalars(select(SnapshotPerson)).first().sex = "unknown"
    db.session.commit()
    co.post(f"/indicators/borders/snapshots/{key}/derive")
    work(app, now)
    db.session.remove()
    differs = db.session.scalars(select(Snapshot.differs)).one()
    assert "tables" in differs
    assert ("digest" in differs, "ground" in differs) == (what == "record", what == "people")
    assert "Differs" in text_of(co.get("/indicators/borders"))


def test_whoever_is_counted_gets_it_in_the_export(app, cast, kept, client_for, now):
    make.record(cast.ann, kept)
    freeze(app, client_for(cast.co), now)
    given = client_for(cast.ann).get("/account/my-data.json")
    told = json.loads(given.data)
    assert told["groups"]["counted"]["data"][0]["rows"][0]["sex"] == "unknown"


def test_figures_are_computed_every_day(app, cast, kept, clock, client_for):
    from elearn.services import logframes

    later = clock.move(days=1)
    logframes.ask_daily(later)
    db.session.commit()
    work(app, later)
    db.session.remove()
    assert db.session.scalars(select(LogframeRow)).one().last == later.date()
