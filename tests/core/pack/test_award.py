"""What a pack awards: checked against its quizzes and its translations."""

from datetime import date

import bridging
import pytest

from elearn.core.pack.check import check
from elearn.core.pack.parse import parse


def problems(award, more=None, **changed):
    files = bridging.files("1.0.0")
    files["pack.yaml"] += award.encode()
    for old, new in changed.values():
        files["pack.yaml"] = files["pack.yaml"].replace(old, new)
    files |= more or {}
    parsed, day = parse(files), date(2026, 11, 23)
    found = check(parsed.pack, files, register=None, as_of=day, sources=parsed.sources)
    return {p.code for p in (*parsed.problems, *found) if p.severity.value == "error"}


@pytest.mark.parametrize("kind", ["participation", "completion", "achievement"])
def test_each_kind_is_awarded(kind):
    assert problems(f"award: {{kind: {kind}}}\n") == set()
    assert problems("award: {kind: diploma}\n") == {"value-choice"}


def test_an_achievement_needs_a_quiz_that_must_be_passed():
    rule = (b"{read: all, pass: all, finish: all}", b"{read: all, finish: all}")
    assert problems("award: {kind: achievement}\n", rule=rule) == {"award-ungraded"}
    assert problems("award: {kind: completion}\n", rule=rule) == set()


def test_credit_needs_a_translation_without_gaps():
    assert problems("award: {credit: [en, sr]}\n") == {"credit-unfinished"}
    assert problems("award: {credit: [en, mk]}\n") == {"credit-language"}


@pytest.mark.parametrize(
    ("validity", "found"),
    [
        (b"{months: 24}", set()),
        (b"{until: law-changes}", set()),
        (b"{until: law-changes, months: 24}", {"value-choice"}),
        (b"{}", {"value-choice"}),
        (b"{until: christmas}", {"value-choice"}),
    ],
)
def test_a_record_ends_in_one_way(validity, found):
    assert problems("", validity=(b"{months: 24}", validity)) == found


def test_the_mark_on_certificates_is_a_picture_of_the_pack():
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>'
    credit = b"- {file: m.svg, author: A, licence: CC0-1.0}\n"
    there = {"media/m.svg": drawing, "media/media.yaml": credit}
    say = "certificate: {look: modern, mark: %s}\n"
    assert problems(say % "media/m.svg", there) == set()
    for other in ("media/n.svg", "m.svg", "pack.yaml"):
        assert "media-missing" in problems(say % other, there)
    assert problems("certificate: {look: gothic}\n") == {"value-choice"}
