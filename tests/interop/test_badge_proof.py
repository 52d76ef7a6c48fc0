"""A badge with a proof within: what it states, for others too; no edit and no trick verifies."""

import copy
import json

import awards
import pytest
from awards import CREDENTIAL, FACTS, SITE
from hypothesis import given
from hypothesis import strategies as st
from openbadgeslib.ob3 import OB3VerificationError
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openvc.proof.data_integrity import DataIntegrityProofSuite
from openvc.proof.errors import SignatureInvalid
from pyld import jsonld
from pyld.documentloader.frozen import BUNDLED_CONTEXTS, FrozenDocumentLoader

from elearn.interop import data_integrity, did_web
from elearn.interop.jws import Refused
from elearn.interop.keys import Algorithm
from elearn.interop.linked_data import VC_CONTEXT, Reader, Unclear
from elearn.interop.open_badges import OB_CONTEXT, proof
from elearn.interop.open_badges.credential import Listed, credential

KEY = awards.key_for(proof.PURPOSE, Algorithm.ED25519)
TRUSTED = [awards.listed(proof.PURPOSE, KEY)]
AT = "2026-11-23T09:30:00Z"
LISTED = Listed(SITE.at("/status/1"), 77)
MARKED = awards.with_results({"check-one": 80, "check-two": 100})
FULL = credential(awards.award(MARKED, status=LISTED), SITE)
DOCUMENT = proof.write(FULL, awards.method(KEY), AT, KEY.sign)


def reason(document, trusted=TRUSTED):
    with pytest.raises(Refused) as refused:
        proof.check(document, trusted)
    return refused.value.code


def edited(change, document=DOCUMENT):
    document = copy.deepcopy(document)
    change(document)
    return document


def official():
    """Reads with 1EdTech's own vocabulary, which a package for tests brings."""
    from importlib.resources import files

    path = files("openbadgeslib.ob3.contexts") / "ob-v3p0-context-3.0.3.json"
    known = {OB_CONTEXT: json.loads(path.read_text("utf-8"))}
    return FrozenDocumentLoader({VC_CONTEXT: BUNDLED_CONTEXTS[VC_CONTEXT], **known})


def quads(document, loader):
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "base": None}
    return jsonld.normalize(document, {**options, "documentLoader": loader}).encode()


def test_what_was_signed_is_read_again_however_it_is_written_down():
    assert proof.check(DOCUMENT, TRUSTED) == FULL
    turned = json.loads(json.dumps(dict(reversed(DOCUMENT.items())), indent=7))
    assert proof.check(turned, TRUSTED) == FULL


@pytest.mark.parametrize("document", [FULL, CREDENTIAL], ids=["full", "of version 1"])
def test_our_vocabulary_states_what_that_of_1edtech_states(document):
    assert proof.reader().canonical(document) == quads(document, official())


def test_the_words_of_a_proof_state_what_the_standard_has_them_state():
    options = {k: v for k, v in DOCUMENT["proof"].items() if k != "proofValue"}
    configuration = {"@context": FULL["@context"], **options}
    assert data_integrity._configuration(options) == quads(configuration, official())


def test_verifiers_that_we_did_not_write_accept_it_and_refuse_a_changed_one():
    document = did_web.document(awards.URL, [(KEY.kid, KEY.public_jwk, True)])
    there = {"https://learn.example.org/.well-known/did.json": json.dumps(document).encode()}
    verifier = OB3LdpVerifier.for_issuer_did(SITE.did)
    found = verifier.verify(json.dumps(DOCUMENT), download=there.__getitem__)
    assert found.achievement.name == FACTS.title
    suite, known = DataIntegrityProofSuite(), {OB_CONTEXT: official().documents[OB_CONTEXT]}
    suite.verify(DOCUMENT, public_key_jwk=KEY.public_jwk, extra_contexts=known)
    changed = edited(lambda d: d["credentialSubject"]["result"][1].update(value="99"))
    with pytest.raises(OB3VerificationError):
        verifier.verify(json.dumps(changed), download=there.__getitem__)
    with pytest.raises(SignatureInvalid):
        suite.verify(changed, public_key_jwk=KEY.public_jwk, extra_contexts=known)
    assert reason(changed) == "signature-wrong"


def test_only_a_key_for_such_badges_is_trusted():
    assert reason(DOCUMENT, []) == "key-unknown"
    assert reason(DOCUMENT, [{**TRUSTED[0], "elearn:purpose": "record"}]) == "key-unknown"


VALUES = st.text(max_size=5) | st.integers(-5, 5) | st.booleans() | st.none() | st.just([])
ANYTHING = VALUES | st.lists(VALUES, max_size=3) | st.dictionaries(st.text(max_size=5), VALUES)


def states_the_same(left, right):
    """Brackets around one thing, and the order of several, state nothing."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(states_the_same(left[k], right[k]) for k in left)
    left, right = (v if isinstance(v, list) else [v] for v in (left, right))
    if len(left) != len(right):
        return False
    if len(left) == 1 and not isinstance(left[0], dict | list):
        return type(left[0]) is type(right[0]) and left == right
    rest = list(right)
    for one in left:
        same = next((o for o in rest if _same_one(one, o)), None)
        if same is None:
            return False
        rest.remove(same)
    return True


def _same_one(left, right):
    if isinstance(left, dict) != isinstance(right, dict):
        return False
    if isinstance(left, dict):
        return states_the_same(left, right)
    return type(left) is type(right) and left == right


@given(st.data())
def test_no_edit_of_any_field_verifies(data):
    whole = copy.deepcopy(DOCUMENT)
    path = data.draw(st.sampled_from([p for p in awards.paths(whole) if p]))
    where = awards.at(whole, path[:-1])
    match data.draw(st.sampled_from(["delete", "set", "add", "rename", "twice"])):
        case "delete":
            del where[path[-1]]
        case "set":
            where[path[-1]] = data.draw(ANYTHING)
        case "add" if isinstance(where, dict):
            words = ["name", "tag", "id", "termsOfUse", "@id", "@included", "validUntil", "expires"]
            where[data.draw(st.sampled_from(words) | st.text(max_size=5))] = data.draw(ANYTHING)
        case "rename" if isinstance(where, dict):
            where[data.draw(st.text(max_size=5))] = where.pop(path[-1])
        case _:
            value = where[path[-1]]
            where[path[-1]] = [value, copy.deepcopy(value)]
    if not states_the_same(whole, DOCUMENT):
        assert reason(whole) in {"badge-unreadable", "key-unknown", "signature-wrong"}


TRICKS = {
    "another name for a word": lambda d: d.update(
        {"https://schema.org/name": d.pop("name")},
    ),
    "another vocabulary": lambda d: d.update({"@context": [*d["@context"], {"x": "y:z"}]}),
    "a vocabulary within": lambda d: d["issuer"].update({"@context": {"x": "y:z"}}),
    "an unknown word": lambda d: d.update(grade="A"),
    "nothing": lambda d: d.update(termsOfUse=None),
    "an empty list": lambda d: d.update(termsOfUse=[]),
    "a list in a list": lambda d: d.update(evidence=[d["evidence"]]),
    "moved to where its name stands once more": lambda d: d.update(
        termsOfUse={"id": d["evidence"][0]["id"], "genre": d["evidence"][0].pop("genre")}
    ),
    "a type twice": lambda d: d["type"].append("OpenBadgeCredential"),
    "a type by its address": lambda d: d["issuer"].update(
        type=["https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile"]
    ),
    "false as a text": lambda d: d["credentialSubject"]["identifier"][0].update(hashed="false"),
    "a thing without a full address": lambda d: d.update(termsOfUse={"id": "x", "type": "y"}),
    "a thing with a blank name": lambda d: d["evidence"][0].update(image="_:b0"),
    "two proofs": lambda d: d.update(proof=[d["proof"], d["proof"]]),
    "another purpose": lambda d: d["proof"].update(proofPurpose="authentication"),
    "another suite": lambda d: d["proof"].update(cryptosuite="eddsa-jcs-2022"),
    "another moment": lambda d: d["proof"].update(created="2026-11-23T09:30:00+00:00"),
    "an end of the proof": lambda d: d["proof"].update(expires=AT),
}


@pytest.mark.parametrize("trick", TRICKS.values(), ids=TRICKS)
def test_what_states_the_same_or_nothing_in_another_way_is_refused(trick):
    assert reason(edited(trick)) == "badge-unreadable"


def test_another_issuer_than_that_of_the_key_is_refused():
    other = {**FULL, "issuer": {**FULL["issuer"], "id": "did:web:other.example.org"}}
    assert reason(proof.write(other, awards.method(KEY), AT, KEY.sign)) == "badge-unreadable"


def chain(length):
    """Things without a name, each in the next: a hundred of them took PyLD seconds."""
    made = {}
    for _ in range(length):
        made = {"image": made}
    return made


@pytest.mark.parametrize(
    "subject",
    [
        {"result": [{"type": ["Result"], "achieved": {"x": n}} for n in range(30)]},
        {"result": [{"type": ["Result"], "result": {"value": str(n)}} for n in range(30)]},
        {"result": {}},
        {"result": [{"value": "1"}, {"value": ["1"]}]},
        {"result": {"image": chain(400)}},
    ],
    ids=["unknown words", "thirty that look alike", "empty", "in brackets", "one in the other"],
)
def test_what_would_take_long_to_put_in_order_is_refused_at_once(subject):
    document = {**DOCUMENT, "credentialSubject": {"type": ["AchievementSubject"], **subject}}
    assert reason(document) in {"badge-unreadable", "signature-wrong"}


def test_what_is_too_deep_or_too_long_is_refused():
    deep = "x"
    for _ in range(5000):
        deep = {"evidence": deep}
    assert reason({**DOCUMENT, "evidence": deep}) == "badge-unreadable"
    assert reason({**DOCUMENT, "name": "x" * 200_000}) == "badge-unreadable"


@pytest.mark.parametrize("given", [{}, {"proof": None}, {"proof": {}}, {"proof": "x"}])
def test_what_has_no_proof_is_refused(given):
    assert reason({**FULL, **given}) == "badge-unreadable"


def test_a_word_that_no_vocabulary_knows_is_not_signed():
    with pytest.raises(Unclear):
        proof.write({**FULL, "grade": "A"}, awards.method(KEY), AT, KEY.sign)


def test_a_vocabulary_is_never_fetched():
    reader = Reader({})
    with pytest.raises(Unclear):
        reader.canonical({"@context": [VC_CONTEXT, OB_CONTEXT], "type": "VerifiableCredential"})
