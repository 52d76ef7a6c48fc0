"""The verify page's own modules say the same as `elearn record verify`, good or bad."""

import copy
import json
import random
from dataclasses import replace
from datetime import date

import awards
import certifying
import node
import pytest
import wholes
from alike import TODAY, assert_same, case, in_browser

from elearn.core.learning import essentials as core
from elearn.core.learning import record as core_record
from elearn.core.learning import standing
from elearn.core.learning.essentials import Essentials
from elearn.interop import essentials, jws, keys, sd_jwt
from elearn.interop.keys import Algorithm
from elearn.interop.open_badges import jwt, picture

DIGEST = bytes(range(16))
ONE = Essentials(
    digest=DIGEST,
    pack="border-checks",
    version="1.2.0",
    kind="completion",
    language="sr",
    issued=date(2026, 11, 30),
    valid_until=date(2029, 11, 30),
    law_checked=None,
    name=core.commit_name("Јелена Ђорђевић", DIGEST),
)
LAWFUL = replace(ONE, valid_until=None, until_law=True)
TEXT = essentials.sign(ONE, wholes.QR_KEY.kid, wholes.QR_KEY.sign)
MESSAGE = core.from_digits(TEXT)
ADDRESS = f"https://learn.example.org/verify#{TEXT}"
WHOLE = wholes.whole()


def file(made):
    return wholes.written(made).encode()


def test_what_holds_until_the_law_changes_is_read_alike_and_refused_alike():
    kid, sign = wholes.QR_KEY.kid, wholes.QR_KEY.sign
    good = case(essentials.sign(LAWFUL, kid, sign).encode())
    (found,) = in_browser([good])
    assert found["facts"]["validity"] == "until-law-changes"
    assert (found["facts"]["valid_until"], found["status"]) == (None, "valid")
    payload, key = core.write(LAWFUL), keys.from_b64url(kid)[: core.KEY_BYTES]
    wrong = [payload.replace(b"\xf5", other) for other in (b"\xf4", b"\xf6", b"\x01")]
    wrong.append(core.write(ONE)[:1] + b"\x02" + core.write(ONE)[2:])
    wrong += [payload[:1] + version + payload[2:] for version in (b"\x01", b"\x03")]
    signed = [core.seal(key, one, sign(core.to_be_signed(key, one))) for one in wrong]
    assert_same([good, *(case(core.as_digits(one).encode()) for one in signed)])


def test_a_change_of_law_that_the_list_tells_ends_a_record_alike():
    """By pack and version, also of a whole record; nothing else is ended."""
    until = {"valid_until": None, "validity": "until-law-changes"}
    newer = {"frameworks": (), "credit": "approved", "identity": "self-declared", "result": {}}
    lawful = replace(wholes.FACTS, **until, **newer)
    told = {(ONE.pack, ONE.version): "2026-11-30"}
    contents = [
        essentials.sign(LAWFUL, wholes.QR_KEY.kid, wholes.QR_KEY.sign).encode(),
        file(wholes.whole(facts=lawful)),
        TEXT.encode(),  # has a last day of its own
    ]
    days = (date(2026, 11, 30), date(2026, 12, 1))
    lists = (told, {(ONE.pack, "1.2.1"): "2026-11-30"}, {("other", ONE.version): "2026-11-30"})
    cases = [
        case(one, wholes.trust(law=law), today=day)
        for one in contents
        for law in lists
        for day in days
    ]
    assert_same(cases)
    said = [one["status"] for one in in_browser(cases)]
    assert said[:6] == ["valid", "expired", "valid", "valid", "valid", "valid"] == said[6:12]
    assert set(said[12:]) == {"valid"}


def test_good_ones_are_read_alike():
    name = "Jelena Djordjević"
    cases = [
        case(ADDRESS.encode(), name=name),
        case(f" {TEXT}\n".encode(), name="Ana"),
        case(file(WHOLE), name=name),
        case(file(wholes.whole(proven=False)), name="Ana"),
        case(certifying.certificate(wholes.written(WHOLE))),
    ]
    assert_same(cases)
    assert {said["status"] for said in in_browser(cases)} == {"valid"}
    assert [said["fits"] for said in in_browser(cases)] == [True, False, True, False, None]


def test_lists_and_dates_are_told_alike():
    digest = WHOLE["digest"]
    half = DIGEST.hex()
    cases = [
        case(content, wholes.trust(**lists), today=today)
        for content in (file(WHOLE), TEXT.encode())
        for lists in ({"withdrawn": [digest, half]}, {"superseded": [half, digest]}, {})
        for today in (TODAY, date(2029, 11, 30), date(2029, 12, 1))
    ]
    assert_same(cases)
    assert {said["status"] for said in in_browser(cases)} == {
        "valid",
        "expired",
        "superseded",
        "revoked",
    }


def test_every_changed_byte_of_a_qr_code_is_refused_alike():
    chance = random.Random(1)
    cases = []
    for at in range(len(MESSAGE)):
        bad = bytearray(MESSAGE)
        bad[at] ^= chance.randint(1, 255)
        cases.append(case(core.as_digits(bytes(bad)).encode()))
    cases += [case(core.as_digits(MESSAGE[:n]).encode()) for n in range(1, len(MESSAGE), 7)]
    assert_same(cases)
    assert {said["code"] for said in in_browser(cases)} == {
        "essentials-unreadable",
        "key-unknown",
        "signature-wrong",
    }


def sealed(payload):
    from elearn.interop.keys import from_b64url

    key = from_b64url(wholes.QR_KEY.kid)[:8]
    signed = wholes.QR_KEY.sign(core.to_be_signed(key, payload))
    return core.as_digits(core.seal(key, payload, signed)).encode()


def test_what_was_signed_but_not_in_the_one_way_is_refused_alike():
    payload = core.write(ONE)
    others = [
        b"",
        payload + b"\0",
        payload[:-1],
        b"\x9f" + payload[1:] + b"\xff",
        payload[:1] + b"\x18\x01" + payload[2:],
        payload[:1] + b"\x02" + payload[2:],
        payload.replace(b"border-checks", b"border-chec\xff\xff"),
        payload.replace(b"\x65" + b"1.2.0", b"\x71" + b"1" * 17),
        payload.replace(b"\xf6", b"\x1a\xff\xff\xff\xff"),
        payload.replace(b"\x62sr", b"\x63\xef\xbb\xbf"),
    ]
    assert_same([case(sealed(other)) for other in others])


def other(text):
    return ("b" if text[0] != "b" else "c") + text[1:]


ANY = (None, "x", "", [], {}, 5, -1, [1], {"a": "b"}, True)
PLACES = [
    *((part, key) for part in ("facts", "salts", "commitments") for key in WHOLE[part]),
    *((name,) for name in sorted(set(WHOLE) - {"key", "code"})),
    *(("proof", name) for name in WHOLE["proof"]),
    *(("proof", "head", name) for name in WHOLE["proof"]["head"]),
    ("remark",),
]


def edited(*path, last, to):
    """A copy of the record with another value in one place."""
    made = copy.deepcopy(WHOLE)
    place = made
    for name in path:
        place = place[name]
    place[last] = to
    return made


def test_every_changed_part_of_a_record_is_refused_alike():
    cases = [
        case(file(edited(*path, last=last, to=to)))
        for *path, last in PLACES
        for to in (*ANY, other(WHOLE["digest"]))
    ]
    cases += [case(file({k: v for k, v in WHOLE.items() if k != name})) for name in WHOLE]
    assert_same(cases)


BADGE_KEY = awards.key_for(jwt.PURPOSE, Algorithm.RS256)
BADGE = jwt.write(awards.CREDENTIAL, awards.method(BADGE_KEY), BADGE_KEY.public_jwk, BADGE_KEY.sign)


def with_badge_key(**more):
    known = wholes.trust(withdrawn=more.pop("withdrawn", ()))
    return {**known, "keys": [*known["keys"], {**awards.listed(jwt.PURPOSE, BADGE_KEY), **more}]}


def signed_anew(header, payload):
    read = jws.read(BADGE)
    return jws.write({**read.header, **header}, {**read.payload, **payload}, BADGE_KEY.sign)


def test_badges_are_read_and_refused_alike():
    good = BADGE.encode()
    revoked = {"elearn:revoked": "2026-11-30T00:00:00Z"}
    cases = [
        case(good, with_badge_key(), name="Jelena Djordjević"),
        case(good, with_badge_key(withdrawn=[awards.AWARD.digest])),
        case(good, with_badge_key(**revoked)),
        case(good),
    ]
    assert [said.get("status") or said["code"] for said in in_browser(cases)] == [
        "valid",
        "revoked",
        "key-revoked",
        "key-unknown",
    ]
    chance = random.Random(2)
    for at in chance.sample(range(len(good)), 80):
        letter = chance.choice(b"AQgw-_.x")
        if letter != good[at]:
            cases.append(case(good[:at] + bytes([letter]) + good[at + 1 :], with_badge_key()))
    for header, payload in (
        ({"typ": "JOSE"}, {}),
        ({"crit": ["x"]}, {}),
        ({"alg": "none"}, {}),
        ({}, {"nbf": 5}),
        ({}, {"iss": "did:web:other.example"}),
        ({}, {"type": ["VerifiableCredential"]}),
        ({}, {"evidence": []}),
        ({}, {"credentialSubject": {}}),
    ):
        cases.append(case(signed_anew(header, payload).encode(), with_badge_key()))
    assert_same(cases)


def test_pictures_of_badges_are_read_and_refused_alike():
    drawn = picture.draw("Checks", "School", "completion")
    good = picture.bake(drawn, BADGE)
    letter = b"A" if BADGE[-9] != "A" else b"B"
    cases = [
        case(good, with_badge_key()),
        case(drawn, with_badge_key()),
        case(good.replace(BADGE.encode(), BADGE[:-9].encode() + letter + BADGE[-8:].encode())),
        case(picture.bake(drawn, BADGE[:-9] + letter.decode() + BADGE[-8:]), with_badge_key()),
        case(picture.bake(good, BADGE), with_badge_key()),
        case(picture.bake(drawn, "words"), with_badge_key()),
        case(b"<svg", with_badge_key()),
    ]
    assert_same(cases)
    assert [said.get("status") or said["code"] for said in in_browser(cases)] == [
        "valid",
        "badge-unreadable",
        "key-unknown",
        "signature-wrong",
        *["badge-unreadable"] * 3,
    ]


CHOSEN_KEY = awards.key_for(sd_jwt.PURPOSE, Algorithm.ES256)
ALWAYS = {"iss": awards.SITE.did, "nbf": 1_763_888_400, "record": "ef" * 32}


def selected(*chosen, **always):
    salted = {
        key: (keys.b64url(bytes([n] * 16)), value)
        for n, (key, value) in enumerate(core_record.to_raw(awards.FACTS).items())
    }
    method = awards.method(CHOSEN_KEY)
    return sd_jwt.write({**ALWAYS, **always}, salted, chosen, method, CHOSEN_KEY.sign).encode()


def with_chosen_key(**more):
    known = wholes.trust(withdrawn=more.pop("withdrawn", ()))
    listed = {**awards.listed(sd_jwt.PURPOSE, CHOSEN_KEY), **more}
    return {**known, "keys": [*known["keys"], listed]}


def test_chosen_facts_are_read_and_refused_alike():
    good = selected("name", "title", "eqf", "outcomes")
    known = with_chosen_key()
    cases = [
        case(good, known, name="Jelena Djordjević"),
        case(selected("title"), known, name="Jelena Djordjević"),
        case(selected("title", exp=1_796_169_599), known),
        case(selected("title", exp=1_796_169_599), known, today=date(2026, 12, 2)),
        case(good, with_chosen_key(withdrawn=["ef" * 32])),
        case(good, with_chosen_key(**{"elearn:revoked": "2026-11-30T00:00:00Z"})),
        case(good),
        case(selected("title", record=5), known),
        case(good[:-1], known),
        case(good + good.split(b"~")[1] + b"~", known),
    ]
    said = in_browser(cases)
    assert said[0]["facts"].keys() == {"name", "title", "eqf", "outcomes"}
    assert [one["fits"] for one in said[:2]] == [True, None]
    assert [one.get("status") or one["code"] for one in said[2:]] == [
        "valid",
        "expired",
        "revoked",
        "key-revoked",
        "key-unknown",
        "badge-unreadable",
        "artefact-unknown",
        "signature-wrong",
    ]
    chance = random.Random(4)
    for at in chance.sample(range(len(good)), 80):
        letter = chance.choice(b"AQgw-_.~x")
        if letter != good[at]:
            cases.append(case(good[:at] + bytes([letter]) + good[at + 1 :], known))
    assert_same(cases)


def test_several_records_in_one_file_are_for_the_command():
    several = {"type": "elearn-records-1", "records": [WHOLE]}
    (said,) = in_browser([case(file(several))])
    assert said["code"] == "records-several"


def test_revoked_and_unknown_keys_are_told_alike():
    late, early = "2026-12-01T03:00:01Z", "2026-12-01T03:00:00Z"
    trusts = [wholes.trust(**{p: at}) for p in ("record", "log", "qr") for at in (late, early)]
    trusts.append({**wholes.trust(), "keys": []})
    trusts.append({"keys": [{"kty": "EC", "elearn:purpose": "qr"}, {"kty": "OKP"}]})
    contents = (TEXT.encode(), file(WHOLE), file(wholes.whole(proven=False)))
    assert_same([case(content, known) for content in contents for known in trusts])


def test_what_is_nothing_of_ours_is_told_alike():
    junk = [b"", b"hello", b"{", b"{}", b"[]", b"%PDF-", b"\xff\xfe", b"12", b"#12", b"1-2"]
    junk.append(b"%PDF-1.7 1 0 obj <</Type/EmbeddedFile>>\nstream\n{}\nendstream")
    junk.append(certifying.certificate("words"))
    junk.append(certifying.certificate(wholes.written(WHOLE).replace("Јелена", "Милена")))
    junk.append(json.dumps("text").encode())
    assert_same([case(content) for content in junk])


NAMES = [
    "Јелена Ђорђевић",
    "DJORDJE Žižić-Љубић",
    "Ѓорѓи Ќосев, Ѕвездан",
    "Gëzim Çela",
    "Şükrü IŞIK ışık İnan",
    "Straße Łódź Øre Æther Þór",
    "Γιώργος Παπαδόπουλος ΣΑΣ ς",
    "O’Brien J. Ana–Marija",
    "ﬁne ﬀ Ⅳ ½",
    "Ǆ ǆ Ǉ ǈ",
    "  a\u00a0b\tc ",
    "Ё ё й Щ щ ъ ы э ю я",
    "é é ö ö",
    "",
    "-",
    "日本 語",
]


def test_names_are_folded_alike():
    chance = random.Random(3)
    letters = [chr(n) for n in (*range(0x20, 0x250), *range(0x370, 0x530), *range(0x300, 0x345))]
    names = NAMES + ["".join(chance.choices(letters, k=12)) for _ in range(400)]
    folded = node.run(
        "verify/names.js", "foldedName", "return given.map((name) => foldedName(name));", names
    )
    wrong = [
        (name, ours, standing.folded_name(name))
        for name, ours in zip(names, folded, strict=True)
        if ours != standing.folded_name(name)
    ]
    assert wrong == []


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 13, 100])
def test_proofs_of_the_log_are_checked_alike(size):
    from elearn.core.learning import merkle

    entries = [bytes([n]) * 32 for n in range(size)]
    nodes = {}
    for n, entry in enumerate(entries):
        nodes.update(merkle.grown(n, merkle.leaf_hash(entry), nodes.__getitem__))
    root = merkle.root(size, nodes.__getitem__).hex()
    given = []
    for n in range(size):
        path = merkle.proof(merkle.inclusion_spans(n, size), nodes.__getitem__)
        hashes = [step.hex() for step in path]
        entry = entries[n].hex()
        good = {"number": n, "size": size, "hashes": hashes}
        given += [[entry, good, root], [entry, {**good, "number": n + 1}, root]]
        given += [[entry, {**good, "hashes": [*hashes, root]}, root], [root, good, root]]
    body = "return Promise.all(given.map((one) => isIncluded(...one)));"
    said = node.run("verify/merkle.js", "isIncluded", body, given)
    assert said == [
        merkle.verify_inclusion(
            merkle.leaf_hash(bytes.fromhex(entry)),
            proof["number"],
            proof["size"],
            [bytes.fromhex(step) for step in proof["hashes"]],
            bytes.fromhex(head),
        )
        for entry, proof, head in given
    ]
    assert said.count(True) >= size
