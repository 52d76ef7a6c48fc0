"""The signed essentials: every byte has its place; a change of any is refused for its reason."""

from dataclasses import replace
from datetime import date

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.learning import essentials as core
from elearn.core.learning.essentials import KINDS, Essentials, Refused
from elearn.interop import essentials, keys
from elearn.interop.keys import Algorithm
from elearn.interop.trust import Trust

KEY = keys.make(Algorithm.ES256)
TRUSTED = [{**KEY.public_jwk, "kid": KEY.kid, "use": "sig", "elearn:purpose": "qr"}]
DAYS = st.dates(date(1970, 1, 1))
HALVES = st.binary(min_size=16, max_size=16)
ANY = st.builds(
    Essentials,
    digest=HALVES,
    pack=st.text(st.characters(min_codepoint=45, max_codepoint=122), max_size=36),
    version=st.from_regex(r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}", fullmatch=True),
    kind=st.sampled_from(KINDS),
    language=st.sampled_from(["en", "cnr", "sr-Latn"]),
    issued=DAYS,
    valid_until=st.none() | DAYS,
    law_checked=st.none() | DAYS,
    name=HALVES,
)
ONE = Essentials(
    digest=bytes(range(16)),
    pack="border-checks",
    version="1.2.0",
    kind="completion",
    language="sr",
    issued=date(2026, 11, 30),
    valid_until=date(2029, 11, 30),
    law_checked=date(2026, 6, 12),
    name=core.commit_name("Јелена Ђорђевић", bytes(range(16))),
)
TEXT = essentials.sign(ONE, KEY.kid, KEY.sign)
MESSAGE = core.from_digits(TEXT)
PAYLOAD = core.write(ONE)


def part_of(position):
    """The class of a byte, and the reason why a changed one is refused."""
    end = 19 + len(PAYLOAD)
    if 8 <= position < 16:
        return "key-unknown"
    if 19 <= position < end or position >= end + 2:
        return "signature-wrong"
    return "essentials-unreadable"


def read_again(text):
    found, kid = essentials.check(text, Trust(TRUSTED))
    assert kid == KEY.kid
    return found


def reason(text, trusted=TRUSTED):
    with pytest.raises(Refused) as refused:
        essentials.check(text, Trust(trusted))
    return refused.value.code


@given(ANY)
def test_what_was_signed_is_read_again_and_is_small(given_one):
    text = essentials.sign(given_one, KEY.kid, KEY.sign)
    assert read_again(text) == given_one
    assert read_again(f"https://learn.example.org/verify#{text}\n") == given_one
    assert len(core.from_digits(text)) <= 200


@given(ANY)
def test_the_payload_is_cbor_as_others_write_it(given_one):
    payload = core.write(given_one)
    read = cbor2.loads(payload)
    assert read[1] == given_one.digest
    assert cbor2.dumps(read, canonical=True) == payload


def test_the_message_is_cose_as_others_read_it():
    message = cbor2.loads(MESSAGE)
    protected, unprotected, payload, signature = message.value
    assert message.tag == 18
    assert cbor2.loads(protected) == {1: -7, 4: keys.from_b64url(KEY.kid)[:8]}
    assert unprotected == {}
    signed = cbor2.dumps(["Signature1", protected, b"", payload])
    assert keys.verify(KEY.public_jwk, signed, signature)


@given(st.integers(0, len(MESSAGE) - 1), st.integers(1, 255))
def test_every_changed_byte_is_refused_for_its_reason(position, change):
    changed = bytearray(MESSAGE)
    changed[position] ^= change
    # A first byte of nought makes a shorter number, which is no message either.
    assert reason(core.as_digits(bytes(changed))) == part_of(position)


@given(st.integers(0, len(MESSAGE) - 1))
def test_a_message_cut_short_is_refused(length):
    assert reason(core.as_digits(MESSAGE[:length])) == "essentials-unreadable"


@given(st.binary(max_size=220) | st.binary(max_size=190).map(lambda b: MESSAGE[:8] + b))
def test_any_bytes_are_refused_kindly(data):
    reason(core.as_digits(data))


@pytest.mark.parametrize("text", ["", "#", "12a", "٣٤٥", "0" + TEXT, "-5", TEXT + "1" * 5000])
def test_any_other_text_is_refused_kindly(text):
    assert reason(text) == "essentials-unreadable"


def test_only_the_issuers_key_for_this_purpose_counts():
    assert reason(TEXT, []) == "key-unknown"
    assert reason(TEXT, [{**TRUSTED[0], "elearn:purpose": "badge"}]) == "key-unknown"
    other = keys.make(Algorithm.ES256)
    assert reason(TEXT, [{**other.public_jwk, "elearn:purpose": "qr"}]) == "key-unknown"
    lying = {**other.public_jwk, "kid": KEY.kid, "elearn:purpose": "qr"}
    assert reason(TEXT, [lying]) == "key-unknown"
    broken = [{"kty": "EC"}, {"kty": 5}, {**TRUSTED[0], "x": "!"}]
    assert reason(TEXT, broken) == "key-unknown"


def test_a_revoked_key_is_told_from_one_that_nobody_knows():
    revoked = [{**TRUSTED[0], "elearn:revoked": "2026-11-30T10:00:00Z"}]
    assert reason(TEXT, revoked) == "key-revoked"
    changed = TEXT[:-1] + str((int(TEXT[-1]) + 1) % 10)
    assert reason(changed, revoked) == "signature-wrong"


def sealed(payload):
    key = keys.from_b64url(KEY.kid)[:8]
    return core.as_digits(core.seal(key, payload, KEY.sign(core.to_be_signed(key, payload))))


def test_what_is_signed_but_newer_says_so():
    assert reason(sealed(PAYLOAD[:1] + b"\x03" + PAYLOAD[2:])) == "essentials-newer"


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        PAYLOAD + b"\x00",
        PAYLOAD[:-1],
        b"\x9f" + PAYLOAD[1:] + b"\xff",
        b"\x8b" + PAYLOAD[1:],
        PAYLOAD[:1] + b"\x18\x01" + PAYLOAD[2:],
        PAYLOAD.replace(b"border-checks", b"border-chec\xff\xff"),
    ],
)
def test_what_is_signed_but_not_written_in_the_one_way_is_refused(payload):
    assert reason(sealed(payload)) == "essentials-unreadable"


def test_a_shown_name_is_confirmed_in_either_script_and_no_other():
    read = read_again(TEXT)
    assert core.name_fits(read, "Đorđević Jelena")
    assert core.name_fits(read, "ЈЕЛЕНА ЂОРЂЕВИЋ")
    for wrong in ("Јелена Ђорђевић Ана", "Jelena", "", " - ", "x" * 300):
        assert not core.name_fits(read, wrong)


def test_the_same_name_has_another_commitment_in_another_record():
    assert core.commit_name("Ana Ilić", bytes(16)) != core.commit_name("Ana Ilić", bytes(15) + b"1")


def test_long_texts_are_cut_and_say_so():
    long = Essentials(
        digest=bytes(16),
        pack="a" * 64,
        version="100000.100000.100000-draft.12345",
        kind="achievement",
        language="sr-Latn-x-long",
        issued=date.max,
        valid_until=date.max,
        law_checked=date.max,
        name=bytes(16),
    )
    read = read_again(essentials.sign(long, KEY.kid, KEY.sign))
    assert read.pack == "a" * 35 + "~"
    assert read.version == "100000.100000.1~"
    assert len(MESSAGE) < len(core.seal(b"12345678", core.write(long), bytes(64))) <= 200


@pytest.mark.parametrize(
    "change", [{"digest": b""}, {"name": b"1"}, {"kind": "gift"}, {"issued": date(1969, 12, 31)}]
)
def test_what_no_record_has_is_not_written(change):
    from dataclasses import replace

    with pytest.raises(ValueError):  # noqa: PT011
        core.write(replace(ONE, **change))


def test_parts_of_another_length_are_not_sealed():
    for key, payload, signature in (
        (b"1", PAYLOAD, bytes(64)),
        (bytes(8), PAYLOAD, bytes(63)),
        (bytes(8), bytes(116), bytes(64)),
    ):
        with pytest.raises(ValueError):  # noqa: PT011
            core.seal(key, payload, signature)


def test_until_the_law_changes_is_said_in_a_version_of_its_own():
    lawful = replace(ONE, valid_until=None, until_law=True)
    payload = core.write(lawful)
    assert core.read(payload) == lawful
    assert payload[1] == 2
    assert core.write(ONE)[1] == 1
    with pytest.raises(ValueError, match="no last day"):
        core.write(replace(ONE, until_law=True))
    for wrong in (b"\xf6", b"\xf4"):
        with pytest.raises(core.Refused):
            core.read(payload.replace(b"\xf5", wrong))
    for other in (payload[:1] + b"\x01" + payload[2:], PAYLOAD[:1] + b"\x02" + PAYLOAD[2:]):
        with pytest.raises(core.Refused):
            core.read(other)
