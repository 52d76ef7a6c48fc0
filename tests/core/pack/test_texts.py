from small_pack import course, register

from elearn.core.pack.texts import Unit, message_id, messages, units


def test_every_text_of_a_course_has_its_key():
    found = {unit.key: unit.source for unit in units(course())}
    expected = {
        "pack#title": "Stays",
        "pack#audience": "Officers.",
        "pack/o-stay#text": "Count days.",
        "module/stay-module#title": "Staying",
        "stay#title": "How long may they stay",
        "stay#objective-1": "Count the days.",
        "sc-days#prompt": "The day of entry counts.",
        "count#title": "The count",
        "q-days/b#text": "*Many*",
        "q-days/b#feedback": "Too many.",
        "q-number#unit": "days",
        "q-word#answer-1": "passport",
        "q-order/b#text": "Second",
        "q-match/a#left": "Stamp",
        "q-match/a#right": "Ink",
        "q-match/x#text": "Nothing",
        "bus#intro": "At night.",
        "bus/pass#text": "A page.",
        "bus/s-one#title": "The barrier",
        "bus/s-one/c-a#text": "Ask",
        "bus/s-one/c-a#consequence": "They answer.",
        "bus/s-one/c-b#debrief": "Bad.",
    }
    assert expected.items() <= found.items()
    assert found["stay#body"].startswith("## The rule")
    assert "q-days/a#feedback" not in found


def test_every_text_of_a_register_has_its_key():
    found = {unit.key: unit.source for unit in units(register())}
    assert found["sbc#short"] == "Schengen Borders Code"
    assert found["sbc/6(1)(a)#text"] == "A valid document."
    assert found["hirsi#holding"] == "Push-backs at sea are forbidden."
    assert found["glossary/visa#definition"] == "A permission."


def test_keys_are_unique():
    for pack in (course(), register()):
        keys = [unit.key for unit in units(pack)]
        assert len(keys) == len(set(keys))


def test_a_lesson_gives_a_message_for_each_of_its_pieces():
    (body,) = [unit for unit in units(course()) if unit.key == "stay#body"]
    assert messages(body) == [
        "The rule",
        "A traveller may stay [[ninety-days|ninety days]] in any 180 [@sbc:6(1)(a)].",
        '![A calendar](media/calendar.svg "Two windows")',
        "Count back",
        "See [the check](item:count)",
        "After the check.",
    ]


def test_what_has_no_words_is_no_message():
    for source in ("42", "[@sbc:6]", "[[visa]]", "`code`", "---"):
        assert messages(Unit("a", "b", source, "block")) == []
    assert messages(Unit("a", "b", "42", "plain")) == []


def test_wrapping_a_paragraph_anew_does_not_make_it_new():
    assert message_id("one\n  two \nthree") == "one two three"
    assert message_id("one  \ntwo\\\nthree") == "one  \ntwo\\\nthree"
