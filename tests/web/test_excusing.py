"""Exemptions and learning from elsewhere: given, ended and seen by whom they concern."""

from datetime import date

import make
import pytest

from elearn.store import duties
from elearn.store.db import begin_write, db
from elearn.store.tables.audit import AuditEntry, Look
from elearn.store.tables.duties import ExemptionRow, PriorLearningRow
from elearn.store.tables.jobs import Job

EXEMPT = {
    "course": "checks",
    "from_day": "2026-11-23",
    "last_day": "2027-01-31",
    "reason": "Seconded abroad",
}
PRIOR = {
    "course": "checks",
    "title": "Schengen checks",
    "awarding_body": "Police academy",
    "awarded_on": "2025-03-02",
    "valid_until": "2028-03-01",
    "seen": "The original, number 17",
}


@pytest.fixture
def ann_at(cast):
    """Where what is asked of Ann is shown; a course is there."""
    make.course()
    return f"/people/{cast.ann.key}"


def test_exempted_for_some_time_and_ended_early(client_for, cast, ann_at, clock):
    mia = client_for(cast.mia)
    assert mia.post(f"{ann_at}/exempt", data=EXEMPT).status_code == 303
    (kept,) = duties.of([cast.ann.id]).exemptions
    assert (kept.from_day, kept.to_day) == (date(2026, 11, 23), date(2027, 2, 1))
    page = mia.get(f"{ann_at}/duties").get_data(as_text=True)
    assert "Seconded abroad" in page
    assert "Mia Manager" in page
    again = mia.post(f"{ann_at}/exempt", data={**EXEMPT, "from_day": "2027-01-31"})
    assert again.status_code == 422
    clock.move(days=2)
    mia = client_for(cast.mia)
    key = db.session.query(ExemptionRow).one().key
    assert mia.post(f"{ann_at}/exempt/end", data={"exemption": key}).status_code == 303
    assert mia.post(f"{ann_at}/exempt/end", data={"exemption": key}).status_code == 404
    assert duties.of([cast.ann.id]).exemptions[0].to_day == date(2026, 11, 25)
    acts = [entry.action for entry in db.session.query(AuditEntry)]
    assert acts == ["exempted", "exemption-ended"]
    assert {look.page for look in db.session.query(Look)} == {"duties"}


def test_learning_from_elsewhere_is_recognised_and_taken_back(client_for, cast, ann_at, now):
    mia = client_for(cast.mia)
    assert mia.post(f"{ann_at}/prior", data=PRIOR).status_code == 303
    (kept,) = duties.of([cast.ann.id]).prior
    assert (kept.from_day, kept.valid_until) == (date(2025, 3, 2), date(2028, 3, 1))
    page = mia.get(f"{ann_at}/duties").get_data(as_text=True)
    for words in ("Schengen checks", "Police academy", "The original, number 17", "Recognised"):
        assert words in page
    key = db.session.query(PriorLearningRow).one().key
    back = {"prior": key, "reason": "It was somebody else's"}
    assert mia.post(f"{ann_at}/prior/withdraw", data={**back, "reason": ""}).status_code == 422
    assert mia.post(f"{ann_at}/prior/withdraw", data=back).status_code == 303
    assert mia.post(f"{ann_at}/prior/withdraw", data=back).status_code == 404
    assert duties.of([cast.ann.id]).prior == ()
    assert "It was somebody else" in mia.get(f"{ann_at}/duties").get_data(as_text=True)


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("exempt", {**EXEMPT, "reason": " "}),
        ("exempt", {**EXEMPT, "last_day": "2026-11-22", "from_day": "2026-11-01"}),
        ("exempt", {**EXEMPT, "last_day": "2026-11-01"}),
        ("prior", {**PRIOR, "awarded_on": "2026-12-24", "valid_until": ""}),
        ("prior", {**PRIOR, "valid_until": "2025-01-01"}),
        ("prior", {**PRIOR, "seen": ""}),
    ],
)
def test_what_cannot_be_is_said(client_for, cast, ann_at, path, given):
    answer = client_for(cast.mia).post(f"{ann_at}/{path}", data=given)
    assert answer.status_code == 422
    assert "Error:" in answer.get_data(as_text=True)
    assert duties.of([cast.ann.id]) == duties.of([])


def test_insider_neighbour_superior_and_stranger(client_for, cast, ann_at, now):
    posts = (("exempt", EXEMPT), ("prior", PRIOR), ("exempt/end", {}), ("prior/withdraw", {}))
    for person, status in ((cast.max, 404), (cast.ann, 403), (cast.dee, 403), (cast.ana, 403)):
        client = client_for(person)
        assert client.get(f"{ann_at}/duties").status_code == status
        for path, data in posts:
            given = data or {"reason": "x"}
            assert client.post(f"{ann_at}/{path}", data=given).status_code == status
    for person in (cast.mia, cast.co):
        assert client_for(person).get(f"{ann_at}/duties").status_code == 200
    assert client_for(None).get(f"{ann_at}/duties").status_code == 302
    assert duties.of([cast.ann.id]) == duties.of([])


def test_nobody_excuses_themselves(client_for, cast, ann_at, now):
    mia, own = client_for(cast.mia), f"/people/{cast.mia.key}"
    assert "Somebody else decides" in mia.get(f"{own}/duties").get_data(as_text=True)
    assert mia.post(f"{own}/exempt", data=EXEMPT).status_code == 422
    assert mia.post(f"{own}/prior", data=PRIOR).status_code == 422
    assert duties.of([cast.mia.id]) == duties.of([])


def test_of_somebody_elses_person_nothing_is_ended(client_for, cast, ann_at, now):
    mia = client_for(cast.mia)
    mia.post(f"{ann_at}/exempt", data=EXEMPT)
    key = db.session.query(ExemptionRow).one().key
    ben = f"/people/{cast.ben.key}/exempt/end"
    assert mia.post(ben, data={"exemption": key}).status_code == 404
    assert duties.of([cast.ann.id]).exemptions[0].to_day == date(2027, 2, 1)


def test_each_of_these_asks_that_they_be_worked_out_anew(client_for, cast, ann_at, clock):
    """Compliance follows from exemptions and recognition, whoever changes them and how."""
    mia = client_for(cast.mia)

    def concerned():
        begin_write()
        jobs = db.session.query(Job).filter_by(kind="compliance")
        people = [job.payload["people"] for job in jobs]
        jobs.delete()
        db.session.commit()
        return people

    mia.post(f"{ann_at}/exempt", data=EXEMPT)
    assert concerned() == [[cast.ann.id]]
    clock.move(days=2)
    mia = client_for(cast.mia)
    key = db.session.query(ExemptionRow).one().key
    mia.post(f"{ann_at}/exempt/end", data={"exemption": key})
    assert concerned() == [[cast.ann.id]]
    mia.post(f"{ann_at}/prior", data=PRIOR)
    assert concerned() == [[cast.ann.id]]
    key = db.session.query(PriorLearningRow).one().key
    mia.post(f"{ann_at}/prior/withdraw", data={"prior": key, "reason": "A mistake"})
    assert concerned() == [[cast.ann.id]]
    mia.get(f"{ann_at}/duties")
    assert concerned() == []
