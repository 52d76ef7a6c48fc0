"""What changed between two versions, side by side: for trainers, and for nobody else."""

import learning
import make
import pytest
from client import text_of

from elearn.core.pack.diff.why import WHY
from elearn.services import packs
from elearn.store import pack_files
from elearn.store.db import db
from elearn.web.author import change_words

LESSON = "01-one/01-lines.md"
QUIZ = "01-one/02-check.quiz.yaml"


def install(cast, now, version, *edits):
    """`small` under another number, with texts replaced."""
    found, _ = pack_files.read_folder(learning.PACKS / "small")
    found["CHANGELOG.md"] += f"\n## {version} - 2026-11-23\n\nNew.\n".encode()
    for path, old, new in (("pack.yaml", "version: 1.0.0", f"version: {version}"), *edits):
        text = found[path].decode()
        assert old in text, (path, old)
        found[path] = text.replace(old, new, 1).encode()
    data = pack_files.build_archive(found)
    installed = packs.install_upload(make.actor(cast.dee), data, now=now)
    assert installed.done, installed.problems
    db.session.commit()


@pytest.fixture
def small(app, cast, now):
    learning.publish("law", now)
    learning.publish("small", now)
    return cast


@pytest.fixture
def dee(small, client_for):
    return client_for(small.dee)


@pytest.fixture
def two(small, now):
    """Version 2.0.0 with another pass mark and another word."""
    install(
        small,
        now,
        "2.0.0",
        (QUIZ, "pass: 70", "pass: 60"),
        (LESSON, "Checks begin", "All checks begin"),
    )


HERE = "/packs/small/2.0.0/changes"


def test_each_change_is_shown_with_both_texts_and_what_it_demands(dee, two):
    answer = dee.get(HERE)
    assert answer.status_code == 200
    words = text_of(answer)
    assert "from 1.0.0 to 2.0.0" in words
    assert "The number says enough about what changed. It is a major change" in words
    assert "What must be reached to pass differs." in words
    assert "Before, in 1.0.0" in words
    html = answer.get_data(as_text=True)
    assert "<ins>60</ins>" in html
    assert "<del>70</del>" in html
    assert "All changes" not in words
    assert "All 2 changes" in words


def test_words_that_differ_are_marked_in_the_language_of_the_pack(dee, two):
    html = dee.get(HERE).get_data(as_text=True)
    assert '<p lang="en"><del>Checks</del> begin' in html
    assert '<p lang="en"><ins>All checks</ins> begin' in html


def test_what_demands_less_can_be_left_out(dee, two):
    words = text_of(dee.get(f"{HERE}?least=major"))
    assert "What must be reached to pass differs." in words
    assert "begin" not in words
    assert "The words of a" not in words


def test_the_version_to_compare_with_can_be_chosen(dee, two, small, now):
    stricter = (QUIZ, "pass: 70", "pass: 60")
    lesson = (LESSON, "Checks begin", "All cheks begin")
    install(small, now, "2.0.1", stricter, lesson)
    words = text_of(dee.get("/packs/small/2.0.1/changes"))
    assert "from 2.0.0 to 2.0.1" in words
    assert "It is a patch: everybody moves" in words
    install(small, now, "2.0.2", stricter, lesson)
    assert "The two versions do not differ." in text_of(dee.get("/packs/small/2.0.2/changes"))
    words = text_of(dee.get("/packs/small/2.0.1/changes?against=1.0.0"))
    assert "from 1.0.0 to 2.0.1" in words
    back = text_of(dee.get("/packs/small/1.0.0/changes"))
    assert "2.0.2 is the higher version, so the changes are those of going back." in back
    assert dee.get(f"{HERE}?against=9.9.9").status_code == 404
    assert dee.get("/packs/small/9.9.9/changes").status_code == 404


def test_a_number_that_says_too_little_is_named(dee, small, now, any_number):
    install(small, now, "1.0.1", (QUIZ, "pass: 70", "pass: 60"))
    words = text_of(dee.get("/packs/small/1.0.1/changes"))
    assert "The number says too little about what changed; it should be 2.0.0 or higher." in words


def test_what_is_declared_to_mean_the_same_is_pointed_out(dee, small, now):
    same = "update: {meaning-same: {since: 1.0.0, ids: [lines]}}\ncompletion:"
    install(
        small,
        now,
        "1.0.1",
        ("pack.yaml", "completion:", same),
        (LESSON, "Checks begin", "All checks begin"),
    )
    words = text_of(dee.get("/packs/small/1.0.1/changes"))
    assert (
        "1 change is small only because the author declares that the meaning is the same" in words
    )
    assert "a second person must confirm it" in words


def test_an_only_version_has_nothing_to_compare_with(dee):
    words = text_of(dee.get("/packs/small/1.0.0/changes"))
    assert "This is the only version of the pack on this site." in words


def test_the_version_leads_there(dee, two):
    assert f'href="{HERE}"' in dee.get("/packs/small/2.0.0").get_data(as_text=True)


def test_only_trainers_see_it(two, small, client_for):
    for person in (small.ann, small.mia, small.max):
        assert client_for(person).get(HERE).status_code == 403
    assert client_for(None).get(HERE).status_code in {302, 303}


def test_a_change_of_the_law_is_shown_by_instrument(dee, small, now):
    found, _ = pack_files.read_folder(learning.PACKS / "law")
    text = found["pack.yaml"].decode().replace("version: 1.0.0", "version: 1.1.0")
    found["pack.yaml"] = text.encode()
    found["CHANGELOG.md"] += b"\n## 1.1.0 - 2026-11-24\n\nNew.\n"
    path = next(p for p in found if p.startswith("instruments/"))
    acts = found[path].decode()
    assert "short: Borders Code" in acts
    found[path] = acts.replace("short: Borders Code", "short: Code of Borders").encode()
    packs.install_upload(make.actor(small.dee), pack_files.build_archive(found), now=now)
    db.session.commit()
    words = text_of(dee.get("/packs/law/1.1.0/changes"))
    assert "Code of Borders" in words


def test_many_changes_are_shown_page_by_page(dee, small, now):
    more = "\n\n".join(f"Line {n} of the new text." for n in range(60))
    install(small, now, "1.1.0", (LESSON, "Checks begin", f"{more}\n\nChecks begin"))
    first = dee.get("/packs/small/1.1.0/changes")
    assert text_of(first).count("There is more to read than before.") == 40
    second = dee.get("/packs/small/1.1.0/changes?against=1.0.0&least=patch&page=2")
    assert text_of(second).count("There is more to read than before.") == 20
    assert text_of(dee.get("/packs/small/1.1.0/changes?page=99")).count("There is more") == 20


def test_citations_are_named_as_readers_see_them(dee, small, now):
    law = "law: {register: law, version: 1.0.0, checked: 2026-11-23}\ncompletion:"
    cited = (LESSON, "Checks begin", "By [@sbc:6(1)(a)], checks begin")
    install(small, now, "1.1.0", ("pack.yaml", "completion:", law), cited)
    words = text_of(dee.get("/packs/small/1.1.0/changes"))
    assert "By Borders Code, Art. 6(1)(a), checks" in words


def test_every_reason_has_its_sentence(app):
    with app.test_request_context("/"):
        assert {key: change_words.why(key) for key in WHY} == WHY
