"""A badge as a document with a proof: the page's modules state and say what the program does."""

import base64
import copy
import json
from dataclasses import replace
from datetime import date

import awards
import node
import pytest
import wholes
from alike import assert_same, case, here, in_browser

from elearn.interop.keys import Algorithm
from elearn.interop.linked_data import VC_CONTEXT
from elearn.interop.open_badges import proof, vocabulary
from elearn.interop.open_badges.credential import Listed, credential

KEY = awards.key_for(proof.PURPOSE, Algorithm.ED25519)
AT = "2026-11-23T09:30:00Z"
LISTED = Listed(awards.SITE.at("/status/1"), 77)
MARKED = awards.with_results({"check-one": 80, "check-two": 100})
FULL = credential(awards.award(MARKED, status=LISTED), awards.SITE)
ODD = credential(
    awards.award(replace(MARKED, title='A "b" \\ c\td\re\n𝔸 ﬁ', outcomes=("𝔸", "ﬁ\u00a0"))),
    awards.SITE,
)
LAWFUL = credential(
    awards.award(replace(MARKED, valid_until=None, validity="until-law-changes")), awards.SITE
)
ALL = {"full": FULL, "odd letters": ODD, "no end": LAWFUL, "of version 1": awards.CREDENTIAL}


def signed(made):
    return proof.write(made, awards.method(KEY), AT, KEY.sign)


DOCUMENT = signed(FULL)


def with_key(**more):
    known = wholes.trust(withdrawn=more.pop("withdrawn", ()))
    return {**known, "keys": [*known["keys"], {**awards.listed(proof.PURPOSE, KEY), **more}]}


def asked(document, known=None, **more):
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    return case(text.encode(), known or with_key(), **more)


@pytest.mark.parametrize("made", ALL.values(), ids=ALL)
def test_the_page_works_out_the_very_statements_that_are_signed(made):
    body = "return Buffer.from(await statementsOf(given)).toString('base64');"
    stated = node.run("verify/statements.js", "statementsOf", body, made)
    assert base64.b64decode(stated) == proof.reader().canonical(made)


def test_each_word_means_on_the_page_what_it_means_here():
    """And in W3C's vocabulary, for the words that are from there."""
    from pyld.documentloader.frozen import BUNDLED_CONTEXTS

    common, types = node.run(
        "verify/words.js", "ANYWHERE, OF_TYPES", "return [ANYWHERE, OF_TYPES]", None
    )
    ours = vocabulary.context()["@context"]
    w3c = json.loads(BUNDLED_CONTEXTS[VC_CONTEXT].read_text("utf-8"))["@context"]
    for name, (iri, words) in types.items():
        known = ours.get(name) or w3c[name]
        assert known["@id"] == iri
        within = {**common, **words}
        for word, meant in known.get("@context", {}).items():
            if word in within and isinstance(meant, dict):
                assert within[word] == [meant["@id"], meant.get("@type", "")], (name, word)
        assert words.keys() <= known.get("@context", {}).keys() | common.keys()
        assert name not in ours or within.keys() >= known.get("@context", {}).keys() - {
            "@protected",
            "id",
            "type",
        }
    for word, meant in common.items():
        assert meant == [ours[word]["@id"], ours[word].get("@type", "")]


def test_documents_are_read_and_told_alike():
    early = "2026-11-30T00:00:00Z"
    cases = [
        asked(DOCUMENT, name="Jelena Djordjević"),
        asked(json.dumps(dict(reversed(DOCUMENT.items())), indent=7), name="Ana"),
        *(asked(signed(made)) for made in ALL.values()),
        asked(DOCUMENT, today=date(2029, 11, 24)),
        asked(DOCUMENT, with_key(withdrawn=[awards.AWARD.digest])),
        asked(DOCUMENT, with_key(**{"elearn:revoked": early})),
        asked(DOCUMENT, with_key(**{"elearn:purpose": "record"})),
        asked(DOCUMENT, wholes.trust()),
    ]
    assert_same(cases)
    said = in_browser(cases)
    assert [one["fits"] for one in said[:2]] == [True, False]
    assert [one.get("status") or one["code"] for one in said] == [
        *["valid"] * 6,
        "expired",
        "revoked",
        "key-revoked",
        "key-unknown",
        "key-unknown",
    ]


WAYS = {
    "taken away": lambda where, last: where.pop(last),
    "a number": lambda where, last: where.update({last: 5}),
    "nothing": lambda where, last: where.update({last: None}),
    "words": lambda where, last: where.update({last: "x"}),
    "an address": lambda where, last: where.update({last: "a:b"}),
    "yes": lambda where, last: where.update({last: True}),
    "no things": lambda where, last: where.update({last: []}),
    "in brackets": lambda where, last: where.update({last: [[where[last]]]}),
    "twice": lambda where, last: where.update({last: [where[last], copy.deepcopy(where[last])]}),
    "under another name": lambda where, last: where.update({"mediaType": where.pop(last)}),
    "under no name": lambda where, last: where.update({"constructor": where.pop(last)}),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_no_edit_of_any_member_holds_on_the_page(way):
    """The command may name another reason, since it knows more words."""
    cases = []
    for path in awards.paths(DOCUMENT):
        whole = copy.deepcopy(DOCUMENT)
        if path and isinstance(path[-1], str):
            way(awards.at(whole, path[:-1]), path[-1])
            cases.append(asked(whole))
    said = {one.get("code") for one in in_browser(cases)}
    assert len(cases) > 60
    reasons = {"badge-unreadable", "key-unknown", "record-unreadable", "signature-wrong"}
    assert said <= reasons


TEXT = json.dumps(DOCUMENT)
TRICKS = {
    "a name twice": TEXT.replace('"name":', '"name": "Other", "name":', 1),
    "another name for a word": TEXT.replace('"name"', '"schema:name"', 1),
    "a part that looks like another": json.dumps(
        {
            **DOCUMENT,
            "credentialSubject": {
                "type": ["AchievementSubject"],
                "result": [{"name": "x"}, {"name": "x"}],
            },
        }
    ),
    "facts moved to where their thing stands once more": json.dumps(
        {
            **DOCUMENT,
            "evidence": [
                {k: v for k, v in FULL["evidence"][0].items() if k != "genre"},
                {"id": FULL["evidence"][0]["id"], "type": ["Evidence"], "genre": "elearn-record"},
            ],
        }
    ),
    "half a letter": TEXT.replace('"version": "5.0.0"', '"version": "\\ud800"', 1),
    "too deep": '{"@context":' + "[" * 300 + "]" * 300 + "}",
    "things in things": '{"@context":'
    + json.dumps(FULL["@context"])
    + ',"proof":'
    + json.dumps(DOCUMENT["proof"])
    + ',"image":'
    + '{"image":' * 400
    + "{}"
    + "}" * 401,
    "too long": json.dumps({**DOCUMENT, "name": "x" * 300_000}),
    "two proofs": json.dumps({**DOCUMENT, "proof": [DOCUMENT["proof"]] * 2}),
    "no proof": json.dumps(FULL),
    "a European Digital Credential": '{"@context": ["https://www.w3.org/2018/credentials/v1"]}',
    "nothing": '{"@context": []}',
}


@pytest.mark.parametrize("text", TRICKS.values(), ids=TRICKS)
def test_what_says_one_thing_and_states_another_is_refused_alike(text):
    one = asked(text)
    assert in_browser([one])[0] == here(one) == {"code": "badge-unreadable", "fact": ""}


def test_another_issuer_than_that_of_the_key_is_refused_alike():
    other = {**FULL, "issuer": {**FULL["issuer"], "id": "did:web:other.example.org"}}
    assert_same([asked(signed(other))])
    assert in_browser([asked(signed(other))])[0]["code"] == "badge-unreadable"
