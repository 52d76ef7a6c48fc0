"""Sign-in names, delays and passwords, as rules."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from elearn.core.passwords import fault_of
from elearn.core.sign_in import (
    ACCOUNT,
    NETWORK,
    Failures,
    after_failure,
    delay,
    is_email,
    network_of,
    seconds_to_wait,
    sign_in_name,
)

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PATIENCE = st.sampled_from([ACCOUNT, NETWORK])


@given(st.integers(min_value=0, max_value=10_000), PATIENCE)
def test_a_delay_never_shrinks_with_failures_and_never_passes_the_longest(count, patience):
    assert 0 <= delay(count, patience) <= delay(count + 1, patience) <= patience.longest


@given(PATIENCE)
def test_the_first_failures_are_free(patience):
    assert delay(patience.free, patience) == 0
    assert delay(patience.free + 1, patience) == 2


@given(st.lists(st.integers(min_value=0, max_value=100_000), max_size=60), PATIENCE)
def test_whoever_waits_as_told_is_always_heard(gaps, patience):
    failures, now = Failures(), NOW
    for gap in gaps:
        now += timedelta(seconds=gap)
        wait = seconds_to_wait(failures, patience, now)
        assert 0 <= wait <= patience.longest
        assert seconds_to_wait(failures, patience, now + timedelta(seconds=wait)) == 0
        now += timedelta(seconds=wait)
        failures = after_failure(failures, patience, now)


def test_failures_fade_with_quiet_time():
    failures = Failures(16, NOW)
    later = after_failure(failures, ACCOUNT, NOW + timedelta(hours=2))
    assert later.count == 5
    assert after_failure(failures, ACCOUNT, NOW + timedelta(days=400)).count == 1


def test_a_clock_that_goes_back_neither_crashes_nor_locks():
    failures = Failures(10, NOW + timedelta(days=300))
    assert seconds_to_wait(failures, ACCOUNT, NOW) <= ACCOUNT.longest
    assert after_failure(failures, ACCOUNT, NOW).count == 11


@given(st.text(max_size=400))
@example("@\u00af\u00b8")
def test_a_sign_in_name_has_one_form(text):
    name = sign_in_name(text)
    assert sign_in_name(name) == name
    assert len(name) <= 254
    assert not any(c.isspace() for c in name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("МУП-1234", "mup-1234"),
        ("Ђ 77", "Đ77"),
        ("АБ‑12", "ab-12"),
        ("ш/9", "Š/9"),
        ("ＡＢ１２", "ab12"),
        ("Ann@Example.org", " ann@example.ORG"),
    ],
)
def test_these_are_the_same_name(one, other):
    assert sign_in_name(one) == sign_in_name(other)


def test_an_address_in_cyrillic_is_not_one_in_latin():
    assert sign_in_name("аnn@example.org") != sign_in_name("ann@example.org")


@pytest.mark.parametrize("text", ["a@b.c", "a@b", "@example.org", "a b@example.org", "a@e.org>"])
def test_these_are_no_addresses(text):
    assert not is_email(text)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", "unknown"),
        (None, "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_an_address_belongs_to_a_network(address, network):
    assert network_of(address) == network


@given(st.text(max_size=40))
def test_any_address_text_gives_a_network(text):
    assert network_of(text)


@given(st.text(max_size=300), st.lists(st.text(max_size=60), max_size=3))
def test_any_password_is_judged_and_short_ones_are_refused(password, names):
    fault = fault_of(password, names)
    assert fault in {None, "short", "long", "simple", "name", "common"}


@pytest.mark.parametrize(
    "password", ["green lamp over booth four", "лампа изнад четврте кућице", "Xk4!pq9#Lm2z"]
)
def test_good_passwords_are_taken(password):
    assert fault_of(password, ["Ann Learner", "ann@example.org"]) is None


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("Marija2026Petrović", "name"),
        ("marija.petrovic1", "name"),
        ("PASSWORD-2026!!", "common"),
        ("šifra1234567890", "common"),
        ("qwertyuiop12345", "common"),
        ("abcdefghijklmno", "simple"),
        ("121212121212121", "simple"),
    ],
)
def test_easy_passwords_are_found_out(password, fault):
    assert fault_of(password, ["Marija Petrović", "marija.petrovic@example.org"]) == fault
