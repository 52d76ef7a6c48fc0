"""What certificates look like: set by coordinators for a unit, by a pack for its course."""

import io
from dataclasses import replace

import bridging
import make
import pytest
from crests import DRAWING

from elearn.core.errors import NotFound
from elearn.interop.certificate import Certificate
from elearn.services import packs, papers, records, unit_papers
from elearn.services.people import OPERATOR
from elearn.services.unit_papers import PaperForm
from elearn.store import records as record_store
from elearn.store.db import db


@pytest.fixture
def co(client_for, cast):
    """The coordinator's browser."""
    return client_for(cast.co)


def sent(name="Border Police", look="modern", file=None, **more):
    data = {"name": name, "look": look, **more}
    if file is not None:
        data["mark"] = (io.BytesIO(file), "crest.svg")
    return data


def dressed(person, now):
    """What papers make of an empty certificate for somebody's newest record."""
    db.session.expire_all()
    kept = record_store.of_person(person.id)[0]
    page = records.my_record(make.actor(person), kept.key, now=now)
    empty = object.__new__(Certificate)
    for name in Certificate.__dataclass_fields__:
        object.__setattr__(empty, name, ())
    return papers.dressed(replace(empty), page.facts, person.id, now.date())


def completed(person, now, head=b"", more=None):
    files = {**bridging.files("1.0.0"), **(more or {})}
    files["pack.yaml"] += head
    done = packs.install_files(OPERATOR, files, now=now)
    assert done.done, [str(p) for p in done.problems]
    packs.publish(OPERATOR, "steps", "1.0.0", now=now)
    db.session.commit()
    bridging.completed(person, now)


def test_a_coordinator_sets_name_mark_and_look(co, cast, now):
    address = f"/institutions/{cast.ministry.key}/certificates"
    assert address in co.get(f"/institutions/{cast.ministry.key}").text
    assert co.get(address).status_code == 200
    assert co.post(address, data=sent(file=DRAWING)).status_code == 303
    page = co.get(address).text
    assert 'src="data:image/svg+xml;base64,' in page
    completed(cast.ann, now)
    paper = dressed(cast.ann, now)
    assert (paper.look, paper.institution) == ("modern", "Border Police")
    assert [m.name for m in paper.marks] == ["Border Police"]


def test_the_nearest_unit_holds_and_nothing_holds_elsewhere(co, cast, now):
    for unit, name in ((cast.ministry, "Ministry"), (cast.station, "Station")):
        co.post(f"/institutions/{unit.key}/certificates", data=sent(name, "plain"))
    completed(cast.ann, now)
    assert dressed(cast.ann, now).institution == "Station"
    co.post(f"/institutions/{cast.station.key}/certificates/forget")
    assert dressed(cast.ann, now).institution == "Ministry"
    bridging.completed(cast.cy, now)
    paper = dressed(cast.cy, now)
    assert (paper.institution, paper.look, paper.marks) == ("", "classic", ())


def test_what_the_course_wishes_goes_before_and_marks_stand_side_by_side(co, cast, now):
    co.post(f"/institutions/{cast.station.key}/certificates", data=sent(file=DRAWING))
    credit = b"- {file: mark.svg, author: A. Author, licence: CC0-1.0}\n"
    completed(
        cast.ann,
        now,
        b"certificate: {look: plain, mark: media/mark.svg}\n",
        {"media/mark.svg": DRAWING, "media/media.yaml": credit},
    )
    paper = dressed(cast.ann, now)
    assert paper.look == "plain"
    assert len(paper.marks) == 2
    assert paper.marks[1].name == "Border Police"


def test_a_mark_can_be_taken_away_and_stays_otherwise(co, cast, now):
    address = f"/institutions/{cast.station.key}/certificates"
    co.post(address, data=sent(file=DRAWING))
    co.post(address, data=sent("Another name"))
    assert "data:image/svg" in co.get(address).text
    co.post(address, data=sent(without="y"))
    assert "data:image/svg" not in co.get(address).text


@pytest.mark.parametrize(
    "data",
    [sent(file=b"no drawing"), sent("x" * 201), sent(look="gothic")],
    ids=["file", "name", "look"],
)
def test_what_cannot_be_comes_back_with_a_sentence(co, cast, data):
    address = f"/institutions/{cast.station.key}/certificates"
    answer = co.post(address, data={**data})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'class="error"' in answer.text


def test_nobody_but_coordinators_of_the_unit_sets_it(client_for, client, cast, now):
    address = f"/institutions/{cast.station.key}/certificates"
    for person in (cast.ann, cast.mia, cast.dee):
        assert client_for(person).get(address).status_code == 403
        assert client_for(person).post(address, data=sent()).status_code == 403
        assert client_for(person).post(f"{address}/forget").status_code == 403
        form = PaperForm("Mine", "")
        with pytest.raises(NotFound):
            unit_papers.set_paper(make.actor(person), cast.station.key, form, now=now)
    assert client.get(address).status_code == 302


def test_a_name_that_certificates_cannot_print_is_refused_and_stays_in_the_form(co, cast):
    address = f"/institutions/{cast.ministry.key}/certificates"
    refused = co.post(address, data=sent("国境警察"))
    assert refused.status_code == 422
    assert "国境警察" in refused.text
    assert "this name has others" in refused.text
    for name in ("Гранична полиција", "Policia kufitare", "Pohraniční „policie“ (1)"):
        assert co.post(address, data=sent(name)).status_code == 303
