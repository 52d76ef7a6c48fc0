"""Records: every fact is bound by the digest, and can be shown alone."""

import hashlib
import json
import unicodedata
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.errors import BadInput
from elearn.core.learning.record import (
    FACT_KEYS,
    VERSION_2_KEYS,
    Facts,
    commitment,
    commitments,
    encode,
    from_raw,
    record_digest,
    to_raw,
    values,
    verify_fact,
)

FACTS = Facts(
    name="Ана Марковић",
    title="Checks on persons",
    kind="completion",
    awarding_body="Border training programme",
    awarding_country="CH",
    issued=date(2026, 11, 23),
    valid_until=date(2028, 11, 23),
    outcomes=("Decide whether the entry conditions are met.",),
    hours={"self-study": 5, "assessment": 1},
    eqf=4,
    assessment="quizzes-and-cases",
    participation="online-self-paced",
    quality="reviewed-pack",
    pack="border-checks",
    version="1.0.0",
    digest="ab" * 32,
    language="sr",
    law_register="law",
    law_version="1.0.0",
    law_digest="cd" * 32,
    law_checked=date(2026, 11, 23),
)
GOLDEN = "d09e08d12e8fd5f6a90cb5152fed6dd9d95626bb63f2a5e9c8515a317aa9d371"
NEWER = replace(
    FACTS,
    frameworks=("Frontex SQF: level 4",),
    credit="approved",
    validity="months",
    identity="institution-roster",
    result={"check": 85},
)
GOLDEN_2 = "f3e488539c5cb0844aa1466c2c0357b62efe404fa383182a7a4d6dd5d5e2b47d"
SALTS = {key: f"{n:032x}" for n, key in enumerate(FACT_KEYS)}

simple = st.one_of(
    st.none(),
    st.text(max_size=8),
    st.integers(),
    st.dates(),
    st.lists(st.text(max_size=4), max_size=4).map(tuple),
    st.dictionaries(st.text(max_size=4), st.integers(), max_size=4),
)


def digest(facts: Facts) -> str:
    return record_digest(commitments(facts, SALTS).values())


def other(value: object) -> object:
    match value:
        case date():
            return value + timedelta(days=1)
        case int():
            return value + 1
        case str():
            return value + "x"
        case tuple():
            return (*value, "x")
        case _:
            return {**value, "x": 1}


@pytest.mark.parametrize("key", FACT_KEYS)
def test_changing_any_fact_changes_the_digest(key):
    changed = replace(FACTS, **{key: other(getattr(FACTS, key))})
    assert digest(changed) != digest(FACTS)
    made = commitments(FACTS, SALTS)[key]
    assert verify_fact(made, SALTS[key], key, getattr(FACTS, key))
    assert not verify_fact(made, SALTS[key], key, getattr(changed, key))


@pytest.mark.parametrize("key", FACT_KEYS)
def test_changing_any_salt_changes_the_digest(key):
    salts = SALTS | {key: "ff" * 16}
    assert record_digest(commitments(FACTS, salts).values()) != digest(FACTS)


def test_a_commitment_can_be_redone_from_the_description():
    salt = bytes(range(16))
    value = b"s" + b"\0\0\0\x04" + "Ан".encode()
    message = b"elearn-fact-1\0" + salt + b"\0\0\0\x04name" + b"\0\0\0\x09" + value
    assert commitment(salt.hex(), "name", "Ан") == hashlib.sha256(message).hexdigest()
    parts = sorted(hashlib.sha256(bytes([n])).digest() for n in range(3))
    whole = hashlib.sha256(b"elearn-record-1\0\0\0\0\x03" + b"".join(parts)).hexdigest()
    assert record_digest(part.hex() for part in reversed(parts)) == whole


def test_golden_digest_holds_for_ever():
    assert digest(FACTS) == GOLDEN


def newer_digest(facts: Facts) -> str:
    salts = SALTS | {key: f"{n:032x}" for n, key in enumerate(VERSION_2_KEYS, 100)}
    return record_digest(commitments(facts, salts).values())


def test_the_second_version_has_more_facts_and_a_digest_that_holds_for_ever():
    assert (FACTS.facts_version, NEWER.facts_version) == (1, 2)
    assert newer_digest(NEWER) == GOLDEN_2
    assert set(values(NEWER)) == {*FACT_KEYS, *VERSION_2_KEYS}


@pytest.mark.parametrize("key", VERSION_2_KEYS)
def test_changing_any_newer_fact_changes_the_digest(key):
    changed = replace(NEWER, **{key: other(getattr(NEWER, key))})
    assert newer_digest(changed) != newer_digest(NEWER)


def test_values_are_written_as_described():
    assert encode(None) == b"n"
    assert encode(-12) == b"i\0\0\0\x03-12"
    assert encode(date(2026, 1, 2)) == b"d\0\0\0\x0a2026-01-02"
    assert encode(("a",)) == b"l\0\0\0\x01s\0\0\0\x01a"
    assert encode({"b": 1, "a": 2}) == encode({"a": 2, "b": 1})
    assert encode("c\u030c") == encode("\u010d")


@pytest.mark.parametrize("value", [True, 1.5, b"x", ["a"]])
def test_a_value_that_no_fact_has_is_refused(value):
    with pytest.raises(TypeError):
        encode(value)


@given(simple, simple)
def test_different_values_have_different_bytes(a, b):
    assert (encode(a) == encode(b)) == (to_nfc(a) == to_nfc(b))


def to_nfc(value: object) -> object:
    def nfc(text: str) -> str:
        return unicodedata.normalize("NFC", text)

    match value:
        case str():
            return nfc(value)
        case tuple():
            return tuple(nfc(v) for v in value)
        case dict():
            return sorted((nfc(k), v) for k, v in value.items())
        case _:
            return value


@pytest.mark.parametrize(
    "salts",
    [
        {},
        dict(list(SALTS.items())[1:]),
        SALTS | {"extra": "aa" * 16},
        SALTS | {"name": SALTS["title"]},
        SALTS | {"name": "aa"},
        SALTS | {"name": "zz" * 16},
    ],
)
def test_each_fact_needs_a_good_salt_of_its_own(salts):
    with pytest.raises(ValueError, match=r"salt|hexadecimal"):
        commitments(FACTS, salts)


def test_a_bad_salt_verifies_nothing_and_a_bad_commitment_is_refused():
    assert not verify_fact("aa" * 32, "aa", "name", "x")
    with pytest.raises(ValueError, match="32 bytes"):
        record_digest(["aa"])


def test_facts_survive_storage():
    kept = json.loads(json.dumps(to_raw(FACTS)))
    assert from_raw(kept) == FACTS
    bare = replace(FACTS, valid_until=None, law_checked=None, eqf=None, hours={}, outcomes=())
    assert from_raw(json.loads(json.dumps(to_raw(bare)))) == bare
    assert set(values(FACTS)) == set(FACT_KEYS) == set(kept)
    assert from_raw(json.loads(json.dumps(to_raw(NEWER)))) == NEWER
    empty = replace(NEWER, result={}, frameworks=())
    assert from_raw(json.loads(json.dumps(to_raw(empty)))) == empty


@pytest.mark.parametrize("change", [{"issued": "soon"}, {"outcomes": "x"}, {"hours": 5}])
def test_what_are_no_facts_is_refused(change):
    with pytest.raises(BadInput):
        from_raw(to_raw(FACTS) | change)
    with pytest.raises(BadInput):
        from_raw({})
