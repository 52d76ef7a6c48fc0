"""A new version on the same release line: everybody moves, and nobody loses anything."""

import io

import learning
import make
import pytest
from client import text_of

from elearn.core.access import Role
from elearn.services import attempts
from elearn.store import enrolments as enrolment_store
from elearn.store import pack_files
from elearn.store import records as record_store

NEW_LESSON = b"""---
id: night
title: At night
minutes: 5
outcomes: [o-all]
---
Light the page from the side.
"""


@pytest.fixture
def ann(app, cast, now):
    """Ann, with the course `kinds` published."""
    learning.publish("kinds", now)
    return cast.ann


@pytest.fixture
def hers(ann, client_for):
    """Ann's browser, in which she takes the course and has read its lesson."""
    browser = client_for(ann)
    browser.post("/courses/kinds/enrol")
    browser.post("/courses/kinds/rules/done")
    return browser


@pytest.fixture
def release(cast, client_for):
    """`release(version, changes, without=…)`: a trainer uploads and looks, another one confirms."""
    trainer, second = client_for(cast.dee), client_for(make.person("Eva", roles=(Role.TRAINER,)))

    def uploaded(version, changes=None, *, without=()):
        files, _ = pack_files.read_folder(learning.PACKS / "kinds")
        files["CHANGELOG.md"] = f"# Changes\n\n## {version} - 2026-11-23\n\nNew.\n".encode()
        files["pack.yaml"] = files["pack.yaml"].replace(
            b"version: 1.0.0", f"version: {version}".encode()
        )
        files = {path: data for path, data in files.items() if path not in without}
        data = pack_files.build_archive(files | (changes or {}))
        form = {"archive": (io.BytesIO(data), "pack.elpack")}
        answer = trainer.post("/packs/upload", data=form, content_type="multipart/form-data")
        assert answer.status_code == 303, text_of(answer)
        assert trainer.get(f"{answer.location}/preview/rules").status_code == 200
        proposed = trainer.post(f"{answer.location}/acts/publish")
        assert proposed.status_code == 303, text_of(proposed)
        assert second.post(f"{proposed.location}/confirm").status_code == 303

    return uploaded


def standing(ann):
    return enrolment_store.open_standing(ann.id, "kinds")


def begin(hers, item):
    return learning.key_in(hers.post(f"/courses/kinds/{item}/attempts").location)


def pass_quiz(hers, ann, key):
    for number, form in learning.truth_forms(make.actor(ann), key).items():
        hers.post(f"/attempts/{key}/{number}", data={**form, "go": "next"})
    return hers.post(f"/attempts/{key}/finish")


@pytest.mark.parametrize("version", ["1.0.1", "1.1.0"])
def test_a_patch_or_minor_version_moves_everybody_and_keeps_progress(hers, ann, release, version):
    release(version)
    assert standing(ann).enrolment.version == version
    assert standing(ann).done.read == {"rules"}
    assert "1 of 3" in text_of(hers.get("/learning"))


def test_a_new_major_version_leaves_whoever_is_under_way_where_they_are(
    hers, ann, cast, client_for, release
):
    release("2.0.0")
    assert standing(ann).enrolment.version == "1.0.0"
    newcomer = client_for(cast.ben)
    newcomer.post("/courses/kinds/enrol")
    assert enrolment_store.open_standing(cast.ben.id, "kinds").enrolment.version == "2.0.0"


def test_what_a_new_version_adds_is_still_to_do(hers, ann, release):
    release("1.1.0", {"01-all/04-night.md": NEW_LESSON})
    page = text_of(hers.get("/learning"))
    assert "1 of 4" in page
    pass_quiz(hers, ann, begin(hers, "quiz"))
    key = begin(hers, "gate")
    hers.post(f"/cases/{key}", data={"step": "0", "choice": "c-ask"})
    assert record_store.of_person(ann.id) == []
    hers.post("/courses/kinds/night/done")
    (record,) = record_store.of_person(ann.id)
    assert record.version == "1.1.0"


@pytest.mark.usefixtures("any_number")
def test_what_a_new_version_takes_away_is_no_longer_asked_for(hers, ann, release):
    pass_quiz(hers, ann, begin(hers, "quiz"))
    release("1.1.0", without=("01-all/03-gate.case.yaml", "locale/sr.po"))
    assert "2 of 2" in text_of(hers.get("/learning"))
    assert hers.get("/courses/kinds/gate").status_code == 404
    hers.post("/courses/kinds/rules/done")  # the same form again
    assert len(record_store.of_person(ann.id)) == 1


@pytest.mark.usefixtures("any_number")
def test_what_was_done_comes_back_with_the_item(hers, ann, release):
    release("1.1.0", {"01-all/04-night.md": NEW_LESSON})
    hers.post("/courses/kinds/night/done")
    release("1.2.0")
    assert "1 of 3" in text_of(hers.get("/learning"))
    release("1.3.0", {"01-all/04-night.md": NEW_LESSON})
    assert standing(ann).done.read == {"rules", "night"}
    assert "2 of 4" in text_of(hers.get("/learning"))


def test_an_attempt_under_way_stays_on_its_version_and_counts_on_the_new_one(hers, ann, release):
    key = begin(hers, "quiz")
    before = attempts.require_sitting(make.actor(ann), key).kept.digest
    quiz = (learning.PACKS / "kinds/01-all/02-quiz.quiz.yaml").read_bytes()
    release("1.1.0", {"01-all/02-quiz.quiz.yaml": quiz.replace(b"minutes: ", b"minutes: 1")})
    assert attempts.require_sitting(make.actor(ann), key).kept.digest == before
    assert begin(hers, "quiz") == key
    assert hers.get(f"/attempts/{key}/1").status_code == 200
    pass_quiz(hers, ann, key)
    assert hers.get(f"/attempts/{key}/review").status_code == 200
    assert standing(ann).done.passed == {"quiz"}
    assert standing(ann).enrolment.version == "1.1.0"


@pytest.mark.usefixtures("any_number")
def test_an_attempt_at_a_quiz_that_is_gone_is_still_finished_and_read(hers, ann, release):
    key = begin(hers, "quiz")
    release("1.1.0", without=("01-all/02-quiz.quiz.yaml", "locale/sr.po"))
    assert hers.get(f"/attempts/{key}/1").status_code == 200
    assert pass_quiz(hers, ann, key).status_code in {302, 303}
    assert hers.get(f"/attempts/{key}/review").status_code == 200
    assert hers.get("/learning").status_code == 200


def test_who_has_completed_stays_so_when_a_version_adds_something(hers, ann, release):
    pass_quiz(hers, ann, begin(hers, "quiz"))
    key = begin(hers, "gate")
    hers.post(f"/cases/{key}", data={"step": "0", "choice": "c-ask"})
    release("1.1.0", {"01-all/04-night.md": NEW_LESSON})
    (record,) = record_store.of_person(ann.id)
    assert record.version == "1.0.0"
    assert hers.post("/courses/kinds/night/done").status_code in {302, 303}
    assert len(record_store.of_person(ann.id)) == 1
