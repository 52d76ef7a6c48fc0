"""The log's tree: against the definition in RFC 9162, and against every change of a proof."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.learning import merkle


def tree_hash(entries):
    """MTH, word for word as RFC 9162 defines it (section 2.1.1)."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return hashlib.sha256(b"\x01" + tree_hash(entries[:k]) + tree_hash(entries[k:])).digest()


def path(m, entries):
    """PATH, word for word (section 2.1.3.1)."""
    if len(entries) == 1:
        return []
    k = 1
    while k * 2 < len(entries):
        k *= 2
    if m < k:
        return [*path(m, entries[:k]), tree_hash(entries[k:])]
    return [*path(m - k, entries[k:]), tree_hash(entries[:k])]


def subproof(m, entries, whole):
    """SUBPROOF, word for word (section 2.1.4.1)."""
    n = len(entries)
    if m == n:
        return [] if whole else [tree_hash(entries)]
    k = 1
    while k * 2 < n:
        k *= 2
    if m <= k:
        return [*subproof(m, entries[:k], whole), tree_hash(entries[k:])]
    return [*subproof(m - k, entries[k:], False), tree_hash(entries[:k])]


def entries(count):
    return [bytes([n % 256]) * 32 for n in range(count)]


def grow(count):
    """What is kept of a log of so many entries."""
    kept = {}
    for number, entry in enumerate(entries(count)):
        kept.update(merkle.grown(number, merkle.leaf_hash(entry), kept.__getitem__))
    return kept


KEPT = grow(70)
SIZES = st.integers(1, 70)


@pytest.mark.parametrize("size", range(71))
def test_the_root_is_the_one_of_the_definition(size):
    assert merkle.root(size, KEPT.__getitem__) == tree_hash(entries(size))


def test_a_log_keeps_less_than_two_hashes_an_entry():
    assert len(KEPT) < 2 * 70


@given(SIZES, st.data())
def test_inclusion_is_proved_as_the_definition_has_it(size, data):
    number = data.draw(st.integers(0, size - 1))
    found = merkle.proof(merkle.inclusion_spans(number, size), KEPT.__getitem__)
    assert list(found) == path(number, entries(size))
    leaf, head = merkle.leaf_hash(entries(size)[number]), tree_hash(entries(size))
    assert merkle.verify_inclusion(leaf, number, size, found, head)


@given(SIZES, st.data())
def test_growth_is_proved_as_the_definition_has_it(second, data):
    first = data.draw(st.integers(1, second))
    found = merkle.proof(merkle.consistency_spans(first, second), KEPT.__getitem__)
    assert list(found) == subproof(first, entries(second), True)
    old, new = tree_hash(entries(first)), tree_hash(entries(second))
    assert merkle.verify_consistency(first, second, found, old, new)


def changed(hashes, data):
    """The same proof with something else in it: a byte, one more, one less, another order."""
    made = list(hashes)
    kinds = ["more"] + (["byte", "less"] if made else []) + (["order"] if len(made) > 1 else [])
    match data.draw(st.sampled_from(kinds)):
        case "more":
            made.insert(data.draw(st.integers(0, len(made))), bytes(32))
        case "byte":
            at, byte = data.draw(st.integers(0, len(made) - 1)), data.draw(st.integers(0, 31))
            raw = bytearray(made[at])
            raw[byte] ^= 1
            made[at] = bytes(raw)
        case "less":
            made.pop(data.draw(st.integers(0, len(made) - 1)))
        case "order":
            made.reverse()
    return made


@given(SIZES, st.data())
def test_no_changed_proof_of_inclusion_holds(size, data):
    number = data.draw(st.integers(0, size - 1))
    found = merkle.proof(merkle.inclusion_spans(number, size), KEPT.__getitem__)
    leaf, head = merkle.leaf_hash(entries(size)[number]), tree_hash(entries(size))
    other = changed(found, data)
    assert other == list(found) or not merkle.verify_inclusion(leaf, number, size, other, head)
    assert not merkle.verify_inclusion(merkle.leaf_hash(b"x"), number, size, found, head)
    assert not merkle.verify_inclusion(leaf, number, size, found, bytes(32))


@given(SIZES, st.data())
def test_an_entry_is_proved_at_its_own_number_only(size, data):
    number, other = (data.draw(st.integers(0, size - 1)) for _ in "ab")
    found = merkle.proof(merkle.inclusion_spans(number, size), KEPT.__getitem__)
    leaf, head = merkle.leaf_hash(entries(size)[number]), tree_hash(entries(size))
    assert merkle.verify_inclusion(leaf, other, size, found, head) == (other == number)


@given(st.integers(2, 70), st.data())
def test_no_changed_proof_of_growth_holds(second, data):
    first = data.draw(st.integers(1, second - 1))
    found = merkle.proof(merkle.consistency_spans(first, second), KEPT.__getitem__)
    old, new = tree_hash(entries(first)), tree_hash(entries(second))
    other = changed(found, data)
    assert other == list(found) or not merkle.verify_consistency(first, second, other, old, new)
    assert not merkle.verify_consistency(first, second, found, bytes(32), new)
    assert not merkle.verify_consistency(first, second, found, old, bytes(32))


def test_every_log_begins_with_the_empty_one_and_with_itself():
    head = tree_hash(entries(5))
    assert merkle.verify_consistency(0, 5, (), merkle.EMPTY, head)
    assert not merkle.verify_consistency(0, 5, (), head, head)
    assert merkle.verify_consistency(5, 5, (), head, head)
    assert not merkle.verify_consistency(6, 5, (), head, head)


def test_what_a_log_does_not_have_is_refused():
    for number, size in ((-1, 3), (3, 3), (0, 0)):
        with pytest.raises(ValueError, match="no such entry"):
            merkle.inclusion_spans(number, size)
    for first, second in ((0, 3), (4, 3)):
        with pytest.raises(ValueError, match="grows"):
            merkle.consistency_spans(first, second)
